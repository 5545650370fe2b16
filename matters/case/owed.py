"""What a machine owes after an event: number, drawing, seal, notice, other cases; each with a key derived from its event."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from matters.case.effect_keys import EffectKey
from matters.case.effect_kinds import Kind
from matters.case.events import Event
from matters.case.events.automatic import MachineAsked, Revoked
from matters.case.events.children import (
    EndReported,
    FollowUpWanted,
    SubMattersDropped,
    SubMattersWanted,
)
from matters.case.events.deciding import (
    AcceptanceRefused,
    Accepted,
    Concluded,
    Decided,
)
from matters.case.events.extending import Extended
from matters.case.events.papers import PapersDue
from matters.case.events.returning import SupplementRequested
from matters.case.topics import topic_of
from matters.case.values import ChildKey, ItemKey


class Effect(BaseModel):
    """Effect 事后动作: planned in the transaction of its event, done at most once.

    `to` are person ids; `item`: of the step that asks a machine for it; `child`: the one it is about; `row`: of the table for
    each row of which there is a paper.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: EffectKey
    kind: Kind
    paper: str | None = None
    topic: str | None = None
    to: tuple[str, ...] = ()
    item: ItemKey | None = None
    child: ChildKey | None = None
    row: int | None = None

    @property
    def seq(self) -> int:
        """The event that owes it."""
        return self.key.seq


_OwesPaper = Accepted | AcceptanceRefused | SupplementRequested | Extended | Decided | Concluded | Revoked | PapersDue
_OF_A_PAPER: tuple[Kind, ...] = ("number", "render", "seal")


def owed(event: Event) -> tuple[Effect, ...]:
    """The effects of one event in the order in which they are to be done."""
    notice, paper = _notice(event), _paper(event)
    match event:
        case Accepted() | AcceptanceRefused():
            return paper or notice
        case SupplementRequested() | Extended():
            return (*paper, *notice)
        case _:
            return (*notice, *paper, *_machine(event), *_of_other_cases(event))


def _machine(event: Event) -> tuple[Effect, ...]:
    """The work that a step asks of a machine."""
    if not isinstance(event, MachineAsked):
        return ()
    return (_effect(event, event.work, item=event.opens),)


def _of_other_cases(event: Event) -> tuple[Effect, ...]:
    """What concerns the cases that this one begins, or the one that began it."""
    match event:
        case SubMattersWanted() | FollowUpWanted():
            rows = event.rows if isinstance(event, SubMattersWanted) else (0,)
            return tuple(_effect(event, "submatter", str(n), child=ChildKey(event.seq, n)) for n in rows)
        case SubMattersDropped():
            return tuple(_effect(event, "call_off", str(one), child=one) for one in event.running)
        case EndReported():
            return (_effect(event, "report_up"),)
        case _:
            return ()


def _paper(event: Event) -> tuple[Effect, ...]:
    """Number, drawing and seal of the paper that is issued on the event, where the definition has one; row by row of several."""
    if isinstance(event, PapersDue) and event.rows is not None:
        rows = range(event.rows)
        return tuple(_effect(event, kind, str(n), paper=event.paper, row=n) for n in rows for kind in _OF_A_PAPER)
    if not isinstance(event, _OwesPaper) or event.paper is None:
        return ()
    return tuple(_effect(event, kind, paper=event.paper) for kind in _OF_A_PAPER)


def _notice(event: Event) -> tuple[Effect, ...]:
    """One notice to all who are told of the event; none where there is nobody to tell."""
    topic, to = topic_of(event), tuple(dict.fromkeys(event.told))
    return (_effect(event, "notice", topic=topic.name, to=to),) if topic and to else ()


def _effect(event: Event, kind: Kind, which: str = "", **about: Any) -> Effect:  # noqa: ANN401 - checked by the model
    return Effect(key=EffectKey(event.case_no, event.seq, kind, which), kind=kind, **about)
