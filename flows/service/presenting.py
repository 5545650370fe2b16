"""Cases, items and matters as people read them: names of today's viewer, Chinese words, nothing to decide."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, cast

from flows.deciding import Opened
from flows.service.opinions import offers_at, required_at
from flows.views import (
    REPAIR_LABELS,
    Action,
    AnswerView,
    BatchAction,
    CaseLine,
    Expectation,
    FileView,
    FillField,
    HatChoice,
    MaterialView,
    ProblemView,
    TaskLine,
    TaskView,
    TimelineEntry,
    WaitingFor,
)
from matters import child_wording, machine_wording
from matters.batching import batch_act, shape
from matters.calendar import local_day
from matters.case import STATUS_NAMES, Purpose, WorkItem
from matters.commands import ACTIONS, OnItem
from matters.conditions import filled
from matters.definition import Definition
from matters.definition.form import FormField, Material, RowsField
from matters.definition.route import Automatic, Countersign, Deliver, HumanStep, Rights, SubMatter
from matters.events import (
    CONFLICT_NOTES,
    EVENT_NAMES,
    ApplicantReplaced,
    Chosen,
    CopySent,
    Delegated,
    Event,
    HandedOver,
    PassedOn,
    RepairAsked,
    Repaired,
    ReturnedToStep,
    SignersAdded,
    Submitted,
    Transferred,
    WentOverdue,
)
from matters.filing import asked
from matters.forecast import Ahead
from matters.organisation import Holder, Organisation
from matters.passing import passed_text
from matters.rights import hidden_at
from matters.transitions import actions_on
from matters.wording import Names, answer_text, limit_text, person_name, row_texts, who_acted
from storage.cases import CaseHead
from storage.files import StoredFile
from storage.queues import ItemView

_RESULTS = {"granted": "准予", "denied": "不予批准"}
_OVERDUE = {"remind": "超期提醒", "supervise": "超期督办", "escalate": "超期，负责人可以直接办理"}
_ACTING = (HumanStep, Countersign, Deliver, Automatic, SubMatter)
_ACTION_OF = {kind: cast("Action", name) for name, kind in ACTIONS.items()}


def case_line(head: CaseHead, matter: Definition, organisation: Organisation) -> CaseLine:
    """A case in a list."""
    return CaseLine(
        case_no=head.case_no, matter=head.matter, matter_name=matter.name, title=head.title or matter.name,
        status=head.status, status_name=STATUS_NAMES[head.status],
        applicant=person_name(organisation, head.applicant_person),
        applicant_body=organisation.body_name(head.applicant_body, local_day(head.filed_at)), filed_at=head.filed_at,
        due=head.due, provisional=head.provisional, result=head.result, result_name=_RESULTS.get(head.result or ""),
    )  # fmt: skip


def post_name(organisation: Organisation, holder: Holder, on: date) -> str:
    """Body and title of a hat, the body under its name of that day."""
    post = organisation.find_post(holder.post)
    if post is None:
        return ""
    return f"{organisation.body_name(post.body, on)} {post.title}"


def holder_name(organisation: Organisation, holder: Holder, on: date) -> str:
    """A person with body and title."""
    return f"{person_name(organisation, holder.person)}（{post_name(organisation, holder, on)}）"


def hat_choice(holder: Holder, organisation: Organisation, on: date) -> HatChoice:
    """A person under a hat, as one names them."""
    return HatChoice(
        person=holder.person, post=holder.post, name=person_name(organisation, holder.person),
        title=post_name(organisation, holder, on),
    )  # fmt: skip


def answers(opened: Opened, names: Names, hidden: Collection[str]) -> tuple[AnswerView, ...]:
    """All answers given so far and what is computed from them, but for the hidden ones, in the order of the form."""
    given = opened.answers
    views = (
        AnswerView(
            id=field.id, label=field.label, value=given[field.id], text=answer_text(field, given[field.id], names),
            table=_table(field, given[field.id], names),
        )
        for field in opened.matter.fields
        if given.get(field.id) is not None and field.id not in hidden
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


def withheld(opened: Opened, hidden: Collection[str]) -> bool:
    """Whether anything that the case holds is hidden."""
    return any(filled(opened.answers.get(one)) or opened.materials.get(one) for one in hidden)


def material_views(
    opened: Opened, files: dict[str, StoredFile], hidden: Collection[str]
) -> tuple[MaterialView, ...]:
    """Materials with their files, but for the hidden ones; those nobody hands in say where they come from."""
    handed = opened.materials
    return tuple(
        MaterialView(
            id=material.id, name=material.name,
            files=tuple(file_view(files[i]) for i in handed.get(material.id, ()) if i in files),
            note=_source_note(material),
        )
        for material in opened.matter.materials
        if (handed.get(material.id) or not asked(material)) and material.id not in hidden
    )  # fmt: skip


def _source_note(material: Material) -> str:
    return "" if asked(material) else "由机关内部获取，申请人无需提交"


def timeline(opened: Opened, organisation: Organisation, hidden: Collection[str]) -> tuple[TimelineEntry, ...]:
    """The history in order; openings of items are not told, they show as “who is next”, nor defects of what is hidden."""
    said = {written.seq: written.content for written in opened.written}
    return tuple(
        _entry(opened, event, said.get(event.seq, {}), organisation, hidden)
        for event in opened.events
        if event.type in EVENT_NAMES
    )


def _entry(
    opened: Opened, event: Event, said: dict[str, Any], organisation: Organisation, hidden: Collection[str]
) -> TimelineEntry:
    item = getattr(event, "item", None)
    step = str(item).partition(":")[2] if item else getattr(event, "step", "")
    findings = dict(said.get("findings", {}))
    return TimelineEntry(
        seq=event.seq, at=event.at, step=opened.matter.step(step).name if step else _stage(event),
        who=who_acted(organisation, event.actor, event.behalf), behalf=_behalf(event, organisation),
        post=post_name(organisation, event.behalf or event.actor, local_day(event.at)), what=_what(opened, event, organisation),
        opinion=str(said.get("opinion", "") or said.get("reason", "") or getattr(event, "reason", "")),
        findings=tuple(
            ProblemView(target=opened.matter.label(target), message=message)
            for target, message in findings.items()
            if target not in hidden
        ),
        note=CONFLICT_NOTES[event.noted] if event.noted else "",
    )  # fmt: skip


def _behalf(event: Event, organisation: Organisation) -> str | None:
    return person_name(organisation, event.behalf.person) if event.behalf else None


def _stage(event: Event) -> str:
    return "申请" if isinstance(event, Submitted) else "系统" if event.actor.person == "system" else "办理"


def _what(opened: Opened, event: Event, organisation: Organisation) -> str:
    if event.type == "decided":
        return f"决定：{_RESULTS[event.result]}"
    if event.type == "paper_issued" and opened.matter.outcome:
        return f"出具{opened.matter.outcome.paper(event.paper).name}（{event.number}）"
    if isinstance(event, ReturnedToStep):
        return f"{EVENT_NAMES[event.type]}：{opened.matter.step(event.to).name}"
    if isinstance(event, PassedOn):
        return passed_text(event, organisation)
    if isinstance(event, WentOverdue):
        return _OVERDUE[event.rule]
    if isinstance(event, RepairAsked | Repaired):
        return f"{EVENT_NAMES[event.type]}：{REPAIR_LABELS[event.what]}"
    said = machine_wording.event_text(opened.matter, event) or child_wording.event_text(event)
    to = "、".join(person_name(organisation, holder.person) for holder in _named(event)) or said
    return f"{EVENT_NAMES[event.type]}：{to}" if to else EVENT_NAMES[event.type]


def _named(event: Event) -> tuple[Holder, ...]:
    """Whom the act was about."""
    match event:
        case Transferred() | Delegated() | HandedOver() | ApplicantReplaced():
            return (event.to,)
        case SignersAdded():
            return tuple(seat.holder for seat in event.seats)
        case CopySent():
            return event.to
        case Chosen():
            return (event.holder,)
        case _:
            return ()


def waiting(opened: Opened, organisation: Organisation, today: date) -> tuple[WaitingFor, ...]:
    """Who is next and until when."""
    return tuple(
        WaitingFor(
            step=item_name(item.purpose, opened.matter.step(item.step).name, "申请人补正"),
            who=tuple(holder_name(organisation, holder, today) for holder in item.holders),
            since=item.opened_at, due=item.due, provisional=item.provisional, note=_handling(item, opened, organisation, today),
        )
        for item in opened.case.items
    )  # fmt: skip


def item_name(purpose: Purpose, step: str, supplement: str = "补正") -> str:
    """What an item is called: by its step, and by what it waits for besides."""
    names = {"supplement": supplement, "suspension": f"{step}：挂起审批", "spot_check": f"{step}：抽检"}
    return names.get(purpose, step)


def _handling(item: WorkItem, opened: Opened, organisation: Organisation, today: date) -> str:
    if item.lender:
        return f"{person_name(organisation, item.lender.person)}委派，答复后返回其办理"
    if item.asker:
        return f"{holder_name(organisation, item.asker, today)}转来，答复后返回其办理"
    if item.suspended:
        return f"已挂起，预计 {item.suspended.until:%Y-%m-%d} 恢复"
    if item.purpose == "machine":
        return "已转外部系统，等待其报告" if item.called else "由系统自动办理"
    if item.until and item.purpose == "wait":
        return f"等待至 {item.until:%Y-%m-%d}"
    if item.purpose == "sub_matter":
        return child_wording.waiting_text(opened.case.children_of(item.step))
    return "已认领" if item.group else ""


def expectations(steps: Iterable[Ahead], organisation: Organisation, today: date) -> tuple[Expectation, ...]:
    """Steps ahead with the names of those who will see them."""
    return tuple(
        Expectation(
            step=ahead.step, name=ahead.name, limit=limit_text(ahead.limit), branch=ahead.branch, certain=ahead.certain,
            who=tuple(holder_name(organisation, holder, today) for holder in ahead.holders), machine=ahead.machine,
        )
        for ahead in steps
    )  # fmt: skip


def task_line(
    item: ItemView, matter: Definition, organisation: Organisation, person: str, behalf: Holder | None = None
) -> TaskLine:
    """An item in a queue with what it offers the person, or whoever acts in the stead of that hat; in batches one's own alone."""
    actions = tuple(offered(item, matter, behalf.person if behalf else person))
    together = None if behalf else batch_action(item, matter)
    return TaskLine(
        id=item.id, case_no=item.case.case_no, matter=item.case.matter, matter_name=matter.name,
        title=item.case.title or matter.name, step=item.step, version=item.version,
        step_name=item_name(item.purpose, matter.step(item.step).name),
        actions=actions, due=item.due, provisional=item.provisional, opened_at=item.opened_at,
        applicant_body=organisation.body_name(item.case.applicant_body, local_day(item.case.filed_at)),
        posts=() if behalf else tuple(holder.post for holder in item.holders if holder.person == person),
        behalf=hat_choice(behalf, organisation, local_day(item.opened_at)) if behalf else None,
        shape=shape(item.case.definition, item.step), batch=together if together in actions else None,
    )  # fmt: skip


def batch_action(item: ItemView, matter: Definition) -> BatchAction | None:
    """The act that may be given to the item together with others, whether or not it is open still."""
    kind = batch_act(matter, item.step, item.purpose)
    return cast("BatchAction", _ACTION_OF[kind]) if kind else None


def offered(item: ItemView, matter: Definition, person: str) -> Iterator[Action]:
    """The actions an open item offers its holder; to whom waits for an opinion or an answer, to call it back."""
    if item.state == "open" and all(holder.person != person for holder in item.holders):
        if item.handling in ("delegated", "asked"):
            yield "recall"
    elif item.state == "open":
        kinds = actions_on(matter, item.case.status, item)
        yield from (action_name(kind) for kind in kinds)


def action_name(kind: type[OnItem]) -> Action:
    """The public name of a command."""
    return _ACTION_OF[kind]


def task_view(
    item: ItemView, opened: Opened, organisation: Organisation, person: str, behalf: Holder | None = None
) -> TaskView:
    """An item with everything its form needs."""
    step = opened.matter.step(item.step)
    acting = step if isinstance(step, _ACTING) and item.purpose in _ON_STEP else None
    hidden = frozenset() if item.purpose == "supplement" else hidden_at(opened.matter, item.step)
    return TaskView(
        line=task_line(item, opened.matter, organisation, person, behalf),
        instructions=_instructions(acting, item.purpose),
        phrases=acting.opinion.phrases if isinstance(acting, HumanStep | Countersign) else (),
        opinion_required=required_at(step),
        opinions=offers_at(step),
        fills=_fills(opened, getattr(acting, "rights", Rights())),
        form=_form(opened, hidden),
        materials=tuple(_json(m) for m in opened.matter.materials if asked(m) and m.id not in hidden),
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
_CHILDREN = "子事项未能发起，或者未获准。可以重新发起，写明理由后不再等候（办理完成），也可以退回或不同意。"


def _instructions(acting: HumanStep | Countersign | Deliver | Automatic | SubMatter | None, purpose: Purpose) -> str:
    if isinstance(acting, SubMatter):
        return _CHILDREN
    return _OF_PURPOSE[purpose] if acting is None or isinstance(acting, Automatic) else acting.instructions


def _fills(opened: Opened, rights: Rights) -> tuple[FillField, ...]:
    """What the office fills at a step."""
    fields = (field for field in opened.matter.fields if field.id in rights.edit)
    return tuple(_fill(opened, field, field.id in rights.required) for field in fields)


def _form(opened: Opened, hidden: Collection[str]) -> tuple[FillField, ...]:
    """What the applicant is asked and the step shows, in reading order."""
    fields = (f for f in opened.matter.fields if f.filled_by == "applicant" and f.id not in hidden)
    return tuple(_fill(opened, field, field.required == "always") for field in fields)


def _fill(opened: Opened, field: FormField, required: bool) -> FillField:
    return FillField(definition=_json(field), required=required, value=opened.answers.get(field.id))


def _json(part: FormField | Material) -> dict[str, Any]:
    return part.model_dump(mode="json", by_alias=True)


def _targets(opened: Opened) -> tuple[ProblemView, ...]:
    asked_for = next((dict(w.content["findings"]) for w in reversed(opened.written) if "findings" in w.content), {})
    return tuple(ProblemView(target=t, message=str(asked_for.get(t, ""))) for t in opened.case.targets)
