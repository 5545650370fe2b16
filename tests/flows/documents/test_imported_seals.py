"""A seal made elsewhere: what is no whole seal is refused by what it lacks; a whole one seals papers that verify."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.documents.authority import Authority
from flows.documents.imported_seals import UnfitSealError, read_seal
from flows.documents.sealing.signing import KeyFileSealer
from flows.verification import verify_file
from tests.flows.documents.foreign import PASSWORD, ForeignAuthority
from tests.flows.documents.samples import BODY, order_for

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def elsewhere() -> ForeignAuthority:
    """Its keys take a second."""
    return ForeignAuthority()


def test_what_is_no_whole_seal_is_refused_by_what_it_lacks(elsewhere: ForeignAuthority) -> None:
    """Each with what to do."""
    for content, password, sentence in (
        (b"nothing", PASSWORD, "不是 PKCS#12 文件"),
        (elsewhere.issued(BODY), "别的", "密码不对"),
        (elsewhere.issued(BODY, with_key=False), PASSWORD, "没有私钥"),
        (elsewhere.issued(BODY, curve=True), PASSWORD, "不是 2048 位以上的 RSA 密钥"),
        (elsewhere.issued(BODY, days=1), PASSWORD, "到期。请先向发证机构换发"),
        (elsewhere.issued(BODY, with_chain=False), PASSWORD, "缺少签发机构"),
    ):
        with pytest.raises(UnfitSealError, match=sentence):
            read_seal(content, password, NOW)
    with pytest.raises(UnfitSealError, match="起才有效"):
        read_seal(elsewhere.issued(BODY), PASSWORD, NOW - timedelta(days=9))


def test_papers_are_sealed_with_it_and_with_the_one_that_renews_it(
    elsewhere: ForeignAuthority, unsealed: bytes, tmp_path: Path
) -> None:
    """Another process uses it at once; what was sealed before goes on to verify, and so does what is sealed after a renewal."""
    using, importing = (
        Authority.create(tmp_path, b"passphrase", "临河县根证书", NOW - timedelta(days=300)) for _ in range(2)
    )
    sealer, order = KeyFileSealer(using), replace(order_for(unsealed), sealed_at=NOW)
    papers = [sealer.seal(unsealed, order).content]
    for _ in range(2):
        seal = read_seal(elsewhere.issued(BODY), PASSWORD, NOW)
        importing.adopt(order.body_id, BODY, seal)
        papers.append(sealer.seal(unsealed, order).content)
        (held,) = using.in_use()
        assert (held.body, held.imported, held.certificate) == (order.body_id, True, seal.certificate)
    assert papers[-1] == sealer.seal(unsealed, order).content
    roots = using.root_pem
    assert [verify_file(paper, (roots,), crls=(using.crl_pem,)).verdict for paper in papers] == ["valid"] * 3
    assert roots.count(b"BEGIN CERTIFICATE") == 2
    assert [seal.name for seal in verify_file(papers[-1], (roots,)).seals] == [BODY]
    assert len(using.revoke(order.body_id, NOW - timedelta(days=400))) == 1
    assert verify_file(papers[-1], (roots,), crls=(using.crl_pem,)).verdict == "untrusted"
