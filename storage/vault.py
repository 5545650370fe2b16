"""Personal data under a key of its own per case (一案一密): encrypted, digested with salt, and destroyed with its key."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import col, update

from storage.database import Session, changed
from storage.searching.words import Words, forget
from storage.tables.base import JsonObject, canonical
from storage.tables.cases import CaseRow
from storage.tables.packing import packed, unpacked

KEY_BYTES = 32
NONCE_BYTES = 12  # the length AES-GCM is specified for (NIST SP 800-38D)


@dataclass(frozen=True, slots=True)
class SecretKey:
    """The key of one case or draft. `wrapped` is how it may be stored; the plain key never leaves this object."""

    name: str
    wrapped: bytes
    _plain: bytes = field(repr=False)
    _salt: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """The salt is derived once: every revision that is read is digested with it."""
        object.__setattr__(self, "_salt", _derived(self._plain, "digest"))

    def encrypt(self, content: JsonObject, place: str) -> bytes:
        """JSON content, bound to its place: it decrypts nowhere else."""
        return _encrypted(self._plain, packed(content), f"{self.name}:{place}")

    def decrypt(self, ciphertext: bytes, place: str) -> JsonObject:
        """The content; a changed text, another key or another place raises `cryptography.exceptions.InvalidTag`."""
        return unpacked(_decrypted(self._plain, ciphertext, f"{self.name}:{place}"))

    def digest(self, content: object) -> str:
        """Salted digest of JSON content, 64 hex digits: HMAC-SHA-256 under a key derived by HKDF (RFC 5869)."""
        return hmac.new(self._salt, canonical(content).encode(), sha256).hexdigest()


class Vault:
    """Makes and opens keys under the master key of the installation (32 bytes)."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise ValueError(f"the master key has {len(master)} bytes, not {KEY_BYTES}")
        self._wrapping = _derived(master, "wrap")
        self._drafts = _derived(master, "draft")
        self._rosters = _derived(master, "roster")
        self._charges = _derived(master, "charge")
        self._requests = _derived(master, "request")
        self.words = Words(_derived(master, "words"))

    def new_key(self, case_no: str) -> SecretKey:
        """A fresh key for a case that is about to begin; store `wrapped` with the case."""
        plain = secrets.token_bytes(KEY_BYTES)
        return SecretKey(case_no, _encrypted(self._wrapping, plain, case_no), plain)

    def case_key(self, case_no: str, wrapped: bytes | None) -> SecretKey | None:
        """The key of a case as its row has it; nothing once it was destroyed."""
        return None if wrapped is None else SecretKey(case_no, wrapped, _decrypted(self._wrapping, wrapped, case_no))

    def fingerprint(self, content: object) -> str:
        """Keyed digest of a request, 64 hex digits: it tells equal requests and gives nothing away without the master key."""
        text = canonical(content).encode(
            errors="surrogatepass"
        )  # half characters of a hostile text must not be a fault
        return hmac.new(self._requests, text, sha256).hexdigest()

    def roster_key(self, roster: str) -> SecretKey:
        """The key of a roster (台账), derived and not stored: what stands there outlives the cases that wrote it."""
        name = f"roster:{roster}"
        return SecretKey(name, b"", _derived(self._rosters, name))

    def charge_key(self, charge: int) -> SecretKey:
        """The key of a charge (督办单), derived and not stored: it belongs to no case, though it may be about one."""
        name = f"charge:{charge}"
        return SecretKey(name, b"", _derived(self._charges, name))

    def draft_key(self, person: str, matter: str) -> SecretKey:
        """The key of a draft, derived and not stored."""
        name = f"draft:{person}:{matter}"
        return SecretKey(name, b"", _derived(self._drafts, name))


def destroy(session: Session, case_id: int) -> bool:
    """End of retention: without its key, what people wrote in the case is gone; events and audit still verify.

    Nor is it found any more by what stood there.
    """
    forget(session, case_id)
    alive = col(CaseRow.wrapped_key).is_not(None)
    return changed(
        session, update(CaseRow).where(col(CaseRow.id) == case_id, alive).values(wrapped_key=None, title=None)
    )


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"once:{purpose}".encode()).derive(key)


def _encrypted(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _decrypted(key: bytes, sealed: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
