"""Handing an open item on (认领、转办、委派、加签、抄送): below the decision, closed until somebody wants it."""

from typing import Any

import streamlit as st

from flows.views.tasks import ACTION_LABELS, HANDINGS, Action, ActRequest
from matters.case.values import Where
from ui.components.acts.item import Acting
from ui.components.acts.people import choose_people, choose_person
from ui.components.markup import bullets, plain, show, tag
from ui.session import today

MAX_REASON = 1000
_TOLD: dict[Action, str] = {
    "claim": "认领后只由您办理，同组其他人员不再看到该待办。",
    "release": "退回后同组人员都可以办理。",
    "transfer": "待办和责任一并转给对方，您不再办理；办理期限不变。",
    "delegate": "请对方提出意见，答复后回到您这里，由您决定；办理期限不变。",
    "recall": "收回后由您继续办理，对方不再提出意见。",
    "add_signers": "加签人员也须签署意见，本环节才能办结。",
    "report_up": "由上级单位直接办理，本单位不再办理；办理期限不变。",
    "send_down": "由下级单位研究答复，答复后回到您这里，由您办理；办理期限不变。",
    "forward": "附上您的意见，转由所选单位办理；办理期限不变。",
    "send_copy": "对方可以查看本办件，不参与办理。",
    "ask_suspension": "批准后本环节暂停办理，到预计日期自动恢复，也可以提前恢复；批准之前照常办理。",
    "resume": "本环节已挂起。恢复后继续办理，剩余期限不变。",
}
_REASONS: dict[Action, str] = {
    "transfer": "转办理由",
    "delegate": "请对方就什么提出意见",
    "add_signers": "加签理由",
    "send_copy": "附言（选填）",
    "ask_suspension": "挂起事由",
    "report_up": "上报意见",
    "send_down": "请下级单位办理什么",
    "forward": "转报意见",
}
_WHERE: dict[Where, str] = {"before": "在我之前", "beside": "与我同时", "after": "在我之后"}


def hand_on(acting: Acting) -> None:
    """The ways to hand the item on, one at a time."""
    actions = [action for action in acting.task.line.actions if action in HANDINGS and _possible(acting, action)]
    if not actions:
        return
    alone = set(acting.task.line.actions) <= HANDINGS
    with st.expander(
        "恢复办理" if actions == ["resume"] else "转办、加签、抄送等", expanded=alone, key=acting.key("handing")
    ):
        action: Action | None = st.radio(
            "其他操作",
            actions,
            index=0 if len(actions) == 1 else None,
            format_func=ACTION_LABELS.__getitem__,
            horizontal=True,
            key=acting.key("hand"),
        )
        if action is not None:
            _hand(acting, action)


def _possible(acting: Acting, action: Action) -> bool:
    """Passing on wants a body to pass it on to."""
    passing = ("report_up", "send_down", "forward")
    return action not in passing or any(choice.action == action for choice in acting.task.passes)


def _hand(acting: Acting, action: Action) -> None:
    show(tag("p", _TOLD[action], class_="once-note"))
    parts = _parts(acting, action)
    key = acting.key(f"reason.{action}")
    opinion = st.text_area(_REASONS[action], key=key, max_chars=MAX_REASON, height=80) if action in _REASONS else ""
    post = acting.post(f"post.{action}")
    if st.button(plain(f"确认{ACTION_LABELS[action]}"), type="primary", key=acting.key(f"submit.{action}")):
        acting.act(ActRequest(action=action, opinion=opinion.strip(), **parts, **acting.common(post)))


def _parts(acting: Acting, action: Action) -> dict[str, Any]:
    task, key = acting.task, acting.key(f"to.{action}")
    match action:
        case "transfer" | "delegate":
            return {"to": choose_person(f"{ACTION_LABELS[action]}给谁", task.colleagues, key)}
        case "add_signers":
            ways: tuple[Where, ...] = ("before", "beside", "after")
            where = st.radio("何时签署", ways, format_func=_WHERE.__getitem__, horizontal=True, key=acting.key("where"))
            return {"where": where, "to": choose_people("加签人员", task.colleagues, key)}
        case "ask_suspension":
            if task.grounds:
                show(bullets(task.grounds))
            chosen = st.date_input(
                "预计恢复日期", value=None, min_value=today(), key=acting.key("until"), format="YYYY-MM-DD"
            )
            return {"until": chosen}
        case "report_up" | "send_down" | "forward":
            return {"body": _body(acting, action, key)}
        case "send_copy":
            return {"to": choose_people("抄送给谁", task.readers, key)}
        case _:
            return {}


def _body(acting: Acting, action: Action, key: str) -> str | None:
    """The body it goes to, and whether it comes back."""
    found = {choice.body: choice for choice in acting.task.passes if choice.action == action}
    chosen: str | None = st.selectbox(
        f"{ACTION_LABELS[action]}给哪个单位",
        list(found),
        index=None,
        placeholder="请选择单位",
        key=key,
        format_func=lambda body: plain(found[body].name),
    )
    if chosen and action == "forward":
        show(
            tag(
                "p",
                "答复后回到您这里办理。" if found[chosen].answers else "由其直接办理，不再返回。",
                class_="once-note",
            )
        )
    return chosen
