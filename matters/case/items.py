"""What of a case waits for somebody (待办): until when, for whom, and how it came to them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from matters.calendar import day_begins
from matters.case.frozen import Frozen
from matters.case.values import ItemKey, Leg, MachineWork, SeatKey
from matters.language.route.demands import AfterDue
from matters.organisation.snapshot import Holder

# What an item waits for: its step to be done, the applicant's supplement, consent to a suspension (暂停审批), a day or an event,
# consent to more time for the case (延长审批),
# a machine, a second look at what a machine has decided (抽检), other matters that the step has begun (子事项),
# the answer of a body that is asked (协查), a duty after the decision (办后义务), the materials owed since the filing (先办后补),
# what the applicant does in mid-route (申请人办理), or the end of a result that is good for some time (有效期).
Purpose = Literal[
    "act",
    "supplement",
    "suspension",
    "extension",
    "wait",
    "machine",
    "spot_check",
    "sub_matter",
    "inquiry",
    "duty",
    "late_materials",
    "own_part",
    "validity",
]
# What somebody is asked to consent to, so that another item may rest or the case have more time: no step of the case.
CONSENTS: frozenset[Purpose] = frozenset({"suspension", "extension"})
# What people do beside the handling of the case: they see what that takes, and nothing else of it.
ASIDE: frozenset[Purpose] = frozenset({"inquiry", "duty", "late_materials"})
# Those whose holders a step or a duty names, so that others may be named for it, or found anew; the rest is somebody's own.
BY_RULE: frozenset[Purpose] = frozenset({"act", "inquiry", "duty"})
# What the applicant owes in person, whatever post he holds by now.
OF_APPLICANT: frozenset[Purpose] = frozenset({"supplement", "late_materials", "own_part"})
ItemOrder = Literal["due", "newest", "oldest"]  # what of a queue comes first; the last two by when it was opened
CaseOrder = Literal["newest", "oldest", "due"]  # what of a list of cases does
Handling = Literal["plain", "claimed", "delegated", "asked", "suspended"]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspended item (挂起): since when, and until which day at most."""

    since: datetime
    until: date

    @property
    def ends(self) -> datetime:
        """When it is over by itself."""
        return day_begins(self.until)


@dataclass(frozen=True)
class WorkItem(Frozen):
    """Work item 待办: a step waiting for one of its holders. `key`: by the event that opened it.

    `seat`: which signer of a step that several sign. `organisation`: the version in which the holders were found.
    `group`: everybody it waited for before one of them claimed it (认领). `lender`: whose it stays while somebody else gives
    an opinion on it (委派). `by_hand`: a person named the holders, not the rule of the step. `about`: the item whose suspension
    is asked for, or from which more time is, and `askers` who asked, for whom, `until`: to which day, or the day an item waits
    for, `days`: how many working days more (延长). `work`: what a machine
    is to do, `called`: it has been handed to the other system. `claimed_on`: the day of the claim. `overdue`: the rule for the
    day after it is due, `warned`: the due date after which it was followed already, `heads`: who may act on it by that rule.
    `legs`: how it has come to the body that has it (上报、转下级、转报), the last one last; `advisers`: who has given an opinion
    on it (委派). `owes`: the materials that are still to be brought (先办后补). `stops_clock`: the clock of the case stands still
    as long as it is open (特别程序).
    """

    key: ItemKey
    holders: tuple[Holder, ...]
    opened_at: datetime
    due: date | None
    provisional: bool = False
    version: int = 1
    purpose: Purpose = "act"
    seat: SeatKey | None = None
    organisation: int = 0
    group: tuple[Holder, ...] = ()
    lender: Holder | None = None
    by_hand: bool = False
    about: ItemKey | None = None
    askers: tuple[str, ...] = ()
    until: date | None = None
    days: int = 0
    suspended: Suspension | None = None
    work: MachineWork | None = None
    called: bool = False
    claimed_on: date | None = None
    overdue: AfterDue | None = None
    warned: date | None = None
    heads: tuple[Holder, ...] = ()
    legs: tuple[Leg, ...] = ()
    advisers: tuple[Holder, ...] = ()
    owes: tuple[str, ...] = ()
    stops_clock: bool = False
    step: str = field(init=False)

    def __post_init__(self) -> None:
        """The step is that of the key, kept since every decision asks for it hundreds of times."""
        object.__setattr__(self, "step", self.key.step)

    @property
    def asking(self) -> Leg | None:
        """The last leg on which an answer was asked for."""
        return next((leg for leg in reversed(self.legs) if leg.answers), None)

    @property
    def asker(self) -> Holder | None:
        """To whom it comes back with the answer."""
        return self.asking.by if self.asking else None

    @property
    def awaiting(self) -> tuple[Holder, ...]:
        """Everybody to whom an answer on it is still owed."""
        return tuple(leg.by for leg in self.legs if leg.answers)

    @property
    def legs_before(self) -> tuple[Leg, ...]:
        """The legs that are left when the answer is given."""
        return self.legs[: self.legs.index(self.asking)] if self.asking else self.legs

    @property
    def alarm(self) -> date | None:
        """The day on which something happens to it by itself; a machine has until the end of its last day."""
        if self.suspended:
            return self.suspended.until
        if self.purpose in ("wait", "validity"):
            return self.until
        if self.purpose == "machine":
            return self.due + timedelta(days=1) if self.due else None
        return min((day for day in (self.lapses, self.warns) if day), default=None)

    @property
    def lapses(self) -> date | None:
        """The day on which a claim ends (自动退回待办池): after the item was due; who claims it later has that day for it.

        What is lent for an opinion stays with who has lent it; what has no due date stays with who has claimed it.
        """
        if self.due is None or self.claimed_on is None or self.handling != "claimed":
            return None
        return max(self.due, self.claimed_on) + timedelta(days=1)

    @property
    def warns(self) -> date | None:
        """The day after it is due, on which the rule for it is followed: once for each due date."""
        if self.due is None or self.overdue is None or self.warned == self.due:
            return None
        return self.due + timedelta(days=1)

    @property
    def seq(self) -> int:
        """The event that opened it."""
        return self.key.seq

    @property
    def handling(self) -> Handling:
        """Whether it waits for those it came to, one of them who claimed it, an opinion, an answer of another body, or rests."""
        if self.suspended:
            return "suspended"
        if self.lender:
            return "delegated"
        if self.asking:
            return "asked"
        return "claimed" if self.group else "plain"
