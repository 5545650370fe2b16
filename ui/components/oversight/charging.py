"""A charge (督办单) as it is written: in lists, on the case it is about, and the form that opens one."""

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from flows.views.oversight.charges import MAX_TEXT, MAX_TITLE, ChargeLine, ChargeQuery, ChargeRequest
from matters.calendar import day_text
from matters.charges import KIND_NAMES, ChargeKind
from matters.errors.base import Refusal
from ui.components.days import ask_day
from ui.components.links import link
from ui.components.markup import Html, show, tag
from ui.components.messages import answer_after
from ui.components.queue import light_by_days
from ui.session import caller, idempotency_key, service, today

_USUAL_DAYS = 7  # what stands in the form at first


def show_line(line: ChargeLine) -> None:
    """One charge with its light; what waits for whoever looks says so."""
    with st.container(border=True, key=f"charge.{line.id}"):
        waits = "【待办理】" if line.mine else ""
        link("charges", f"{waits}【{line.kind_name}】{line.title}", charge=str(line.id))
        about = f"编号 {line.id}，{line.body_name}，应于{day_text(line.due)}前反馈，{line.state_name}，进度 {line.progress}%"
        show(tag("p", about, class_="once-note"), lamp(line))


def lamp(line: ChargeLine) -> Html:
    """Yellow near its last day, red after it; none of what is answered."""
    return light_by_days(-line.days_late) if line.state in ("open", "extension") else Html()


def show_charges(case_no: str) -> None:
    """What the bodies of the case are charged with because of it; and for a supervisor the way to a new one."""
    who = caller()
    if not who.roles & {"supervisor", "approver", "window", "liaison"}:
        return
    found = service().charges.list(who, ChargeQuery(case_no=case_no))
    if isinstance(found, Refusal) or not (found.items or found.bodies):
        return
    st.header("督办", anchor=False)
    for line in found.items:
        show_line(line)
    if found.bodies:
        link("charges", "督办本办件", case=case_no)


def ask_charge(bodies: Mapping[str, str], case_no: str) -> None:
    """The form that opens a charge; about a case its body need not be named."""
    key = f"charges.new.{case_no}.{st.session_state.get('charges.opened', 0)}"
    kind: ChargeKind = st.radio(
        "类别", list(KIND_NAMES), format_func=KIND_NAMES.__getitem__, horizontal=True, key=f"{key}.kind"
    )
    names = {"": f"办件 {case_no} 的受理单位"} if case_no else {}
    names |= bodies
    st.selectbox(
        "承办单位", list(names), index=0 if case_no else None, format_func=names.__getitem__, key=f"{key}.body"
    )
    st.text_input("督办事项", max_chars=MAX_TITLE, key=f"{key}.title")
    if kind == "instruction":
        st.text_input("由谁批示", max_chars=40, key=f"{key}.leader")
    st.text_area("批示内容" if kind == "instruction" else "要求", max_chars=MAX_TEXT, height=100, key=f"{key}.text")
    if not case_no:
        st.text_input("所督办的事项代码（选填）", max_chars=20, key=f"{key}.matter")
    ask_day("办理期限", today() + timedelta(days=_USUAL_DAYS), key=f"{key}.due")
    st.button("发起督办", type="primary", key=key, on_click=_open, args=(key, kind, case_no))


def _open(key: str, kind: ChargeKind, case_no: str) -> None:
    """Runs as a callback, before the page: asks for the login itself. What was opened leaves an empty form."""
    typed = {name: str(st.session_state.get(f"{key}.{name}") or "").strip() for name in _TYPED}
    due = st.session_state.get(f"{key}.due") or today()
    request = ChargeRequest(kind=kind, due=due, case_no=case_no, **typed)
    found = service().charges.open(caller(), request, idempotency_key("charge", request, key))
    if not isinstance(found, Refusal):
        st.session_state["charges.opened"] = st.session_state.get("charges.opened", 0) + 1
    answer_after(found)


_TYPED = ("body", "title", "leader", "text", "matter")
