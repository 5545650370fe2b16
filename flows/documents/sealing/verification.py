"""Verification stricter than pyHanko's: every seal under a trusted root, and every byte of the file accounted for."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Literal

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from flows.documents.sealing.revocation import RevocationLists
from matters.calendar import moment_text

_CONTENTS = re.compile(rb"<(?:[0-9A-F]{2})+>")
_VERSION = bytes.fromhex("020101")
_DATA = bytes.fromhex("300B06092A864886F70D010701")  # 1.2.840.113549.1.7.1
_SIGNED_DATA = bytes.fromhex("06092A864886F70D010702")  # 1.2.840.113549.1.7.2
_SHA256 = bytes.fromhex("300D06096086480165030402010500")  # 2.16.840.1.101.3.4.2.1
_SHA256_RSA = bytes.fromhex("300D06092A864886F70D01010B0500")  # 1.2.840.113549.1.1.11
_TRACES = (b"/ByteRange", b"ETSI.CAdES.detached")  # a broken seal leaves one of them
_MOST_SEALS = 16  # each costs 10 ms to judge, and anyone may upload
_LOG = logging.getLogger(__name__)
for _talker in ("pyhanko", "pyhanko_certvalidator"):  # an upload that breaks the parser is an answer, not a fault
    logging.getLogger(_talker).setLevel(logging.CRITICAL)

_UNSEALED = "文件中没有找到电子印章。本系统出具的文件均已用印，没有印章的文件不能作为办理结果使用。"
_NOT_PDF = "文件不是可以识别的 PDF，没有找到电子印章。"
_UNREADABLE = "文件带有印章数据，但结构已损坏或被改动，无法完成查验。"
_UNKNOWN_DIGEST = "文件内容与系统登记的原件不一致，请以登记的原件为准。"
_DIGEST = "文件在用印之后被改动，内容与印章不符。"
_SIGNATURE = "印章数据被改动，签名不成立。"
_COVERAGE = "印章没有覆盖整个文件，用印之后追加过内容。"
_CHANGED = "用印之后文件被修改，超出印章允许的范围。"
_CONTAINER = "印章数据区被改动，不是出具时的原样。"
_MISSING = "本文件应加盖 {} 枚印章，只见 {} 枚，用印没有完成，不能作为有效文件。"
_UNTRUSTED = "印章证书不是由受信任的根证书签发，或者已经失效、被撤销，不能确认出具机关。"
_VALID = "印章有效，文件自用印后没有改动。"
_REVOKED = "印章已于{}撤销，本文件在此之后用印，或没有写明用印时间，不能作为有效文件。"
_REVOKED_LATER = "用印时印章有效；该印章此后已于{}撤销。"


@dataclass(frozen=True)
class SealSeen:
    """One seal found in a file 所见印章; `name` is the body its certificate was made out to.

    `remark` holds the numbers of seal and document 用印编号、文件编号, which find the ledger row of an altered file.
    """

    name: str
    signed_at: datetime | None
    certificate_subject: str
    covers_whole_document: bool
    remark: str


@dataclass(frozen=True)
class SealVerdict:
    """What verification found 查验结论; `reasons` are sentences for the person who asked.

    `revoked_later`: a seal has been revoked since it was used, by the time that the file itself says; whoever holds the key can
    say any time, so only what is on record elsewhere is proof.
    """

    verdict: Literal["valid", "altered", "untrusted", "unsealed"]
    reasons: tuple[str, ...]
    seals: tuple[SealSeen, ...] = ()
    revoked_later: bool = False


def verify(
    content: bytes,
    roots: Sequence[bytes],
    known_digest: str | None = None,
    *,
    crls: Sequence[bytes] = (),
    at: datetime | None = None,
) -> SealVerdict:
    """Judge any upload; nothing it holds makes this raise. Call from a thread without a running event loop.

    `roots` and `crls` are PEM, `known_digest` the SHA-256 the ledger holds for this document. What was sealed before its
    certificate was revoked stays valid. `at` replaces today for the validity of certificates.
    """
    revoked = RevocationLists(crls, roots)
    context = ValidationContext(
        trust_roots=[root for pem in roots for root in load_certs_from_pemder_data(pem)],
        revocation_mode="soft-fail",
        moment=at,
        allow_fetching=False,
    )
    try:
        verdict = _judge(content, context, revoked)
    except Exception:  # a hostile file may break the parser anywhere
        _LOG.info("unreadable upload")
        verdict = _unreadable(content)
    if known_digest is not None and verdict.seals and sha256(content).hexdigest() != known_digest:
        return SealVerdict("altered", tuple(dict.fromkeys((_UNKNOWN_DIGEST, *_faults(verdict)))), verdict.seals)
    return verdict


def _faults(verdict: SealVerdict) -> tuple[str, ...]:
    return () if verdict.verdict == "valid" else verdict.reasons


def _unreadable(content: bytes) -> SealVerdict:
    if any(trace in content for trace in _TRACES):
        return SealVerdict("altered", (_UNREADABLE,))
    return SealVerdict("unsealed", (_UNSEALED if content.startswith(b"%PDF-") else _NOT_PDF,))


def _judge(content: bytes, context: ValidationContext, revoked: RevocationLists) -> SealVerdict:
    reader = PdfFileReader(BytesIO(content))
    signatures = reader.embedded_signatures
    if not 0 < len(signatures) <= _MOST_SEALS:
        return _unreadable(content)
    last = signatures[-1]
    seals: list[SealSeen] = []
    altered: list[str] = []
    untrusted: list[str] = []
    later: list[str] = []
    for signature in signatures:
        status = validate_pdf_signature(signature, context)
        altered += list(_alterations(content, signature, status, whole=signature is last))
        untrusted += [] if status.trusted else [_UNTRUSTED]
        if since := revoked.since(signature.signer_cert.serial_number):
            before = _before(signature, since)
            told = (_REVOKED_LATER if before else _REVOKED).format(moment_text(since))
            (later if before else untrusted).append(told)
        seals.append(_seen(signature, status))
    if altered:
        return SealVerdict("altered", tuple(dict.fromkeys(altered)), tuple(seals))
    if untrusted:
        return SealVerdict("untrusted", tuple(dict.fromkeys(untrusted)), tuple(seals))
    if empty := sum(1 for _ in enumerate_sig_fields(reader, filled_status=False)):
        told = _MISSING.format(len(signatures) + empty, len(signatures))
        return SealVerdict("unsealed", (told,), tuple(seals))
    return SealVerdict("valid", (_VALID, *dict.fromkeys(later)), tuple(seals), revoked_later=bool(later))


def _before(signature: EmbeddedPdfSignature, since: datetime) -> bool:
    return signature.self_reported_timestamp is not None and signature.self_reported_timestamp < since


def _alterations(
    content: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, whole: bool
) -> Iterator[str]:
    """Every rule this seal breaks. pyHanko alone accepts appended bytes and a third of the changes in /Contents."""
    if not status.intact:
        yield _DIGEST
    elif not status.valid:
        yield _SIGNATURE
    if status.docmdp_ok is False or (whole and status.modification_level is not ModificationLevel.NONE):
        yield _CHANGED
    if not _covers(content, signature, status, whole=whole):
        yield _COVERAGE
    if not _contained(content, signature, status):
        yield _CONTAINER


def _covers(content: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, *, whole: bool) -> bool:
    start, _, second, length = _byte_range(signature)
    ends = second + length
    if start != 0 or ends > len(content):
        return False
    return not whole or (ends == len(content) and status.coverage is SignatureCoverageLevel.ENTIRE_FILE)


def _contained(content: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """The gap in the byte range is one upper-case hex string: the CMS exactly as sealing writes it, then zeros.

    Most of the container is covered by no signature; so for a trusted seal it is built anew and compared.
    """
    _, length, second, _ = _byte_range(signature)
    gap = content[length:second]
    if not _CONTENTS.fullmatch(gap):
        return False
    if not status.trusted or status.validation_path is None:
        return True
    raw = bytes.fromhex(gap[1:-1].decode())
    path = status.validation_path.iter_certs(include_root=True)
    return raw == _container(signature, [certificate.dump() for certificate in path]).ljust(len(raw), b"\0")


def _container(signature: EmbeddedPdfSignature, certificates: Sequence[bytes]) -> bytes:
    """CMS (RFC 5652) of this signature and these certificates, with no unsigned attribute and nothing else in it."""
    signer, body = signature.signer_info, signature.signer_cert["tbs_certificate"]
    identifier = _der(0x30, body["issuer"].dump() + body["serial_number"].dump())
    value = _der(0x04, signer["signature"].native)
    info = _der(0x30, _VERSION + identifier + _SHA256 + signer["signed_attrs"].dump() + _SHA256_RSA + value)
    known = _der(0xA0, b"".join(sorted(certificates)))
    return _der(
        0x30, _SIGNED_DATA + _der(0xA0, _der(0x30, _VERSION + _der(0x31, _SHA256) + _DATA + known + _der(0x31, info)))
    )


def _seen(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> SealSeen:
    subject = signature.signer_cert.subject
    return SealSeen(
        str(subject.native.get("organization_name") or subject.native.get("common_name") or ""),
        signature.self_reported_timestamp,
        subject.human_friendly,
        status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        str(signature.sig_object.get("/Reason", "")),
    )


def _byte_range(signature: EmbeddedPdfSignature) -> tuple[int, int, int, int]:
    start, length, second, rest = (int(number) for number in signature.byte_range)
    return start, length, second, rest


def _der(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 128:
        return bytes((tag, size)) + body
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(digits))) + digits + body
