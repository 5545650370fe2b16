"""What machines do at a step (自动办理): check rules, ask a register, call another system; and who takes over from them."""

from matters.case.events.automatic import AskedAgain, CalledOut, LookedUp, MachineFailed, RulesChecked, SpotCheckOpened
from matters.case.items import WorkItem
from matters.case.values import ItemKey, MachineFault, MachineWork
from matters.commands.items import Accept, Approve, ReportFailure, RunAgain
from matters.commands.reports import CheckRules, RecordCall, RecordLookUp, ReportFault
from matters.course.following import go_on
from matters.course.opening import ask_machine, ask_people, due_facts, wait_for
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.filing.checking import fill_problems, left_out
from matters.filing.slots import lost
from matters.language.branches import instant_of
from matters.language.quantities import filled
from matters.language.rights import rights_of
from matters.language.route.by_itself import Automatic
from matters.language.route.machines import Instant, OutsideCall, Rule, RuleCheck, SpotCheck
from matters.language.route.steps import Acceptance as AcceptStep
from matters.language.route.steps import HumanStep, Step
from matters.organisation.snapshot import Holder
from matters.verbs import accepting, deciding
from matters.who.actors import holders, stand_ins


def check_rules(decision: Decision, command: CheckRules) -> Refusal | None:
    """All rules hold: the step passes, or the machine does it at once (秒批). Else people do it."""
    item = _asked(decision, command.item, "rule_check")
    if item is None:
        return None
    step, answers, today = decision.matter.step(item.step), decision.filed.answers, decision.world.today
    rules = enumerate(_rules(step), start=1)
    failed = tuple(n for n, rule in rules if not rule.holds.met(answers, today))
    instant = instant_of(step)
    if instant:
        return _at_once(decision, item, instant, command.lot, failed)
    _tell_checked(decision, item, failed, acts=False)
    return _take_over(decision, step) if failed else go_on(decision, step.id)


def _at_once(decision: Decision, item: WorkItem, instant: Instant, lot: int, failed: tuple[int, ...]) -> Refusal | None:
    """The machine acts unless a rule fails, a booking is lost, or nobody is there for the second look that the lot demands."""
    step = decision.matter.step(item.step)
    check = _drawn(instant, lot)
    checkers = _checkers(decision, check) if check else ()
    gone = lost(decision.matter, decision.filed.answers, decision.world)  # people find another
    acts = not (failed or gone or _owes(decision, step) or (check and not checkers))
    _tell_checked(decision, item, failed, acts=acts)
    refusal = _act(decision, item, step) if acts else _take_over(decision, step)
    if check and acts and not refusal:
        _look_again(decision, step, check, checkers)
    return refusal


def _owes(decision: Decision, step: Step) -> bool:
    """Whether the step has something to be filled in this case, which takes a hand."""
    said, today = decision.filed.answers, decision.world.today
    return any(left_out(decision.matter, rights_of(step), said, today, agreeing=True))


def _drawn(instant: Instant, lot: int) -> SpotCheck | None:
    """The spot check, if the lot falls on this case."""
    check = instant.spot_check
    return check if check and lot < check.of_hundred else None


def _tell_checked(decision: Decision, item: WorkItem, failed: tuple[int, ...], *, acts: bool) -> None:
    decision.tell(RulesChecked, item=item.key, edition=decision.matter.edition.version, failed=failed, acts=acts)


def _rules(step: Step) -> tuple[Rule, ...]:
    instant = instant_of(step)
    if instant:
        return instant.rules
    return step.work.rules if isinstance(step, Automatic) and isinstance(step.work, RuleCheck) else ()


def _act(decision: Decision, item: WorkItem, step: Step) -> Refusal | None:
    """As the people of the step would, in nobody's name."""
    said = {"actor": decision.command.actor, "item": item.key, "expected_version": item.version}
    if isinstance(step, AcceptStep):
        return accepting.accept(decision, Accept(**said))
    return deciding.approve(decision, Approve(**said))


def _checkers(decision: Decision, check: SpotCheck) -> tuple[Holder, ...]:
    found = holders(check.who, decision.parties, decision.world)
    return tuple(holder for holder in found if holder.person not in decision.case.own)


def _look_again(decision: Decision, step: Step, check: SpotCheck, checkers: tuple[Holder, ...]) -> None:
    due = decision.due(check.limit)
    decision.tell(SpotCheckOpened, step=step.id, holders=checkers, **due_facts(due), **decision.resolved)


def record_look_up(decision: Decision, command: RecordLookUp) -> Refusal | None:
    """The answer fills what the step says; one that does not fit the form is none."""
    item = _asked(decision, command.item, "look_up")
    step = decision.matter.step(item.step) if item else None
    if item is None or not isinstance(step, Automatic):
        return None
    wrong = any(fill_problems(decision.matter, command.answers, step.rights.edit, decision.world, decision.parties))
    if wrong or not all(filled(command.answers.get(name)) for name in step.rights.required):
        return give_up(decision, item, "not_found")
    decision.learn(command.answers)
    decision.tell(LookedUp, item=item.key, interface=getattr(step.work, "interface", ""), wrote=tuple(command.answers))
    return go_on(decision, step.id)


def record_call(decision: Decision, command: RecordCall) -> Refusal | None:
    """The other system has it; its robot reports on the item."""
    item = _asked(decision, command.item, "outside_call")
    step = decision.matter.step(item.step) if item else None
    if item and isinstance(step, Automatic) and isinstance(step.work, OutsideCall):
        decision.tell(CalledOut, item=item.key, system=step.work.system)
    return None


def report_fault(decision: Decision, command: ReportFault) -> Refusal | None:
    """The machine has tried in vain."""
    item = decision.case.item(command.item)
    return give_up(decision, item, command.why) if item and item.purpose == "machine" else None


def report_failure(decision: Decision, command: ReportFailure) -> Refusal | None:
    """The other system says that it cannot do it."""
    return give_up(decision, decision.item(command.item), "reported")


def give_up(decision: Decision, item: WorkItem, why: MachineFault) -> Refusal | None:
    """A person takes over."""
    decision.tell(MachineFailed, item=item.key, why=why)
    return _take_over(decision, decision.matter.step(item.step))


def run_again(decision: Decision, command: RunAgain) -> Refusal | None:
    """The machine tries once more; whatever it did before, this is a new item."""
    step = decision.matter.step(decision.item(command.item).step)
    if not isinstance(step, Automatic):
        raise ValueError(f"{step.kind} is no machine's step")
    decision.tell(AskedAgain, item=command.item)
    asked = ask_machine(decision, step)
    return asked if isinstance(asked, Refusal) else None


def _take_over(decision: Decision, step: Step) -> Refusal | None:
    if isinstance(step, HumanStep):
        asked = ask_people(decision, step)
        return asked if isinstance(asked, Refusal) else None
    if not isinstance(step, Automatic):
        raise ValueError(f"{step.kind} is no machine's step")
    found = stand_ins(step, decision.parties, decision.world)
    if isinstance(found, Refusal):
        return found
    wait_for(decision, step, found)
    return None


def _asked(decision: Decision, key: ItemKey, work: MachineWork) -> WorkItem | None:
    """The item, if it still waits for that; a machine that comes late has no news."""
    item = decision.case.item(key)
    return item if item and item.work == work else None
