"""What is left to machines must be theirs to do: events somebody reports, instant acts that need nobody's hand or judgement."""

from collections.abc import Iterator

from matters.language.branches import instant_of
from matters.language.document import Definition
from matters.language.places import place_of
from matters.language.route.by_itself import Automatic, Wait
from matters.language.route.machines import Instant, OutsideCall
from matters.language.route.steps import Decide, HumanStep, walk
from matters.language.route.who import ByChoice
from matters.linter.finding import Finding, error


def reported_events(matter: Definition) -> Iterator[Finding]:
    """An outside event is reported by the robot of another system; a day needs nobody."""
    for step in walk(matter.steps):
        if isinstance(step, Wait) and (step.for_event is None) != (step.robot is None):
            message = f"“{step.name}”等待外部事件时须写明由哪个系统的账号（robot）报告，等待日期时不写。请更正。"
            yield error("event_reporter", place_of(matter, step), message)


def calls_in_time(matter: Definition) -> Iterator[Finding]:
    """Another system that never reports would hold the case for ever."""
    for step in walk(matter.steps):
        if isinstance(step, Automatic) and isinstance(step.work, OutsideCall) and step.limit is None:
            message = f"“{step.name}”交外部系统办理，须写明期限；逾期未报告的转人工办理。请写明 limit。"
            yield error("call_without_limit", place_of(matter, step), message)


def instant_acts(matter: Definition) -> Iterator[Finding]:
    """A machine writes no fields, chooses nobody and sees nobody; what it decides is looked at again, by lot (抽检)."""
    steps = walk(matter.steps)
    chosen = any(
        isinstance(step, HumanStep) and isinstance(step.who, ByChoice) and step.who.chooser == "previous_actor"
        for step in steps
    )
    for step in steps:
        instant = instant_of(step)
        if instant is None or not isinstance(step, HumanStep):
            continue
        if step.rights.required or step.on_site or chosen:
            message = f"“{step.name}”须由人填写、选定或到场，不能由系统即办。请删去 instant，或去掉这些要求。"
            yield error("instant_needs_hand", (*place_of(matter, step), "instant"), message)
        yield from _spot_check(matter, step, instant)


def instant_proofs(matter: Definition) -> Iterator[Finding]:
    """Where a machine acts nobody is there to prove who they are."""
    for step in walk(matter.steps):
        if instant_of(step) and isinstance(step, HumanStep) and step.identity_check == "always":
            message = f"“{step.name}”由系统即办时没有人可以确认身份。请删去 identity_check，或删去 instant。"
            yield error("instant_proves_nobody", (*place_of(matter, step), "identity_check"), message)


def _spot_check(matter: Definition, step: HumanStep, instant: Instant) -> Iterator[Finding]:
    decides = isinstance(step, Decide)
    if decides and instant.spot_check is None:
        message = f"“{step.name}”由系统作出的决定须按比例抽检。请写明 spot_check。"
        yield error("instant_unchecked", (*place_of(matter, step), "instant"), message)
    if not decides and instant.spot_check:
        message = f"只有决定可以抽检和撤销。请删去“{step.name}”的 spot_check。"
        yield error("instant_unchecked", (*place_of(matter, step), "instant", "spot_check"), message)
