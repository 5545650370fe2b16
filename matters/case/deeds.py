"""What of a case is on record: who did what, what nobody needs any more, what it began, showed, mended and issued."""

from dataclasses import dataclass, field
from datetime import datetime

from matters.case.frozen import Frozen
from matters.case.values import ChildEnd, ChildKey, Dropped, ItemKey, RepairKind
from matters.organisation.snapshot import Holder, worn

# By or for the applicant, who has no opinion to give and handles nothing by it.
HANDED_IN: frozenset[str] = frozenset({"supplemented", "materials_brought"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did at one item, for the separation of hands and for “who and when”. `behalf`: in whose stead (代)."""

    item: ItemKey
    actor: Holder
    at: datetime
    seq: int
    what: str
    behalf: Holder | None = None
    step: str = field(init=False)

    def __post_init__(self) -> None:
        """The step is that of the item, kept since every decision asks for it hundreds of times."""
        object.__setattr__(self, "step", self.item.step)

    @property
    def hat(self) -> Holder:
        """The hat that the deed counts for."""
        return self.behalf or self.actor

    @property
    def people(self) -> frozenset[str]:
        """Who did it, and in whose stead: the rules on hands hold for both."""
        return frozenset((self.actor.person, self.hat.person))

    @property
    def hats(self) -> tuple[Holder, ...]:
        """Under which hat each of the two has acted: an agent wears that of the principal."""
        return worn(self.actor, self.behalf)


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody who had the case before them (经手): at that step, or as a whole as an administrator."""

    person: str
    step: str | None


@dataclass(frozen=True, slots=True)
class Drop:
    """Why an item needs nobody any more, through whose act, and when. `seq`: the event that says so."""

    item: ItemKey
    actor: Holder
    at: datetime
    why: Dropped
    seq: int
    behalf: Holder | None = None


@dataclass(frozen=True)
class Child(Frozen):
    """Another matter that the case begins (子事项, or 后续事项 where `step` is empty), by its key.

    `applicant`: in whose name it is filed; `case_no`: once it is; `failed`: it could not be filed. `needed`: it counts for the
    present round of its step, and is not called off. `ended_by`: the event that told its end.
    """

    key: ChildKey
    step: str
    matter: str
    applicant: Holder
    case_no: str | None = None
    failed: bool = False
    needed: bool = True
    end: ChildEnd | None = None
    ended_by: int | None = None
    number: str | None = None

    @property
    def seq(self) -> int:
        """The event that wants it."""
        return self.key.seq

    @property
    def row(self) -> int:
        """The row it is for."""
        return self.key.row

    @property
    def running(self) -> bool:
        """Its case is under way."""
        return self.case_no is not None and self.end is None

    @property
    def refused(self) -> bool:
        """It has been decided against what was wanted."""
        return self.end in ("denied", "acceptance_refused", "revoked")

    @property
    def withdrawn(self) -> bool:
        """It has ended before anybody decided it (撤回、终止): that is no refusal."""
        return self.end in ("withdrawn", "terminated")


@dataclass(frozen=True)
class Copy(Frozen):
    """A copy for reading (抄送): who may read the case under which hat, through whom at which step, and when it was read."""

    to: Holder
    by: Holder
    step: str
    sent_at: datetime
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """What an administrator asks to be mended in a case (修复), until a second one confirms it or drops it."""

    what: RepairKind
    by: Holder
    at: datetime
    item: ItemKey | None = None
    step: str | None = None
    to: Holder | None = None


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper that exists: number, document id and digest of its sealed file; of which row, and by which event it was due."""

    paper: str
    number: str
    document: str
    digest: str
    row: int | None = None
    due_by: int | None = None


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """A paper that was due besides that of the result: once (中途出具), or once for each of so many rows (一行一份).

    `seq`: the event by which it was due; `step`: the one that was done; none of what is issued with the result.
    """

    paper: str
    seq: int
    step: str | None
    rows: int | None

    @property
    def count(self) -> int:
        """How many papers it comes to."""
        return 1 if self.rows is None else self.rows
