"""The menu is made of what the page modules say; links lead to pages that are there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ui
from ui.shell.menu import all_pages

# Written out, so that a moved page shows in review: the addresses stand in people's bookmarks.
EVERYDAY = "matters tasks my-cases proxies notices check help"
MANAGED = {
    "definitions": "matter_admin",
    "repairs": "matter_admin",
    "organisation": "org_admin security_admin system_admin",
    "resources": "org_admin",
    "accounts": "security_admin system_admin",
    "seals": "approver audit_admin supervisor window",
    "doubts": "security_admin system_admin",
    "audit": "audit_admin",
}
LINKED_ONLY = {
    "matter": "",
    "filing": "",
    "case": "",
    "definition": "matter_admin",
    "person": "org_admin security_admin system_admin",
    "doubt": "security_admin system_admin",
}


def test_the_menu_keeps_its_order() -> None:
    """Everyday pages first, each administration page for its roles, the rest reached by links."""
    shown = {place.address: " ".join(sorted(place.roles)) for place in all_pages() if place.rank is not None}
    assert [address for address, roles in shown.items() if not roles] == EVERYDAY.split()
    assert [(address, roles) for address, roles in shown.items() if roles] == list(MANAGED.items())
    hidden = {place.address: " ".join(sorted(place.roles)) for place in all_pages() if place.rank is None}
    assert hidden == LINKED_ONLY


def test_every_link_leads_to_a_page() -> None:
    """By its address, which no type checker compares."""
    linked = set(_linked())
    assert len(linked) > 10
    assert linked <= {place.address for place in all_pages()}


def _linked() -> Iterator[str]:
    for file in sorted(Path(ui.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("link", "go"):
                assert isinstance(call.args[0], ast.Constant), f"{file}:{call.lineno}: the address stands here"
                yield str(call.args[0].value)
