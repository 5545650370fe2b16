"""What is refused at start: every way in which others could read along or pass themselves off, and its mend."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from flows.documents.authority import Authority
from flows.exposure import Risk, accepted_risks, exposures, refuse_unsafe
from flows.settings import Settings

PROXY = "10.0.0.1"
BEHIND = {"public_url": "https://once.example"}
ELSEWHERE = "postgresql+psycopg://once:hidden@10.0.0.9/once"
# Each with the word that its mend must say.
UNSAFE: dict[Risk, list[tuple[dict[str, Any], str]]] = {
    "any_proxy": [
        ({"trusted_proxy": proxies, **BEHIND}, "IP 地址")
        for proxies in ("*", "0.0.0.0/0", "::/0", "0.0.0.0/1", "once-proxy", f"{PROXY},*", "8.0.0.0/8")
    ],
    "plain_http": [
        *(
            ({"host": host}, "ONCE_TLS_CERTFILE")
            for host in ("0.0.0.0", "::", "10.1.2.3", "2001:db8::1", "once.example")
        ),
        ({"host": "0.0.0.0", "trusted_proxy": PROXY, **BEHIND}, "ONCE_TLS_CERTFILE"),
        ({"public_url": "http://once.example"}, "https://"),
    ],
    "plain_prefect": [({"prefect_api_url": "http://10.0.0.9:4200/api"}, "https://")],
    "plain_database": [
        ({name: f"{url}{query}"}, "sslmode=verify-full")
        for name in ("database_url", "prefect_database_url")
        for url, query in (
            (ELSEWHERE, ""),
            (ELSEWHERE, "?sslmode=prefer"),
            (ELSEWHERE, "?sslmode=disable"),
            ("postgresql+psycopg://u@127.0.0.1:5432,db.example:5432/once", ""),
            ("postgresql+psycopg://u@/once?host=db.example", ""),
            ("postgresql+asyncpg://u@db.example/prefect", "?ssl=allow"),
        )
    ],
    "plain_outside": [],
}
SAFE: list[dict[str, Any]] = [
    *({"host": host} for host in ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost")),
    *({"trusted_proxy": proxies, **BEHIND} for proxies in (PROXY, "10.0.0.0/24, fd00::1", "203.0.113.7")),
    {"public_url": "http://127.0.0.1:8610"},
    {"prefect_api_url": "https://10.0.0.9/api"},
    {"prefect_api_url": "http://[::1]:4200/api"},
    *({"database_url": f"{ELSEWHERE}?sslmode={mode}"} for mode in ("require", "verify-ca", "verify-full")),
    {"prefect_database_url": "postgresql+asyncpg://u@db.example/prefect?ssl=verify-full"},
    *(
        {"database_url": f"postgresql+psycopg://u:p@{host}/once"}
        for host in ("localhost", "127.0.0.1:5433", "[::1]:5432", "")
    ),
    {"database_url": "postgresql+psycopg://u@/once?host=/var/run/postgresql"},
    {"database_url": "sqlite:////srv/once.db"},
]
CASES = [(risk, given, mend) for risk, ways in UNSAFE.items() for given, mend in ways]


@pytest.mark.parametrize("given", SAFE, ids=str)
def test_what_only_this_machine_reaches_or_nobody_reads_starts(given: Mapping[str, Any], tmp_path: Path) -> None:
    """No risk is seen where there is none."""
    assert refuse_unsafe(Settings(data_dir=tmp_path, **given)) is None


@pytest.mark.parametrize(("risk", "given", "mend"), CASES, ids=str)
def test_what_is_open_is_refused_with_the_mend_and_may_be_accepted_by_name(
    risk: Risk, given: Mapping[str, Any], mend: str, tmp_path: Path
) -> None:
    """Another risk that was accepted does not let it pass; accepted, it is still told at every start."""
    why = refuse_unsafe(Settings(data_dir=tmp_path, **given))
    assert why is not None
    assert why.startswith("拒绝启动：")
    assert mend in why
    assert f"ONCE_ACCEPTED_RISKS={risk}" in why
    others = ",".join(one for one in get_args(Risk) if one != risk)
    assert refuse_unsafe(Settings(data_dir=tmp_path, accepted_risks=others, **given)) == why
    accepted = Settings(data_dir=tmp_path, accepted_risks=f"plain_outside, {risk}", **given)
    assert refuse_unsafe(accepted) is None
    assert any(risk in told for told in accepted_risks(accepted))


def test_encryption_that_cannot_work_is_refused_by_the_name_of_its_file(
    office_authority: Authority, tmp_path: Path
) -> None:
    """Before the web is started again and again with it: one file missing, one not set, two that do not belong together."""
    made, other = (office_authority.seal_key(body, body) for body in ("加密", "别的"))
    certificate, key, foreign = tmp_path / "c.pem", tmp_path / "k.pem", tmp_path / "f.pem"
    certificate.write_bytes(made.certificate.public_bytes(Encoding.PEM))
    for file, pair in ((key, made), (foreign, other)):
        file.write_bytes(pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def why(**files: Path) -> str | None:
        given = {"data_dir": tmp_path, "host": "0.0.0.0", "accepted_risks": "plain_http", **files}
        return refuse_unsafe(Settings.model_validate(given))

    assert why(tls_certfile=certificate, tls_keyfile=key) is None
    assert "只设了一项" in str(why(tls_certfile=certificate))
    missing = str(why(tls_certfile=certificate, tls_keyfile=tmp_path / "none"))
    assert f"ONCE_TLS_KEYFILE 所指的文件 {tmp_path / 'none'} 无法读取（文件不存在）" in missing
    assert "彼此不配" in str(why(tls_certfile=certificate, tls_keyfile=foreign))


def test_a_system_outside_that_is_reached_in_clear_is_refused_by_its_name(tmp_path: Path) -> None:
    """It is sent answers of cases and a token; on this machine, or over https, nobody reads along."""
    places = {
        "interfaces": {"near": {"url": "http://127.0.0.1/people"}, "far": {"url": "https://people.example"}},
        "systems": {"payroll": {"url": "http://payroll.example"}},
    }
    (tmp_path / "outside.json").write_text(json.dumps(places))
    found = list(exposures(Settings(data_dir=tmp_path)))
    assert [(one.risk, "payroll" in one.why) for one in found] == [("plain_outside", True)]
    assert "plain_outside" in (refuse_unsafe(Settings(data_dir=tmp_path)) or "")


def test_a_risk_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """Whoever misspells it believes to have accepted something."""
    why = refuse_unsafe(Settings(data_dir=tmp_path, accepted_risks="plain_htp"))
    assert why is not None
    assert "plain_htp" in why
    assert "plain_http" in why


@pytest.mark.parametrize("address", ["", "http://once.example", "once.example"])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_behind_a_proxy_the_https_address_must_be_known(host: str, address: str) -> None:
    """QR codes would lead to the inner address, and browsers would send login cookies unencrypted."""
    why = refuse_unsafe(Settings(host=host, trusted_proxy=PROXY, public_url=address))
    assert why is not None
    assert "拒绝启动" in why
    assert "ONCE_PUBLIC_URL" in why
