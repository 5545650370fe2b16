"""What is needed to set one seal on a paper."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SealOrder:
    """The ledger row of one use of a seal 用印: every clock and random input of the seal, fixed before sealing.

    `unsigned_digest` is the SHA-256 of the drawn file in hexadecimal, `sealed_at` has a time zone. `legend` stands
    below the seal's star, or is empty.
    """

    document_id: str
    unsigned_digest: str
    seal_number: str
    sealed_at: datetime
    seed: bytes
    body_id: str
    body_name: str
    legend: str

    def __post_init__(self) -> None:
        if self.sealed_at.tzinfo is None:
            raise ValueError("sealed_at needs a time zone")
        if len(self.seed) < 16:
            raise ValueError("a seed has 16 bytes at least")
