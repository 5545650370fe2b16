"""资源登记: the rooms, cars and seats that can be booked, added and changed by the administrator of their body."""

from datetime import date
from typing import Any

import streamlit as st

from flows.views.bookings import (
    HoldLine,
    KeptResource,
    RegisterView,
    ResourceChange,
    ResourceLine,
    ResourceRequest,
)
from matters.calendar import period_text
from matters.errors.base import Refusal
from matters.organisation.resources import KIND_NAMES
from ui.components.days import ask_day
from ui.components.links import Place
from ui.components.markup import bullets, facts, plain, show, table, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.wording import with_id
from ui.session import caller, idempotency_key, service, today

_HELP = (
    "在此登记的资源，事项表单中的“资源预约”项就可以选用；类别须与事项定义中的一致。",
    "整体预约的资源（会议室、车辆），“座位数”供申请人参考；按座位预约的资源（班车），“座位数”为可以预约的总座数。",
    "单位、类别和名称登记后不能修改，因为已出具的文书写有资源名称；登记有误的，停用后另行登记。",
    "停用：填写停用前最后一日。此后不再接受预约；已有的预约不会自动取消，请按列出的预约联系申请单位改期。",
)

PLACE = Place("resources", "资源登记", rank=40, roles=frozenset({"org_admin"}))


def page() -> None:
    """The form for a new one, then one box a resource."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    register: RegisterView = granted(service().bookings.register(who))
    show(bullets(_HELP))
    _add(register)
    for kept in register.items:
        _resource(kept)
    if not register.items:
        st.info("还没有登记资源。")


def _add(register: RegisterView) -> None:
    with st.expander("登记新的资源"):
        left, right = st.columns(2)
        body = left.selectbox(
            "所属单位",
            list(register.bodies),
            index=None,
            key="resource.body",
            placeholder="请选择",
            format_func=lambda one: register.bodies[one],
        )
        kind = right.selectbox(
            "类别（可填写新的类别标识）",
            list(KIND_NAMES),
            index=None,
            key="resource.kind",
            placeholder="请选择",
            format_func=lambda one: with_id(KIND_NAMES.get(one, one), one),
            accept_new_options=True,
        )
        name = left.text_input("名称", key="resource.name", max_chars=40, placeholder="如：会议室301").strip()
        with right:
            capacity = _seats("resource.new", 1)
        parts = {"capacity": capacity, **_service("resource.new", today(), None, "")}
        what = {"body": body, "kind": kind, "name": name}
        ready = all(what.values())
        st.button("登记", type="primary", key="resource.add", on_click=_added, args=(what, parts), disabled=not ready)


def _seats(key: str, value: int) -> int:
    return int(st.number_input("座位数", min_value=1, max_value=1000, step=1, value=value, key=f"{key}.capacity"))


def _service(key: str, since: date, until: date | None, notes: str) -> dict[str, Any]:
    """From when to when it can be had, and what people should know."""
    left, right = st.columns(2)
    return {
        "since": ask_day("启用日期", since, at=left, key=f"{key}.since") or since,
        "until": ask_day("停用前最后一日（不停用则留空）", until, at=right, key=f"{key}.until"),
        "notes": st.text_area("说明（选填）", notes, key=f"{key}.notes", max_chars=400, height=80).strip(),
    }


def _resource(kept: KeptResource) -> None:
    line = kept.line
    with st.container(border=True, key=f"resource.{line.id}"):
        st.header(plain(f"{line.name}（{line.kind_name}）"), anchor=False)
        show(
            facts(
                [
                    ("所属单位", line.body_name),
                    ("座位数", str(line.capacity)),
                    ("启用期", period_text(line.since, line.until)),
                    ("说明", line.notes),
                    ("状态", _state(line.since, line.until)),
                ]
            )
        )
        stranded = [one for one in kept.holds if one.stranded]
        if stranded:
            show(tag("p", f"下列 {len(stranded)} 个预约已不在启用期内，请联系申请单位改期：", class_="once-alert"))
            _holds(stranded)
        others = [one for one in kept.holds if not one.stranded]
        if others:
            with st.expander(f"尚未结束的预约（{len(others)}）"):
                _holds(others)
        with st.expander("变更、停用"):
            key = f"resource.{line.id}.{line.version}"
            parts = {"capacity": _seats(key, line.capacity), **_service(key, line.since, line.until, line.notes)}
            st.button("保存变更", key=f"{key}.change", on_click=_changed, args=(key, line, parts))


def _state(since: date, until: date | None) -> str:
    if until and until < today():
        return "已停用"
    return "尚未启用" if since > today() else "启用中"


def _holds(holds: list[HoldLine]) -> None:
    rows = ((one.text, one.applicant_body, one.applicant, str(one.seats or "全部"), one.case_no) for one in holds)
    show(table(("时段", "申请单位", "经办人", "座位", "办件编号"), rows))


def _at_click(key: str, drawn: dict[str, Any]) -> dict[str, Any]:
    """What a form says now, over what it said when the page was drawn: whoever writes and clicks does not wait for the page."""
    said = {name: st.session_state.get(f"{key}.{name}", value) for name, value in drawn.items()}
    emptied = {name: drawn[name] for name, value in said.items() if value is None and name != "until"}
    trimmed = {name: value.strip() for name, value in said.items() if isinstance(value, str)}
    return said | emptied | trimmed


def _added(what: dict[str, Any], parts: dict[str, Any]) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    request = ResourceRequest(**_at_click("resource", what), **_at_click("resource.new", parts))
    made = service().bookings.add(caller(), request, idempotency_key("resource.add", request))
    if not isinstance(made, Refusal):
        for name in [name for name in st.session_state if str(name).startswith(("resource.name", "resource.new"))]:
            del st.session_state[name]
    answer_after(made)


def _changed(key: str, line: ResourceLine, parts: dict[str, Any]) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    request = ResourceChange(**_at_click(key, parts), expected_version=line.version)
    answer_after(
        service().bookings.change(caller(), line.id, request, idempotency_key("resource.change", request, line.id))
    )
