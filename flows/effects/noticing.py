"""The hand that leaves an in-app notice (站内通知): claim, insert and settle in one transaction."""

from datetime import date

from flows.deciding import Opened, open_case
from flows.effects.claims import claim, note
from flows.effects.numbering import case_no, event_seq
from flows.resources import Resources
from matters.calendar import local_day
from matters.case import WorkItem
from matters.effects import Topic
from matters.events import (
    Advised,
    Delegated,
    DutyOpened,
    Event,
    HandedOver,
    HoldersChanged,
    PaperIssued,
    Reminded,
    SpotCheckOpened,
    StepOpened,
    Supervised,
    SuspensionAsked,
    Transferred,
)
from matters.organisation import Organisation
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
    "advised": "{who}已就您委派的{matter}（{case_no}）提出意见，环节“{step}”请您继续办理{due}。",
    "recalled": "{who}已收回请您提出意见的{matter}（{case_no}），无需再办。",
    "signer_removed": "{who}已取消请您加签的{matter}（{case_no}），无需再办。",
    "taken_back": "{who}已拿回对{matter}（{case_no}）的办理，您的待办暂时取消，重新办理后将再次通知您。",
    "copy_sent": "{who}向您抄送了{matter}（{case_no}），请阅。",
    "urged": "{who}请您尽快办理{matter}（{case_no}）。",
    "suspended": "{who}同意挂起{matter}（{case_no}），到期将自动恢复，也可提前恢复办理。",
    "suspension_refused": "{who}不同意挂起{matter}（{case_no}），请继续办理。",
    "resumed": "{matter}（{case_no}）已恢复办理，请及时办理。",
    "repair_asked": "{who}申请修复{matter}（{case_no}），请在“办件修复”中复核。",
    "repair_dropped": "您申请的{matter}（{case_no}）修复未获确认。",
    "repaired": "{matter}（{case_no}）已由管理员修复，办理情况请看办件。",
    "revoked": "{matter}（{case_no}）的决定经抽检已撤销，理由请看办件。",
    "discussed": "{who}在{matter}（{case_no}）中发表了讨论意见。",
    "reminded": "{matter}（{case_no}）的“{step}”已超过期限，请尽快办理。",
    "supervised": "{body}承办的{matter}（{case_no}）“{step}”已超过期限，请督促办理。",
}


def notify(resources: Resources, effect: PlannedEffect, owner: str) -> bool:
    """Leave the notice for each person it is owed to."""
    with resources.database.transaction() as session:
        opened = open_case(session, resources, case_no(effect), lock=True)
        held = claim(session, resources, effect, owner, dict)
        if opened is None or held is None:
            return False
        topic, now = effect.effect.topic or "new_task", resources.clock()
        text = _text(opened, effect, topic, resources.organisation(session))
        notices.post(session, effect.key, effect.effect.to, opened.case.case_no, topic, text, now)
        settled = ledger.settle(session, held, {"told": list(effect.effect.to)}, now)
        note(session, resources, effect, "发送通知")
        return settled


def _text(opened: Opened, effect: PlannedEffect, topic: Topic, organisation: Organisation) -> str:
    event = next(event for event in opened.events if event.seq == event_seq(effect))
    person = organisation.find_person(event.actor.person)
    who = person.name if person else "系统"
    step = paper = number = due = body = ""
    if isinstance(event, StepOpened):
        step, due = opened.matter.called(event.step), _by(event.due)
    if isinstance(event, DutyOpened):
        step, due = f"办后义务：{opened.matter.called(event.duty)}", _by(event.due)
    if isinstance(event, SpotCheckOpened):
        step, due = f"{opened.matter.called(event.step)}：抽检", _by(event.due)
    if isinstance(event, SuspensionAsked):
        step = f"{opened.matter.step(event.item.partition(':')[2]).name}：挂起审批"
    if isinstance(event, HoldersChanged | Transferred | Delegated | Advised | HandedOver | Reminded | Supervised):
        item = opened.until(event.seq).case.item(event.item)
        step, due = (opened.matter.called(item.step), _by(item.due)) if item else ("", "")
        body = _body(item, organisation, event) if item else ""
    if isinstance(event, PaperIssued) and opened.matter.outcome:
        paper, number = opened.matter.outcome.paper(event.paper).name, event.number
    return _TEXTS[topic].format(
        matter=opened.matter.name, case_no=opened.case.case_no, step=step, due=due, paper=paper, number=number, who=who,
        body=body,
    )  # fmt: skip


def _body(item: WorkItem, organisation: Organisation, event: Event) -> str:
    """The bodies of those who hold the item."""
    bodies = dict.fromkeys(organisation.post(holder.post).body for holder in item.holders)
    return "、".join(organisation.body_name(body, local_day(event.at)) for body in bodies)


def _by(due: date | None) -> str:
    return f"，请于{day_text(due)}前办理" if due else ""
