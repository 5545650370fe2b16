"""The case (办件) as its events have made it: frozen, with a status that is computed and never set."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from matters.case.account import NO_TIME, Account
from matters.case.channel import AtWindow, ByMandate, Channel
from matters.case.deeds import Child, Copy, Deed, Drop, Involved, IssuedPaper, PaperOrder, Repair
from matters.case.forks import Arm, ArmEnd, Detour, Fork
from matters.case.frozen import Frozen
from matters.case.items import ASIDE, WorkItem
from matters.case.values import ArmKey, ChildKey, EntrySeen, EntryWritten, ItemKey, Origin, SeatKey
from matters.organisation.snapshot import SYSTEM, Holder

Ended = Literal["concluded", "acceptance_refused", "withdrawn", "terminated", "revoked"]
Status = Literal["submitted", "supplementing", "in_progress", "decided", Ended]
STATUS_NAMES: dict[Status, str] = {
    "submitted": "待受理",
    "supplementing": "待补正",
    "in_progress": "办理中",
    "decided": "已决定",
    "concluded": "已办结",
    "acceptance_refused": "不予受理",
    "withdrawn": "已撤回",
    "terminated": "已终止",
    "revoked": "决定已撤销",
}
ENDED: frozenset[Status] = frozenset(get_args(Ended))
UNDER_WAY: tuple[Status, ...] = tuple(status for status in STATUS_NAMES if status not in ENDED)


@dataclass(frozen=True)
class Case(Frozen):
    """Case 办件. Built by `evolve` alone.

    `paused_at`: since when the applicant has to supplement. `time`: the account of its time up to the last event; `due`: the
    last day by that account up to `counted`.
    `valid_until`: the last day on which the result is good (有效期); nothing where it has none.
    `jumped`: the event of the last mend that led the case elsewhere (跳转).
    `concerned`: whom it is about (当事人), by the field that names them.
    `filed_by`, `channel`: who has handed it in for the applicant, and how (代办、窗口登记); nobody where the applicant has.
    `period`: for which it is filed, of a recurring report (周期性报送).
    `written`: by event, the fields and materials that it changed; `involved`: people who had it before them besides those of
    its items and deeds.
    `orders`: what was due last of each paper that comes besides that of the result.
    `seen`: the entries of rosters (台账) that its form names; `entered`: those that its result has written.
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
    concerned: tuple[tuple[str, str], ...] = ()
    written: tuple[tuple[int, tuple[str, ...]], ...] = ()
    forks: tuple[Fork, ...] = ()
    papers: tuple[IssuedPaper, ...] = ()
    orders: tuple[PaperOrder, ...] = ()
    copies: tuple[Copy, ...] = ()
    origin: Origin | None = None
    filed_by: Holder | None = None
    channel: Channel | None = None
    period: str = ""
    end_reported: bool = False
    children: tuple[Child, ...] = ()
    repair: Repair | None = None
    jumped: int = 0
    urged: tuple[tuple[str, datetime], ...] = ()
    accepted_at: datetime | None = None
    started: datetime | None = None
    due: date | None = None
    provisional: bool = False
    counted: datetime | None = None
    extensions: tuple[int, ...] = ()
    time: Account = NO_TIME
    targets: tuple[str, ...] = ()
    resume: str | None = None
    also: tuple[str, ...] = ()
    straight: bool = False
    detours: tuple[Detour, ...] = ()
    paused_at: datetime | None = None
    result: Literal["granted", "denied"] | None = None
    result_paper: str | None = None
    decided_at: datetime | None = None
    seen: tuple[EntrySeen, ...] = ()
    entered: tuple[EntryWritten, ...] = ()
    valid_until: date | None = None
    ended: Ended | None = None

    @property
    def outcome(self) -> str | None:
        """How it ended: with which result it was concluded, or else in which way; nothing while it goes on."""
        return self.result if self.ended == "concluded" else self.ended

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

    @property
    def accounted(self) -> datetime:
        """Up to when its time is accounted for."""
        return self.time.spells[-1].to if self.time.spells else self.filed_at

    @property
    def agent(self) -> str | None:
        """Who applies for the applicant by mandate (代办). A clerk who wrote a filing down at the window applies for nobody."""
        return self.filed_by.person if self.filed_by and isinstance(self.channel, ByMandate) else None

    @property
    def at_window(self) -> bool:
        """Whether the applicant came to the window to file it (窗口登记): one visit."""
        return isinstance(self.channel, AtWindow)

    @property
    def applying(self) -> frozenset[str]:
        """The people on the side of the applicant."""
        return frozenset(filter(None, (self.applicant.person, self.agent)))

    @property
    def own(self) -> frozenset[str]:
        """The people whose own case it is, who applies and whom it is about: they have no say in it (回避)."""
        return self.applying.union(person for _, person in self.concerned)

    @property
    def entries(self) -> frozenset[str]:
        """The entries of rosters (台账) that it has chosen, or that its result has written."""
        return frozenset(one.entry for one in self.seen).union(one.entry for one in self.entered)

    def order_of(self, paper: str) -> PaperOrder | None:
        """What was due last of that paper, where it comes besides that of the result."""
        return next((order for order in self.orders if order.paper == paper), None)

    def in_force(self, paper: IssuedPaper) -> bool:
        """Whether the paper stands: no later round of its step has come to another one in its place."""
        order = self.order_of(paper.paper)
        return order is None or order.seq == paper.due_by

    def complete(self, order: PaperOrder) -> bool:
        """Whether all papers of the order are issued."""
        return sum(paper.due_by == order.seq for paper in self.papers) >= order.count

    @property
    def result_out(self) -> bool:
        """Whether all that tells the result is issued: its paper, and those of its rows."""
        issued = any(paper.paper == self.result_paper for paper in self.papers)
        return issued and all(self.complete(order) for order in self.orders if order.step is None)

    def item(self, key: ItemKey | None) -> WorkItem | None:
        """The open item of that key; none where nothing is named."""
        return next((item for item in self.items if item.key == key), None)

    def item_ever(self, key: ItemKey | None) -> WorkItem | None:
        """The item of that key, open or closed; none where nothing is named."""
        return self.item(key) or next((item for item in self.closed if item.key == key), None)

    def fork(self, step: str) -> Fork | None:
        """The fork at that step as it was taken last."""
        return next((fork for fork in self.forks if fork.step == step), None)

    def signed(self, step: str) -> dict[str, ArmEnd]:
        """Who has signed the step in its present round, and how; who stood in and in whose stead alike."""
        fork = self.fork(step)
        return {person: arm.end for arm in fork.arms if arm.end for person in arm.people} if fork else {}

    def arm(self, step: str, arm: ArmKey | None) -> Arm | None:
        """The branch or seat of a forked step in its present round; none where nothing is named."""
        fork = self.fork(step)
        return fork.arm(arm) if fork and arm else None

    def signer(self, step: str, seat: SeatKey) -> str | None:
        """Who has signed that seat in its present round."""
        arm = self.arm(step, seat)
        return arm.signer if arm else None

    def detour(self, step: str) -> Detour | None:
        """Where the case goes straight after this step, if it was sent back to it so."""
        return next((detour for detour in self.detours if detour.step == step), None)

    def child(self, key: ChildKey | None) -> Child | None:
        """The child of that key."""
        return next((child for child in self.children if child.key == key), None)

    def children_of(self, step: str) -> tuple[Child, ...]:
        """The children that count for the present round of the step."""
        return tuple(child for child in self.children if child.step == step and child.needed)

    def changed_since(self, seq: int) -> set[str]:
        """The fields and materials that have been written after that event."""
        return {name for at, names in self.written if at > seq for name in names}

    @property
    def officials(self) -> tuple[str, ...]:
        """Whoever has it before them now or has acted in it, but for the applicant: who is told that it is over."""
        waiting = (holder.person for item in self.items for holder in item.holders)
        acting = (person for deed in self.deeds for person in (deed.actor.person, deed.hat.person))
        return tuple(
            one for one in dict.fromkeys((*waiting, *acting)) if one not in (self.applicant.person, SYSTEM.person)
        )

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
    def affected(self) -> tuple[str, ...]:
        """Whom it concerns that something befalls the whole case: the applicant, and who holds anything of it."""
        holding = (holder.person for item in self.items for holder in item.holders)
        people = dict.fromkeys((self.applicant.person, *holding))
        people.pop(SYSTEM.person, None)
        return tuple(people)

    @property
    def under_way(self) -> tuple[WorkItem, ...]:
        """What is open besides looking again at what is decided, the duties that come from it, materials owed,
        and the end of what is good for some time."""
        return tuple(
            item for item in self.items if item.purpose not in ("spot_check", "duty", "late_materials", "validity")
        )

    @property
    def awaited(self) -> tuple[WorkItem, ...]:
        """What is open besides the end of a result that is good for some time: that is no work."""
        return tuple(item for item in self.items if item.purpose != "validity")

    @property
    def late(self) -> WorkItem | None:
        """The open item of the materials that are owed since the filing (先办后补)."""
        return next((item for item in self.items if item.purpose == "late_materials"), None)

    @property
    def aside(self) -> frozenset[str]:
        """The questions and duties of the case, and what is brought late: what is done there lies beside its handling."""
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

    def drop_of(self, item: ItemKey) -> Drop | None:
        """Why an item was closed without a deed."""
        return next((drop for drop in self.drops if drop.item == item), None)

    def deed_on(self, item: ItemKey) -> Deed | None:
        """What was done at an item that is closed."""
        return next((deed for deed in self.deeds if deed.item == item), None)
