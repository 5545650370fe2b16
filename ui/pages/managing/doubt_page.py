"""存疑核定: one effect in doubt with its evidence, and a person's word on it."""

import streamlit as st

from flows.views.registers import DoubtView, SettleRequest, Settling
from matters.calendar import moment_text
from ui.components.asking import ask_first
from ui.components.links import Place, link
from ui.components.markup import bullets, facts, plain, show, table, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.wording import doubt_facts, doubt_title
from ui.session import caller, idempotency_key, service

_LABELS: dict[Settling, str] = {"again": "重新执行", "done": "确认已完成", "drop": "不再执行"}
_MEANINGS: dict[Settling, str] = {
    "again": "重新执行：由系统再办一次。结果不会重复：或者可以证明它没有办成，或者重办得到的文件逐字节相同。",
    "done": "确认已完成：数据库和文件库中有它已经办成的证据，按证据登记结果。",
    "drop": "不再执行：不再办理，须写明理由，由安全管理员复核同意后生效。",
}

_NEEDS_CONSOLE = "（须能打开该控制台，见“运行状况”）"

PLACE = Place("doubt", "存疑核定", roles=frozenset({"system_admin", "security_admin"}))


def page() -> None:
    """The effect in the address."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    link("doubts", "返回存疑事项列表")
    view = granted(service().doubts.show(who, st.query_params.get("effect", "")))
    _show(view)
    if view.allowed and "system_admin" in who.roles:
        _settle(view)
    if view.proposer and "security_admin" in who.roles:
        _second(view)


def _show(view: DoubtView) -> None:
    st.header(plain(doubt_title(view.line)), anchor=False)
    show(facts(doubt_facts(view.line)))
    st.header("执行情况", anchor=False)
    show(facts(view.work))
    if view.run:
        show(tag("p", tag("a", "在流程引擎的控制台中查看这次运行", href=view.run, target="_blank"), _NEEDS_CONSOLE))
    st.header("数据库和文件库中的证据", anchor=False)
    show(table(("查什么", "结果"), view.traces))
    if view.instead_of_drop:
        st.info(plain(view.instead_of_drop))
    if view.said:
        st.header("核定记录", anchor=False)
        rows = [(moment_text(said.at), said.who, said.verdict_name, said.reason) for said in view.said]
        show(table(("时间", "核定人", "核定", "理由"), rows))


def _settle(view: DoubtView) -> None:
    st.header("核定", anchor=False)
    show(bullets([_MEANINGS[verdict] for verdict in view.allowed]))
    field = f"doubt.{view.line.key}.{view.line.doubt}"
    verdict = st.radio(
        "处理方式", view.allowed, format_func=_LABELS.__getitem__, key=f"{field}.verdict", horizontal=True
    )
    if verdict == "drop":
        st.warning(plain("不再执行的后果：" + "".join(view.consequences)))
    reason = "理由" if verdict == "drop" else "说明（选填，如已采取的措施）"
    st.text_area(reason, key=f"{field}.reason", max_chars=500)
    question = f"{_MEANINGS[verdict]}核定后不能更改。"
    key, doubt = view.line.key, view.line.doubt
    ask_first("提交核定", question, f"{field}.submit.{verdict}", _say, key, doubt, verdict, field)


def _say(key: str, doubt: int, verdict: Settling, field: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    request = SettleRequest(doubt=doubt, verdict=verdict, reason=st.session_state.get(f"{field}.reason", ""))
    answer_after(service().doubts.settle(caller(), key, request, idempotency_key("settle", request, key)))


def _second(view: DoubtView) -> None:
    st.header("复核", anchor=False)
    st.warning(plain("不再执行的后果：" + "".join(view.consequences)))
    key, doubt = view.line.key, view.line.doubt
    ask_first("同意不再执行", "同意后即告终了，不能恢复执行。", f"doubt.{key}.{doubt}.agree", _agree, key, doubt)


def _agree(key: str, doubt: int) -> None:
    answer_after(service().doubts.agree(caller(), key, doubt, idempotency_key("agree", key, doubt)))
