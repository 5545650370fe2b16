"""The case (办件) as its events have made it: frozen, with a status that is computed and never set."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from matters.definition.route import AfterDue
from matters.events import ChildEnd, Dropped, Leg, MachineWork, Origin, RepairKind
from matters.forks import ArmEnd, Detour, Fork
from matters.organisation import SYSTEM, Holder, worn

Status = Literal[
    "submitted", "supplementing", "in_progress", "decided", "concluded", "acceptance_refused", "withdrawn", "terminated",
    "revoked",
]  # fmt: skip
STATUS_NAMES: dict[Status, str] = {
    "submitted": "待受理", "supplementing": "待补正", "in_progress": "办理中", "decided": "已决定",
    "concluded": "已办结", "acceptance_refused": "不予受理", "withdrawn": "已撤回",
    "terminated": "已终止", "revoked": "决定已撤销",
}  # fmt: skip
# What an item waits for: its step to be done, the applicant's supplement, consent to a suspension (暂停审批), a day or an event,
# a machine, a second look at what a machine has decided (抽检), other matters that the step has begun (子事项),
# the answer of a body that is asked (协查), a duty after the decision (办后义务).
Purpose = Literal["act", "supplement", "suspension", "wait", "machine", "spot_check", "sub_matter", "inquiry", "duty"]
# What people do beside the handling of the case: they see what that takes, and nothing else of it.
ASIDE: frozenset[Purpose] = frozenset({"inquiry", "duty"})
Handling = Literal["plain", "claimed", "delegated", "asked", "suspended"]
ENDED: frozenset[Status] = frozenset({"concluded", "acceptance_refused", "withdrawn", "terminated", "revoked"})


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspended item (挂起): since when, and until which day at most."""

    since: datetime
    until: date


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Work item 待办: a step waiting for one of its holders. `key` is `<seq>:<step>` of the event that opened it.

    `seat`: which signer of a step that several sign. `organisation`: the version in which the holders were found.
    `group`: everybody it waited for before one of them claimed it (认领). `lender`: whose it stays while somebody else gives
    an opinion on it (委派). `by_hand`: a person named the holders, not the rule of the step. `about`: the item whose suspension
    is asked for and `askers` who asked, for whom, `until`: to which day, or the day an item waits for. `work`: what a machine
    is to do, `called`: it has been handed to the other system. `claimed_on`: the day of the claim. `overdue`: the rule for the
    day after it is due, `warned`: the due date after which it was followed already, `heads`: who may act on it by that rule.
    `legs`: how it has come to the body that has it (上报、转下级、转报), the last one last.
    """

    key: str
    step: str
    holders: tuple[Holder, ...]
    opened_at: datetime
    due: date | None
    provisional: bool = False
    version: int = 1
    purpose: Purpose = "act"
    seat: str | None = None
    organisation: int = 0
    group: tuple[Holder, ...] = ()
    lender: Holder | None = None
    by_hand: bool = False
    about: str | None = None
    askers: tuple[str, ...] = ()
    until: date | None = None
    suspended: Suspension | None = None
    work: MachineWork | None = None
    called: bool = False
    claimed_on: date | None = None
    overdue: AfterDue | None = None
    warned: date | None = None
    heads: tuple[Holder, ...] = ()
    legs: tuple[Leg, ...] = ()

    @property
    def asking(self) -> Leg | None:
        """The last leg on which an answer was asked for."""
        return next((leg for leg in reversed(self.legs) if leg.answers), None)

    @property
    def asker(self) -> Holder | None:
        """To whom it comes back with the answer."""
        return self.asking.by if self.asking else None

    @property
    def legs_before(self) -> tuple[Leg, ...]:
        """The legs that are left when the answer is given."""
        return self.legs[: self.legs.index(self.asking)] if self.asking else self.legs

    @property
    def alarm(self) -> date | None:
        """The day on which something happens to it by itself; a machine has until the end of its last day."""
        if self.suspended:
            return self.suspended.until
        if self.purpose == "wait":
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
    def handling(self) -> Handling:
        """Whether it waits for those it came to, one of them who claimed it, an opinion, an answer of another body, or rests."""
        if self.suspended:
            return "suspended"
        if self.lender:
            return "delegated"
        if self.asking:
            return "asked"
        return "claimed" if self.group else "plain"

    @property
    def seq(self) -> int:
        """The event that opened it."""
        return int(self.key.partition(":")[0])


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did at one item, for the separation of hands and for “who and when”. `behalf`: in whose stead (代)."""

    item: str
    step: str
    actor: Holder
    at: datetime
    seq: int
    what: str
    behalf: Holder | None = None

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

    item: str
    actor: Holder
    at: datetime
    why: Dropped
    seq: int
    behalf: Holder | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """Another matter that the case begins (子事项, or 后续事项 where `step` is empty), by its key `<seq>.<row>`.

    `applicant`: in whose name it is filed; `case_no`: once it is; `failed`: it could not be filed. `needed`: it counts for the
    present round of its step, and is not called off. `ended_by`: the event that told its end.
    """

    key: str
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
        return int(self.key.partition(".")[0])

    @property
    def row(self) -> int:
        """The row it is for, from 1; 0 where there is one alone."""
        return int(self.key.partition(".")[2])

    @property
    def running(self) -> bool:
        """Its case is under way."""
        return self.case_no is not None and self.end is None

    @property
    def refused(self) -> bool:
        """It has ended, and not by being granted."""
        return self.end not in (None, "granted")


@dataclass(frozen=True, slots=True)
class Copy:
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
    item: str | None = None
    step: str | None = None
    to: Holder | None = None


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper that exists: number, document id and digest of its sealed file."""

    paper: str
    number: str
    document: str
    digest: str


@dataclass(frozen=True, slots=True)
class Case:
    """Case 办件. Built by `evolve` alone.

    `paused_at`: since when the applicant has to supplement; `stopped_at`: since when the clock stands still, because all
    that is open is suspended, or `stopped_by` a special procedure (the step).
    `jumped`: the event of the last mend that led the case elsewhere (跳转).
    `written`: by event, the fields and materials that it changed; `involved`: people who had it before them besides those of
    its items and deeds.
    """

    case_no: str
    matter: str
    definition: str
    applicant: Holder
    applicant_body: str
    owner_body: str
    filed_at: datetime
    seq: int
    items: tuple[WorkItem, ...] = ()
    closed: tuple[WorkItem, ...] = ()
    deeds: tuple[Deed, ...] = ()
    involved: tuple[Involved, ...] = ()
    drops: tuple[Drop, ...] = ()
    chosen: tuple[tuple[str, Holder], ...] = ()
    written: tuple[tuple[int, tuple[str, ...]], ...] = ()
    forks: tuple[Fork, ...] = ()
    papers: tuple[IssuedPaper, ...] = ()
    copies: tuple[Copy, ...] = ()
    origin: Origin | None = None
    end_reported: bool = False
    children: tuple[Child, ...] = ()
    repair: Repair | None = None
    jumped: int = 0
    urged: tuple[datetime, ...] = ()
    accepted_at: datetime | None = None
    due: date | None = None
    provisional: bool = False
    targets: tuple[str, ...] = ()
    resume: str | None = None
    also: tuple[str, ...] = ()
    straight: bool = False
    detours: tuple[Detour, ...] = ()
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    stopped_by: str | None = None
    result: Literal["granted", "denied"] | None = None
    result_paper: str | None = None
    decided_at: datetime | None = None
    ended: Literal["concluded", "acceptance_refused", "withdrawn", "terminated", "revoked"] | None = None

    @property
    def status(self) -> Status:
        """The status people read, computed from what has happened."""
        if self.ended:
            return self.ended
        if self.result:
            return "decided"
        if self.paused_at:
            return "supplementing"
        return "in_progress" if self.accepted_at else "submitted"

    def item(self, key: str) -> WorkItem | None:
        """The open item of that key."""
        return next((item for item in self.items if item.key == key), None)

    def fork(self, step: str) -> Fork | None:
        """The fork at that step as it was taken last."""
        return next((fork for fork in self.forks if fork.step == step), None)

    def signed(self, step: str) -> dict[str, ArmEnd]:
        """Who has signed the step in its present round, and how; who stood in and in whose stead alike."""
        fork = self.fork(step)
        return {person: arm.end for arm in fork.arms if arm.end for person in arm.people} if fork else {}

    def signer(self, step: str, seat: str) -> str | None:
        """Who has signed that seat in its present round."""
        fork = self.fork(step)
        arm = fork.arm(seat) if fork else None
        return arm.signer if arm else None

    def detour(self, step: str) -> Detour | None:
        """Where the case goes straight after this step, if it was sent back to it so."""
        return next((detour for detour in self.detours if detour.step == step), None)

    def child(self, key: str) -> Child | None:
        """The child of that key."""
        return next((child for child in self.children if child.key == key), None)

    def children_of(self, step: str) -> tuple[Child, ...]:
        """The children that count for the present round of the step."""
        return tuple(child for child in self.children if child.step == step and child.needed)

    def changed_since(self, seq: int) -> set[str]:
        """The fields and materials that have been written after that event."""
        return {name for at, names in self.written if at > seq for name in names}

    @property
    def handlers(self) -> dict[str, None]:
        """The officials who have or had the case before them to act on, in that order; not those who act beside it (协查)."""
        items, aside = (item for item in (*self.closed, *self.items) if item.purpose not in ASIDE), self.aside
        holding = (holder.person for item in items for holder in (*item.holders, *item.group))
        deeds = (deed for deed in self.deeds if deed.step not in aside)
        acting = (person for deed in deeds for person in (deed.actor.person, deed.hat.person))
        involved = (one.person for one in self.involved if one.step not in aside)
        people = dict.fromkeys((*holding, *acting, *involved))
        for nobody in (self.applicant.person, SYSTEM.person):
            people.pop(nobody, None)
        return people

    @property
    def under_way(self) -> tuple[WorkItem, ...]:
        """What is open besides looking again at what is decided, and the duties that come from it."""
        return tuple(item for item in self.items if item.purpose not in ("spot_check", "duty"))

    @property
    def aside(self) -> frozenset[str]:
        """The questions and duties of the case: what is done there lies beside its handling."""
        return frozenset(item.step for item in (*self.closed, *self.items) if item.purpose in ASIDE)

    def steps_of(self, person: str) -> frozenset[str]:
        """The steps at which the person has or had the case before them, to act on or as a copy."""
        return self.all_of(person) - self.aside

    def all_of(self, person: str) -> frozenset[str]:
        """The same with the questions and duties that the person has or had to do."""
        items = (
            item.step
            for item in (*self.closed, *self.items)
            if item.purpose != "supplement"
            and any(holder and holder.person == person for holder in (*item.holders, *item.group, item.lender))
        )
        deeds = (deed.step for deed in self.deeds if person in deed.people)
        involved = (one.step for one in self.involved if one.person == person and one.step)
        return frozenset((*items, *deeds, *involved, *(copy.step for copy in self.copies if copy.to.person == person)))

    def drop_of(self, item: str) -> Drop | None:
        """Why an item was closed without a deed."""
        return next((drop for drop in self.drops if drop.item == item), None)

    def deed_on(self, item: str) -> Deed | None:
        """What was done at an item that is closed."""
        return next((deed for deed in self.deeds if deed.item == item), None)
