"""A seal made elsewhere (外来印章): its key and certificates in one PKCS #12 file, looked at before it is taken."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.oid import NameOID

from matters.calendar import day_text, local_day

_LEAST_BITS = 2048
_NAMES = (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME)


class UnfitSealError(Exception):
    """The sentence that says why the file is not taken, and what to do."""


@dataclass(frozen=True)
class ImportedSeal:
    """What the file holds: `chain` leads from the certificate's issuer up to the root, which verification then trusts."""

    key: RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Whom the certificate was made out to, in whatever part of its subject that is said."""
        subject = self.certificate.subject
        return tuple(str(one.value) for oid in _NAMES for one in subject.get_attributes_for_oid(oid))


def read_seal(content: bytes, password: str, now: datetime) -> ImportedSeal:
    """The seal in the file; raises `UnfitSealError`."""
    try:
        packed = load_pkcs12(content, password.encode() or None)
    except ValueError as error:
        raise UnfitSealError("打不开：密码不对，或不是 PKCS#12 文件（.pfx、.p12）。请核对密码和文件。") from error
    if packed.key is None:
        raise UnfitSealError("其中没有私钥，不能用印。请向发证机构索取含私钥的文件。")
    if packed.cert is None:
        raise UnfitSealError("其中没有与私钥对应的证书。请连同证书一起导出。")
    if not isinstance(packed.key, RSAPrivateKey) or packed.key.key_size < _LEAST_BITS:
        raise UnfitSealError(f"私钥不是 {_LEAST_BITS} 位以上的 RSA 密钥，本系统尚不能使用。请索取 RSA 印章证书。")
    certificate = packed.cert.certificate
    if certificate.public_key() != packed.key.public_key():
        raise UnfitSealError("其中的证书与私钥不是一对。请重新导出。")
    _refuse_days(certificate, now)
    chain = _chain(certificate, [one.certificate for one in packed.additional_certs])
    return ImportedSeal(packed.key, certificate, chain)


def _refuse_days(certificate: x509.Certificate, now: datetime) -> None:
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > until:
        raise UnfitSealError(f"证书已于{day_text(local_day(until))}到期。请先向发证机构换发。")
    if now < since:
        raise UnfitSealError(f"证书自{day_text(local_day(since))}起才有效。请到期后再导入，并核对本机时间。")


def _chain(certificate: x509.Certificate, known: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """From the issuer up to the root; without the root nobody could verify a paper."""
    chain: list[x509.Certificate] = []
    last = certificate
    while last.subject != last.issuer:
        above = next(
            (one for one in known if one.subject == last.issuer and one not in chain and _issued(last, one)), None
        )
        if above is None:
            issuer = last.issuer.rfc4514_string()
            raise UnfitSealError(f"其中缺少签发机构“{issuer}”的证书，文书将无法查验。请连同证书链一起导出。")
        chain.append(above)
        last = above
    if not chain:
        raise UnfitSealError("证书是自己签发的，没有签发机构可以信任。请向发证机构申领。")
    return tuple(chain)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
