"""Papers that several bodies seal (联合行文): each seal in its place, all of them or none.

Covers: flows/documents/signing_off.py
"""

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from flows.documents.authority import Authority
from flows.documents.drawing import draw
from flows.documents.seal_face import SEAL_SIZE
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.sealer import SealingFailed
from flows.documents.sealing.signing import KeyFileSealer
from flows.documents.sealing.verification import verify
from flows.documents.signing_off import QR_SIZE, sign_off
from flows.documents.strips import WIDTH, measure
from tests.flows.documents import poppler
from tests.flows.documents.samples import BODY, SEALED_AT, order_for, sample

FINANCE, LONG = "样例市财政局", "样例市党政机关办公用房和公务用车集中统一管理服务中心"
BODIES = (BODY, FINANCE, LONG)


def ordered(pdf: bytes, bodies: tuple[str, ...]) -> tuple[SealOrder, ...]:
    """The orders for these bodies."""
    first = order_for(pdf)
    return tuple(
        replace(first, seal_number=f"YY-{n}", seed=bytes([n]) * 32, body_id=f"B-{n}", body_name=body)
        for n, body in enumerate(bodies, 1)
    )


@pytest.mark.parametrize("count", [2, 3])
def test_every_seal_is_valid_and_the_last_one_covers_the_whole(
    count: int, authority: Authority, tmp_path: Path
) -> None:
    """For this product and for pdfsig; in the order given; the same orders give the same bytes."""
    pdf = draw(sample(joint=BODIES[1:count]))
    sealer, orders = KeyFileSealer(authority), ordered(pdf, BODIES[:count])
    sealed = sealer.seal(pdf, *orders)
    assert sealed.content == sealer.seal(pdf, *orders).content
    verdict = verify(sealed.content, [authority.root_pem], sealed.digest)
    assert (verdict.verdict, [seal.name for seal in verdict.seals]) == ("valid", list(BODIES[:count]))
    assert [seal.covers_whole_document for seal in verdict.seals] == [False] * (count - 1) + [True]
    assert len(set(sealed.certificates)) == count
    (tmp_path / "root.pem").write_bytes(authority.root_pem)
    (tmp_path / "sealed.pdf").write_bytes(sealed.content)
    database = f"sql:{tmp_path}"
    poppler.run("certutil", "-N", "-d", database, "--empty-password")
    poppler.run("certutil", "-A", "-d", database, "-n", "root", "-t", "C,C,C", "-i", tmp_path / "root.pem")
    said = poppler.run("pdfsig", "-nssdir", database, tmp_path / "sealed.pdf").decode()
    assert said.count("Signature Validation: Signature is Valid.") == count
    assert said.count("Certificate Validation: Certificate is Trusted.") == count
    assert said.count("- Total document signed") == 1


def test_a_file_with_some_of_its_seals_is_no_paper(authority: Authority) -> None:
    """Neither does sealing hand one out, nor does verification let pass what somebody has cut off before the last seal."""
    pdf = draw(sample(joint=(FINANCE,)))
    sealer, orders = KeyFileSealer(authority), ordered(pdf, BODIES[:2])
    with pytest.raises(SealingFailed, match="应加盖 2 枚印章，只见 1 枚"):
        sealer.seal(pdf, orders[0])
    whole = sealer.seal(pdf, *orders).content
    first = PdfFileReader(BytesIO(whole)).embedded_signatures[0].byte_range
    half = verify(whole[: first[2] + first[3]], [authority.root_pem])
    assert (half.verdict, half.reasons) == (
        "unsealed",
        ("本文件应加盖 2 枚印章，只见 1 枚，用印没有完成，不能作为有效文件。",),
    )


def test_orders_of_two_papers_do_not_meet_on_one(authority: Authority) -> None:
    """Nor is anything sealed without an order."""
    pdf = draw(sample(joint=(FINANCE,)))
    one, other = ordered(pdf, BODIES[:2])
    for orders in ((one, replace(other, document_id="D-2")), ()):
        with pytest.raises(SealingFailed, match="not the one that was ordered"):
            KeyFileSealer(authority).seal(pdf, *orders)


def test_a_revoked_seal_among_several_takes_the_trust_of_all(tmp_path: Path) -> None:
    """Used after that day; what was sealed before it stays valid, and says so."""
    authority = Authority.create(tmp_path, b"passphrase", "样例根证书", SEALED_AT)
    pdf = draw(sample(joint=(FINANCE,)))
    sealer = KeyFileSealer(authority)
    sealed = sealer.seal(pdf, *ordered(pdf, BODIES[:2]))
    sealer.revoke("B-2", SEALED_AT.replace(hour=10))
    later = verify(sealed.content, [sealer.root_pem], crls=[sealer.crl_pem])
    assert (later.verdict, later.revoked_later) == ("valid", True)
    assert any("此后已于" in reason for reason in later.reasons)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_seals_stand_apart_and_inside_the_text(count: int) -> None:
    """They touch neither each other nor the code to check the paper, and each name has its own room."""
    found = sign_off(BODIES[:count], date(2026, 12, 31))
    edges = [(one.centre - SEAL_SIZE / 2, one.centre + SEAL_SIZE / 2) for one in found.signers]
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    assert edges[-1][1] <= WIDTH
    assert edges[0][0] > (QR_SIZE if found.code_top < SEAL_SIZE else -0.01)
    names = [(one.centre, max(measure(line, one.size, 0) for line in one.lines) / 2) for one in found.signers]
    assert all(a + half <= b - other for (a, half), (b, other) in pairwise(names))
    assert ["".join(one.lines) for one in found.signers] == list(BODIES[:count])
