"""How the case goes back (退回、补正、拿回): to an earlier step, to the applicant, and what is done anew then."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from matters.case.aggregate import Case
from matters.case.changing import all_closed, due_on, with_arm
from matters.case.deeds import Drop
from matters.case.events.base import LATER, Closing, ItemEvent, StepEvent
from matters.case.forks import Detour
from matters.case.values import ArmKey, ItemKey
from matters.language.route.demands import AfterDue
from matters.organisation.snapshot import Holder


class ReturnedToStep(Closing):
    """An earlier step is to be done again. 退回环节.

    `back`: the step that goes on straight afterwards (直达退回人), none when all run again (重走); `also`: steps in other
    branches that were interrupted and go on with it; `beside`: steps in other branches whose own straight way stays.
    """

    name: ClassVar[str] = "退回环节"
    type: Literal["returned_to_step"] = "returned_to_step"
    to: str
    back: str | None = None
    also: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        done = super().change(case)
        others = tuple(detour for detour in case.detours if detour.step != self.to)
        beside = tuple(detour for detour in others if detour.step in self.beside)
        detours = (*others, Detour(self.to, self.back, self.also)) if self.back else beside
        return done.replaced(detours=detours)


class TakenBack(ItemEvent):
    """The last decider takes the decision back before anybody has gone on from it. 拿回."""

    name: ClassVar[str] = "拿回"
    type: Literal["taken_back"] = "taken_back"
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        deeds = tuple(deed for deed in case.deeds if deed.item != self.item)
        drops = (*case.drops, Drop(self.item, self.actor, self.at, "taken_back", self.seq, self.behalf))
        return self.involve(case.replaced(deeds=deeds, drops=drops), self.place)


class Reopened(StepEvent):
    """Branches or seats of a step are under way again. 重新办理.

    They were returned to, taken back, or had signed what has changed since.
    """

    type: Literal["reopened"] = "reopened"
    arms: tuple[ArmKey, ...] = Field(min_length=1)

    def change(self, case: Case) -> Case:
        for arm in self.arms:
            case = with_arm(case, self.step, arm, signer=None, agent=None, end=None, silent=False)
        return case


class SupplementRequested(Closing):
    """submitted → supplementing; in_progress → supplementing. 补正告知、退回申请人.

    `resume`: the step that opens afterwards; `also`: steps in other branches that were interrupted and go on with it.
    `straight`: the step is the one that asked, and goes on where it stood (直达退回人). `due`: by when it must come where the
    matter limits it, `overdue`: what follows when it has not.
    """

    name: ClassVar[str] = "要求补正"
    tells: ClassVar[str] = "holder"
    type: Literal["supplement_requested"] = "supplement_requested"
    targets: tuple[str, ...] = Field(min_length=1)
    resume: str
    also: tuple[str, ...] = ()
    straight: bool = False
    holder: Holder
    due: Annotated[date | None, LATER] = None
    provisional: Annotated[bool, LATER] = False
    overdue: Annotated[AfterDue | None, LATER] = None
    paper: str | None = None

    @property
    def opens(self) -> ItemKey:
        """The item that waits since it."""
        return ItemKey(self.seq, self.resume)

    def change(self, case: Case) -> Case:
        done = super().change(case)
        asked = self.opening("supplement", holders=(self.holder,), overdue=self.overdue)
        detours = case.detours if self.straight else ()
        return done.replaced(
            items=(*done.items, asked),
            targets=self.targets,
            resume=self.resume,
            also=self.also,
            straight=self.straight,
            detours=detours,
            paused_at=self.at,
        )


class Lapsed(ItemEvent):
    """supplementing → withdrawn; in_progress → withdrawn. 逾期未办，视为撤回.

    What the applicant was to do had not come by its last day, and the matter takes that as the end.
    """

    name: ClassVar[str] = "申请人逾期未办，视为撤回"
    type: Literal["lapsed"] = "lapsed"
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return all_closed(case).replaced(paused_at=None, ended="withdrawn")


class LeftUndone(Closing):
    """What the applicant was to do has not been done by its last day, and the case goes on. 申请人逾期未办，按规定继续."""

    name: ClassVar[str] = "申请人逾期未办，按规定继续办理"
    type: Literal["left_undone"] = "left_undone"


class Supplemented(Closing):
    """supplementing → submitted; supplementing → in_progress. 补正. `wrote`: the fields and materials that say something else.

    `due`: of the case after the pause, where it was moved by this event and not by `ClockResumed`.
    """

    name: ClassVar[str] = "提交补正"
    type: Literal["supplemented"] = "supplemented"
    wrote: tuple[str, ...] = ()
    due: date | None = None
    provisional: bool = False

    def change(self, case: Case) -> Case:
        done = super().change(case)
        goes_on = done.replaced(paused_at=None, targets=(), resume=None, also=())
        return due_on(goes_on, self.due, self.provisional) if self.due else goes_on
