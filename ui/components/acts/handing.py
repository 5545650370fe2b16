"""Handing an open item on (认领、转办、委派、加签、抄送): beside the decision, under 更多."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from flows.views.tasks import ActRequest
from matters.case.values import Where
from matters.commands.acts import ON_ITEMS, ItemAct
from matters.commands.items import Delegate, Handing
from matters.language.actions import Action
from matters.organisation.snapshot import Holder
from ui.components.acts.acting import Acting
from ui.components.acts.people import choose_people, choose_person
from ui.components.days import ask_day
from ui.components.markup import bullets, plain, show, tag
from ui.session import today

MAX_REASON = 1000
_WHERE: dict[Where, str] = {"before": "在我之前", "beside": "与我同时", "after": "在我之后"}


def offers(acting: Acting) -> tuple[list[Action], list[Action]]:
    """What brings the case on or back, and the ways to hand the item on."""
    actions = acting.task.line.actions
    handing = [one for one in actions if ON_ITEMS[one].hands_on and _possible(acting, ON_ITEMS[one])]
    return [one for one in actions if not ON_ITEMS[one].hands_on], handing


def hand_on(acting: Acting, actions: list[Action]) -> None:
    """One way at a time."""
    action = acting.choose("其他操作", "hand", actions) if actions else None
    if action:
        _hand(acting, ON_ITEMS[action])


def _possible(acting: Acting, act: ItemAct) -> bool:
    """Passing on wants a body to pass it on to, and an extension days that are left."""
    if "days" in act.parts:
        return acting.task.extension is not None
    return "body" not in act.parts or any(choice.action == act.word for choice in acting.task.passes)


def _hand(acting: Acting, act: ItemAct) -> None:
    show(tag("p", act.told, class_="once-note"))
    parts: dict[str, Any] = {part: ask(acting, act) for part, ask in _ASKED.items() if part in act.parts}
    kept = acting.kept(f"reason.{act.word}") if act.reason else {}
    opinion = st.text_area(act.reason, max_chars=MAX_REASON, height=80, **kept) if act.reason else ""
    post = acting.post(f"post.{act.word}")
    if st.button(plain(f"确认{act.name}"), type="primary", key=acting.key(f"submit.{act.word}")):
        acting.act(ActRequest(action=act.word, opinion=opinion.strip(), **parts, **acting.common(post)))


def _where(acting: Acting, act: ItemAct) -> Where | None:
    """When those added sign."""
    ways: tuple[Where, ...] = ("before", "beside", "after")
    return st.radio("何时签署", ways, format_func=_WHERE.__getitem__, horizontal=True, **acting.kept("where", ways))


def _to(acting: Acting, act: ItemAct) -> tuple[Holder, ...]:
    """Who gets the item, signs besides, or gets a copy."""
    task, name = acting.task, f"to.{act.word}"
    if issubclass(act.command, Handing):
        asked = task.advisers if issubclass(act.command, Delegate) else ()
        return choose_person(f"{act.name}给谁", (*task.colleagues, *asked), name, acting.kept)
    if "where" in act.parts:
        return choose_people(f"{act.name}人员", task.colleagues, name, acting.kept)
    return choose_people(f"{act.name}给谁", task.readers, name, acting.kept)


def _until(acting: Acting, act: ItemAct) -> date | None:
    """The day on which it goes on at the latest, and why it may rest."""
    if acting.task.grounds:
        show(bullets(acting.task.grounds))
    kept = acting.kept("until", read=date.fromisoformat)
    return ask_day("预计恢复日期", None, today(), **kept)


def _days(acting: Acting, act: ItemAct) -> int | None:
    """How many working days more, and why there may be."""
    offer = acting.task.extension
    if offer is None:
        return None
    if offer.grounds:
        show(bullets(offer.grounds))
    kept = acting.kept("days", read=int)
    label = f"延长多少个工作日（最多 {offer.left} 个）"
    days: int | None = st.number_input(label, min_value=1, max_value=offer.left, step=1, value=None, **kept)
    return days


def _body(acting: Acting, act: ItemAct) -> str | None:
    """The body it goes to, and whether it comes back."""
    found = {choice.body: choice for choice in acting.task.passes if choice.action == act.word}
    chosen: str | None = st.selectbox(
        f"{act.name}给哪个单位",
        list(found),
        index=None,
        placeholder="请选择单位",
        format_func=lambda body: found[body].name,
        **acting.kept(f"to.{act.word}", found),
    )
    if chosen and act.word == "forward":
        comes_back = found[chosen].answers
        said = "答复后回到您这里办理。" if comes_back else "由其直接办理，不再返回。"
        show(tag("p", said, class_="once-note"))
    return chosen


# In the order in which they are asked.
_ASKED: Mapping[str, Callable[[Acting, ItemAct], object]] = {
    "where": _where,
    "to": _to,
    "until": _until,
    "days": _days,
    "body": _body,
}
