"""The form of a local list (实施清单): one field for each thing that the directory allows to be changed, and no other."""

import streamlit as st

from flows.views.lists.local_editions import (
    LocalContent,
    LocalEditionView,
    LocalEditionWanted,
    LocalQuestion,
    PromiseKind,
)
from ui.components.messages import answer_after
from ui.session import caller, idempotency_key, service

_PROMISES: dict[PromiseKind | None, str] = {
    None: "与目录相同",
    "at_once": "当日",
    "working_days": "若干个工作日",
    "calendar_days": "若干日",
}
_MOST_QUESTIONS = 5
_TEXTS = {"enquiry": "咨询电话", "supervision": "监督电话", "place": "咨询地点、办理窗口", "hours": "咨询时间"}


def local_form(view: LocalEditionView) -> None:
    """Filled with what holds; empty again after each, with what is known by then."""
    current = next((line.content for line in view.lines if line.current), LocalContent())
    key = f"local.{view.code}.{view.body}.{len(view.lines)}"
    if any(line.state == "waiting" for line in view.lines):
        st.info("已有一份等候确认，确认或者退回之后可以再提请。")
        return
    st.text_input("地方编码（选填）", current.local_code, key=f"{key}.local_code", max_chars=50)
    for change, fields in (
        ("promised", _promise),
        ("contacts", _contacts),
        ("questions", _questions),
        ("materials_fewer", _materials),
    ):
        if change in view.allowed:
            fields(view, current, key)
    st.button("提请", type="primary", key=f"{key}.ask", on_click=_ask, args=(view, key))


def content_facts(said: LocalContent) -> list[tuple[str, str]]:
    """What it says otherwise, as people read it."""
    days = f"{said.promise_days} " if said.promise_days else ""
    unit = {"at_once": "当日", "working_days": "个工作日", "calendar_days": "日"}.get(said.promise or "", "")
    return [
        ("地方编码", said.local_code),
        ("承诺时限", f"{days}{unit}"),
        *((name, getattr(said, part)) for part, name in _TEXTS.items()),
        ("常见问题", "；".join(one.question for one in said.questions)),
        ("不再收取的材料", "、".join(said.without_materials)),
        ("改收电子件的材料", "、".join(said.electronic)),
    ]


def _promise(view: LocalEditionView, current: LocalContent, key: str) -> None:
    left, right = st.columns(2)
    kinds = list(_PROMISES)
    left.selectbox(
        f"承诺时限（目录为{view.promised}，只能更短）",
        kinds,
        kinds.index(current.promise),
        format_func=lambda one: _PROMISES[one],
        key=f"{key}.promise",
    )
    right.number_input("天数", 1, 365, current.promise_days, key=f"{key}.promise_days")


def _contacts(view: LocalEditionView, current: LocalContent, key: str) -> None:
    columns = st.columns(2)
    for place, (part, name) in enumerate(_TEXTS.items()):
        columns[place % 2].text_input(f"{name}（选填）", getattr(current, part), key=f"{key}.{part}", max_chars=60)


def _questions(view: LocalEditionView, current: LocalContent, key: str) -> None:
    with st.expander("常见问题（填写的替代目录的）", key=f"{key}.asked"):
        for place in range(_MOST_QUESTIONS):
            known = current.questions[place] if place < len(current.questions) else None
            st.text_input(f"问 {place + 1}", known.question if known else "", key=f"{key}.q{place}", max_chars=200)
            st.text_area(f"答 {place + 1}", known.answer if known else "", key=f"{key}.a{place}", max_chars=1000)


def _materials(view: LocalEditionView, current: LocalContent, key: str) -> None:
    names = {one.id: one.name for one in view.materials}
    paper = [one.id for one in view.materials if one.paper]
    gone = [one for one in current.without_materials if one in names]
    st.multiselect("不再收取的材料", list(names), gone, format_func=lambda one: names[one], key=f"{key}.without")
    if paper:
        electronic = [one for one in current.electronic if one in paper]
        st.multiselect(
            "改收电子件的材料", paper, electronic, format_func=lambda one: names[one], key=f"{key}.electronic"
        )


def _ask(view: LocalEditionView, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    state = st.session_state
    asked = [(state.get(f"{key}.q{n}", ""), state.get(f"{key}.a{n}", "")) for n in range(_MOST_QUESTIONS)]
    promise = state.get(f"{key}.promise")
    wanted = LocalEditionWanted(
        code=view.code,
        body=view.body,
        local_code=state.get(f"{key}.local_code", ""),
        promise=promise,
        promise_days=state.get(f"{key}.promise_days") if promise in ("working_days", "calendar_days") else None,
        **{part: state.get(f"{key}.{part}", "") for part in _TEXTS},
        questions=tuple(LocalQuestion(question=q, answer=a) for q, a in asked if q.strip() or a.strip()),
        without_materials=tuple(state.get(f"{key}.without", ())),
        electronic=tuple(state.get(f"{key}.electronic", ())),
    )
    answer_after(service().local_editions.ask(caller(), wanted, idempotency_key("local.ask", wanted, key)))
