"""What is decided about the case (办理): from its filing to its end, with the papers."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from matters.case.aggregate import Case
from matters.case.changing import all_closed, due_on, item_of, waiting_for, with_arm, without
from matters.case.channel import Channel
from matters.case.deeds import IssuedPaper
from matters.case.events.base import LATER, Closing, EventBase
from matters.case.values import ItemKey, Origin
from matters.language.outcome import VALIDITY
from matters.organisation.snapshot import Holder


class Submitted(EventBase):
    """→ submitted. 提交. `origin`: the case that began it, where the system has filed it; `channel`: how the actor filed it for
    the applicant (代办、窗口登记); `period`: for which period it is, of a recurring report (周期性报送)."""

    name: ClassVar[str] = "提交申请"
    type: Literal["submitted"] = "submitted"
    matter: str
    definition: str
    applicant: Holder
    applicant_body: str
    owner_body: str
    organisation: int
    calendar: str
    origin: Origin | None = None
    channel: Annotated[Channel | None, LATER] = None
    period: Annotated[str, LATER] = ""

    @property
    def told(self) -> tuple[str, ...]:
        """In whose name somebody else has filed it."""
        return (self.applicant.person,) if self.origin or self.channel else ()


class ConcernedNamed(EventBase):
    """The form names other people whom the case is about than before, each by a field. 当事人."""

    type: Literal["concerned_named"] = "concerned_named"
    named: tuple[tuple[str, str], ...]

    def change(self, case: Case) -> Case:
        return case.replaced(concerned=self.named)


class Opinion(Closing):
    """What somebody says at a step, for its seat if several sign it."""

    def change(self, case: Case) -> Case:
        """The seat is signed by whose word it is, through the agent if one stood in."""
        item = item_of(case, self.item)
        done = super().change(case)
        agent = self.actor.person if self.behalf else None
        return with_arm(done, self.place, item.seat, signer=self.hat.person, agent=agent) if item.seat else done


class Abstained(Opinion):
    """A signer takes no side. 弃权. `wrote`: the fields filled in."""

    name: ClassVar[str] = "弃权"
    type: Literal["abstained"] = "abstained"
    wrote: Annotated[tuple[str, ...], LATER] = ()


class Accepted(Closing):
    """submitted → in_progress. 受理. `wrote`: the fields filled in. `due`: of the case, where its clock begins with it.

    `clock_apart`: it begins with an event of its own (起算).
    """

    name: ClassVar[str] = "受理"
    type: Literal["accepted"] = "accepted"
    wrote: tuple[str, ...] = ()
    paper: str | None = None
    tell: tuple[str, ...] = ()
    due: date | None = None
    provisional: bool = False
    clock_apart: Annotated[bool, LATER] = False

    def change(self, case: Case) -> Case:
        done = super().change(case).replaced(accepted_at=self.at)
        return done if self.clock_apart else due_on(done.replaced(started=self.at), self.due, self.provisional)


class AcceptanceRefused(Closing):
    """submitted → acceptance_refused. 不予受理. `wrote`: the fields filled in."""

    name: ClassVar[str] = "不予受理"
    type: Literal["acceptance_refused"] = "acceptance_refused"
    wrote: Annotated[tuple[str, ...], LATER] = ()
    paper: str | None = None
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        """What was owed since the filing is needed no more."""
        done = super().change(case)
        if done.late:
            done = without(done, done.late.key)
        return done.replaced(ended="acceptance_refused")


class Approved(Opinion):
    """The step's holder agrees. 同意. `wrote`: the fields filled in."""

    name: ClassVar[str] = "同意"
    type: Literal["approved"] = "approved"
    wrote: tuple[str, ...] = ()


class Rejected(Opinion):
    """The step's holder refuses. 不同意. `wrote`: the fields filled in."""

    name: ClassVar[str] = "不同意"
    type: Literal["rejected"] = "rejected"
    wrote: Annotated[tuple[str, ...], LATER] = ()


class Completed(Closing):
    """The work of a step is done and recorded. 承办完成. `wrote`: the fields filled in."""

    name: ClassVar[str] = "办理完成"
    type: Literal["completed"] = "completed"
    wrote: tuple[str, ...] = ()


class Decided(EventBase):
    """in_progress → decided. 决定; the result paper is owed.

    `valid_until`: the last day on which the result is good (有效期), `remind_on`: when whoever applied is told that it ends.
    """

    name: ClassVar[str] = "作出决定"
    type: Literal["decided"] = "decided"
    result: Literal["granted", "denied"]
    paper: str
    valid_until: Annotated[date | None, LATER] = None
    remind_on: Annotated[date | None, LATER] = None

    @property
    def opens(self) -> ItemKey | None:
        """What waits for the end of a result that is good for some time; nobody has anything to do about it."""
        return ItemKey(self.seq, VALIDITY) if self.valid_until else None

    def change(self, case: Case) -> Case:
        facts = {"result_paper": self.paper, "decided_at": self.at, "valid_until": self.valid_until}
        decided = case.replaced(result=self.result, **facts)
        if self.valid_until is None:
            return decided
        return waiting_for(decided, self.opening("validity", holders=(), until=self.remind_on, due=self.valid_until))


class PaperIssued(EventBase):
    """A paper is numbered, drawn and sealed. 文书出具. `row`: for which (一行一份); `due_by`: the event by which it was due."""

    name: ClassVar[str] = "出具文书"
    type: Literal["paper_issued"] = "paper_issued"
    paper: str
    document: str
    number: str
    digest: str
    issued_on: date
    tell: tuple[str, ...]
    row: Annotated[int | None, LATER] = None
    due_by: Annotated[int | None, LATER] = None

    def change(self, case: Case) -> Case:
        paper = IssuedPaper(self.paper, self.number, self.document, self.digest, self.row, self.due_by)
        return case.replaced(papers=(*case.papers, paper))


class Withdrawn(EventBase):
    """submitted → withdrawn; supplementing → withdrawn; in_progress → withdrawn. 撤回."""

    name: ClassVar[str] = "撤回"
    type: Literal["withdrawn"] = "withdrawn"
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        return all_closed(case).replaced(paused_at=None, ended="withdrawn")


class Concluded(EventBase):
    """decided → concluded. 办结. `paper`: the record of the whole handling, if the matter has one."""

    name: ClassVar[str] = "办结"
    type: Literal["concluded"] = "concluded"
    item: ItemKey | None = None
    result: Literal["granted", "denied"]
    paper: str | None = None
    tell: tuple[str, ...]

    @property
    def subject(self) -> ItemKey | None:
        """The item by which the result was handed over, if somebody did."""
        return self.item

    def change(self, case: Case) -> Case:
        done = self.close(case, self.item) if self.item else case
        return done.replaced(ended="concluded")
