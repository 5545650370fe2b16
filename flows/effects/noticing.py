"""The hand that tells people (通知): claim, message and settlement in one transaction."""

from dataclasses import replace

from flows.cases.beginning import published
from flows.cases.deciding import Opened, open_case
from flows.cases.standing_in import agents_of
from flows.effects.claims import claim, note
from flows.resources import Resources
from matters.calendar import day_text
from matters.case.events import Event
from matters.case.events.children import SubMatterFailed
from matters.case.events.deciding import PaperIssued
from matters.case.items import WorkItem
from matters.case.topics import TOPICS
from matters.case.values import ChildKey
from matters.case.words import item_name
from matters.errors.base import Refusal
from matters.language.words.answers import person_name, who_acted
from storage import ledger
from storage.database import Session
from storage.ledger import PlannedEffect
from storage.notices import Message


def notify(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Tell each person it is owed to."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, effect.case_no, lock=True)
        held = claim(session, resources, effect, owner, dict)
        if opened is None or held is None:
            return False
        topic, now = effect.effect.topic or "new_task", resources.clock()
        text = _text(session, resources, opened, effect, topic)
        message = Message(str(effect.key), effect.effect.to, opened.case.case_no, topic, text, now)
        told = resources.channel.tell(session, message)
        _tell_agents(session, resources, opened, effect, message)
        settled = ledger.settle(session, held, {"told": list(told)}, now)
        note(session, resources, effect)
        return settled


def _tell_agents(
    session: Session, resources: Resources, opened: Opened, effect: PlannedEffect, message: Message
) -> None:
    """Whoever may act in the stead of those who were told of work is told as well (代理)."""
    if not TOPICS[message.topic].work:
        return
    event = next(event for event in opened.events if event.seq == effect.seq)
    key = event.opens or event.subject
    for agent, principal in agents_of(session, resources, opened, effect.effect.to, key).items():
        told = f"【代{person_name(resources.organisation(session), principal)}】{message.text}"
        resources.channel.tell(session, replace(message, to=(agent,), text=told))


def _text(session: Session, resources: Resources, opened: Opened, effect: PlannedEffect, topic: str) -> str:
    event = next(event for event in opened.events if event.seq == effect.seq)
    who = who_acted(resources.organisation(session), event.actor, event.behalf)
    paper = number = ""
    item = _item(opened, event)
    due = day_text(item.due) if item and item.due else ""
    if isinstance(event, PaperIssued) and opened.matter.outcome:
        paper, number = opened.matter.outcome.paper(event.paper).name, _number(opened, event)
    origin = opened.case.origin.case_no if opened.case.origin else ""
    other = _other(session, resources, opened, event.child) if isinstance(event, SubMatterFailed) else ""
    return TOPICS[topic].text.format(
        matter=opened.matter.name,
        case_no=opened.case.case_no,
        step=item_name(item.purpose, opened.matter.called(item.step)) if item else "",
        due=due,
        by=f"，请于{due}前办理" if due else "",
        paper=paper,
        number=number,
        who=who,
        origin=origin,
        other=other,
    )


def _number(opened: Opened, event: PaperIssued) -> str:
    """Of those for the rows of a table (一行一份), of which is told once, how many there are."""
    order = opened.case.order_of(event.paper)
    return event.number if event.row is None or order is None else f"共 {order.count} 份"


def _item(opened: Opened, event: Event) -> WorkItem | None:
    """The item that the event is about, as it was then; or as it was before, where the event has ended it."""
    key = event.opens or event.subject
    return opened.until(event.seq).case.item_ever(key) if key else None


def _other(session: Session, resources: Resources, opened: Opened, key: ChildKey) -> str:
    """What the matter is called that was to be begun; its code where nobody publishes it."""
    child = opened.case.child(key)
    code = child.matter if child else ""
    matter = published(session, resources, code)
    return code if isinstance(matter, Refusal) else matter.name
