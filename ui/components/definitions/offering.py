"""What is missing before a matter is offered here (开通), and the form in which an owner's contacts are filled in."""

import streamlit as st

from flows.views.matters import LocalFilling, OfferingLine
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.markup import bullets, facts, show
from ui.components.messages import granted, refuse_after, tell_after
from ui.session import caller, idempotency_key, service

_KEY = "definitions.offering"


def show_offering(who: Caller) -> None:
    """Asked for first: whether a matter fits is looked up in every body there is."""
    if not st.toggle("开通情况：各事项还缺什么", key=_KEY):
        return
    for line in granted(service().matters.offering(who)):
        with st.container(border=True, key=f"{_KEY}.{line.code}.{line.body or 'nobody'}"):
            _line(line)


def _line(line: OfferingLine) -> None:
    state = "已开通" if line.offered else "未开通"
    owner = line.body_name or "没有单位受理"
    show(facts([("事项", f"{line.code}　{line.name}"), ("受理单位", owner), ("状态", state)]), bullets(line.lacks))
    if line.body:
        _form(line)


def _form(line: OfferingLine) -> None:
    known = {contact.purpose: contact for contact in line.part.contacts}
    enquiry, supervision = known.get("enquiry"), known.get("supervision")
    key = f"{_KEY}.{line.code}.{line.body}"
    left, right = st.columns(2)
    left.text_input("咨询电话", enquiry.phone if enquiry else "", key=f"{key}.enquiry", max_chars=40)
    right.text_input("监督电话", supervision.phone if supervision else "", key=f"{key}.supervision", max_chars=40)
    left.text_input("咨询地点（选填）", enquiry.place if enquiry else "", key=f"{key}.place", max_chars=60)
    right.text_input("咨询时间（选填）", enquiry.hours if enquiry else "", key=f"{key}.hours", max_chars=60)
    for hint in line.hints:
        st.text_area(f"“{hint.label}”的填报说明", hint.text, key=f"{key}.hint.{hint.field}", max_chars=400, height=80)
    st.button("保存本地内容", key=f"{key}.save", on_click=_save, args=(key, line))


def _save(key: str, line: OfferingLine) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    typed = {name: st.session_state[f"{key}.{name}"] for name in ("enquiry", "supervision", "place", "hours")}
    hints = {hint.field: st.session_state[f"{key}.hint.{hint.field}"] for hint in line.hints}
    wanted = LocalFilling(code=line.code, body=line.body, hints={**line.part.hints, **hints}, **typed)
    done = service().matters.fill(caller(), wanted, idempotency_key("local part", wanted, line.part.model_dump_json()))
    if isinstance(done, Refusal):
        refuse_after(done)
    else:
        tell_after(f"“{line.name}”的本地内容已保存。")
