"""What a machine owes after an event: number, drawing, seal, notice, other cases; each with a key derived from its event."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from matters.case.effect_keys import EffectKey
from matters.case.effect_kinds import Kind
from matters.case.events import Event
from matters.case.events.automatic import MachineAsked, Revoked, SpotCheckOpened
from matters.case.events.children import (
    CalledOff,
    EndReported,
    FollowUpWanted,
    SubMatterFailed,
    SubMattersDropped,
    SubMattersWanted,
)
from matters.case.events.deciding import (
    AcceptanceRefused,
    Accepted,
    Concluded,
    Decided,
    PaperIssued,
    Submitted,
    Withdrawn,
)
from matters.case.events.flow import HoldersChanged, StepOpened
from matters.case.events.handing import (
    Advised,
    CopySent,
    Delegated,
    Discussed,
    Recalled,
    Released,
    SignerRemoved,
    Transferred,
    Urged,
)
from matters.case.events.inquiries import DutyOpened, MaterialsOverdue, MaterialsOwed
from matters.case.events.passing import PassedOn, Replied
from matters.case.events.pausing import Resumed, Suspended, SuspensionAsked, SuspensionRefused
from matters.case.events.repairing import HandedOver, RepairAsked, RepairDropped, Repaired
from matters.case.events.returning import SupplementRequested, TakenBack
from matters.case.events.ringing import WentOverdue
from matters.case.values import ItemKey

Topic = Literal[
    "new_task",
    "accepted",
    "acceptance_refused",
    "supplement_requested",
    "paper_issued",
    "withdrawn",
    "concluded",
    "advised",
    "recalled",
    "signer_removed",
    "taken_back",
    "copy_sent",
    "urged",
    "discussed",
    "suspended",
    "suspension_refused",
    "resumed",
    "repair_asked",
    "repair_dropped",
    "repaired",
    "filed_for_you",
    "sub_matter_failed",
    "called_off",
    "revoked",
    "released",
    "replied",
    "went_overdue",
    "materials_overdue",
]


class Effect(BaseModel):
    """Effect 事后动作: planned in the transaction of its event, done at most once.

    `to` are person ids; `item`: of the step that asks a machine for it; `child`: the key of the child it is about.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: EffectKey
    kind: Kind
    paper: str | None = None
    topic: Topic | None = None
    to: tuple[str, ...] = ()
    item: ItemKey | None = None
    child: str | None = None

    @property
    def seq(self) -> int:
        """The event that owes it."""
        return self.key.seq


# somebody has something to do now
_NEW_WORK = (
    StepOpened,
    SpotCheckOpened,
    DutyOpened,
    HoldersChanged,
    Transferred,
    Delegated,
    SuspensionAsked,
    HandedOver,
    PassedOn,
    MaterialsOwed,
)
# somebody is told of it
_TOLD = (
    PaperIssued,
    Withdrawn,
    Advised,
    Replied,
    CopySent,
    Recalled,
    SignerRemoved,
    TakenBack,
    Urged,
    Discussed,
    Suspended,
    SuspensionRefused,
    Resumed,
    RepairAsked,
    RepairDropped,
    Repaired,
    CalledOff,
    SubMatterFailed,
    Released,
    WentOverdue,
    MaterialsOverdue,
)


def owed(event: Event) -> tuple[Effect, ...]:
    """The effects of one event in the order in which they are to be done."""
    match event:
        case _ if isinstance(event, _NEW_WORK):
            return _notice(event, "new_task")
        case Accepted() | AcceptanceRefused():
            return _paper(event, event.paper) or _notice(event, event.type)
        case SupplementRequested():
            return (*_paper(event, event.paper), *_notice(event, "supplement_requested"))
        case Decided():
            return _paper(event, event.paper)
        case Concluded() | Revoked():
            return (*_notice(event, event.type), *_paper(event, event.paper))
        case _ if isinstance(event, _TOLD):
            return _notice(event, event.type)
        case _:
            return _machine(event) or _of_other_cases(event)


def _machine(event: Event) -> tuple[Effect, ...]:
    """The work that a step asks of a machine."""
    if not isinstance(event, MachineAsked):
        return ()
    return (_effect(event, event.work, item=event.opens),)


def _of_other_cases(event: Event) -> tuple[Effect, ...]:
    """What concerns the cases that this one begins, or the one that began it."""
    match event:
        case Submitted() if event.origin:
            return _notice(event, "filed_for_you")
        case SubMattersWanted() | FollowUpWanted():
            rows = event.rows if isinstance(event, SubMattersWanted) else (0,)
            return tuple(_effect(event, "submatter", str(n), child=f"{event.seq}.{n}") for n in rows)
        case SubMattersDropped():
            return tuple(_effect(event, "call_off", one, child=one) for one in event.running)
        case EndReported():
            return (_effect(event, "report_up"),)
        case _:
            return ()


def _paper(event: Event, paper: str | None) -> tuple[Effect, ...]:
    if paper is None:
        return ()
    kinds: tuple[Kind, ...] = ("number", "render", "seal")
    return tuple(_effect(event, kind, paper=paper) for kind in kinds)


def _notice(event: Event, topic: Topic) -> tuple[Effect, ...]:
    """One notice to all who are told of the event; none where there is nobody to tell."""
    to = tuple(dict.fromkeys(event.told))
    return (_effect(event, "notice", topic=topic, to=to),) if to else ()


def _effect(event: Event, kind: Kind, which: str = "", **about: Any) -> Effect:  # noqa: ANN401 - checked by the model
    return Effect(key=EffectKey(event.case_no, event.seq, kind, which), kind=kind, **about)
