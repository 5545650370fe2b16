"""Passing an item on to another body (上报、转下级、转报), and the answer that comes back (答复). The due date stays."""

from matters.case.events.handing import CopySent
from matters.case.events.passing import PassedOn, Replied
from matters.case.items import WorkItem
from matters.case.values import Leg
from matters.commands.items import PassingOn, Reply
from matters.course.following import close_spoken_for
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NobodyFound, NotPossible
from matters.organisation.snapshot import Holder
from matters.verbs.reporting import found_now, there
from matters.who.other_bodies import ways


def pass_on(decision: Decision, command: PassingOn) -> Refusal | None:
    """Only to a body that the definition leads to from the holder's own, and where somebody may act."""
    item = decision.item(command.item)
    open_to = ways(decision.matter, decision.case, item, command.hat, decision.filed, decision.world)
    way = next((one for one in open_to if one.kind == command.kind and one.body == command.body), None)
    if way is None:
        why = "所选单位不在本环节可以转送的范围之内，或者暂无可以办理的人员，请另选单位"
        return NotPossible(action=decision.action, why=why)
    leg = Leg(kind=way.kind, by=command.hat, group=item.group, body=way.body, answers=way.answers, informs=way.informs)
    decision.tell(
        PassedOn, item=item.key, leg=leg, holders=way.holders, organisation=decision.world.organisation.version
    )
    return None


def reply(decision: Decision, command: Reply) -> Refusal | None:
    """The item is back with who asked, or with whoever acts there now."""
    item = decision.item(command.item)
    back = _back_to(decision, item)
    if isinstance(back, Refusal):
        return back
    decision.tell(Replied, item=item.key, to=back, organisation=decision.world.organisation.version)
    return close_spoken_for(decision, decision.seated(item.step)) if item.seat else None


def _back_to(decision: Decision, item: WorkItem) -> tuple[Holder, ...] | NobodyFound:
    asker = item.asker
    if asker and there(decision, asker):
        return (asker,)
    before = item.replaced(legs=item.legs_before, holders=(), group=(), lender=None, by_hand=False)
    found = found_now(decision, before)
    step = decision.matter.step(item.step)
    return found or NobodyFound(body="原转送单位", step=step.name)


def inform(decision: Decision, item: WorkItem) -> None:
    """Those who had reported the item up are told what was done in their place (办后知会)."""
    actor = decision.command.actor.person
    to = tuple(dict.fromkeys(leg.by for leg in item.legs if leg.informs and leg.by.person != actor))
    if to:
        decision.tell(CopySent, step=item.step, to=to)
