"""Sealing with key files: for each seal a revision with its picture and a PAdES signature, the same bytes for the same orders.

pyHanko 0.38 takes its clock and its random bytes from the machine in two places a caller cannot reach: the time of the
session and the file's second /ID. Both are set on the objects of this one signature, nothing global is touched, and the
version is pinned; the replay test is the guard.
"""

from datetime import datetime
from hashlib import sha256
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent, ResourceType
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from flows.documents.authority import Authority, SealCertificate, SealKey
from flows.documents.dressing import seal_field
from flows.documents.imported_seals import ImportedSeal
from flows.documents.seal_face import SEAL_SIZE, SealFace
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.sealer import SealedPdf, SealingFailed, check_ordered, proven

_RESERVED = 10240  # hex digits for the CMS; 6,200 with short names, 8,300 with the longest


class KeyFileSealer:
    """Seals with the key files of an authority, B level: certified by the first seal, after which nothing may change (DocMDP
    P=1), or only the further seals that were ordered be set (P=2)."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    @property
    def root_pem(self) -> bytes:
        """The root of the authority."""
        return self._authority.root_pem

    @property
    def crl_pem(self) -> bytes:
        """The list of the authority."""
        return self._authority.crl_pem

    def adopt(self, body_id: str, body_name: str, seal: ImportedSeal) -> None:
        """By the authority."""
        self._authority.adopt(body_id, body_name, seal)

    def valid_until(self, body_id: str, body_name: str) -> datetime:
        """By the certificate itself."""
        return self._authority.seal_key(body_id, body_name).certificate.not_valid_after_utc

    def in_use(self) -> tuple[SealCertificate, ...]:
        """By the authority."""
        return self._authority.in_use()

    def revoke(self, body_id: str, at: datetime) -> tuple[str, ...]:
        """By the authority."""
        return self._authority.revoke(body_id, at)

    def seal(self, pdf: bytes, *orders: SealOrder) -> SealedPdf:
        """The seals are in the file with every part of their orders; nothing is drawn by lot or read from a clock here."""
        check_ordered(pdf, orders)
        content, keys = pdf, [self._authority.seal_key(order.body_id, order.body_name) for order in orders]
        for place, (key, order) in enumerate(zip(keys, orders, strict=True)):
            signer = _ReplayableSigner(key, order, place, alone=len(orders) == 1)
            signed = BytesIO()
            signer.sign_pdf(_writer(content, order), existing_fields_only=True, bytes_reserved=_RESERVED, output=signed)
            content = signed.getvalue()
        return proven(content, orders, self.root_pem, [f"{key.certificate.serial_number:X}" for key in keys])


class _ReplayableSigner(PdfSigner):
    """Signs at the order's time, in the field of that place."""

    def __init__(self, key: SealKey, order: SealOrder, place: int, *, alone: bool) -> None:
        metadata = PdfSignatureMetadata(
            field_name=seal_field(place),
            name=order.body_name,
            reason=f"用印编号 {order.seal_number}，文件编号 {order.document_id}",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=place == 0,
            docmdp_permissions=MDPPerm.NO_CHANGES if alone else MDPPerm.FILL_FORMS,
        )
        super().__init__(metadata, _KeptKeySigner(key), stamp_style=_stamp(order))
        self._order = order

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._order.sealed_at
        return session


class _KeptKeySigner(Signer):
    """RSA PKCS #1 v1.5 (deterministic) with a key that stays parsed."""

    def __init__(self, key: SealKey) -> None:
        known = SimpleCertificateStore.from_certs(map(_asn1, key.chain))  # type: ignore[no-untyped-call]
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=known)
        self._key: RSAPrivateKey = key.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise SealingFailed(f"unexpected digest {digest_algorithm}")
        return bytes(self._key.key_size // 8) if dry_run else self._key.sign(data, PKCS1v15(), SHA256())


class _QuietWriter(IncrementalPdfFileWriter):
    """Leaves the paper's metadata as drawn: Info and XMP keep agreeing, and no clock is read."""

    def _update_meta(self) -> None:
        return


def _writer(pdf: bytes, order: SealOrder) -> IncrementalPdfFileWriter:
    writer = _QuietWriter(BytesIO(pdf))
    second = sha256(order.seed + order.unsigned_digest.encode()).digest()[:16]
    writer._document_id[1] = generic.ByteStringObject(second)
    return writer


def _stamp(order: SealOrder) -> StaticStampStyle:
    """The seal at its natural size: pyHanko's default margins of 5 points would shrink 42 mm to 38.4 mm."""
    name = generic.pdf_name
    multiply = generic.DictionaryObject({name("/BM"): name("/Multiply")})  # type: ignore[no-untyped-call]
    picture = RawContent(
        b"/SealBlend gs\n" + SealFace(order.body_name, order.legend).drawing(SEAL_SIZE),
        box=BoxConstraints(width=SEAL_SIZE, height=SEAL_SIZE),
    )
    picture.set_resource(ResourceType.EXT_G_STATE, name("/SealBlend"), multiply)
    centred = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))
    return StaticStampStyle(border_width=0, background=picture, background_layout=centred, background_opacity=1)


def _asn1(certificate: Certificate) -> object:
    (loaded,) = load_certs_from_pemder_data(certificate.public_bytes(Encoding.DER))
    return loaded
