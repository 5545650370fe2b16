"""Who is concerned is told of last days that are near or past (逐级督促): each once, by the rule of the house."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from flows.cases.deciding import Opened, open_case, world_of
from flows.lateness.digest import tell_sums
from flows.lateness.lights import Lights, lights, stands_still
from flows.resources import Resources
from matters.calendar import day_text, local_day
from matters.case.items import Purpose, WorkItem
from matters.case.words import item_name
from matters.language.document import Definition
from matters.lateness import STAGES, Stage
from matters.who.colleagues import superiors, supervising, supervisors
from matters.world import World
from storage.collisions import CollisionError
from storage.database import Session
from storage.notices import Message
from storage.overseeing import late_calls
from storage.overseeing.late_calls import Nearing

# What nobody holds, or what is told of when its own day comes.
_BY_ITSELF: tuple[Purpose, ...] = ("wait", "validity", "machine", "sub_matter")
# What has a rule for the day after in every definition: of it the house only reminds before.
_OWN_RULE: tuple[Purpose, ...] = ("supplement", "duty", "late_materials")
_BY_STEP: tuple[Purpose, ...] = ("act", "inquiry", "own_part")

log = logging.getLogger("once.lateness")


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
    told = sum(_guarded(resources, one, stages) for one, stages in found)
    return told + tell_sums(resources, now)


def _to_tell(session: Session, resources: Resources, now: Lights) -> Iterator[tuple[Nearing, tuple[Stage, ...]]]:
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


def _guarded(resources: Resources, one: Nearing, stages: tuple[Stage, ...]) -> bool:
    try:
        return _tell(resources, one, stages)
    except CollisionError:
        return False  # another process has told it meanwhile
    except Exception:
        log.exception("办件 %s 的期限督促出错", one.case_no)
        return False


def _tell(resources: Resources, one: Nearing, stages: tuple[Stage, ...]) -> bool:
    """One last day in one transaction; false where it is none any more, or its clock stands still."""
    with resources.database.transaction() as session:
        opened, world = open_case(session, resources, one.case_no), world_of(session, resources)
        items = _items(opened, one, world) if opened else None
        if opened is None or items is None:
            return False
        late_calls.note(session, one.about, one.due, STAGES.index(stages[-1]), world.now)
        to = tuple(dict.fromkeys(_people(opened, items, stages, world)))
        resources.channel.tell(session, _message(opened, one, stages[-1], to, world))
        return True


def _items(opened: Opened, one: Nearing, world: World) -> tuple[WorkItem, ...] | None:
    """Those whose last day it is still: the item, or of the whole case all that it waits for. None where nothing is late."""
    case = opened.case
    if one.key:
        item = case.item(one.key)
        return (item,) if item and item.due == one.due and not item.suspended else None
    gone = case.ended or case.due != one.due or stands_still(case, opened.matter, world.now)
    return None if gone else case.under_way


def _people(opened: Opened, items: Iterable[WorkItem], stages: tuple[Stage, ...], world: World) -> Iterator[str]:
    """Who is told: those who have it, then the heads of their bodies, then whoever supervises them."""
    for item in items:
        yield from _of_item(opened, item, stages, world)
    if "head" in stages and not items:
        yield from (head.person for head in world.organisation.heads(opened.case.owner_body, world.today))
    if "supervisor" in stages:
        yield from supervising((opened.case.owner_body,), world)


def _of_item(opened: Opened, item: WorkItem, stages: tuple[Stage, ...], world: World) -> Iterator[str]:
    holding = (*item.holders, *(waiting for waiting in (item.lender, item.asker) if waiting))
    yield from (holder.person for holder in holding)
    if "head" in stages:
        yield from (head.person for head in superiors(opened.matter, opened.case, item, world))
    if "supervisor" in stages:
        yield from supervisors(holding, world)


def _message(opened: Opened, one: Nearing, stage: Stage, to: tuple[str, ...], world: World) -> Message:
    matter, due = opened.matter, day_text(one.due)
    called = f"{matter.name}（{one.case_no}）"
    limit = f"承诺办结期限（{due}）"
    if one.key and one.purpose:
        called += f"的环节“{item_name(one.purpose, matter.called(one.key.step), '申请人补正')}”"
        limit = f"办理期限（{due}）"
    near = stage == "before"
    text = f"{called}临近{limit}，请及时办理。" if near else f"{called}已超过{limit}，请尽快办理或者督促办理。"
    key = f"late:{one.about}:{one.due}:{stage}"
    return Message(key, to, one.case_no, "due_soon" if near else "late", text, world.now)
