"""Who is concerned is told of last days that are near or past (逐级督促): each once, by the rule of the house."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial

from flows.cases.deciding import world_of
from flows.cases.walking import Walk
from flows.lateness.digest import tell_sums
from flows.lateness.lights import Lights, lights, stands_still
from flows.resources import Resources
from matters.calendar import day_text, local_day
from matters.case.aggregate import Case
from matters.case.fold import fold
from matters.case.items import Purpose, WorkItem
from matters.case.words import item_name
from matters.language.document import Definition
from matters.lateness import STAGES, Stage
from matters.who.colleagues import superiors, supervising, supervisors
from matters.world import World
from storage import cases
from storage.database import Session
from storage.notices import Message
from storage.overseeing import late_calls
from storage.overseeing.late_calls import LateCall, Nearing

# What nobody holds, or what is told of when its own day comes.
_BY_ITSELF: tuple[Purpose, ...] = ("wait", "validity", "machine", "sub_matter")
# What has a rule for the day after in every definition: of it the house only reminds before.
_OWN_RULE: tuple[Purpose, ...] = ("supplement", "duty", "late_materials")
_BY_STEP: tuple[Purpose, ...] = ("act", "inquiry", "own_part")

BATCH = 50  # told in one transaction of a tenth of a second
_ToTell = tuple[Nearing, tuple[Stage, ...]]  # a last day, with the stages that have come

_DAYS = Walk[_ToTell](logging.getLogger("once.lateness"), lambda one: f"办件 {one[0].case_no} 的期限督促出错")


def tell_late(resources: Resources) -> int:
    """Tell whoever is to be told of it today; returns of how many last days. Nothing is told on a day off.

    Two of these at once do no harm, and what a sweep has missed the next one makes up for, once. A fault of one is logged and
    does not keep the others waiting.
    """
    with resources.database.reading() as session:
        now = lights(session, resources)
        if not now.calendar.is_workday(now.today):
            return 0
        found = tuple(_to_tell(session, resources, now))
    return _DAYS.together(found, partial(_tell_all, resources), BATCH) + tell_sums(resources, now)


def _to_tell(session: Session, resources: Resources, now: Lights) -> Iterator[_ToTell]:
    """What the rule has come to since it was told last."""
    rule_of = cache(lambda body: now.rules.of(body, now.organisation))
    come = cache(lambda rule, due, told: rule.to_tell(due, now.today, now.calendar, told))
    until = now.calendar.add_working_days(now.today, now.rules.earliest).day
    for one in late_calls.nearing(session, until):
        stages = come(rule_of(one.owner_body), one.due, None if one.told is None else STAGES[one.told])
        if stages and _is_for_the_house(resources.definition(session, one.definition), one, now.today):
            yield one, stages


def _is_for_the_house(matter: Definition, one: Nearing, today: date) -> bool:
    """What has a rule of its own for what is late is only told of before; and what came today was told of just now."""
    if one.purpose in _BY_ITSELF:
        return False
    if today <= one.due:
        return local_day(one.since) < today
    if one.key is None or one.purpose not in _BY_STEP:
        return one.purpose not in _OWN_RULE
    step = matter.step(one.key.step)
    return not any(getattr(step, rule, None) for rule in ("overdue", "unanswered", "undone"))


def _tell_all(resources: Resources, some: Sequence[_ToTell]) -> int:
    """Of how many somebody was told. Read and told for all of them at once, without what people wrote."""
    with resources.database.transaction() as session:
        heads = {head.case_no: head for head in cases.find_all(session, {one.case_no for one, _ in some})}
        stories = cases.histories(session, [head.id for head in heads.values()])
        story_of = cache(lambda case_no: fold(stories[heads[case_no].id]))
        world = world_of(session, resources)
        told = [said for one in some if (said := _said(session, resources, one, story_of(one[0].case_no), world))]
        late_calls.note(session, [call for call, _ in told])
        resources.channel.tell_all(session, [message for _, message in told])
        return len(told)


def _said(
    session: Session, resources: Resources, to_tell: _ToTell, case: Case | None, world: World
) -> tuple[LateCall, Message] | None:
    (one, stages), matter = to_tell, resources.definition(session, to_tell[0].definition)
    if case is None or (items := _items(case, matter, one, world)) is None:
        return None
    to = tuple(dict.fromkeys(_people(case, matter, items, stages, world)))
    call = LateCall(one.about, one.due, STAGES.index(stages[-1]), world.now)
    return call, _message(matter, one, stages[-1], to, world)


def _items(case: Case, matter: Definition, one: Nearing, world: World) -> tuple[WorkItem, ...] | None:
    """Those whose last day it is still: the item, or of the whole case all that it waits for. None where nothing is late."""
    if one.key:
        item = case.item(one.key)
        return (item,) if item and item.due == one.due and not item.suspended else None
    gone = case.ended or case.due != one.due or stands_still(case, matter, world.now)
    return None if gone else case.under_way


def _people(
    case: Case, matter: Definition, items: Iterable[WorkItem], stages: tuple[Stage, ...], world: World
) -> Iterator[str]:
    """Who is told: those who have it, then the heads of their bodies, then whoever supervises them."""
    for item in items:
        yield from _of_item(case, matter, item, stages, world)
    if "head" in stages and not items:
        yield from (head.person for head in world.organisation.heads(case.owner_body, world.today))
    if "supervisor" in stages:
        yield from supervising((case.owner_body,), world)


def _of_item(case: Case, matter: Definition, item: WorkItem, stages: tuple[Stage, ...], world: World) -> Iterator[str]:
    holding = (*item.holders, *(waiting for waiting in (item.lender, item.asker) if waiting))
    yield from (holder.person for holder in holding)
    if "head" in stages:
        yield from (head.person for head in superiors(matter, case, item, world))
    if "supervisor" in stages:
        yield from supervisors(holding, world)


def _message(matter: Definition, one: Nearing, stage: Stage, to: tuple[str, ...], world: World) -> Message:
    due = day_text(one.due)
    called = f"{matter.name}（{one.case_no}）"
    limit = f"承诺办结期限（{due}）"
    if one.key and one.purpose:
        called += f"的环节“{item_name(one.purpose, matter.called(one.key.step), '申请人补正')}”"
        limit = f"办理期限（{due}）"
    near = stage == "before"
    text = f"{called}临近{limit}，请及时办理。" if near else f"{called}已超过{limit}，请尽快办理或者督促办理。"
    key = f"late:{one.about}:{one.due}:{stage}"
    return Message(key, to, one.case_no, "due_soon" if near else "late", text, world.now)
