"""督办: what bodies are charged with, by limit and state; one with its course and what may be done; and a new one."""

import streamlit as st

from flows.views.oversight.charges import MAX_TEXT, ChargeActRequest, ChargeEntry, ChargeList, ChargeQuery, ChargeView
from flows.views.people import Caller
from matters.calendar import day_text, moment_text
from matters.charges import ACT_NAMES, KIND_NAMES, STATE_NAMES, ChargeAct, ChargeKind, ChargeState
from matters.errors.base import Refusal
from ui.components.days import ask_day
from ui.components.links import Place, case_link, link
from ui.components.markup import Html, facts, plain, show, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.components.oversight.charging import ask_charge, lamp, show_line
from ui.session import caller, idempotency_key, service

_ALL = "all"


def _waiting(who: Caller) -> int | Refusal:
    return service().charges.waiting(who)


PLACE = Place(
    "charges",
    "督办",
    rank=57,
    roles=frozenset({"supervisor", "approver", "window", "liaison"}),
    waiting=_waiting,
    counted="件等您办理",
)


def page() -> None:
    """The charge in the address; without one the list, and for supervisors a new one."""
    who = caller()
    tell()
    number = st.query_params.get("charge", "")
    if number.isdecimal() and len(number) < 10:
        _one(granted(service().charges.show(who, int(number))))
    else:
        _all(who, st.query_params.get("case", ""))


def _all(who: Caller, case_no: str) -> None:
    st.title(PLACE.title, anchor=False)
    told = st.container()
    filters = Narrowing("charges")
    kind = filters.choice("类别", "kind", {_ALL: "全部类别"} | dict(KIND_NAMES))
    state = filters.choice("情况", "state", {_ALL: "全部情况"} | dict(STATE_NAMES))
    query = ChargeQuery(kind=_kind(kind), state=_state(state))
    found = filters.listed(lambda number: granted(service().charges.list(who, query, number)))
    with told:
        _sums(found)
        if found.bodies:
            with st.expander("发起督办", expanded=bool(case_no)):
                ask_charge(found.bodies, case_no)
    if not found.items:
        st.info("没有这样的督办。发起的督办单、批示督办和改革任务，以及本单位收到的，列在这里。")
    for line in found.items:
        show_line(line)
    filters.pages(found.page)
    if found.bodies:
        book = tag("a", "导出台账 XLSX", href=f"/exports/charges/{kind}.xlsx")
        show(tag("p", book, tag("span", "　任务、责任单位、时限、进展；导出记入审计日志", class_="once-note")))


def _sums(found: ChargeList) -> None:
    """How many, and how many of them are late or near, over all pages."""
    late = tag("strong", f"逾期 {found.late} 件") if found.late else "逾期 0 件"
    show(tag("p", amount(found.page, "件"), "，", late, f"，三日内到期 {found.near} 件", class_="once-note"))


def _kind(chosen: str) -> ChargeKind | None:
    return next((kind for kind in KIND_NAMES if kind == chosen), None)


def _state(chosen: str) -> ChargeState | None:
    return next((state for state in STATE_NAMES if state == chosen), None)


def _one(found: ChargeView) -> None:
    link("charges", "返回全部督办")
    line = found.line
    st.title(plain(line.title), anchor=False)
    show(tag("p", lamp(line)))
    asked = (
        f"{day_text(line.due)}（申请延期至{day_text(found.asked_until)}）" if found.asked_until else day_text(line.due)
    )
    pairs = [
        ("编号", str(line.id)),
        ("类别", line.kind_name),
        ("承办单位", line.body_name),
        ("事项", line.matter_name),
        ("批示人", found.leader),
        ("批示内容" if found.leader else "要求", found.text),
        ("期限", asked),
        ("情况", line.state_name),
        ("进度", f"{line.progress}%"),
        ("发起", f"{found.opened_by}，{day_text(found.opened_on)}"),
    ]
    show(facts(pairs))
    if line.case_no:
        case_link(line.case_no, f"所督办的办件：{line.case_no}")
    _ask(found)
    st.header("督办经过", anchor=False)
    show(*(_said(one) for one in found.entries))


def _said(one: ChargeEntry) -> Html:
    more = (f"，延期至{day_text(one.until)}" if one.until else "", f"，进度 {one.progress}%" if one.progress else "")
    text = f"：{one.text}" if one.text else ""
    return tag("p", f"{moment_text(one.at)}　{one.who}　{one.what}{''.join(more)}{text}")


def _ask(found: ChargeView) -> None:
    """What may be done now: one of it is chosen, and what it takes is written."""
    if not found.acts:
        return
    st.header("办理", anchor=False)
    key = f"charge.{found.line.id}.{found.version}"
    act: ChargeAct = st.radio(
        "办理方式", found.acts, format_func=ACT_NAMES.__getitem__, horizontal=True, key=f"{key}.act"
    )
    st.text_area("内容", key=f"{key}.text", max_chars=MAX_TEXT, height=100)
    if act == "ask_extension":
        ask_day("延期至", key=f"{key}.until")
    if act == "report":
        st.number_input("进度（%）", 0, 100, found.line.progress, 10, key=f"{key}.progress")
    st.button(f"确认{ACT_NAMES[act]}", type="primary", key=key, on_click=_act, args=(found.line.id, found.version, act))


def _act(number: int, version: int, act: ChargeAct) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    key = f"charge.{number}.{version}"
    request = ChargeActRequest(
        act=act,
        expected_version=version,
        text=str(st.session_state.get(f"{key}.text") or "").strip(),
        until=st.session_state.get(f"{key}.until") if act == "ask_extension" else None,
        progress=st.session_state.get(f"{key}.progress") if act == "report" else None,
    )
    answer_after(service().charges.act(caller(), number, request, idempotency_key("charge_act", request, number)))
