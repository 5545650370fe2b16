"""取消 of a matter on its page: asked for by one administrator, settled by another, withdrawn before its day."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from flows.views.editing import CancellationLine, CancellationWanted
from flows.views.people import Caller
from matters.calendar import day_text, moment_text
from matters.cancelling import OPEN_CASES_NAMES
from ui.components.asking import ask_first
from ui.components.days import ask_day
from ui.components.markup import facts, show, tag
from ui.components.messages import answer_after, granted
from ui.session import caller, idempotency_key, service, today

_HELP = (
    "自取消之日起，事项不再列为可办，不再受理新的申请，办事指南写明已取消及其依据；取消由一位事项管理员提请、另一位确认，"
    "到取消之日前可以撤回。"
)


def show_cancelling(who: Caller, code: str) -> None:
    """What was asked for, the last first; and the form while nothing waits or stands."""
    lines = granted(service().cancelling.list(who, code))
    show(tag("p", _HELP, class_="once-note"))
    for line in lines:
        _line(line)
    if not any(line.state in ("waiting", "confirmed") for line in lines):
        _form(code, lines)


def _line(line: CancellationLine) -> None:
    settled = f"{moment_text(line.settled_at)} {line.settled_by}" if line.settled_at else ""
    state = "已取消" if line.in_force else line.state_name
    with st.container(border=True, key=f"cancelling.{line.id}"):
        show(
            facts(
                [
                    ("状态", state),
                    ("取消的日子", day_text(line.since)),
                    ("依据", f"{line.ground}（{line.document_no}）"),
                    ("在办的办件", f"{line.open_cases_name}；目前尚未作出决定的 {line.undecided} 件"),
                    ("提请", f"{moment_text(line.asked_at)} {line.asked_by}"),
                    ("退回" if line.state == "sent_back" else "确认", settled),
                ]
            )
        )
        if line.state == "waiting":
            _settling(line)
        elif line.state == "confirmed" and not line.in_force:
            question = "撤回后事项照常办理，并告知此前通知过的申请人和办理人。"
            ask_first("撤回取消", question, f"cancelling.{line.id}.withdraw", _settle, "withdraw", line.id)


def _settling(line: CancellationLine) -> None:
    if line.open_to_caller:
        told = f"确认后通知 {line.undecided} 件在办办件的申请人和办理人；到取消之日，在办的办件{line.open_cases_name}。"
        ask_first("生效", told, f"cancelling.{line.id}.confirm", _settle, "confirm", line.id)
    else:
        show(tag("p", "须由另一位事项管理员核对确认；发现有误的，可以退回后重新提请。", class_="once-note"))
    ask_first("退回", "退回后可以重新提请。", f"cancelling.{line.id}.send_back", _settle, "send_back", line.id)


def _form(code: str, lines: Sequence[CancellationLine]) -> None:
    key, tomorrow = f"cancelling.{code}.{len(lines)}", today() + timedelta(days=1)
    ask_day("自哪一天起取消", tomorrow, since=tomorrow, key=f"{key}.since")
    st.text_input("依据", key=f"{key}.ground", max_chars=200, placeholder="如：关于取消一批机关内部办事事项的通知")
    st.text_input("文号", key=f"{key}.document_no", max_chars=60, placeholder="如：样政办发〔2026〕8号")
    st.radio(
        "取消之日在办的办件",
        list(OPEN_CASES_NAMES),
        format_func=lambda one: OPEN_CASES_NAMES[one],
        index=None,
        key=f"{key}.open_cases",
    )
    chosen = st.session_state[f"{key}.open_cases"]
    st.button("提请取消", key=f"{key}.ask", on_click=_ask, args=(code, key), disabled=chosen is None)


def _ask(code: str, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    said = {name: st.session_state[f"{key}.{name}"] for name in ("since", "ground", "document_no", "open_cases")}
    wanted = CancellationWanted.model_validate({**said, "since": said["since"] or date.min})
    answer_after(service().cancelling.ask(caller(), code, wanted, idempotency_key("cancelling.ask", wanted, key)))


def _settle(how: str, which: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    desk = service().cancelling
    settle = {"confirm": desk.confirm, "send_back": desk.send_back, "withdraw": desk.withdraw}[how]
    answer_after(settle(caller(), which, idempotency_key(f"cancelling.{how}", str(which))))
