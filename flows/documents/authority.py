"""The local certificate authority: one root, one seal key per body, kept encrypted in one folder."""

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Literal, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.x509.oid import NameOID

from flows.documents.imported_seals import ImportedSeal
from storage.durable import write_durably

_KEY_BITS = 3072
_ROOT_YEARS, _SEAL_YEARS = 40, 30  # papers are kept 30 years and verify without a time-stamp only while both last
_SOON = timedelta(days=60)  # to apply for another certificate takes weeks
_NAME_LIMIT = 64  # ub-common-name of RFC 5280, which the library counts in bytes

CertificateState = Literal["有效", "即将到期", "已到期"]


@dataclass(frozen=True)
class SealKey:
    """One body's seal key 印章密钥, parsed once: parsing it again for every seal costs 0.2-0.3 s.

    `chain`: the certificates from its issuer up to the root.
    """

    key: RSAPrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]


@dataclass(frozen=True)
class SealCertificate:
    """A certificate that seals a body's papers 印章证书, or that once did. `imported`: it was made elsewhere."""

    body: str
    certificate: x509.Certificate
    imported: bool

    @property
    def ends(self) -> datetime:
        """Sealed after that, a paper would not stand."""
        return self.certificate.not_valid_after_utc

    def state(self, now: datetime) -> CertificateState:
        """How it stands; whoever keeps the seals is to renew it while it ends soon."""
        return "已到期" if now >= self.ends else "即将到期" if now >= self.ends - _SOON else "有效"


class Authority:
    """Local root 根证书 and the seal keys under it. Engineering, not law: a licensed CA stands outside.

    Files: `root.pem`, `root.key`, `root.crl`, and `seal-<digest of the body's id and name>.pem/.key`; keys are PKCS #8 under
    the passphrase, and each is written before its certificate. The certificate of a revoked seal is kept as
    `revoked-<serial>.pem`, that of one another came in place of as `renewed-<serial>.pem`. A seal made elsewhere has its chain
    beside it, and the root of that chain stands in `root.pem` after our own.
    """

    def __init__(self, folder: Path, passphrase: bytes, key: RSAPrivateKey, root: x509.Certificate) -> None:
        self._folder = folder
        self._passphrase = passphrase
        self._key = key
        self._root = root
        self._seal_keys: dict[tuple[str, str], tuple[object, SealKey]] = {}
        self._lock = Lock()

    @classmethod
    def create(cls, folder: Path, passphrase: bytes, name: str, now: datetime) -> Self:
        """Make a root named `name` in `folder`, valid from the day before `now`; a root already there is opened."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _exclusive(folder):
            if not (folder / "root.pem").exists():
                key = generate_private_key(65537, _KEY_BITS)
                root = _root(key, name, now)
                write_durably(folder / "root.key", _key_pem(key, passphrase))
                write_durably(folder / "root.crl", _pem_of(_crl(key, root, now - timedelta(days=1), 1, ())))
                write_durably(folder / "root.pem", _pem(root))
        return cls.open(folder, passphrase)

    @classmethod
    def open(cls, folder: Path, passphrase: bytes) -> Self:
        """Load the root; FileNotFoundError where none was made, ValueError for a wrong passphrase."""
        root, *_ = x509.load_pem_x509_certificates((folder / "root.pem").read_bytes())
        return cls(folder, passphrase, _load_key(folder / "root.key", passphrase), root)

    @property
    def name(self) -> str:
        """What the root is called."""
        return str(self._root.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)

    @property
    def root_pem(self) -> bytes:
        """The trust anchors, for anyone who verifies: our own, and those of the seals made elsewhere."""
        return (self._folder / "root.pem").read_bytes()

    @property
    def crl_pem(self) -> bytes:
        """The list of revoked seal certificates, empty when made."""
        return (self._folder / "root.crl").read_bytes()

    def seal_key(self, body_id: str, body_name: str) -> SealKey:
        """The seal key of a body; made on first use, by one process, and kept for the authority's lifetime.

        A body that is renamed gets a new seal, as on paper.
        """
        with self._lock:
            written, known = self._seal_keys.get((body_id, body_name), (None, None))
            if known is None or written != _written(
                self._certificate_file(body_id, body_name)
            ):  # or revoked, renewed elsewhere
                known = self._load_or_make(body_id, body_name)
                written = _written(self._certificate_file(body_id, body_name))
                self._seal_keys[body_id, body_name] = written, known
            return known

    def adopt(self, body_id: str, body_name: str, seal: ImportedSeal) -> None:
        """Use a seal made elsewhere for the body from now on; the one it had is put aside, its key destroyed."""
        path = self._certificate_file(body_id, body_name)
        with self._lock, _exclusive(self._folder):
            trusted = x509.load_pem_x509_certificates(self.root_pem)
            if seal.chain[-1] not in trusted:
                write_durably(self._folder / "root.pem", b"".join(map(_pem, (*trusted, seal.chain[-1]))))
            if path.exists():
                old, *_ = x509.load_pem_x509_certificates(path.read_bytes())
                path.with_suffix(".key").unlink(missing_ok=True)
                path.replace(path.with_name(f"renewed-{old.serial_number:X}.pem"))
            write_durably(path.with_suffix(".key"), _key_pem(seal.key, self._passphrase))
            chain = b"".join(map(_pem, (seal.certificate, *seal.chain)))
            write_durably(path, b"# " + body_id.encode() + b"\n" + chain)

    def in_use(self) -> tuple[SealCertificate, ...]:
        """The certificates with which papers are sealed now; a body whose seal was never used has none."""
        return tuple(_held(path) for path in sorted(self._folder.glob("seal-*.pem")))

    def revoke(self, body_id: str, at: datetime) -> tuple[str, ...]:
        """Put the body's certificates, under whatever name, on the list as of then, and destroy their keys; their serial numbers.

        The next use of its seal makes a new one. Done again it changes nothing.
        """
        with self._lock, _exclusive(self._folder):
            found = [path for path in sorted(self._folder.glob("seal-*.pem")) if _held(path).body == body_id]
            certificates = [_held(path).certificate for path in found]
            serials = [certificate.serial_number for certificate in certificates]
            listed = x509.load_pem_x509_crl(self.crl_pem)
            write_durably(self._folder / "root.crl", _pem_of(_extended(listed, self._key, self._root, serials, at)))
            for path, serial in zip(found, serials, strict=True):
                path.with_suffix(".key").unlink(missing_ok=True)
                path.replace(path.with_name(f"revoked-{serial:X}.pem"))
            return tuple(f"{serial:X}" for serial in serials)

    def _load_or_make(self, body_id: str, body_name: str) -> SealKey:
        certificate_path = self._certificate_file(body_id, body_name)
        key_path = certificate_path.with_suffix(".key")
        with _exclusive(self._folder):
            if not certificate_path.exists():
                key = generate_private_key(65537, _KEY_BITS)
                write_durably(key_path, _key_pem(key, self._passphrase))
                write_durably(certificate_path, _pem(self._certificate(key, body_id, body_name)))
        certificate, *chain = x509.load_pem_x509_certificates(certificate_path.read_bytes())
        return SealKey(_load_key(key_path, self._passphrase), certificate, tuple(chain) or (self._root,))

    def _certificate_file(self, body_id: str, body_name: str) -> Path:
        return self._folder / f"seal-{sha256(repr((body_id, body_name)).encode()).hexdigest()[:32]}.pem"

    def _certificate(self, key: RSAPrivateKey, body_id: str, body_name: str) -> x509.Certificate:
        """Valid from the root's first day, so that no clock is asked and a paper of that day verifies."""
        start = self._root.not_valid_before_utc
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, body_name),
                x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, body_id),
                x509.NameAttribute(NameOID.COMMON_NAME, _fitting(f"{body_name}电子印章")),
            ]
        )
        builder = _builder(subject, self._root.subject, key, start, _SEAL_YEARS)
        return (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(seal=True), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _root(key: RSAPrivateKey, name: str, now: datetime) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, _fitting(name)),
        ]
    )
    start = now.astimezone(UTC) - timedelta(days=1)
    return (
        _builder(subject, subject, key, start, _ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(seal=False), critical=True)
        .sign(key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, start: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365.25 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, seal: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=seal,
        content_commitment=seal,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not seal,
        crl_sign=not seal,
        encipher_only=False,
        decipher_only=False,
    )


def _crl(
    key: RSAPrivateKey, root: x509.Certificate, at: datetime, number: int, revoked: Iterable[x509.RevokedCertificate]
) -> x509.CertificateRevocationList:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at.astimezone(UTC))
        .next_update(root.not_valid_after_utc)
        .add_extension(x509.CRLNumber(number), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(one)
    return builder.sign(key, hashes.SHA256())


def _extended(
    listed: x509.CertificateRevocationList, key: RSAPrivateKey, root: x509.Certificate, serials: list[int], at: datetime
) -> x509.CertificateRevocationList:
    """The list with these on it; who is on it keeps the earlier time."""
    number = listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    new = [serial for serial in serials if listed.get_revoked_certificate_by_serial_number(serial) is None]
    entries = (
        x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at.astimezone(UTC)).build()
        for serial in new
    )
    return _crl(key, root, at, number + 1, chain(listed, entries))


def _held(path: Path) -> SealCertificate:
    """A seal of ours says in its subject whose it is; of one made elsewhere the first line of the file says it."""
    content = path.read_bytes()
    certificate, *chain = x509.load_pem_x509_certificates(content)
    if chain:
        return SealCertificate(content.partition(b"\n")[0].removeprefix(b"# ").decode(), certificate, imported=True)
    named = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)
    return SealCertificate(str(named[0].value), certificate, imported=False)


def _written(path: Path) -> tuple[int, int] | None:
    """Which file that is: another one has another number or time."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def _fitting(name: str) -> str:
    return name.encode()[:_NAME_LIMIT].decode(errors="ignore")


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_of(crl: x509.CertificateRevocationList) -> bytes:
    return crl.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: RSAPrivateKey, passphrase: bytes) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase),
    )


def _load_key(path: Path, passphrase: bytes) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), passphrase)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError(f"{path.name} is not an RSA key")
    return key


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """One process at a time; the lock goes with the process that holds it."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
