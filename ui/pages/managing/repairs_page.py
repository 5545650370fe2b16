"""办件修复: a case that cannot go on, where it stands, and the mend that two administrators agree on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from flows.views.mending import REPAIR_LABELS, RepairRequest, RepairView
from flows.views.people import Caller
from matters.calendar import moment_text
from matters.case.values import RepairKind
from matters.errors.base import Refusal
from ui.components.acts.people import choose_person
from ui.components.asking import ask_first
from ui.components.links import Place, link
from ui.components.markup import bullets, facts, show, table
from ui.components.messages import answer_after, granted, refuse, tell
from ui.session import caller, idempotency_key, service

_MEANINGS: dict[RepairKind, str] = {
    "end": "终止办件：办件就此结束，没有办理结果，不再出具文书。",
    "skip": "跳过环节：该项待办不再办理，办件继续往下走；办后义务就此免除。不能跳过受理和决定。",
    "jump": "转到环节：现有待办全部取消，从所选环节重新办起。",
    "reassign": "改派待办：由所选人员办理，办理期限不变。",
    "remove_signer": "减签：办理人加签的人员不再签署，其余人员的意见随即重新计算。",
}


def _count(who: Caller) -> int | Refusal:
    waiting = service().repairs.waiting(who)
    return waiting if isinstance(waiting, Refusal) else len(waiting)


PLACE = Place(
    "repairs", "办件修复", rank=20, roles=frozenset({"matter_admin"}), waiting=_count, counted="件办件的修复等您确认"
)


def page() -> None:
    """The case in the address, or a field to name one."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    number = st.text_input("办件编号", value=st.query_params.get("case", ""), key="repair.case", max_chars=40).strip()
    if not number:
        st.info("用于处理卡住的办件：先由一位事项管理员申请，再由另一位确认。请输入办件编号。")
        _waiting(granted(service().repairs.waiting(who)))
        return
    found = service().repairs.show(who, number)
    if isinstance(found, Refusal):
        refuse(found)
        return
    _where(found)
    if found.wish:
        _pending(found)
    elif not found.ended:
        _ask(found)


def _waiting(cases: Sequence[str]) -> None:
    if cases:
        st.header(f"等您确认的修复（{len(cases)}）", anchor=False)
    for case_no in cases:
        link("repairs", case_no, case=case_no)


def _where(view: RepairView) -> None:
    show(facts([("办件编号", view.case_no), ("事项", view.matter_name), ("当前状态", view.status_name)]))
    if view.items:
        rows = [(item.name, "、".join(item.who) or "系统", moment_text(item.since)) for item in view.items]
        show(table(("待办", "办理人", "到达时间"), rows))


def _pending(view: RepairView) -> None:
    wish = view.wish
    if wish is None:
        return
    st.header("等候确认的修复", anchor=False)
    what = f"{REPAIR_LABELS[wish.what]}（{wish.about}）" if wish.about else REPAIR_LABELS[wish.what]
    show(facts([("修复", what), ("理由", wish.reason), ("申请人", wish.who), ("时间", moment_text(wish.at))]))
    show(bullets([_MEANINGS[wish.what]]))
    key = f"repair.{view.case_no}.{wish.at.isoformat()}"
    with st.container(horizontal=True):
        if not wish.mine:
            question = f"{_MEANINGS[wish.what]}修复后不能撤销。"
            ask_first("执行修复", question, f"{key}.confirm", _confirm, view.case_no, wish.at)
        label = "收回申请" if wish.mine else "不予修复"
        question = f"{label}后办件照旧，不作修复；仍需修复的，须重新申请。"
        ask_first(label, question, f"{key}.drop", _drop, view.case_no, wish.at)
    if wish.mine:
        st.info("须由另一位事项管理员确认。")


def _confirm(case_no: str, asked_at: datetime) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    answer_after(service().repairs.confirm(caller(), case_no, idempotency_key("repair.confirm", case_no, asked_at)))


def _drop(case_no: str, asked_at: datetime) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    answer_after(service().repairs.drop(caller(), case_no, idempotency_key("repair.drop", case_no, asked_at)))


def _ask(view: RepairView) -> None:
    st.header("申请修复", anchor=False)
    key = f"repair.{view.case_no}.{len(view.items)}"
    kinds: tuple[RepairKind, ...] = ("skip", "jump", "reassign", "remove_signer", "end")
    what: RepairKind = st.radio(
        "怎样修复", kinds, format_func=REPAIR_LABELS.__getitem__, horizontal=True, key=f"{key}.what"
    )
    show(bullets([_MEANINGS[what]]))
    parts = _parts(view, what, key)
    reason = st.text_area("理由", key=f"{key}.reason", max_chars=1000, height=80)
    if st.button("提交修复申请", type="primary", key=f"{key}.ask"):
        request = RepairRequest(what=what, reason=reason.strip(), **parts)
        answer_after(
            service().repairs.ask(caller(), view.case_no, request, idempotency_key("repair", request, view.case_no))
        )
        st.rerun()


def _parts(view: RepairView, what: RepairKind, key: str) -> dict[str, Any]:
    if what == "end":
        return {}
    if what == "jump":
        names = {step.step: step.name for step in view.steps}
        to = st.selectbox("转到哪个环节", list(names), index=None, format_func=names.__getitem__, key=f"{key}.step")
        return {"step": to}
    items = {item.id: item for item in view.items}
    chosen = st.selectbox(
        "哪一项待办",
        list(items),
        index=None,
        key=f"{key}.item",
        format_func=lambda one: f"{items[one].name}：{'、'.join(items[one].who) or '系统'}",
    )
    if what != "reassign" or chosen is None:
        return {"item": chosen}
    people = choose_person("改由谁办理", items[chosen].to, f"{key}.to.{chosen}")
    return {"item": chosen, "to": people[0] if people else None}
