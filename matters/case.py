"""The case (办件) as its events have made it: frozen, with a status that is computed and never set."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from matters.events import Dropped, MachineWork, RepairKind
from matters.organisation import SYSTEM, Holder

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
# a machine, a second look at what a machine has decided (抽检), the answer of a body that is asked (协查), a duty after the
# decision (办后义务).
Purpose = Literal["act", "supplement", "suspension", "wait", "machine", "spot_check", "inquiry", "duty"]
# What people do beside the handling of the case: they see what that takes, and nothing else of it.
ASIDE: frozenset[Purpose] = frozenset({"inquiry", "duty"})
Handling = Literal["plain", "claimed", "delegated", "suspended"]
ArmEnd = Literal["passed", "refused", "abstained", "removed"]
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
    is asked for, `until`: to which day, or the day an item waits for. `work`: what a machine is to do, `called`: it has been
    handed to the other system. `watched`: something follows by rule when it is overdue (逾期处置), until it was `chased`.
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
    until: date | None = None
    suspended: Suspension | None = None
    work: MachineWork | None = None
    called: bool = False
    watched: bool = False
    chased: datetime | None = None

    @property
    def alarm(self) -> date | None:
        """The day on which it goes on by itself, or on which something follows from its being overdue: not on its last day."""
        if self.suspended:
            return self.suspended.until
        if self.due and (self.purpose == "machine" or (self.watched and self.chased is None)):
            return self.due + timedelta(days=1)
        return self.until if self.purpose == "wait" else None

    @property
    def handling(self) -> Handling:
        """Whether it waits for those it came to, for one of them who claimed it, for an opinion of somebody else, or rests."""
        if self.suspended:
            return "suspended"
        if self.lender:
            return "delegated"
        return "claimed" if self.group else "plain"

    @property
    def seq(self) -> int:
        """The event that opened it."""
        return int(self.key.partition(":")[0])


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did at one item, for the separation of hands and for “who and when”."""

    item: str
    step: str
    actor: Holder
    at: datetime
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Why an item needs nobody any more, through whose act, and when. `seq`: the event that says so."""

    item: str
    actor: Holder
    at: datetime
    why: Dropped
    seq: int


@dataclass(frozen=True, slots=True)
class Arm:
    """One branch of a fork (分支) or one seat of a step that several sign (席), and how it ended.

    `after`: the arms that must be done before it opens. Of an added signer (加签): the `adder`, whose seat `adds_to` is, and
    `who` was named. `weight` counts in a vote by share. `signer`: the person who spoke on the seat.
    """

    id: str
    weight: int = 1
    after: tuple[str, ...] = ()
    adds_to: str | None = None
    adder: Holder | None = None
    who: tuple[Holder, ...] = ()
    signer: str | None = None
    end: ArmEnd | None = None


@dataclass(frozen=True, slots=True)
class Fork:
    """The branches taken at a step, or the signers of one that several sign, and how those that are done ended."""

    step: str
    arms: tuple[Arm, ...]

    def with_arm(self, arm: str, **changes: object) -> "Fork":
        """The fork with one arm changed."""
        return replace(self, arms=tuple(replace(a, **changes) if a.id == arm else a for a in self.arms))  # type: ignore[arg-type]

    def arm(self, arm: str) -> Arm | None:
        """The arm of that id."""
        return next((a for a in self.arms if a.id == arm), None)

    def ended(self, how: ArmEnd) -> tuple[Arm, ...]:
        """The arms that ended so."""
        return tuple(arm for arm in self.arms if arm.end == how)

    @property
    def under_way(self) -> tuple[Arm, ...]:
        """The arms that are not done."""
        return tuple(arm for arm in self.arms if arm.end is None)

    @property
    def ready(self) -> tuple[Arm, ...]:
        """The arms that are not done and wait for no other one."""
        waiting = {arm.id for arm in self.under_way}
        return tuple(arm for arm in self.under_way if not waiting.intersection(arm.after))


@dataclass(frozen=True, slots=True)
class Detour:
    """An earlier step that is done again, after which the case comes straight `back`, and to the steps interrupted `also`."""

    step: str
    back: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy for reading (抄送): who may read the case under which hat, through whom, since when, and when it was read."""

    to: Holder
    by: Holder
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
    involved: tuple[str, ...] = ()
    drops: tuple[Drop, ...] = ()
    chosen: tuple[tuple[str, Holder], ...] = ()
    written: tuple[tuple[int, tuple[str, ...]], ...] = ()
    forks: tuple[Fork, ...] = ()
    papers: tuple[IssuedPaper, ...] = ()
    copies: tuple[Copy, ...] = ()
    repair: Repair | None = None
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
        """Who has signed the step in its present round, and how."""
        fork = self.fork(step)
        return {arm.signer: arm.end for arm in fork.arms if arm.signer and arm.end} if fork else {}

    def signer(self, step: str, seat: str) -> str | None:
        """Who has signed that seat in its present round."""
        fork = self.fork(step)
        arm = fork.arm(seat) if fork else None
        return arm.signer if arm else None

    def detour(self, step: str) -> Detour | None:
        """Where the case goes straight after this step, if it was sent back to it so."""
        return next((detour for detour in self.detours if detour.step == step), None)

    def changed_since(self, seq: int) -> set[str]:
        """The fields and materials that have been written after that event."""
        return {name for at, names in self.written if at > seq for name in names}

    @property
    def handlers(self) -> dict[str, None]:
        """The officials who have or had the case before them to act on, in that order; not those who were asked aside (协查)."""
        items = [item for item in (*self.closed, *self.items) if item.purpose not in ASIDE]
        holding = (holder.person for item in items for holder in (*item.holders, *item.group))
        keys = {item.key for item in items}
        acting = (deed.actor.person for deed in self.deeds if deed.item in keys)
        people = dict.fromkeys((*holding, *acting, *self.involved))
        for nobody in (self.applicant.person, SYSTEM.person):
            people.pop(nobody, None)
        return people

    @property
    def under_way(self) -> tuple[WorkItem, ...]:
        """What is open besides looking again at what is decided, and the duties that come from it."""
        return tuple(item for item in self.items if item.purpose not in ("spot_check", "duty"))

    def drop_of(self, item: str) -> Drop | None:
        """Why an item was closed without a deed."""
        return next((drop for drop in self.drops if drop.item == item), None)

    def deed_on(self, item: str) -> Deed | None:
        """What was done at an item that is closed."""
        return next((deed for deed in self.deeds if deed.item == item), None)
