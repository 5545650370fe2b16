"""What the acceptance desk does (受理、不予受理)."""

from matters.case.events.deciding import AcceptanceRefused, Accepted
from matters.commands.items import Accept, RefuseAcceptance
from matters.course.following import go_on
from matters.course.opening import due_facts
from matters.engine.telling import Telling
from matters.errors.base import Refusal
from matters.language.due_dates import due_date
from matters.verbs.choosing import choose


def accept(telling: Telling, command: Accept) -> Refusal | None:
    clock, world = telling.matter.clock, telling.world
    same_day = clock is not None and clock.first_day == "same_day"
    due = due_date(clock.promised, world.now, world.calendar, same_day) if clock else None
    step, tell = telling.item(command.item).step, (telling.case.applicant.person,)
    telling.learn(command.fills)
    facts = {"wrote": tuple(command.fills), "paper": telling.paper("accepted"), "tell": tell, **due_facts(due)}
    telling.tell(Accepted, item=command.item, **facts)
    return choose(telling, command.choices, "previous_actor") or go_on(telling, step)


def refuse_acceptance(telling: Telling, command: RefuseAcceptance) -> Refusal | None:
    tell = (telling.case.applicant.person,)
    telling.tell(AcceptanceRefused, item=command.item, paper=telling.paper("acceptance_refused"), tell=tell)
    return None
