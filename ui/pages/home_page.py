"""工作台: what everybody enters by. What waits for me, what I began, where my cases are and what is new."""

from collections.abc import Collection, Sequence
from datetime import date

import streamlit as st

from flows.views.cases import WaitingFor
from flows.views.home import BegunFiling, CaseUnderWay, HomeView
from flows.views.matters import MatterLine
from flows.views.people import Caller
from flows.views.reports import OwedReport
from flows.views.supervision import PressedBody, SupervisionList
from flows.views.tasks import TaskLine, TaskList
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.applying.reporting import owed_line
from ui.components.links import HOME, Place, case_link, link, matter_link, place_link, waiting_at
from ui.components.markup import show, tag
from ui.components.messages import granted, tell
from ui.components.news import by_case
from ui.components.oversight.rating import show_to_answer, show_to_rate
from ui.components.queue import item_link, urgency
from ui.components.wording import day
from ui.session import caller, service, today

_FEW = 5  # the lists have the rest
PLACE = Place(HOME, "工作台", rank=5)


def page() -> None:
    """By role: whoever may not file is shown no filings."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    own = granted(service().home.show(who))
    left, right = st.columns([7, 4], gap="large")
    waiting = _queue(who)
    with left:
        if waiting is not None:
            _waiting_for_me(waiting, own)
        rated = granted(service().ratings.duties(who))
        show_to_answer(rated.to_answer)
        _administered(who)
        if "applicant" in who.roles:
            _owed(granted(service().reports.owed(who)).items)
            _begun(own.drafts)
            _under_way(own.under_way)
            show_to_rate(rated.to_rate[:_FEW], "home")
    with right:
        _often(own.often)
        _news(who, {line.case_no for line in waiting.items} if waiting else set())


def _queue(who: Caller) -> TaskList | None:
    """None of who only administers."""
    found = service().tasks.queue(who)
    return None if isinstance(found, Refusal) else found


def _waiting_for_me(found: TaskList, own: HomeView) -> None:
    st.header("等我办理", anchor=False)
    if not found.items:
        st.info("目前没有待办。有新的待办时，“待办”旁会显示件数。")
        return
    pressing = "".join(
        f"，{what} {number} 项" for what, number in (("已超期", own.late), ("今日到期", own.due_today)) if number
    )
    show(tag("p", f"共 {found.page.total} 项{pressing}。", class_="once-note"))
    for line in found.items[:_FEW]:
        _task(line, today())
    link("tasks", "查看全部待办")


def _administered(who: Caller) -> None:
    """To publish, to settle, to confirm and to supervise: by counts, with the way there."""
    waiting = [(place, count) for place, count in waiting_at().items() if place.counted and place.roles & who.roles]
    pressed = _pressed(who)
    if not waiting and not pressed:
        return
    st.header("管理和督查", anchor=False)
    for place, count in waiting:
        place_link(place, f"{place.title}：{count} {place.counted}")
    if pressed:
        _supervised(pressed)


def _pressed(who: Caller) -> Sequence[PressedBody]:
    """What is late or soon will be, by the bodies one watches over."""
    watched = service().supervision.list(who) if "supervisor" in who.roles else None
    return watched.bodies if isinstance(watched, SupervisionList) else ()


def _supervised(pressed: Sequence[PressedBody]) -> None:
    late, near = sum(one.late for one in pressed), sum(one.near for one in pressed)
    link("supervision", f"督查：已超期 {late} 项，临期 {near} 项")
    told = "；".join(f"{one.name} {one.late} 项超期" for one in pressed[:_FEW] if one.late)
    if told:
        show(tag("p", told, class_="once-note"))


def _task(line: TaskLine, on: date) -> None:
    with st.container(border=True, key=f"home.task.{line.id}.{line.version}"):
        item_link(line)
        until = f"{day(line.due, line.provisional)}前办理" if line.due else ""
        about = "　".join(part for part in (line.brief, line.applicant_body, until) if part)
        show(tag("p", about, class_="once-note"), urgency(line, on))


def _owed(reports: tuple[OwedReport, ...]) -> None:
    """The recurring reports that one's body has to file."""
    if not reports:
        return
    st.header("待报送", anchor=False)
    for one in reports:
        with st.container(border=True, key=f"home.report.{one.matter}.{one.body}.{one.period}"):
            link("filing", f"{one.matter_name}：{one.period_name}", matter=one.matter, period=one.period)
            show(tag("p", owed_line(one), class_="once-alert" if one.late else "once-note"))


def _begun(drafts: tuple[BegunFiling, ...]) -> None:
    if not drafts:
        return
    st.header("没有提交的申请", anchor=False)
    for draft in drafts[:_FEW]:
        with st.container(border=True, key=f"home.draft.{draft.matter}"):
            link("filing", f"继续填写：{draft.matter_name}", matter=draft.matter)
            show(tag("p", f"{moment_text(draft.saved_at)}保存", class_="once-note"))


def _under_way(cases: tuple[CaseUnderWay, ...]) -> None:
    st.header("我的申请到哪里了", anchor=False)
    if not cases:
        st.info("没有办理中的申请。需要其他单位办理的事，从“办事”中提出。")
        link("matters", "去办事")
        return
    for one in cases:
        with st.container(border=True, key=f"home.case.{one.line.case_no}"):
            case_link(one.line.case_no, one.line.title)
            show(*(tag("p", _where(waiting), class_="once-note") for waiting in one.waiting))
    link("my-cases", "查看我的全部办件")


def _where(waiting: WaitingFor) -> str:
    """With whom it is and until when, in one line."""
    who = "、".join(waiting.who) or waiting.note
    until = f"，{day(waiting.due, waiting.provisional)}前" if waiting.due else ""
    return f"{waiting.step}：{who}{until}" if who else f"{waiting.step}{until}"


def _often(matters: tuple[MatterLine, ...]) -> None:
    st.header("常办事项", anchor=False)
    if not matters:
        show(tag("p", "办过的事项会列在这里，下次可以直接申请。", class_="once-note"))
    for matter in matters:
        matter_link(matter)
    link("matters", "全部事项")


def _news(who: Caller, told: Collection[str]) -> None:
    """What is told beside it as waiting is no news."""
    new = [notice for notice in granted(service().notices.list(who)) if not notice.read]
    st.header("最新通知", anchor=False)
    others = [newest for newest, *_ in by_case(new) if newest.case_no not in told]
    if not others:
        show(tag("p", "没有新的通知。", class_="once-note"))
    for notice in others[:_FEW]:
        show(tag("p", notice.text), tag("p", moment_text(notice.at), class_="once-note"))
    link("notices", f"查看全部通知（未读 {len(new)} 条）" if new else "查看全部通知")
