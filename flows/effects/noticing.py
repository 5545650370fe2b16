"""The hand that leaves an in-app notice (站内通知): claim, insert and settle in one transaction."""

from datetime import date

from flows.deciding import Opened, open_case
from flows.effects.claims import claim, note
from flows.effects.numbering import case_no, event_seq
from flows.resources import Resources
from matters.effects import Topic
from matters.events import HoldersChanged, PaperIssued, StepOpened
from matters.wording import day_text
from storage import ledger, notices
from storage.ledger import PlannedEffect

_TEXTS: dict[Topic, str] = {
    "new_task": "您有新的待办：{matter}（{case_no}），环节“{step}”{due}。",
    "accepted": "您申请的{matter}（{case_no}）已受理。",
    "acceptance_refused": "您申请的{matter}（{case_no}）不予受理，请查看文书了解理由。",
    "supplement_requested": "您申请的{matter}（{case_no}）需要补正，请在“待办”中按所列事项一次补齐。",
    "paper_issued": "{matter}（{case_no}）已出具{paper}（{number}），可在办件中下载。",
    "withdrawn": "{matter}（{case_no}）已由申请人撤回，无需再办。",
    "concluded": "您申请的{matter}（{case_no}）已办结。",
}


def notify(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Leave the notice for each person it is owed to."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, case_no(effect), lock=True)
        held = claim(session, resources, effect, owner, dict)
        if opened is None or held is None:
            return False
        topic, now = effect.effect.topic or "new_task", resources.clock()
        text = _text(opened, effect, topic)
        notices.post(session, effect.key, effect.effect.to, opened.case.case_no, topic, text, now)
        settled = ledger.settle(session, held, {"told": list(effect.effect.to)}, now)
        note(session, resources, effect, "发送通知")
        return settled


def _text(opened: Opened, effect: PlannedEffect, topic: Topic) -> str:
    event = next(event for event in opened.events if event.seq == event_seq(effect))
    step = paper = number = due = ""
    if isinstance(event, StepOpened):
        step, due = opened.matter.step(event.step).name, _by(event.due)
    if isinstance(event, HoldersChanged) and (item := opened.until(event.seq).case.item(event.item)):
        step, due = opened.matter.step(item.step).name, _by(item.due)
    if isinstance(event, PaperIssued) and opened.matter.outcome:
        paper, number = opened.matter.outcome.paper(event.paper).name, event.number
    return _TEXTS[topic].format(
        matter=opened.matter.name, case_no=opened.case.case_no, step=step, due=due, paper=paper, number=number
    )


def _by(due: date | None) -> str:
    return f"，请于{day_text(due)}前办理" if due else ""
