"""Other matters that a case begins (子事项、后续事项): wanted, begun, ended; and what a begun case tells the one it came from."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from matters.case.aggregate import Case
from matters.case.changing import all_closed
from matters.case.deeds import Child
from matters.case.events.base import LATER, Closing, EventBase, Opening, StepEvent
from matters.case.values import ChildEnd, ChildKey
from matters.organisation.snapshot import Holder


def with_child(case: Case, key: ChildKey, **changes: Any) -> Case:  # noqa: ANN401 - fields of a child
    """The case with one of those that it has begun changed."""
    return case.replaced(children=tuple(c.replaced(**changes) if c.key == key else c for c in case.children))


class SubMattersWanted(Opening):
    """A step waits for other matters to be begun, for these rows. 发起子事项. `keeps`: children of earlier rounds that stand.

    `filers`: where each is filed in another name (派发), in whose, by the order of the rows.
    """

    name: ClassVar[str] = "发起子事项"
    type: Literal["sub_matters_wanted"] = "sub_matters_wanted"
    matter: str
    applicant: Holder
    rows: tuple[int, ...]
    keeps: tuple[ChildKey, ...] = ()
    organisation: int
    filers: Annotated[tuple[Holder, ...], LATER] = ()

    def change(self, case: Case) -> Case:
        """The step waits for those that are wanted now and those that stand; any other of it counts no more."""
        waiting = self.opening("sub_matter", holders=())
        before = tuple(
            child.replaced(needed=False) if child.step == self.step and child.key not in self.keeps else child
            for child in case.children
        )
        filers = self.filers or (self.applicant,) * len(self.rows)
        named = zip(self.rows, filers, strict=True)
        wanted = tuple(Child(ChildKey(self.seq, row), self.step, self.matter, filer) for row, filer in named)
        return case.replaced(items=(*case.items, waiting), children=(*before, *wanted))


class FollowUpWanted(EventBase):
    """The next matter of the chain is to be begun. 发起后续事项."""

    name: ClassVar[str] = "发起后续事项"
    type: Literal["follow_up_wanted"] = "follow_up_wanted"
    matter: str
    applicant: Holder

    def change(self, case: Case) -> Case:
        return case.replaced(children=(*case.children, Child(ChildKey(self.seq, 0), "", self.matter, self.applicant)))


class SubMatterBegun(StepEvent):
    """A child has been filed. 子事项已发起. `step`: empty for the next link of a chain."""

    name: ClassVar[str] = "已发起"
    type: Literal["sub_matter_begun"] = "sub_matter_begun"
    child: ChildKey
    child_case: str

    def change(self, case: Case) -> Case:
        return with_child(case, self.child, case_no=self.child_case)


class SubMatterFailed(StepEvent):
    """A child could not be filed; the reason is in writing. 子事项未能发起. `tell`: who is to file it by hand."""

    name: ClassVar[str] = "未能发起"
    type: Literal["sub_matter_failed"] = "sub_matter_failed"
    child: ChildKey
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return with_child(case, self.child, failed=True)


class SubMatterEnded(StepEvent):
    """A child has come to its end. 子事项办结. `number`: of its result paper; `wrote`: the own fields it has changed."""

    name: ClassVar[str] = "子事项办结"
    type: Literal["sub_matter_ended"] = "sub_matter_ended"
    child: ChildKey
    how: ChildEnd
    number: str | None = None
    wrote: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return with_child(case, self.child, end=self.how, ended_by=self.seq, number=self.number)


class SubMattersDone(Closing):
    """Nothing is waited for at the step any more. 子事项办妥."""

    type: Literal["sub_matters_done"] = "sub_matters_done"


class SubMattersDropped(EventBase):
    """Children that nobody needs any more. 不再需要子事项. `running`: those of them whose case is under way, to be called off."""

    name: ClassVar[str] = "不再需要子事项"
    type: Literal["sub_matters_dropped"] = "sub_matters_dropped"
    children: tuple[ChildKey, ...] = Field(min_length=1)
    running: tuple[ChildKey, ...] = ()

    def change(self, case: Case) -> Case:
        for key in self.children:
            case = with_child(case, key, needed=False)
        return case


class BegunAgain(Closing):
    """Whoever has taken over has the children begun again that failed or were refused. 重新发起."""

    name: ClassVar[str] = "重新发起"
    type: Literal["begun_again"] = "begun_again"


class CalledOff(EventBase):
    """→ withdrawn: the case that began this one does not need it any more. 随主办件撤回."""

    name: ClassVar[str] = "随主办件撤回"
    type: Literal["called_off"] = "called_off"
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return all_closed(case).replaced(paused_at=None, ended="withdrawn")


class EndedWithout(StepEvent):
    """→ terminated: a sub-matter it cannot do without was withdrawn before it was decided. 因子事项撤回而终止."""

    name: ClassVar[str] = "因子事项撤回而终止"
    type: Literal["ended_without"] = "ended_without"
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return all_closed(case).replaced(paused_at=None, ended="terminated")


class EndReported(EventBase):
    """A case that was begun by another one has ended, which the other is to be told. 报告主办件."""

    type: Literal["end_reported"] = "end_reported"

    def change(self, case: Case) -> Case:
        return case.replaced(end_reported=True)
