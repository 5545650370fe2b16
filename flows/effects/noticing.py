"""The hand that tells people (通知): claim, message and settlement in one transaction."""

from dataclasses import replace
from datetime import date

from flows.cases.beginning import published
from flows.cases.deciding import Opened, open_case
from flows.cases.standing_in import agents_of
from flows.effects.claims import claim, note
from flows.resources import Resources
from matters.case.events import Event
from matters.case.events.automatic import SpotCheckOpened
from matters.case.events.children import SubMatterFailed
from matters.case.events.deciding import PaperIssued
from matters.case.events.flow import HoldersChanged, StepOpened
from matters.case.events.handing import Advised, Delegated, Released, Transferred
from matters.case.events.inquiries import DutyOpened, MaterialsOverdue, MaterialsOwed
from matters.case.events.passing import PassedOn, Replied
from matters.case.events.pausing import SuspensionAsked
from matters.case.events.repairing import HandedOver
from matters.case.events.ringing import WentOverdue
from matters.case.owed import Topic
from matters.errors.base import Refusal
from matters.language.clock import LATE_MATERIALS
from matters.language.words.answers import day_text, person_name, who_acted
from storage import ledger
from storage.database import Session
from storage.ledger import PlannedEffect
from storage.notices import Message

_TEXTS: dict[Topic, str] = {
    "new_task": "您有新的待办：{matter}（{case_no}），环节“{step}”{due}。",
    "accepted": "您申请的{matter}（{case_no}）已受理。",
    "acceptance_refused": "您申请的{matter}（{case_no}）不予受理，请查看文书了解理由。",
    "supplement_requested": "您申请的{matter}（{case_no}）需要补正，请在“待办”中按所列事项一次补齐。",
    "paper_issued": "{matter}（{case_no}）已出具{paper}（{number}），可在办件中下载。",
    "withdrawn": "{matter}（{case_no}）已由申请人撤回，无需再办。",
    "concluded": "您申请的{matter}（{case_no}）已办结。",
    "advised": "{who}已就您委派的{matter}（{case_no}）提出意见，环节“{step}”请您继续办理{due}。",
    "replied": "{who}已就您转送的{matter}（{case_no}）作出答复，环节“{step}”请您继续办理{due}。",
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
    "filed_for_you": "系统已以您的名义提交{matter}（{case_no}），由办件 {origin} 自动发起，可在“我的办件”中查看。",
    "sub_matter_failed": "{matter}（{case_no}）办结后应办的后续事项“{other}”未能自动发起，请您自行申请。",
    "called_off": "{matter}（{case_no}）随主办件终结，已由系统撤回，无需再办。",
    "released": "{matter}（{case_no}）的环节“{step}”认领后逾期未办，已退回待办池，请同组人员尽快办理。",
    "went_overdue": "{matter}（{case_no}）的环节“{step}”已超过办理期限（{due}），请尽快办理或者督促办理。",
    "materials_overdue": "{matter}（{case_no}）先办后补，逾期未补：材料应于{due}前补齐，请尽快补交或者督促补交。",
    "discussed": "{who}在{matter}（{case_no}）中发表了讨论意见。",
}
_WORK: frozenset[Topic] = frozenset({"new_task", "urged"})


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
        resources.channel.tell(session, message)
        _tell_agents(session, resources, opened, effect, message)
        settled = ledger.settle(session, held, {"told": list(effect.effect.to)}, now)
        note(session, resources, effect)
        return settled


def _tell_agents(
    session: Session, resources: Resources, opened: Opened, effect: PlannedEffect, message: Message
) -> None:
    """Whoever may act in the stead of those who were told of work is told as well (代理)."""
    if message.topic not in _WORK:
        return
    event = next(event for event in opened.events if event.seq == effect.seq)
    key = event.opens or event.subject
    for agent, principal in agents_of(session, resources, opened, effect.effect.to, key).items():
        told = f"【代{person_name(resources.organisation(session), principal)}】{message.text}"
        resources.channel.tell(session, replace(message, to=(agent,), text=told))


def _text(session: Session, resources: Resources, opened: Opened, effect: PlannedEffect, topic: Topic) -> str:
    event = next(event for event in opened.events if event.seq == effect.seq)
    who = who_acted(resources.organisation(session), event.actor, event.behalf)
    paper = number = ""
    step, due = _place(opened, event)
    if isinstance(event, PaperIssued) and opened.matter.outcome:
        paper, number = opened.matter.outcome.paper(event.paper).name, event.number
    origin = opened.case.origin.case_no if opened.case.origin else ""
    other = _other(session, resources, opened, event.child) if isinstance(event, SubMatterFailed) else ""
    return _TEXTS[topic].format(
        matter=opened.matter.name,
        case_no=opened.case.case_no,
        step=step,
        due=due,
        paper=paper,
        number=number,
        who=who,
        origin=origin,
        other=other,
    )


def _place(opened: Opened, event: Event) -> tuple[str, str]:
    """The step or duty the event is about, and by when it is to be done."""
    step = due = ""
    if isinstance(event, StepOpened):
        step, due = opened.matter.step(event.step).name, _by(event.due)
    if isinstance(event, DutyOpened | MaterialsOwed):
        step, due = _owed(opened, event), _by(event.due)
    if isinstance(event, SpotCheckOpened):
        step, due = f"{opened.matter.step(event.step).name}：抽检", _by(event.due)
    if isinstance(event, SuspensionAsked):
        step = f"{opened.matter.step(event.place).name}：挂起审批"
    if isinstance(event, HoldersChanged | Transferred | Delegated | Advised | HandedOver | PassedOn | Replied):
        item = opened.until(event.seq).case.item(event.item)
        step, due = (opened.matter.called(item.step), _by(item.due)) if item else ("", "")
    if isinstance(event, Released | WentOverdue):
        step = opened.matter.called(event.place)
    if isinstance(event, WentOverdue | MaterialsOverdue):
        due = day_text(event.due)
    return step, due


def _owed(opened: Opened, event: DutyOpened | MaterialsOwed) -> str:
    if isinstance(event, MaterialsOwed):
        return opened.matter.called(LATE_MATERIALS)
    return f"办后义务：{opened.matter.called(event.duty)}"


def _other(session: Session, resources: Resources, opened: Opened, key: str) -> str:
    """What the matter is called that was to be begun; its code where nobody publishes it."""
    child = opened.case.child(key)
    code = child.matter if child else ""
    matter = published(session, resources, code)
    return code if isinstance(matter, Refusal) else matter.name


def _by(due: date | None) -> str:
    return f"，请于{day_text(due)}前办理" if due else ""
