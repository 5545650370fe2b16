"""The port of sealing (用印): what every provider of seals keeps to, be its keys in files, in a device or with a seal service."""

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from flows.documents.authority import SealCertificate
from flows.documents.imported_seals import ImportedSeal
from flows.documents.sealing.order import SealOrder
from flows.documents.sealing.verification import verify

_MAKER = object()


class SealingFailed(RuntimeError):  # noqa: N818  the name says what happened
    """The file could not be sealed, or the sealed file did not stand up to verification. A fault, not a refusal."""


@dataclass(frozen=True)
class SealedPdf:
    """A sealed file 已用印文件. Only `proven` makes one, so that neither an unsealed nor an unsound file can pass for it.

    `certificates`: the serial numbers of the certificates of its seals in hexadecimal, for the register.
    """

    content: bytes = field(repr=False)
    certificates: tuple[str, ...]
    maker: InitVar[object]

    def __post_init__(self, maker: object) -> None:
        if maker is not _MAKER:
            raise TypeError("only proven() makes a SealedPdf")

    @property
    def digest(self) -> str:
        """SHA-256 of the whole file in hexadecimal: its name in the store, and what verification asks for first."""
        return sha256(self.content).hexdigest()


class Sealer(Protocol):
    """Sets the seals of the bodies. The first provider keeps keys in files; a device or a service outside follow the same rules.

    The same orders give the same bytes, in any process and after any crash: the ledger repeats what it cannot know. A provider
    whose signatures differ each time keeps its answer under the document of the orders. Whatever does not come out sound raises
    `SealingFailed`, and of several seals none is handed out without the others.
    """

    @property
    def root_pem(self) -> bytes:
        """The trust anchor of its seals, for anyone who verifies."""
        ...

    @property
    def crl_pem(self) -> bytes:
        """The list of revoked certificates under that anchor, as PEM."""
        ...

    def revoke(self, body_id: str, at: datetime) -> tuple[str, ...]:
        """Revoke every certificate of the body's seals as of then, for good; their serial numbers, none where there was none."""
        ...

    def adopt(self, body_id: str, body_name: str, seal: ImportedSeal) -> None:
        """Use a seal made elsewhere for the body from now on, in place of the one it had."""
        ...

    def valid_until(self, body_id: str, body_name: str) -> datetime:
        """When the certificate of the body's seal ends; sealed after that, a paper would not stand."""
        ...

    def in_use(self) -> tuple[SealCertificate, ...]:
        """The certificates with which papers are sealed now."""
        ...

    def seal(self, pdf: bytes, *orders: SealOrder) -> SealedPdf:
        """The drawn file with the seals that were ordered, in that order, one for each of its fields.

        Any other file than the ordered one is refused by `SealingFailed`.
        """
        ...


def check_ordered(pdf: bytes, orders: Sequence[SealOrder]) -> None:
    """Raise `SealingFailed` for another file than the ordered one, or where nothing is ordered."""
    wanted = {(order.document_id, order.unsigned_digest) for order in orders}
    if len(wanted) != 1 or wanted.pop()[1] != sha256(pdf).hexdigest():
        raise SealingFailed(f"{_named(orders)}: the file is not the one that was ordered to be sealed")


def proven(content: bytes, orders: Sequence[SealOrder], root_pem: bytes, certificates: Sequence[str]) -> SealedPdf:
    """The sealed file once it has been verified as anybody would verify it; raises `SealingFailed`."""
    verdict = verify(content, (root_pem,), at=orders[0].sealed_at)
    if verdict.verdict != "valid":
        raise SealingFailed(f"{_named(orders)}: {' '.join(verdict.reasons)}")
    return SealedPdf(content, tuple(certificates), _MAKER)


def _named(orders: Sequence[SealOrder]) -> str:
    return "、".join(dict.fromkeys(order.document_id for order in orders))
