"""Scenes that several journeys begin with, and what they ask of them afterwards."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Browser, expect

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.people import Caller
from matters.errors.base import Refusal
from tests.flows.documents import poppler
from tests.journeys.browsing import PATIENCE, Visitor
from tests.journeys.product import Product, until

STAFF, CLERK, CHIEF = "county_finance.staff", "county_logistics.vehicle_clerk", "county_logistics.vehicle_chief"
SEAL_STAFF, SEAL_CLERK, SEAL_CHIEF = "county_data.staff", "county_office.seal_clerk", "county_office.seal_chief"
TRIP = {
    "purpose": "防汛检查",
    "vehicle_use": "inspection",
    "depart_at": "2090-03-01T08:00",
    "return_at": "2090-03-01T18:00",
    "destination": "样例镇",
    "passengers": 3,
    "out_of_city": False,
    "contact": "值班室",
    "contact_phone": "5550061",
    "pledge": True,
}
SEAL = {
    "request_kind": "new",
    "reason": "新设数据资源股（样例文件），需要对外行文。",
    "seal_kind": "section_seal",
    "seal_text": "样例县行政审批局数据资源股",
    "collector": "p48",
    "collector_phone": "5550048",
    "pledge": True,
}
FILLED = {"plate": "样A12345", "driver": "马行健"}


def done(found: Any) -> Any:
    """What was asked for."""
    assert not isinstance(found, Refusal), found
    return found


def caller(product: Product, service: Any, post: str) -> Caller:
    """Whoever holds the post, at the second door."""
    found: Caller = done(service.accounts.local(LOCAL_MACHINE, product.accounts[post]["username"]))
    return found


def keeper(product: Product, service: Any, role: str, skip: int = 0) -> Caller:
    """Whoever holds the role; the next one after `skip`."""
    names = sorted({one["username"] for one in product.accounts.values() if role in one["roles"]})
    found: Caller = done(service.accounts.local(LOCAL_MACHINE, names[skip]))
    return found


def post_of(product: Product, username: str) -> str:
    """A post of whoever has that account."""
    found: str = next(post for post, account in product.accounts.items() if account["username"] == username)
    return found


def visitor(product: Product, browser: Browser, username: str) -> Visitor:
    """Whoever has that account, at a browser."""
    return Visitor(browser, product).enter(post_of(product, username))


def filed(product: Product, matter: str, answers: dict[str, Any], post: str, key: str) -> str:
    """A case, filed through the API; an equal one has another key."""
    return product.person(post).file(answers, matter, key)


def deeds(product: Product, post: str, case_no: str) -> list[tuple[str, str, str]]:
    """What people have done on the case."""
    entries = product.person(post).get(f"/cases/{case_no}")["timeline"]
    return [(one["what"], one["step"], one["who"]) for one in entries if one["who"] != "系统"]


def calm(visitor: Visitor, told: str, *, unheard: bool = False) -> None:
    """The page says this, and nothing in red; that a press was not heard only where it was no second click on what is done."""
    visitor.sees(told)
    assert visitor.page.get_by_text("点击没有生效").first.is_visible() is unheard
    expect(visitor.page.locator('[data-testid="stAlertContentError"], [data-testid="stException"]')).to_have_count(0)


def at_item(product: Product, browser: Browser, post: str, case_no: str, action: str) -> Visitor:
    """Whoever holds the post, before the open item of that case."""
    until(lambda: product.person(post).task(case_no, action), PATIENCE / 1000, f"{action} on {case_no}")
    visitor = Visitor(browser, product).enter(post)
    visitor.open(f"/case?case={case_no}")
    return visitor


def judged_by_others(paper: bytes, root: bytes, folder: Path) -> None:
    """The command line, knowing no more than the roots, and poppler's pdfsig call the paper good."""
    sealed, trusted, database = folder / "paper.pdf", folder / "root.pem", f"sql:{folder}"
    sealed.write_bytes(paper)
    trusted.write_bytes(root)
    once = Path(sys.executable).with_name("once")
    judged = subprocess.run([once, "verify", sealed, "--trust", trusted], cwd=folder, capture_output=True, check=False)
    assert judged.returncode == 0, judged.stdout.decode() + judged.stderr.decode()
    poppler.run("certutil", "-N", "-d", database, "--empty-password")
    for number, one in enumerate(x509.load_pem_x509_certificates(root)):
        trusted.write_bytes(one.public_bytes(Encoding.PEM))
        poppler.run("certutil", "-A", "-d", database, "-n", f"root {number}", "-t", "C,C,C", "-i", trusted)
    words = {line.strip() for line in poppler.run("pdfsig", "-nssdir", database, sealed).decode().splitlines()}
    assert "- Total document signed" in words
    assert "- Signature Validation: Signature is Valid." in words
    assert "- Certificate Validation: Certificate is Trusted." in words
