"""Values that a case and its events are told with: keys of items, legs from body to body, origins, ends and reasons."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import CoreSchema, core_schema

from matters.language.rosters import RosterAct
from matters.organisation.snapshot import Holder


class Readable(Protocol):
    """A key that is written as text, and read from it."""

    @classmethod
    def read(cls, text: str) -> Self:
        """The key of that text."""


def text_schema(kind: type[Readable]) -> CoreSchema:
    """A key as pydantic reads and writes it: text in JSON, as it was before keys had parts."""

    def given(value: object) -> Readable:
        if isinstance(value, kind):
            return value
        if isinstance(value, str):
            return kind.read(value)
        raise ValueError("no key")

    return core_schema.no_info_plain_validator_function(
        given,
        json_schema_input_schema=core_schema.str_schema(),
        serialization=core_schema.to_string_ser_schema(),
    )


class ItemKey(NamedTuple):
    """The key of a work item within its case: the event that opened it, and the step, question or duty it is for.

    Written `<seq>:<step>` where it is stored or travels as JSON, and nowhere else.
    """

    seq: int
    step: str

    @classmethod
    @lru_cache(maxsize=10_000)  # few of them are different, and every event and row of an item is read with one
    def read(cls, text: str) -> Self:
        """The key of that text; any other text than a key would be written as is refused."""
        seq, _, step = text.partition(":")
        key = cls(int(seq), step)
        if str(key) != text:
            raise ValueError(f"no key of an item: {text}")
        return key

    def __str__(self) -> str:
        return f"{self.seq}:{self.step}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:  # noqa: ANN401
        return text_schema(cls)


class ChildKey(NamedTuple):
    """The key of another matter within the case that begins it: the event that wants it, and the row it is for.

    Rows count from 1; 0 where there is one alone. Written `<seq>.<row>` where it is stored or travels as JSON, and nowhere else.
    """

    seq: int
    row: int

    @classmethod
    @lru_cache(maxsize=10_000)
    def read(cls, text: str) -> Self:
        """The key of that text; any other text is refused."""
        seq, _, row = text.partition(".")
        key = cls(int(seq), int(row))
        if str(key) != text:
            raise ValueError(f"no key of a child: {text}")
        return key

    def __str__(self) -> str:
        return f"{self.seq}.{self.row}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:  # noqa: ANN401
        return text_schema(cls)


class SeatKey(NamedTuple):
    """The key of a seat (席) within a step that several sign: which signer of the definition, which of heads in a row.

    `head`: 0 where the signer is no row of heads. `added`: under which number it was added to a seat (加签), one for each time.
    `body`: which of the bodies that the signer names (逐一指定的单位); empty where it names one.
    Written as in `2`, `1.3`, `2+1+1` or `1@county_finance` where it is stored or travels as JSON, and nowhere else.
    """

    signer: int
    head: int = 0
    added: tuple[int, ...] = ()
    body: str = ""

    @classmethod
    @lru_cache(maxsize=10_000)
    def read(cls, text: str) -> Self:
        """The key of that text; any other text is refused."""
        named, *added = text.split("+")
        numbers, _, body = named.partition("@")
        signer, _, head = numbers.partition(".")
        key = cls(int(signer), int(head or 0), tuple(map(int, added)), body)
        if str(key) != text:
            raise ValueError(f"no key of a seat: {text}")
        return key

    def __str__(self) -> str:
        seat = f"{self.signer}.{self.head}" if self.head else str(self.signer)
        return "+".join((f"{seat}@{self.body}" if self.body else seat, *map(str, self.added)))

    @property
    def adds_to(self) -> Self | None:
        """The seat that it was added to."""
        return self._replace(added=self.added[:-1]) if self.added else None

    def above(self, other: Self) -> bool:
        """Whether it is the seat of a head in a row of which the other seat is further down."""
        return (self.signer, self.body) == (other.signer, other.body) and self.head > other.head

    def adding(self, nth: int) -> Self:
        """The seat that is added to it as the n-th."""
        return self._replace(added=(*self.added, nth))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:  # noqa: ANN401
        return text_schema(cls)


# An arm of a fork: a seat, or else the branch of that id, which begins with a letter.
ArmKey = Annotated[SeatKey | str, Field(union_mode="left_to_right")]


Passing = Literal["report_up", "send_down", "forward"]


class Leg(BaseModel):
    """One leg of the way of an item from body to body: passed on `by` somebody, out of this `group`, to that `body`.

    `answers`: the body answers, and the item comes back; else it acts in place of who passed the item on. `informs`: who passed
    it on is told (抄送) once the body has acted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Passing
    by: Holder
    group: tuple[Holder, ...] = ()
    body: str
    answers: bool
    informs: bool = False


class Origin(BaseModel):
    """Where a case comes from (来源): the case that began it, under which key it is known there, and how deep it is.

    `depth`: 0 a case that stands alone, 1 its sub-matter. `follows`: it is the next link of a chain, and reports no end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_no: str
    child: ChildKey
    depth: int = Field(ge=0)
    follows: bool = False


class EntrySeen(BaseModel):
    """An entry of a roster that a field names, as it stood then. `row`: of which row of the form, 0 for the form itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    row: int = 0
    entry: str
    version: int


class EntryWritten(BaseModel):
    """An entry that a result writes, and its version since then. `write`: by which rule of the result, from 0; `row`: for which
    row of the form, 0 for the form itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    write: int
    row: int = 0
    act: RosterAct
    roster: str
    body: str
    entry: str
    version: int


ChildEnd = Literal["granted", "denied", "acceptance_refused", "withdrawn", "terminated", "revoked"]
MachineWork = Literal["rule_check", "look_up", "outside_call"]
# The register does not know what it was asked, it could not be reached, the other system has reported that it cannot do it,
# or has not reported in time.
MachineFault = Literal["not_found", "unreachable", "reported", "overdue"]
# What ended the need: another signed or refused, the case went back, others are to sign first, an added signer was taken off,
# the decision before it was taken back, what it was about is done, an administrator mended the case.
Dropped = Literal[
    "signed_by_another", "refused", "returned", "signers_before", "removed", "taken_back", "moved_on", "repaired"
]
# End the case, pass an item, go to a step, give an item to somebody else, take off a signer who was added (减签).
RepairKind = Literal["end", "skip", "jump", "reassign", "remove_signer"]
# Where added signers come beside who adds them.
Where = Literal["before", "beside", "after"]
# Why whoever acted is not above suspicion (利害关系): acted at another step of the case under another post.
Conflict = Literal["two_hats"]
