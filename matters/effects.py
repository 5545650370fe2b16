"""What a machine owes after an event: number, drawing, seal and notice, each with a key derived from its event."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from matters.events import (
    AcceptanceRefused,
    Accepted,
    Concluded,
    Decided,
    Event,
    HoldersChanged,
    PaperIssued,
    StepOpened,
    SupplementRequested,
    Withdrawn,
)

Kind = Literal["number", "render", "seal", "notice"]
Topic = Literal[
    "new_task", "accepted", "acceptance_refused", "supplement_requested", "paper_issued", "withdrawn", "concluded"
]


class Effect(BaseModel):
    """Effect 事后动作: planned in the transaction of its event, done at most once. `to` are person ids."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    kind: Kind
    paper: str | None = None
    topic: Topic | None = None
    to: tuple[str, ...] = ()


def owed(event: Event) -> tuple[Effect, ...]:
    """The effects of one event in the order in which they are to be done. Keys are `<case>:<seq>:<kind>`."""
    match event:
        case StepOpened():
            return (_notice(event, "new_task", tuple(holder.person for holder in event.holders)),)
        case HoldersChanged():
            return (_notice(event, "new_task", event.tell),) if event.tell else ()
        case Accepted() | AcceptanceRefused():
            return _paper(event, event.paper) or (_notice(event, event.type, event.tell),)
        case SupplementRequested():
            return (*_paper(event, event.paper), _notice(event, "supplement_requested", (event.holder.person,)))
        case Decided():
            return _paper(event, event.paper)
        case Concluded():
            return (_notice(event, "concluded", event.tell), *_paper(event, event.paper))
        case PaperIssued() | Withdrawn():
            return (_notice(event, event.type, event.tell),)
        case _:
            return ()


def _paper(event: Event, paper: str | None) -> tuple[Effect, ...]:
    if paper is None:
        return ()
    kinds: tuple[Kind, ...] = ("number", "render", "seal")
    return tuple(Effect(key=f"{event.case_no}:{event.seq}:{kind}", kind=kind, paper=paper) for kind in kinds)


def _notice(event: Event, topic: Topic, to: tuple[str, ...]) -> Effect:
    key = f"{event.case_no}:{event.seq}:notice"
    return Effect(key=key, kind="notice", topic=topic, to=tuple(dict.fromkeys(to)))
