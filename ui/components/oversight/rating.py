"""The rating of a case (好差评) on its page: to give one, to answer it, to rate what was mended; and what is owed, on others."""

from collections.abc import Iterable

import streamlit as st

from flows.views.oversight.ratings import (
    MAX_TEXT,
    AnswerRequest,
    GivenRating,
    RatingLine,
    RatingRequest,
    RatingView,
    SecondRequest,
    ToRate,
)
from matters.calendar import day_text
from matters.case.rating import BAD, GRADE_NAMES, GRADES, Grade
from matters.errors.base import Refusal
from ui.components.links import case_link
from ui.components.markup import Html, facts, show, tag
from ui.components.messages import answer_after
from ui.components.queue import light_by_days
from ui.session import caller, idempotency_key, service


def show_rating(case_no: str) -> None:
    """What of the rating concerns whoever looks at the case; nothing for most."""
    found = service().ratings.show(caller(), case_no)
    if isinstance(found, Refusal) or not (found.given or found.may_rate):
        return
    st.header("服务评价", anchor=False)
    if found.given:
        show(facts(_said(found.given)))
    if found.may_rate:
        _rate(found)
    if found.may_answer and found.given:
        _answer(found, found.given)
    if found.may_rate_again:
        _rate_again(found)


def _said(given: GivenRating) -> Iterable[tuple[str, str]]:
    yield "评价", f"{given.grade_name}（{day_text(given.day)}）"
    yield "原因", "、".join(given.reasons)
    yield "内容", given.text
    yield "被评价单位", given.body_name
    yield "情况", given.state_name
    yield "答复期限", day_text(given.due) if given.due and not given.answered_on else ""
    yield "答复", f"{given.answer}（{day_text(given.answered_on)}）" if given.answered_on else ""
    yield "复评", given.second_grade_name
    yield "复评内容", given.second_text


def _rate(found: RatingView) -> None:
    until = day_text(found.until) if found.until else ""
    show(
        tag("p", f"请评价本次服务，{until}前有效，一件评一次。评价只向答复的负责人和督查人员显示。", class_="once-note")
    )
    key = f"rating.{found.case_no}"
    grade = _grade("评价等级", f"{key}.grade")
    if grade is None:
        return
    names = found.reasons[grade]
    st.pills("原因（可多选）", list(names), selection_mode="multi", format_func=names.__getitem__, key=f"{key}.{grade}")
    st.text_area("评价内容（选填）", key=f"{key}.text", max_chars=MAX_TEXT, height=80)
    st.button("提交评价", type="primary", key=key, on_click=_send, args=(found.case_no, grade))


def _grade(label: str, key: str) -> Grade | None:
    return st.radio(label, GRADES, index=None, format_func=GRADE_NAMES.__getitem__, horizontal=True, key=key)


def _send(case_no: str, grade: Grade) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    key = f"rating.{case_no}"
    ticked: list[str] = st.session_state.get(f"{key}.{grade}") or []
    request = RatingRequest(grade=grade, reasons=tuple(ticked), text=st.session_state.get(f"{key}.text", ""))
    answer_after(service().ratings.rate(caller(), case_no, request, idempotency_key("rate", request, case_no)))


def _answer(found: RatingView, given: GivenRating) -> None:
    key, what = f"rating.{found.case_no}.answer", "整改情况和答复" if given.grade in BAD else "答复"
    st.text_area(f"{what}（必填）", key=f"{key}.text", max_chars=MAX_TEXT, height=100)
    st.button("提交答复", type="primary", key=key, on_click=_send_answer, args=(found.case_no,))


def _send_answer(case_no: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    text = str(st.session_state.get(f"rating.{case_no}.answer.text", "")).strip()
    request = AnswerRequest(text=text)
    answer_after(service().ratings.answer(caller(), case_no, request, idempotency_key("answer", request, case_no)))


def _rate_again(found: RatingView) -> None:
    key = f"rating.{found.case_no}.second"
    show(tag("p", "承办单位已经整改答复，您可以再评价一次（复评）。", class_="once-note"))
    grade = _grade("复评等级", f"{key}.grade")
    if grade is None:
        return
    st.text_area("复评内容（选填）", key=f"{key}.text", max_chars=MAX_TEXT, height=80)
    st.button("提交复评", type="primary", key=key, on_click=_send_second, args=(found.case_no, grade))


def _send_second(case_no: str, grade: Grade) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    request = SecondRequest(grade=grade, text=st.session_state.get(f"rating.{case_no}.second.text", ""))
    answer_after(service().ratings.rate_again(caller(), case_no, request, idempotency_key("again", request, case_no)))


def show_to_rate(cases: tuple[ToRate, ...], where: str) -> None:
    """What one may rate; nobody has to."""
    if not cases:
        return
    st.header("待评价", anchor=False)
    for one in cases:
        with st.container(border=True, key=f"{where}.rate.{one.case_no}"):
            case_link(one.case_no, f"【{'复评' if one.again else '评价'}】{one.title}")
            show(tag("p", f"{day_text(one.until)}前可以评价，也可以不评", class_="once-note"))


def show_to_answer(lines: tuple[RatingLine, ...]) -> None:
    """What one has to answer for one's body."""
    if not lines:
        return
    st.header("待答复的评价", anchor=False)
    for one in lines:
        with st.container(border=True, key=f"home.answer.{one.case_no}"):
            what = "整改" if one.grade in BAD else "答复"
            case_link(one.case_no, f"【待{what}】{one.matter_name}：{one.grade_name}")
            show(tag("p", owed_text(one), class_="once-note"), lamp(one))


def owed_text(line: RatingLine) -> str:
    """Whose work was rated when, and by when it is to be answered."""
    until = f"，应于{day_text(line.due)}前答复" if line.due and line.state in ("owed", "late") else ""
    return f"{line.body_name}，{day_text(line.day)}评价{until}"


def lamp(line: RatingLine) -> Html:
    """How near its day is; none of what nobody owes."""
    return light_by_days(-line.days_late) if line.state in ("owed", "late") else Html()
