"""The paper that an act would bring, before it is done (预览): by the code that issues it, but marked, unsealed, without number.

The act is decided without telling anybody: no number is allotted, no effect planned, nothing kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from flows.cases import around, booking
from flows.cases.composing import Issue, compose, issuers_of
from flows.cases.deciding import Opened, world_of
from flows.documents.paper import DrawnPaper
from flows.resources import Resources
from matters.case.events import Event
from matters.case.fold import evolve
from matters.case.owed import Effect, owed
from matters.commands.base import OnItem
from matters.errors.base import Refusal
from matters.lifecycle import decide
from matters.world import World
from storage.cases import Written
from storage.database import Session
from storage.people import proxies


def foreseen(
    session: Session, resources: Resources, opened: Opened, command: OnItem, written: Mapping[str, Any]
) -> tuple[str, DrawnPaper] | Refusal | None:
    """The first paper that the act would bring, by its id and as facts; why it would be refused; nothing where it brings none."""
    world = _world(session, resources, opened, command, written)
    events = decide(opened.matter, opened.case, opened.filed, command, world)
    if isinstance(events, Refusal):
        return events
    then = next(_owing(opened, events, written), None)
    return (then[1].paper or "", _composed(session, resources, *then, world)) if then else None


def _world(
    session: Session, resources: Resources, opened: Opened, command: OnItem, written: Mapping[str, Any]
) -> World:
    """As for the act itself, but nothing is locked for it."""
    agent = command.actor.person if command.behalf else None
    given = proxies.of_agent(session, agent, resources.today) if agent else ()
    answers = written.get("answers", opened.filed.answers)
    world = world_of(session, resources, given)
    return around.look_up(session, resources, world, opened.matter, answers, (opened.head.id, opened.case))


def _owing(opened: Opened, events: Sequence[Event], written: Mapping[str, Any]) -> Iterator[tuple[Opened, Effect]]:
    """The case as it would stand after each of the events that owes a paper, and which."""
    said = (*opened.written, Written(events[0].seq, dict(written), "", intact=True)) if events else opened.written
    for number, event in enumerate(events, 1):
        for effect in owed(event):
            if effect.kind == "render" and effect.paper:
                told = (*opened.events, *events[:number])
                case = reduce(evolve, events[:number], opened.case)
                yield replace(opened, events=told, case=case, written=said), effect


def _composed(session: Session, resources: Resources, opened: Opened, effect: Effect, world: World) -> DrawnPaper:
    """With today's day and names, and nothing to find it by: it is no document."""
    assert opened.matter.outcome is not None
    template = opened.matter.outcome.paper(effect.paper or "")
    issue = Issue(
        number="",
        issuers=issuers_of(opened, template, world),
        fixed={"issued_on": resources.today.isoformat(), "document_id": "preview"},
        organisation=world.organisation,
        resources=booking.resource_names(session, opened.matter, opened.answers),
        note=resources.installation(session).note,
        row=effect.row,
    )
    return compose(opened, template, issue, "")
