"""Cases, items and matters as people read them: names of today's viewer, Chinese words, nothing to decide."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, cast

from flows.deciding import Opened
from flows.views import (
    Action,
    AnswerView,
    CaseLine,
    CopyView,
    DiscussionEntry,
    DocumentView,
    EffectView,
    Expectation,
    FileView,
    FillField,
    MaterialView,
    OwedDuty,
    ProblemView,
    TaskLine,
    TaskView,
    WaitingFor,
)
from matters.calendar import local_day
from matters.case import ASIDE, STATUS_NAMES, Purpose, WorkItem
from matters.commands import ACTIONS, OnItem
from matters.definition import Definition
from matters.definition.form import FormField, Material, RowsField
from matters.definition.route import Automatic, Countersign, Deliver, HumanStep, Inquiry, Rights, Step
from matters.effects import Kind
from matters.events import (
    Discussed,
)
from matters.filing import asked
from matters.forecast import Ahead
from matters.organisation import Holder, Organisation
from matters.transitions import actions_on
from matters.wording import Names, answer_text, limit_text, row_texts
from storage.cases import CaseHead
from storage.documents import Document
from storage.files import StoredFile
from storage.ledger import EffectState, PlannedEffect
from storage.queues import ItemView, OpenDuty

_KINDS: dict[Kind, str] = {
    "number": "编制文号", "render": "制作文书", "seal": "加盖电子印章", "notice": "发送通知", "rule_check": "规则核验",
    "look_up": "数据核验", "outside_call": "转外部系统办理",
}  # fmt: skip
_STATES: dict[EffectState, str] = {
    "planned": "待执行", "claimed": "执行中", "done": "已完成", "in_doubt": "存疑", "cancelled": "已取消",
}  # fmt: skip
RESULTS = {"granted": "准予", "denied": "不予批准"}
# Parties to the case whom an inquiry may show besides fields and materials.
APPLICANT_BODY, APPLICANT_PERSON = "applicant_body", "applicant_person"
_ACTION_OF = {kind: cast("Action", name) for name, kind in ACTIONS.items()}


def case_line(head: CaseHead, matter: Definition, organisation: Organisation) -> CaseLine:
    """A case in a list."""
    return CaseLine(
        case_no=head.case_no, matter=head.matter, matter_name=matter.name, title=head.title or matter.name,
        status=head.status, status_name=STATUS_NAMES[head.status],
        applicant=person_name(organisation, head.applicant_person),
        applicant_body=organisation.body_name(head.applicant_body, local_day(head.filed_at)), filed_at=head.filed_at,
        due=head.due, provisional=head.provisional, result=head.result, result_name=RESULTS.get(head.result or ""),
    )  # fmt: skip


def duty_lines(duties: Iterable[OpenDuty], matter: Definition) -> tuple[OwedDuty, ...]:
    """Open duties by name."""
    return tuple(OwedDuty(name=matter.called(one.duty), due=one.due, provisional=one.provisional) for one in duties)


def person_name(organisation: Organisation, person_id: str) -> str:
    """The name of a person; people who have left keep theirs."""
    if person_id == "system":
        return "系统"
    person = organisation.find_person(person_id)
    return person.name if person else "（人员已不在册）"


def post_name(organisation: Organisation, holder: Holder, on: date) -> str:
    """Body and title of a hat, the body under its name of that day."""
    post = organisation.find_post(holder.post)
    if post is None:
        return ""
    return f"{organisation.body_name(post.body, on)} {post.title}"


def holder_name(organisation: Organisation, holder: Holder, on: date) -> str:
    """A person with body and title."""
    return f"{person_name(organisation, holder.person)}（{post_name(organisation, holder, on)}）"


def answers(opened: Opened, names: Names) -> tuple[AnswerView, ...]:
    """All answers given so far and what is computed from them, in the order of the form."""
    given = opened.answers
    views = (
        AnswerView(
            id=field.id, label=field.label, value=given[field.id], text=answer_text(field, given[field.id], names),
            table=_table(field, given[field.id], names),
        )
        for field in opened.matter.fields
        if given.get(field.id) is not None
    )  # fmt: skip
    return tuple(view for view in views if view.text)


def _table(field: FormField, value: object, names: Names) -> tuple[tuple[str, ...], ...]:
    """The rows of a repeating field under the labels of their columns."""
    if not isinstance(field, RowsField) or not isinstance(value, (list, tuple)):
        return ()
    head = tuple(column.label for column in field.columns)
    return (head, *(tuple(text for _, text in row_texts(field, row, names)) for row in value))


def file_view(file: StoredFile) -> FileView:
    """A file with its digest."""
    return FileView(id=file.id, name=file.name, size=file.size, media_type=file.media_type, sha256=file.digest)


def material_views(opened: Opened, files: dict[str, StoredFile]) -> tuple[MaterialView, ...]:
    """Materials with their files; those nobody hands in say where they come from."""
    handed = opened.materials
    return tuple(
        MaterialView(
            id=material.id, name=material.name,
            files=tuple(file_view(files[i]) for i in handed.get(material.id, ()) if i in files),
            note=_source_note(material),
        )
        for material in opened.matter.materials
        if handed.get(material.id) or not asked(material)
    )  # fmt: skip


def _source_note(material: Material) -> str:
    return "" if asked(material) else "由机关内部获取，申请人无需提交"


def waiting(opened: Opened, organisation: Organisation, today: date) -> tuple[WaitingFor, ...]:
    """Who is next and until when."""
    return tuple(
        WaitingFor(
            step=item_name(item.purpose, opened.matter.called(item.step), "申请人补正"),
            who=tuple(holder_name(organisation, holder, today) for holder in item.holders),
            since=item.opened_at, due=item.due, provisional=item.provisional, note=note_on(item, organisation),
        )
        for item in opened.case.items
    )  # fmt: skip


def item_name(purpose: Purpose, step: str, supplement: str = "补正") -> str:
    """What an item is called: by its step, and by what it waits for besides."""
    names = {"supplement": supplement, "suspension": f"{step}：挂起审批", "spot_check": f"{step}：抽检"}
    if purpose == "duty":
        return f"办后义务：{step}"
    return names.get(purpose, step)


def note_on(item: WorkItem, organisation: Organisation) -> str:
    """How an open item stands besides: lent, at rest, overdue, claimed."""
    if item.lender:
        return f"{person_name(organisation, item.lender.person)}委派，答复后返回其办理"
    if item.suspended:
        return f"已挂起，预计 {item.suspended.until:%Y-%m-%d} 恢复"
    if item.purpose == "machine":
        return "已转外部系统，等待其报告" if item.called else "由系统自动办理"
    if item.until and item.purpose == "wait":
        return f"等待至 {item.until:%Y-%m-%d}"
    if item.chased:
        return f"已逾期，{local_day(item.chased):%Y-%m-%d} 已提醒"
    return "已认领" if item.group else ""


def copies(opened: Opened, organisation: Organisation) -> tuple[CopyView, ...]:
    """Who was sent a copy, and who has read it."""
    return tuple(
        CopyView(
            to=holder_name(organisation, copy.to, local_day(copy.sent_at)), by=person_name(organisation, copy.by.person),
            sent_at=copy.sent_at, read_at=copy.read_at,
        )
        for copy in opened.case.copies
    )  # fmt: skip


def discussion(opened: Opened, organisation: Organisation) -> tuple[DiscussionEntry, ...]:
    """What those who handle the case said to each other, in order."""
    said = {written.seq: str(written.content.get("discussion", "")) for written in opened.written}
    return tuple(
        DiscussionEntry(
            who=person_name(organisation, event.actor.person), post=post_name(organisation, event.actor, local_day(event.at)),
            at=event.at, text=said.get(event.seq, ""),
        )
        for event in opened.events
        if isinstance(event, Discussed)
    )  # fmt: skip


def expectations(steps: Iterable[Ahead], organisation: Organisation, today: date) -> tuple[Expectation, ...]:
    """Steps ahead with the names of those who will see them."""
    return tuple(
        Expectation(
            step=ahead.step, name=ahead.name, limit=limit_text(ahead.limit), branch=ahead.branch, certain=ahead.certain,
            who=tuple(holder_name(organisation, holder, today) for holder in ahead.holders), machine=ahead.machine,
        )
        for ahead in steps
    )  # fmt: skip


def task_line(item: ItemView, matter: Definition, organisation: Organisation, person: str) -> TaskLine:
    """An item in a queue with what it offers. Beside the handling it says no more of the case than the definition shows."""
    aside = item.purpose in ASIDE
    body_shown = not aside or APPLICANT_BODY in shown_aside(matter, item.step)
    body = organisation.body_name(item.case.applicant_body, local_day(item.case.filed_at))
    return TaskLine(
        id=item.id, case_no=item.case.case_no, matter=item.case.matter, matter_name=matter.name,
        title=(None if aside else item.case.title) or matter.name, step=item.step, version=item.version,
        step_name=item_name(item.purpose, matter.called(item.step)),
        actions=tuple(offered(item, matter, person)), due=item.due, provisional=item.provisional, opened_at=item.opened_at,
        applicant_body=body if body_shown else "", posts=tuple(h.post for h in item.holders if h.person == person),
    )  # fmt: skip


def shown_aside(matter: Definition, step: str) -> frozenset[str]:
    """The fields, materials and parties that those who act beside the handling see."""
    asking = matter.find_step(step)
    return frozenset(asking.shows) if isinstance(asking, Inquiry) else frozenset()


def offered(item: ItemView, matter: Definition, person: str) -> Iterator[Action]:
    """The actions an open item offers its holder; to whom has lent it for an opinion, to call it back."""
    if item.state == "open" and all(holder.person != person for holder in item.holders):
        if item.handling == "delegated":
            yield "recall"
    elif item.state == "open":
        kinds = actions_on(matter, item.case.status, item)
        yield from (action_name(kind) for kind in kinds)


def action_name(kind: type[OnItem]) -> Action:
    """The public name of a command."""
    return _ACTION_OF[kind]


def task_view(item: ItemView, opened: Opened, organisation: Organisation, person: str) -> TaskView:
    """An item with everything its form needs."""
    step = opened.matter.step(item.step)
    acting = step if isinstance(step, HumanStep | Countersign | Deliver | Automatic) and item.purpose in _ON_STEP else None
    return TaskView(
        line=task_line(item, opened.matter, organisation, person),
        instructions=_OF_PURPOSE[item.purpose] if acting is None or isinstance(acting, Automatic) else acting.instructions,
        phrases=acting.opinion.phrases if isinstance(acting, HumanStep | Countersign) else (),
        opinion_required=_opinion_required(step),
        fills=_fills(opened, acting.rights) if acting else (),
        form=_form(opened),
        materials=tuple(_json(material) for material in opened.matter.materials if asked(material)),
        targets=() if acting else _targets(opened),
        parties={"applicant": opened.case.applicant_body, "owner": opened.case.owner_body},
    )


_ON_STEP = ("act", "machine")
# What is asked of the holder where the definition has no words for it.
_OF_PURPOSE: dict[Purpose, str] = {
    "act": "系统未能自动办理。请核实后填写并办理完成，也可以再次自动办理。", "machine": "请按来件办理，并报告结果。",
    "supplement": "请按所列事项一次补齐。", "suspension": "请审批是否同意挂起。", "wait": "所等待的事件发生后，请报告办理完成。",
    "spot_check": "本决定由系统按规则作出，请抽检：确认无误，或写明理由撤销。",
}  # fmt: skip


def _fills(opened: Opened, rights: Rights) -> tuple[FillField, ...]:
    """What the office fills at a step."""
    fields = (field for field in opened.matter.fields if field.id in rights.edit)
    return tuple(_fill(opened, field, field.id in rights.required) for field in fields)


def _form(opened: Opened) -> tuple[FillField, ...]:
    """What the applicant is asked, in reading order."""
    fields = (field for field in opened.matter.fields if field.filled_by == "applicant")
    return tuple(_fill(opened, field, field.required == "always") for field in fields)


def _fill(opened: Opened, field: FormField, required: bool) -> FillField:
    return FillField(definition=_json(field), required=required, value=opened.answers.get(field.id))


def _json(part: FormField | Material) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True)


def _opinion_required(step: Step) -> tuple[Action, ...]:
    always: tuple[Action, ...] = (
        "refuse_acceptance", "reject", "return_to_step", "transfer", "delegate", "advise", "add_signers",
        "ask_suspension", "refuse_suspension", "report_failure", "revoke",
    )  # fmt: skip
    if isinstance(step, HumanStep | Countersign) and step.opinion.approving == "required":
        return (*always, "accept", "approve", "complete")
    if isinstance(step, Automatic):
        return (*always, "complete")
    return always


def _targets(opened: Opened) -> tuple[ProblemView, ...]:
    asked_for = next((dict(w.content["findings"]) for w in reversed(opened.written) if "findings" in w.content), {})
    return tuple(ProblemView(target=t, message=str(asked_for.get(t, ""))) for t in opened.case.targets)


def document_view(document: Document, case_no: str) -> DocumentView:
    """A sealed paper."""
    return DocumentView(
        id=document.id, case_no=case_no, title=document.title, number=document.number, issued_on=document.issued_on,
        sha256=document.digest, is_result=document.is_result,
    )  # fmt: skip


def effect_view(effect: PlannedEffect) -> EffectView:
    """Something a machine owes or has done."""
    return EffectView(
        key=effect.key, kind=effect.effect.kind, kind_name=_KINDS[effect.effect.kind], state=effect.state,
        state_name=_STATES[effect.state], reason=effect.reason or "",
    )  # fmt: skip
