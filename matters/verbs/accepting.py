"""What the acceptance desk does (受理、不予受理)."""

from matters.case.events.deciding import AcceptanceRefused, Accepted
from matters.commands.items import Accept, RefuseAcceptance
from matters.course.following import go_on
from matters.course.opening import due_facts
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.verbs.choosing import choose


def accept(decision: Decision, command: Accept) -> Refusal | None:
    step, tell = decision.item(command.item).step, (decision.case.applicant.person,)
    decision.learn(command.fills)
    clock = decision.matter.clock
    apart = clock is not None and clock.starts != "accepted"
    due = decision.due(clock.promised, clock.first_day == "same_day") if clock and not apart else None
    facts = {"wrote": tuple(command.fills), "paper": decision.paper("accepted"), "tell": tell, **due_facts(due)}
    decision.tell(Accepted, item=command.item, clock_apart=apart, **facts)
    return choose(decision, command.choices, "previous_actor") or go_on(decision, step)


def refuse_acceptance(decision: Decision, command: RefuseAcceptance) -> Refusal | None:
    decision.learn(command.fills)
    facts = {"wrote": tuple(command.fills), "tell": (decision.case.applicant.person,)}
    decision.tell(AcceptanceRefused, item=command.item, paper=decision.paper("acceptance_refused"), **facts)
    return None
