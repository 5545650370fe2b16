"""A licensed authority elsewhere, which issues seals as PKCS #12 files."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as curve_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSWORD = "口令 12"
Key = RSAPrivateKey | EllipticCurvePrivateKey


@dataclass(frozen=True)
class _Term:
    """Since when and how long a certificate holds, and whether others may be issued under it."""

    since: datetime
    days: int
    ca: bool = False


class ForeignAuthority:
    """A root, and an authority under it that issues."""

    def __init__(self, now: datetime | None = None) -> None:
        self._since = (now or datetime.now(UTC)) - timedelta(days=2)
        root, since = "某省根证书", self._since
        self._root_key, self._key = (generate_private_key(65537, 2048) for _ in range(2))
        self.root = _certificate(root, self._root_key, root, self._root_key, _Term(since, 3650, ca=True))
        self.issuer = _certificate("某省签发中心", self._key, root, self._root_key, _Term(since, 3650, ca=True))

    def issued(
        self, name: str, *, days: int = 365, curve: bool = False, with_key: bool = True, with_chain: bool = True
    ) -> bytes:
        """A seal for that name, valid for so many days from the day before yesterday."""
        key: Key = curve_key(SECP256R1()) if curve else generate_private_key(65537, 2048)
        certificate = _certificate(name, key, "某省签发中心", self._key, _Term(self._since, days))
        chain = [self.issuer, self.root] if with_chain else None
        return serialize_key_and_certificates(
            b"seal", key if with_key else None, certificate, chain, BestAvailableEncryption(PASSWORD.encode())
        )


def _certificate(name: str, key: Key, issuer: str, issuer_key: RSAPrivateKey, term: _Term) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(term.since)
        .not_valid_after(term.since + timedelta(days=term.days))
        .add_extension(x509.BasicConstraints(ca=term.ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not term.ca,
                content_commitment=not term.ca,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=term.ca,
                crl_sign=term.ca,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(issuer_key, SHA256())
    )
