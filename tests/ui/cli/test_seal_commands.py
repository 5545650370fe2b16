"""Seals from the machine itself: stopped, revoked, taken back into use, taken from elsewhere, and the list for others."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.bootstrap import open_resources
from flows.settings import Settings
from tests.flows.documents.foreign import PASSWORD, ForeignAuthority
from tests.sample_folder import planted
from tests.ui.cli.conftest import Once, Said

BODY = ("county_logistics", "样例县机关事务管理中心")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one seal."""
    settings = Settings(data_dir=tmp_path / "own")
    planted(settings)
    with open_resources(settings) as resources:
        resources.sealer._authority.seal_key(*BODY)  # type: ignore[attr-defined]  # made at its first use
    return settings.data_dir


def test_a_seal_is_stopped_revoked_and_replaced_at_the_machine(once: Once, folder: Path) -> None:
    """Each word once; what it did is listed, and the list of certificates is given out."""

    def seal(*words: object) -> str:
        said = once("seal", *words, "--data", folder)
        return said.out + said.err

    assert seal("list") == "没有停用或撤销的印章；证书见 once seal certificates。\n"
    empty = once("seal", "crl", "--data", folder).out
    assert "即时停止使用" in seal("stop", BODY[0], "--reason", "换发新章")
    assert "已经停用" in seal("stop", BODY[0], "--reason", "换发新章")
    assert "换发新章" in seal("list")
    assert "证书序列号：" in seal("revoke", BODY[0], "--reason", "密钥泄露")
    assert "已生效" in seal("list")
    crl = once("seal", "crl", "--data", folder).out
    assert crl.startswith("-----BEGIN X509 CRL-----")
    assert crl != empty
    assert "新的印章" in seal("lift", BODY[0])
    assert "没有停用或撤销" in seal("lift", BODY[0])
    assert "没有找到" in seal("stop", "nowhere", "--reason", "x")


def test_a_seal_made_elsewhere_is_taken_for_the_body_it_names(
    once: Once, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And listed with how long it lasts; one of another office is refused by its name, a broken one by what it lacks."""
    elsewhere, file = ForeignAuthority(), tmp_path / "章.p12"

    def take(name: str, **how: Any) -> Said:  # noqa: ANN401 - as the authority takes it
        file.write_bytes(elsewhere.issued(name, **how))
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
        return once("seal", "import", file, "--password-stdin", "--data", folder)

    assert "证书发给“别县机关事务中心”" in take("别县机关事务中心").complaint
    assert "没有私钥" in take(BODY[1], with_key=False).complaint
    assert take(BODY[1], days=40).code == 0
    (held,) = once("seal", "certificates", "--data", folder, "--json").data
    assert (held["body"], held["imported"], held["state"]) == (BODY[0], True, "即将到期")
    assert take(BODY[1]).code == 0
    (renewed,) = once("seal", "certificates", "--data", folder, "--json").data
    assert (renewed["state"], renewed["serial"] != held["serial"]) == ("有效", True)
