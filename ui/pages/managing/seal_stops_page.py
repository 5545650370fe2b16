"""印章管理: seals that may not be used, and how one is stopped, revoked or taken back into use."""

from typing import Literal

import streamlit as st

from flows.views.people import Caller
from flows.views.registers import SealStopLine
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.asking import ask_first
from ui.components.certificates import show_certificates
from ui.components.links import Place
from ui.components.markup import facts, show, tag
from ui.components.messages import answer_after, granted, tell
from ui.session import caller, idempotency_key, service


def _waiting(who: Caller) -> int | Refusal:
    lines = service().seal_stops.list(who)
    return lines if isinstance(lines, Refusal) else sum(_unconfirmed(line) and line.open_to_caller for line in lines)


def _unconfirmed(line: SealStopLine) -> bool:
    return line.kind == "revoked" and not line.final


PLACE = Place(
    "seal_stops",
    "印章管理",
    rank=55,
    roles=frozenset({"security_admin"}),
    waiting=_waiting,
    counted="枚印章的停用等您复核",
)


def page() -> None:
    """What rests now, then the form."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    lines = granted(service().seal_stops.list(who))
    for line in lines:
        _line(line)
    if not lines:
        st.info("没有停用或撤销的印章。")
    _form(who, len(lines))
    show_certificates(who)
    told = "导入、换发发证机构签发的印章，在服务器上运行 "
    show(tag("p", told, tag("code", "once seal import"), "；私钥和密码不经网页传送。", class_="once-note"))


def _line(line: SealStopLine) -> None:
    state = "已撤销" if line.final else "等待确认撤销，已停止使用" if line.kind == "revoked" else "已停用"
    with st.container(border=True, key=f"seal.{line.id}"):
        asked = f"{moment_text(line.asked_at)} {line.asked_by}"
        show(facts([("单位", line.body_name), ("状态", state), ("理由", line.reason), ("提出", asked)]))
        if not line.open_to_caller:
            show(tag("p", "确认撤销和恢复用印须由另一位安全管理员办理。", class_="once-note"))
            return
        if _unconfirmed(line):
            question = "撤销后不能收回：该证书此后的用印一律无效，此前出具的文书仍按当时查验。"
            ask_first("撤销", question, f"seal.{line.id}.revoke", _settle, "confirm", line.id)
        question = "恢复后改用新的印章。" if line.final else "恢复后，等候的文书会自动用印。"
        ask_first("恢复用印", question, f"seal.{line.id}.lift", _settle, "lift", line.id)


def _form(who: Caller, known: int) -> None:
    """`known` makes it empty again after each."""
    st.header("停用或撤销", anchor=False)
    names = dict(granted(service().seal_stops.bodies(who)))
    key = f"seal.new.{known}"
    st.selectbox(
        "单位", list(names), index=None, format_func=names.__getitem__, key=f"{key}.body", placeholder="请选择"
    )
    st.text_area("理由", key=f"{key}.reason", max_chars=500, height=80)
    show(
        tag("p", "停用、撤销都即时停止用印；撤销还须另一位安全管理员确认，确认后证书列入撤销名单。", class_="once-note")
    )
    ask_first("停用", "停用后，该单位的文书等候用印，直至恢复。", f"{key}.stop", _begin, "stop", key)
    ask_first("提请撤销", "印章遗失、密钥泄露或单位撤销时办理。", f"{key}.revoke", _begin, "revoke", key)


def _begin(what: str, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    body, reason = st.session_state[f"{key}.body"] or "", st.session_state[f"{key}.reason"]
    act = {"stop": service().seal_stops.stop, "revoke": service().seal_stops.revoke}[what]
    answer_after(act(caller(), body, reason, idempotency_key(f"seal.{what}", reason, body, key)))


def _settle(how: Literal["confirm", "lift"], stop: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    settle = service().seal_stops.confirm if how == "confirm" else service().seal_stops.lift
    answer_after(settle(caller(), stop, idempotency_key(f"seal.{how}", stop)))
