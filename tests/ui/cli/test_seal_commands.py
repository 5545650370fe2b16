"""Seals from the machine itself: stopped, revoked, taken back into use, and the list for others."""

from pathlib import Path

import pytest

from flows.bootstrap import open_resources
from flows.settings import Settings
from tests.sample_folder import planted
from tests.ui.cli.conftest import Once

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
