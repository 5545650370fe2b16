"""A decision in the making: its events in order, and the case they make so far."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from matters.calendar import DueDate
from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.events.base import EventBase
from matters.case.events.course import ItemsClosed
from matters.case.filed import Filed
from matters.case.fold import evolve
from matters.case.items import WorkItem
from matters.case.values import Conflict, Dropped, ItemKey
from matters.commands.acts import ACT_OF
from matters.commands.base import Command, OnItem
from matters.engine.transitions import OFFERED
from matters.filing.asked import completed
from matters.language.clock import Limit
from matters.language.document import Definition
from matters.language.due_dates import due_date, limit_in
from matters.language.outcome import Occasion
from matters.language.route.steps import Seated
from matters.organisation.snapshot import SYSTEM
from matters.who.actors import conflict_of
from matters.who.parties import Parties, parties_of
from matters.world import World


class Decision:
    """One decision: its events as they are told, with the case they make so far and what it says by then."""

    def __init__(self, matter: Definition, case: Case | None, filed: Filed, command: Command, world: World) -> None:
        self.matter = matter
        self.command = command
        self.filed = completed(matter, filed, world.today)
        self.world = world
        self.events: list[Event] = []
        self._case = case
        self._noted = _conflict(matter, case, command)

    @property
    def case(self) -> Case:
        """The case after what has been told."""
        if self._case is None:
            raise ValueError("nothing told yet")
        return self._case

    @property
    def action(self) -> str:
        """What people call the act that is decided on."""
        return ACT_OF[type(self.command)].name

    def item(self, key: ItemKey | None) -> WorkItem:
        """The open item of that key; the guards have seen it."""
        item = self.case.item(key)
        if item is None:
            raise ValueError(f"no open item {key}")
        return item

    def seated(self, step_id: str) -> Seated:
        """The step of that id, in which several may take part."""
        step = self.matter.step(step_id)
        if not isinstance(step, Seated):
            raise ValueError(f"nobody sits at {step.kind}")
        return step

    def due(self, limit: Limit | None, same_day: bool = False) -> DueDate | None:
        """The last day of a limit that begins now, by what the case says; none without one."""
        if limit is None:
            return None
        now, calendar = self.world.now, self.world.calendar
        return due_date(limit_in(limit, self.filed.answers, self.world.today), now, calendar, same_day)

    def tell(self, kind: type[EventBase], **facts: Any) -> None:  # noqa: ANN401 - facts of any event
        """One more event; what the actor wrote belongs to the first, and the note of a conflict of interest."""
        self._tell(kind, {"actor": self.command.actor, "behalf": self.command.behalf}, facts)

    def rule(self, kind: type[EventBase], **facts: Any) -> None:  # noqa: ANN401 - facts of any event
        """One more event that nobody does: it follows by rule, and carries no person's name."""
        self._tell(kind, {"actor": SYSTEM}, facts)

    def _tell(self, kind: type[EventBase], who: dict[str, Any], facts: dict[str, Any]) -> None:
        facts = self._telling_agent(facts)
        seq = self._case.seq + 1 if self._case else 1
        case_no = self._case.case_no if self._case else facts.pop("case_no")
        said = "" if self.events else self.command.said
        noted = None if self.events else self._noted
        event: Any = kind(case_no=case_no, seq=seq, at=self.world.now, said=said, noted=noted, **who, **facts)
        self.events.append(event)
        self._case = evolve(self._case, event)

    def _telling_agent(self, facts: dict[str, Any]) -> dict[str, Any]:
        """What the applicant is told, who applied by mandate (代办) is told as well."""
        case, told = self._case, facts.get("tell", ())
        if case is None or case.agent is None or case.applicant.person not in told:
            return facts
        return {**facts, "tell": tuple(dict.fromkeys((*told, case.agent)))}

    def prove(self, at: datetime) -> None:
        """Note with the act when its actor had last proved who they are."""
        self.events[0] = self.events[0].model_copy(update={"proven": at})

    def close(self, items: Iterable[WorkItem], why: Dropped) -> None:
        """Nobody is needed any more at these items; told once for all of them, and not at all for none."""
        keys = tuple(item.key for item in items)
        if keys:
            self.tell(ItemsClosed, items=keys, why=why)

    def learn(self, answers: Mapping[str, Any]) -> None:
        """What the actor has just answered: the steps that follow are chosen and staffed by it."""
        if answers:
            self.filed = completed(self.matter, self.filed.saying(answers), self.world.today)

    def paper(self, occasion: Occasion) -> str | None:
        """The paper the matter issues on that occasion, if it has one."""
        paper = self.matter.outcome.paper_on(occasion) if self.matter.outcome else None
        return paper.id if paper else None

    @property
    def parties(self) -> Parties:
        """Who the case is between."""
        return parties_of(self.matter, self.case, self.filed)

    @property
    def resolved(self) -> dict[str, Any]:
        """The versions that what is resolved now was resolved in."""
        return {"organisation": self.world.organisation.version, "calendar": self.world.calendar.version}


def _conflict(matter: Definition, case: Case | None, command: Command) -> Conflict | None:
    """The conflict of interest in which an item is brought on; where it forbids that, the guards have refused the command."""
    item = case.item(command.item) if case and isinstance(command, OnItem) else None
    if (
        case is None
        or item is None
        or item.purpose != "act"
        or type(command) not in OFFERED.get(matter.step(item.step).kind, ())
    ):
        return None
    found = (conflict_of(hat, item.step, case.deeds) for hat in command.hats)
    return next((conflict for conflict in found if conflict), None)
