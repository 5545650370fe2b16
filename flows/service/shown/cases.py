"""Cases, items and matters as people read them: names of today's viewer, Chinese words, nothing to decide."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, cast

from flows.cases.deciding import Opened
from flows.service.shown.clock import share_of
from flows.service.shown.issuing import papers_of
from flows.service.shown.opinions import offers_at, required_at
from flows.views.base import ProblemView
from flows.views.cases import AnswerView, CaseLine, FiledBy, FileView, MaterialView, OwedDuty, WaitingFor
from flows.views.matters import Expectation
from flows.views.tasks import BatchAction, FillField, HatChoice, TaskLine, TaskView
from matters.calendar import day_text, local_day
from matters.case.aggregate import STATUS_NAMES
from matters.case.channel import CHANNEL_NAMES, AtWindow
from matters.case.items import ASIDE, OF_APPLICANT, Purpose, WorkItem
from matters.case.words import RESULTS, item_name, waiting_text
from matters.commands.acts import ITEM_ACT_OF
from matters.course.forecast import Ahead
from matters.engine.batching import batch_act, shape
from matters.engine.transitions import actions_on
from matters.filing.asked import asked, shown, unknown
from matters.language.actions import Action
from matters.language.document import Definition
from matters.language.form import ComputedField, FormField, RowsField
from matters.language.materials import Material
from matters.language.quantities import filled
from matters.language.rights import hidden_at, opinion_of, rights_of, shown_aside
from matters.language.route.demands import AfterDue, Rights
from matters.language.route.steps import ActedOn
from matters.language.words.answers import Names, answer_text, limit_text, person_name, row_texts
from matters.language.words.phrases import phrasing_among
from matters.organisation.snapshot import Holder, Organisation
from matters.who.presence import present
from storage.cases import CaseHead
from storage.files import StoredFile
from storage.queues import ItemView, OpenDuty

NOBODY_THERE = "无人可办"
FEW_NAMES = 3  # that one takes in


def few(names: Sequence[str]) -> tuple[str, ...]:
    """As many names as one takes in; the last says how many they are in all."""
    if len(names) <= FEW_NAMES:
        return tuple(names)
    return (*names[: FEW_NAMES - 1], f"{names[FEW_NAMES - 1]}等 {len(names)} 人")


# Parties to the case whom an inquiry may show besides fields and materials.
APPLICANT_BODY, APPLICANT_PERSON = "applicant_body", "applicant_person"


def case_line(head: CaseHead, matter: Definition, organisation: Organisation) -> CaseLine:
    """A case in a list."""
    return CaseLine(
        case_no=head.case_no,
        matter=head.matter,
        matter_name=matter.name,
        title=head.title or matter.name,
        status=head.status,
        status_name=STATUS_NAMES[head.status],
        applicant=person_name(organisation, head.applicant_person),
        applicant_body=organisation.body_name(head.applicant_body, local_day(head.filed_at)),
        filed_at=head.filed_at,
        due=head.due,
        provisional=head.provisional,
        result=head.result,
        result_name=result_word(matter, head.result) or None,
        filed_by=_filed_by(head, organisation),
    )


def _filed_by(head: CaseHead, organisation: Organisation) -> FiledBy | None:
    """Who has filed it for the applicant."""
    if head.filed_by is None or head.channel is None:
        return None
    who = person_name(organisation, head.filed_by)
    return FiledBy(channel=head.channel, channel_name=CHANNEL_NAMES[head.channel], who=who, person=head.filed_by)


def result_word(matter: Definition, result: Literal["granted", "denied"] | None) -> str:
    """The result by the matter's own word for it (同意派车); where it has none, by the common one. Empty for no result."""
    if result is None:
        return ""
    return matter.outcome.result(result).name if matter.outcome else RESULTS[result]


def duty_lines(duties: Iterable[OpenDuty], matter: Definition) -> tuple[OwedDuty, ...]:
    """Open duties by name."""
    return tuple(OwedDuty(name=matter.called(one.duty), due=one.due, provisional=one.provisional) for one in duties)


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
        person=holder.person,
        post=holder.post,
        name=person_name(organisation, holder.person),
        title=post_name(organisation, holder, on),
    )


def answers(opened: Opened, names: Names, hidden: Collection[str]) -> tuple[AnswerView, ...]:
    """All answers given so far and what is computed from them, but for the hidden ones, in the order of the form."""
    return answer_views(opened.matter, opened.answers, names, hidden)


def answer_views(
    matter: Definition, given: Mapping[str, Any], names: Names, hidden: Collection[str] = ()
) -> tuple[AnswerView, ...]:
    """Answers as people read them, in the order of the form; those that say nothing are left out."""
    views = (
        AnswerView(
            id=field.id,
            label=field.label,
            value=given.get(field.id),
            text=answer_text(field, given.get(field.id), names) or _why_not(matter, field, given, names.on),
            table=_table(field, given.get(field.id), names),
        )
        for field in matter.fields
        if field.id not in hidden
    )
    return tuple(view for view in views if view.text)


def _why_not(matter: Definition, field: FormField, given: Mapping[str, Any], on: date) -> str:
    """What whoever decides must know: that a value cannot be computed although all that it is computed from was given."""
    if not isinstance(field, ComputedField) or not shown(matter, field, given, on):
        return ""
    why = unknown(field, given, on)
    return f"（{why.text(phrasing_among(matter.fields))}）" if why and not why.blank else ""


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


def material_views(opened: Opened, files: dict[str, StoredFile], hidden: Collection[str]) -> tuple[MaterialView, ...]:
    """Materials with their files, but for the hidden ones; those nobody hands in say where they come from."""
    handed = opened.materials
    return tuple(
        MaterialView(
            id=material.id,
            name=material.name,
            files=tuple(file_view(files[i]) for i in handed.get(material.id, ()) if i in files),
            note=_source_note(material),
            original=_original(opened, material.id),
        )
        for material in opened.matter.materials
        if (handed.get(material.id) or not asked(material)) and material.id not in hidden
    )


def _original(opened: Opened, material: str) -> str:
    """Where the original is that was seen at the window."""
    channel = opened.case.channel
    seen = channel.originals if isinstance(channel, AtWindow) else ()
    kept = next((one.kept for one in seen if one.material == material), None)
    if kept is None:
        return ""
    place = opened.written[0].content.get("places", {}).get(material, "") if kept and opened.written else ""
    return f"原件已核，留存于{place}" if place else "原件已核，已留存" if kept else "原件已核，已退还"


def _source_note(material: Material) -> str:
    return "" if asked(material) else "由机关内部获取，申请人无需提交"


def waiting(opened: Opened, organisation: Organisation, today: date) -> tuple[WaitingFor, ...]:
    """Who is next and until when; of who has left nobody expects anything."""
    return tuple(
        WaitingFor(
            step=item_name(item.purpose, opened.matter.called(item.step), "申请人补正"),
            who=tuple(holder_name(organisation, holder, today) for holder in present(item, organisation, today)),
            since=item.opened_at,
            due=item.due,
            provisional=item.provisional,
            share=share_of(item, opened, organisation, today),
            note=_unattended(item, organisation, today) or note_on(item, opened, organisation, today),
        )
        for item in opened.case.awaited
    )


def who_has(item: WorkItem, organisation: Organisation, today: date) -> tuple[str, ...]:
    """Names of those who can act on the item; of who has left nobody expects anything. Empty for what waits for a machine."""
    names = tuple(holder_name(organisation, holder, today) for holder in present(item, organisation, today))
    return names or (NOBODY_THERE,) * bool(item.holders)


def _unattended(item: WorkItem, organisation: Organisation, today: date) -> str:
    """Who looks for a successor where nobody is there to act (无人可办)."""
    if not item.holders or present(item, organisation, today):
        return ""
    admins = organisation.administrators("org_admin", today)
    names = "、".join(person_name(organisation, one) for one in admins[:FEW_NAMES]) + (
        "等" if len(admins) > FEW_NAMES else ""
    )
    return f"{NOBODY_THERE}：原办理人已不在岗，由机构管理员{f'（{names}）' if names else ''}确定接办人员"


def note_on(item: WorkItem, opened: Opened, organisation: Organisation, today: date) -> str:
    """How an open item stands besides: lent, at rest, overdue, claimed."""
    if item.lender:
        return f"{person_name(organisation, item.lender.person)}委派，答复后返回其办理"
    if item.asker:
        return f"{holder_name(organisation, item.asker, today)}转来，答复后返回其办理"
    if item.suspended:
        return f"已挂起，预计{day_text(item.suspended.until)}恢复"
    if item.purpose == "machine":
        return "已转外部系统，等待其报告" if item.called else "由系统自动办理"
    if item.until and item.purpose == "wait":
        return f"等待至{day_text(item.until)}"
    if item.purpose == "sub_matter":
        return waiting_text(opened.case.children_of(item.step))
    if item.purpose in ASIDE and item.warned:
        return "逾期未补，已经提醒" if item.purpose == "late_materials" else "已逾期，已经提醒"
    return "已认领" if item.group else ""


def expectations(steps: Iterable[Ahead], organisation: Organisation, today: date) -> tuple[Expectation, ...]:
    """Steps ahead with the names of those who will see them."""
    return tuple(
        Expectation(
            step=ahead.step,
            name=ahead.name,
            limit=limit_text(ahead.limit),
            branch=ahead.branch,
            certain=ahead.certain,
            who=tuple(holder_name(organisation, holder, today) for holder in ahead.holders),
            machine=ahead.machine,
            papers=ahead.papers,
        )
        for ahead in steps
    )


def task_line(
    item: ItemView, matter: Definition, organisation: Organisation, person: str, behalf: Holder | None = None
) -> TaskLine:
    """An item in a queue with what it offers the person, or whoever acts in the stead of that hat; in batches one's own alone.

    Beside the handling it says no more of the case than the definition shows, but to the applicant.
    """
    actions = tuple(offered(item, matter, behalf.person if behalf else person))
    together = None if behalf else batch_action(item, matter)
    aside = item.purpose in ASIDE and person != item.case.applicant_person
    body_shown = not aside or APPLICANT_BODY in shown_aside(matter, item.step)
    body = organisation.body_name(item.case.applicant_body, local_day(item.case.filed_at))
    return TaskLine(
        id=item.id,
        case_no=item.case.case_no,
        matter=item.case.matter,
        matter_name=matter.name,
        title=(None if aside else item.case.title) or matter.name,
        step=item.step,
        version=item.version,
        step_name=item_name(item.purpose, matter.called(item.step)),
        actions=actions,
        due=item.due,
        provisional=item.provisional,
        opened_at=item.opened_at,
        applicant_body=body if body_shown else "",
        posts=() if behalf else tuple(holder.post for holder in item.holders if holder.person == person),
        behalf=hat_choice(behalf, organisation, local_day(item.opened_at)) if behalf else None,
        resting=item.handling == "suspended",
        shape=shape(item.case.definition, item.step),
        batch=together if together in actions else None,
    )


def batch_action(item: ItemView, matter: Definition) -> BatchAction | None:
    """The act that may be given to the item together with others, whether or not it is open still."""
    kind = batch_act(matter, item.step, item.purpose)
    return cast("BatchAction", ITEM_ACT_OF[kind].word) if kind else None


def offered(item: ItemView, matter: Definition, person: str) -> Iterator[Action]:
    """The actions an open item offers its holder; to whom waits for an opinion or an answer, to call it back."""
    if item.state == "open" and all(holder.person != person for holder in item.holders):
        if item.handling in ("delegated", "asked"):
            yield "recall"
    elif item.state == "open":
        kinds = actions_on(matter, item.case.status, item)
        yield from (ITEM_ACT_OF[kind].word for kind in kinds)


def task_view(
    item: ItemView, opened: Opened, organisation: Organisation, person: str, behalf: Holder | None = None
) -> TaskView:
    """An item with everything its form needs."""
    step = opened.matter.step(item.step)
    acting = step if isinstance(step, ActedOn) and item.purpose in _ON_STEP else None
    hidden = frozenset() if item.purpose == "supplement" else hidden_at(opened.matter, item.step)
    line = task_line(item, opened.matter, organisation, person, behalf)
    return TaskView(
        line=line,
        instructions=_instructions(item, opened, acting),
        phrases=opinion_of(acting).phrases,
        opinion_required=required_at(step),
        opinions=offers_at(step),
        fills=_fills(opened, rights_of(acting)),
        form=_form(opened, hidden),
        materials=tuple(_json(m) for m in opened.matter.materials if asked(m) and m.id not in hidden),
        targets=() if acting else _targets(opened),
        papers=papers_of(opened.matter, acting, line.actions),
        parties={"applicant": opened.case.applicant_body, "owner": opened.case.owner_body},
    )


def _instructions(item: ItemView, opened: Opened, acting: ActedOn | None) -> str:
    """What its holder is to do, and what follows where it is not done in time."""
    told = _OF_PURPOSE.get(item.purpose) or (acting.instructions if acting else "")
    asked = opened.case.item(item.key) if item.purpose == "extension" else None
    told = f"请审批是否同意延长 {asked.days} 个工作日，须在办结期限届满前批准。" if asked else told
    owed = opened.case.item_ever(item.key) if item.purpose in OF_APPLICANT else None
    return told + _IF_LATE.get(owed.overdue if owed else None, "")


_IF_LATE: dict[AfterDue | None, str] = {
    "deemed_withdrawn": "逾期未办的，视为撤回申请。",
    "proceed_noted": "逾期未办的，办件按规定继续办理。",
}


_ON_STEP = ("act", "machine", "own_part")
# What is asked of the holder of what waits beside the step itself.
_OF_PURPOSE: dict[Purpose, str] = {
    "machine": "请按来件办理，并报告结果。",
    "supplement": "请按所列内容一次补齐。",
    "suspension": "请审批是否同意挂起。",
    "wait": "所等待的事件发生后，请报告办理完成。",
    "spot_check": "本决定由系统按规则作出，请抽检：确认无误，或写明理由撤销。",
}


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
