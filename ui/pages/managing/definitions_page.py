"""事项管理: all matters with their versions, drafts and cases under way; here a new matter begins."""

import streamlit as st

from flows.views.editing import DefinitionLine, DraftState
from flows.views.people import Caller
from matters.calendar import day_text, moment_text
from matters.errors.base import Refusal
from ui.components.definitions.exchanging import show_exchange
from ui.components.definitions.offering import show_offering
from ui.components.definitions.parts import running_note
from ui.components.links import Place, go, link
from ui.components.markup import Html, facts, plain, show
from ui.components.messages import granted, refuse_after, tell
from ui.session import caller, service

_NEW = "definitions.new"


def _waiting(who: Caller) -> int | Refusal:
    drafts, gone = service().matter_editing.waiting(who), service().cancelling.waiting(who)
    if isinstance(drafts, Refusal):
        return drafts
    return gone if isinstance(gone, Refusal) else drafts + gone


PLACE = Place(
    "definitions",
    "事项管理",
    rank=10,
    roles=frozenset({"matter_admin"}),
    waiting=_waiting,
    counted="份草案、取消等您审阅",
)


def page() -> None:
    """One row a matter; those with a draft say where it stands."""
    who = caller()
    st.title(PLACE.title, anchor=False)
    tell()
    found = granted(service().matter_editing.list(who))
    waiting = [line for line in found.items if line.draft and line.draft.may_publish]
    if waiting:
        names = "、".join(f"{line.name or line.code}" for line in waiting)
        st.info(plain(f"有 {len(waiting)} 份草案等您审阅发布：{names}"))
    for one in granted(service().cancelling.list(who)):
        if one.open_to_caller:
            st.info(plain(f"{one.asked_by}提请自{day_text(one.since)}起取消“{one.name}”，等您确认：见该事项的“取消”。"))
    for line in found.items:
        _line(line)
    show_offering(who)
    show_exchange(who)
    _begin()


def _line(line: DefinitionLine) -> None:
    with st.container(border=True, key=f"definition.{line.code}"):
        link("definition", f"{line.code}　{line.name or '（新事项，尚未发布）'}", matter=line.code)
        current = line.current
        version = f"第 {current.version} 版" if current else "尚未发布"
        if current and current.published_at:
            version += f"（{moment_text(current.published_at)}发布）"
        note = running_note(current, line.older_running) if current else Html()
        show(facts([("现行版本", version), ("草案", _draft_words(line.draft))]), note)


def _draft_words(draft: DraftState | None) -> str:
    """Where a draft stands, in one line."""
    if draft is None:
        return ""
    if draft.submitted_at:
        return (
            f"第 {draft.version} 版，{draft.submitted_by}已于{moment_text(draft.submitted_at)}提交发布，等候第二人审阅"
        )
    if draft.return_reason:
        return f"第 {draft.version} 版，{draft.returned_by}退回修改：{draft.return_reason}"
    return f"第 {draft.version} 版，{draft.saved_by}于{moment_text(draft.saved_at)}保存"


def _begin() -> None:
    """A new matter, from the template."""
    if begun := st.session_state.pop(f"{_NEW}.begun", None):
        go("definition", matter=begun)
    with st.expander("新增事项", key=f"{_NEW}.box"):
        left, right = st.columns([1, 3])
        form = "2 至 4 个大写字母加 3 位数字，发布后不再改变。"
        left.text_input("事项代码", key=f"{_NEW}.code", max_chars=7, placeholder="如 XY001", help=form)
        right.text_input("事项名称", key=f"{_NEW}.name", max_chars=200)
        st.button("从模板起草", key=f"{_NEW}.go", type="primary", on_click=_start)


def _start() -> None:
    code = st.session_state[f"{_NEW}.code"].strip().upper()
    begun = service().matter_editing.begin(caller(), code, st.session_state[f"{_NEW}.name"])
    if isinstance(begun, Refusal):
        refuse_after(begun)
    else:
        st.session_state[f"{_NEW}.begun"] = code
