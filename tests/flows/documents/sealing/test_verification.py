"""Verification of uploads, honest and hostile."""

import random
import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from flows.documents.authority import Authority
from flows.documents.sealing.sealer import SealedPdf
from flows.documents.sealing.signing import KeyFileSealer
from flows.documents.sealing.verification import verify
from tests.flows.documents.samples import BODY, SEALED_AT, order_for


@pytest.fixture(scope="module")
def gap(sealed: SealedPdf) -> tuple[int, int]:
    """Where /Contents lies: the part of the file that the signature does not cover."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) \d+", sealed.content)
    assert found
    return int(found[1]), int(found[2])


def flipped(content: bytes, position: int, bit: int) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 1 << bit
    return bytes(changed)


def test_a_sealed_file_is_valid_and_says_who_sealed_it_and_when(sealed: SealedPdf, authority: Authority) -> None:
    """The one good row of the table."""
    verdict = verify(sealed.content, [authority.root_pem], sealed.digest, crls=[authority.crl_pem])
    assert verdict.verdict == "valid"
    (seen,) = verdict.seals
    assert (seen.name, seen.signed_at, seen.covers_whole_document) == (BODY, SEALED_AT, True)
    assert BODY in seen.certificate_subject
    assert seen.remark == "用印编号 YY-2026-000001，文件编号 D-20260302-0001"


def test_no_flipped_bit_outside_the_container_is_accepted(
    sealed: SealedPdf, authority: Authority, gap: tuple[int, int]
) -> None:
    """Every byte of the document is covered."""
    dice = random.Random(1)
    places = [*range(gap[0]), *range(gap[1], len(sealed.content))]
    for position in dice.sample(places, 60):
        verdict = verify(flipped(sealed.content, position, dice.randrange(8)), [authority.root_pem])
        assert verdict.verdict in ("altered", "unsealed"), position
        assert verdict.reasons


def test_no_flipped_bit_inside_the_container_is_accepted(
    sealed: SealedPdf, authority: Authority, gap: tuple[int, int]
) -> None:
    """pyHanko alone accepts a third of these: padding, certificates nobody looks at, version numbers."""
    dice = random.Random(2)
    for position in dice.sample(range(*gap), 100):
        changed = flipped(sealed.content, position, dice.randrange(8))
        assert verify(changed, [authority.root_pem]).verdict != "valid", position


@pytest.mark.parametrize("tail", [b" ", b"\n", b"% remark\n", b"\0" * 9])
def test_an_appended_byte_is_seen(tail: bytes, sealed: SealedPdf, authority: Authority) -> None:
    """pyHanko alone accepts these."""
    assert verify(sealed.content + tail, [authority.root_pem]).verdict == "altered"


def test_a_byte_before_the_file_is_seen(sealed: SealedPdf, authority: Authority) -> None:
    """Readers look for the header a little further on."""
    assert verify(b"\n" + sealed.content, [authority.root_pem]).verdict == "altered"


def test_a_file_saved_again_by_another_program_is_altered(sealed: SealedPdf, authority: Authority) -> None:
    """qpdf and its like rewrite the file; the seal no longer fits."""
    again = BytesIO()
    with pikepdf.open(BytesIO(sealed.content)) as opened:
        opened.pages[0].contents_add(b"0 0 9 9 re f")
        opened.save(again)
    assert verify(again.getvalue(), [authority.root_pem]).verdict == "altered"


def test_an_appended_revision_is_seen(sealed: SealedPdf, authority: Authority) -> None:
    """A drawing put over the page afterwards, with the signed bytes left as they are."""
    writer = IncrementalPdfFileWriter(BytesIO(sealed.content))
    writer.add_stream_to_page(0, writer.add_object(StreamObject(stream_data=b"0 0 99 99 re f")))  # type: ignore[no-untyped-call]
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    verdict = verify(out.getvalue(), [authority.root_pem])
    assert out.getvalue().startswith(sealed.content)
    assert verdict.verdict == "altered"
    assert any("追加" in reason for reason in verdict.reasons)


def test_a_file_whose_seal_was_removed_is_unsealed(unsealed: bytes, sealed: SealedPdf, authority: Authority) -> None:
    """No seal found is an alarm, never nothing to check."""
    for content in (unsealed, sealed.content[: len(unsealed)]):
        verdict = verify(content, [authority.root_pem])
        assert verdict.verdict == "unsealed"
        assert "没有找到电子印章" in verdict.reasons[0]


def test_a_seal_of_another_authority_is_not_trusted(unsealed: bytes, authority: Authority, tmp_path: Path) -> None:
    """Anyone can make a root with the same name and a seal that looks the same."""
    other = Authority.create(tmp_path, b"passphrase", "样例省一次系统根证书", SEALED_AT)
    forged = KeyFileSealer(other).seal(unsealed, order_for(unsealed))
    assert verify(forged.content, [other.root_pem]).verdict == "valid"
    verdict = verify(forged.content, [authority.root_pem])
    assert verdict.verdict == "untrusted"
    assert verdict.seals[0].name == BODY


def test_without_roots_nothing_is_trusted(sealed: SealedPdf) -> None:
    """No fall-back to the machine's own list of authorities."""
    assert verify(sealed.content, []).verdict == "untrusted"


def test_a_revoked_seal_is_not_trusted(sealed: SealedPdf, authority: Authority, authority_folder: Path) -> None:
    """The list is consulted when given."""
    key = load_pem_private_key((authority_folder / "root.key").read_bytes(), b"passphrase")
    root = x509.load_pem_x509_certificate(authority.root_pem)
    serial = authority.seal_key("B-1", BODY).certificate.serial_number
    revoked = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(SEALED_AT).build()
    crl = (
        x509.CertificateRevocationListBuilder(root.subject, SEALED_AT, root.not_valid_after_utc)
        .add_revoked_certificate(revoked)
        .sign(key, SHA256())  # type: ignore[arg-type]
    )
    verdict = verify(sealed.content, [authority.root_pem], crls=[crl.public_bytes(Encoding.PEM)])
    assert verdict.verdict == "untrusted"


def test_a_valid_seal_on_a_file_the_ledger_does_not_know_is_altered(sealed: SealedPdf, authority: Authority) -> None:
    """The ledger's digest is asked first: a second original cannot exist."""
    verdict = verify(sealed.content, [authority.root_pem], known_digest="0" * 64)
    assert verdict.verdict == "altered"
    assert "登记的原件" in verdict.reasons[0]
    assert all("没有改动" not in reason for reason in verdict.reasons)


def test_an_encrypted_copy_is_not_valid(sealed: SealedPdf, authority: Authority) -> None:
    """Encryption rewrites every string of the file."""
    locked = BytesIO()
    with pikepdf.open(BytesIO(sealed.content)) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(user="u", owner="o"))
    assert verify(locked.getvalue(), [authority.root_pem]).verdict in ("altered", "unsealed")


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        b"PK\x03\x04" + bytes(99),
        b"%PDF-1.7\n" + b"[" * 100_000,
        b"%PDF-1.7\nstartxref\n-1\n%%EOF",
        random.Random(3).randbytes(10_000_000),
    ],
    ids=["empty", "header", "header and end", "zip", "deep", "bad xref", "10 MB noise"],
)
def test_garbage_is_unsealed_and_raises_nothing(garbage: bytes, authority: Authority) -> None:
    """The verification page is open to the world."""
    verdict = verify(garbage, [authority.root_pem], known_digest="0" * 64)
    assert verdict.verdict == "unsealed"
    assert verdict.seals == ()
    assert verdict.reasons


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_not_valid(part: float, sealed: SealedPdf, authority: Authority) -> None:
    """A broken download is reported, not crashed on."""
    cut = sealed.content[: int(len(sealed.content) * part)]
    assert verify(cut, [authority.root_pem]).verdict in ("altered", "unsealed")


def test_what_a_hostile_upload_breaks_is_not_written_into_the_log(
    sealed: SealedPdf, authority: Authority, gap: tuple[int, int], caplog: pytest.LogCaptureFixture
) -> None:
    """Anybody may upload; a traceback each would fill the disk."""
    dice = random.Random(2)
    with caplog.at_level("DEBUG"):
        for _ in range(40):
            content = flipped(sealed.content, dice.randrange(len(sealed.content)), dice.randrange(8))
            verify(content[: dice.randrange(len(content))] if dice.random() < 0.3 else content, [authority.root_pem])
    assert not [record for record in caplog.records if record.exc_info or record.levelname not in ("DEBUG", "INFO")]
