"""The parts of a case as one reads them: head, papers, content, materials, who is next, history, system work."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from flows.views.cases import (
    RELATION_LABELS,
    AnswerView,
    CaseView,
    FileView,
    InquiryView,
    MaterialView,
    RelatedCase,
    TimelineEntry,
)
from flows.views.papers import DocumentView
from matters.calendar import moment_text
from ui.components.files.preview import preview
from ui.components.links import case_link
from ui.components.markup import Html, bullets, facts, file_link, show, table, tag
from ui.components.progress import progress_line
from ui.components.wording import day, errands, owed_text, shares_text, size


def show_head(case: CaseView) -> None:
    """State, number, applicant and dates."""
    line = case.line
    st.header("办件信息", anchor=False)
    show(
        facts(
            [
                ("当前状态", line.status_name),
                ("办理结果", line.result_name or ""),
                ("办件编号", line.case_no),
                ("事项", line.matter_name),
                ("申请人", f"{line.applicant}（{line.applicant_body}）" if line.applicant else ""),
                ("申请单位", "" if line.applicant else line.applicant_body),
                ("提交方式", f"{line.filed_by.channel_name}（{line.filed_by.who}）" if line.filed_by else ""),
                ("提交时间", moment_text(line.filed_at)),
                ("办结期限", day(line.due, line.provisional) + (f"（{line.light_name}）" if line.light else "")),
                ("期限依据", case.due_reason),
                ("各方用时", shares_text(case.shares)),
                ("结果有效期", f"至{day(case.valid_until)}" if case.valid_until else ""),
                ("跑动次数", errands(case.errands)),
                ("办后义务", owed_text(line)),
            ]
        )
    )


def show_progress(case: CaseView) -> None:
    """What it is about in one sentence, and how far it is; nothing of that to whom only something is asked."""
    if case.line.brief:
        show(tag("p", case.line.brief, class_="once-brief-line"))
    if case.progress:
        show(progress_line(case.progress))


def show_days(case: CaseView) -> None:
    """How each day counts for the due date, for whoever wants to count it again."""
    if case.days:
        with st.expander("办理时限逐日计算", key=f"days.{case.line.case_no}"):
            rows = ((day(one.day), f"第{one.number}日" if one.number else "不计入", one.note) for one in case.days)
            show(table(("日期", "计入", "原因"), rows))


def show_documents(case: CaseView) -> None:
    """The sealed papers, the result first."""
    if case.documents:
        st.header("文书", anchor=False)
        show(tag("ul", *map(_document, sorted(case.documents, key=lambda d: not d.is_result)), class_="once-list"))


def _document(paper: DocumentView) -> Html:
    number = f"（{paper.number}）" if paper.number else ""
    label = Html(tag("span", paper.title) + tag("span", number, class_="once-whole"))
    result = tag("strong", "结果　") if paper.is_result else tag("strong", "已被取代　") if paper.superseded else Html()
    jointly = f"，{'、'.join(paper.sealed_by)}联合用印" if len(paper.sealed_by) > 1 else ""
    issued = tag(
        "span", f"{day(paper.issued_on)}出具{jointly}", class_="once-note" if jointly else "once-note once-whole"
    )
    shown = preview(f"/documents/{paper.id}", f"{paper.title}{number}", "application/pdf")
    return tag("li", result, file_link(f"/documents/{paper.id}", label), " ", issued, shown)


def show_partial(case: CaseView) -> None:
    """Told to who is only asked something: what stands here is not the whole case."""
    if case.partial:
        st.info("本办件请您协助办理。这里只显示协助所需的内容，办件的其他内容不向您显示。")


def show_inquiries(case: CaseView) -> None:
    """What other bodies were asked and have answered: whoever decides reads it before the opinion is asked."""
    if case.inquiries:
        st.header("协查", anchor=False)
        show(tag("ul", *map(_inquiry, case.inquiries), class_="once-list"))


def _inquiry(inquiry: InquiryView) -> Html:
    due = day(inquiry.due, inquiry.provisional)
    asked = f"{inquiry.step}（{inquiry.body}，{moment_text(inquiry.asked_at)}发出，应于{due}前答复）"
    answered = f"答复：{inquiry.answer_name}" + (f"。{inquiry.opinion}" if inquiry.opinion else "")
    who = f"{inquiry.who}　{moment_text(inquiry.answered_at)}" if inquiry.answered_at else ""
    return tag(
        "li",
        tag("p", tag("strong", asked)),
        tag("p", inquiry.question),
        tag("p", answered if inquiry.answer else inquiry.note or "尚未答复"),
        *map(_file, inquiry.files),
        tag("p", who, class_="once-note") if who else Html(),
    )


def show_content(case: CaseView) -> None:
    """What was filed; nothing where the viewer sees none of it."""
    if not case.answers and not case.withheld:
        return
    st.header("申请内容", anchor=False)
    for _, some in groupby(case.answers, key=lambda answer: bool(answer.table)):
        show(tag("div", answer_list(tuple(some)), class_="once-close"))
    if case.withheld:
        show(tag("p", "按本事项的规定，部分填报内容、材料和文书不向您显示。", class_="once-note"))


def show_checks(case: CaseView) -> None:
    """In one line, with each to unfold; what gives pause stands open."""
    passed = [check for check in case.checks if check.passed]
    if passed:
        names = "、".join(dict.fromkeys(check.name for check in passed))
        title = tag("summary", f"✓ 已核验 {len(passed)} 项，未发现问题：{names}")
        told = bullets([f"{check.name}：{check.note}" for check in passed])
        show(tag("details", title, told, class_="once-checks"))
    for check in case.checks:
        if not check.passed:
            show(tag("p", f"{check.name}：{check.note}", class_="once-alert"))


def show_opinions(case: CaseView) -> None:
    """What those before have said, for whoever decides next."""
    said = [entry for entry in case.timeline if entry.opinion and entry.step != "申请"]
    if case.tasks and said:
        st.header("已有意见", anchor=False)
        show(bullets([f"{one.step or one.what}　{one.who}（{moment_text(one.at)}）：{one.opinion}" for one in said]))


def show_materials(case: CaseView, *, beside: bool = False) -> None:
    """What was handed in, to be unfolded in place where it does not stand `beside` it already."""
    if case.materials:
        st.header("申请材料", anchor=False)
        show(tag("ul", *(_material(one, _named if beside else _file) for one in case.materials), class_="once-list"))


def answer_list(answers: tuple[AnswerView, ...]) -> Html:
    """Answers side by side; repeating rows as tables of their own."""
    if not answers[0].table:
        return facts([(answer.label, answer.text) for answer in answers])
    tables = (tag("p", a.label, class_="once-label") + table(a.table[0], a.table[1:]) for a in answers)
    return Html("".join(tables))


def _material(material: MaterialView, file: Callable[[FileView], Html]) -> Html:
    notes = (tag("span", note, class_="once-note") for note in (material.note, material.original) if note)
    return tag("li", f"{material.name}：", *map(file, material.files), *notes)


def _file(file: FileView) -> Html:
    return Html(_named(file) + preview(f"/files/{file.id}", file.name, file.media_type))


def _named(file: FileView) -> Html:
    return tag("div", file_link(f"/files/{file.id}", file.name), f"（{size(file.size)}）")


def show_waiting(case: CaseView) -> None:
    """Who is next and until when."""
    if not case.waiting:
        return
    st.header("谁在办、到何时", anchor=False)
    for item in case.waiting:
        show(
            facts(
                [
                    ("环节", item.step),
                    ("办理人", "、".join(item.who)),
                    ("到达时间", moment_text(item.since)),
                    ("本段时限", item.share),
                    ("办理期限", day(item.due, item.provisional)),
                    ("说明", item.note),
                ]
            )
        )


def show_related(case: CaseView) -> None:
    """The cases it began and the one that began it; a link where the viewer may open it."""
    if not case.related:
        return
    st.header("相关办件", anchor=False)
    for other in case.related:
        _related(other)


def _related(other: RelatedCase) -> None:
    name = f"{RELATION_LABELS[other.relation]}：{other.matter_name}"
    if other.readable and other.case_no:
        case_link(other.case_no, name)
    else:
        show(tag("p", name))
    parts = (other.about, other.case_no or "", other.state_name, other.number or "")
    show(tag("p", "　".join(part for part in parts if part), class_="once-note"))


def show_timeline(case: CaseView) -> None:
    """The history in the order of events."""
    if not case.timeline:
        return
    st.header("办理过程", anchor=False)
    show(tag("ol", *map(_entry, case.timeline), class_="once-timeline"))


def _entry(entry: TimelineEntry) -> Html:
    who = " ".join(part for part in (entry.post, entry.who) if part)
    return tag(
        "li",
        tag("p", tag("strong", entry.what), tag("span", _place(entry), class_="once-who")),
        tag("p", f"{moment_text(entry.at)}　{who}", class_="once-note"),
        tag("p", f"意见：{entry.opinion}") if entry.opinion else Html(),
        tag("p", f"注：{entry.note}", class_="once-note") if entry.note else Html(),
        tag("p", f"办理人于{moment_text(entry.proven_at)}确认身份", class_="once-note") if entry.proven_at else Html(),
        bullets([f"{finding.target}：{finding.message}" for finding in entry.findings]),
        *map(_file, entry.files),
    )


def _place(entry: TimelineEntry) -> str:
    """The step, where neither what was done nor who did it says so already."""
    told = not entry.step or entry.step in entry.what or entry.step in entry.who
    return "" if told else f"{entry.step}环节"


def show_effects(case: CaseView) -> None:
    """What the system does or has done by itself."""
    if not case.effects:
        return
    with st.expander("系统办理情况", key=f"effects.{case.line.case_no}"):
        show(
            bullets([f"{e.kind_name}：{e.state_name}" + (f"（{e.reason}）" if e.reason else "") for e in case.effects])
        )
