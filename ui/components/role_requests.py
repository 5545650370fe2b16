"""授权提请: administrators' roles that wait for a second security administrator, to be confirmed or not."""

from typing import Literal

import streamlit as st

from flows.views.organisation_editing import RoleRequestLine
from flows.views.people import Caller
from matters.calendar import moment_text, period_text
from ui.components.asking import ask_first
from ui.components.links import link
from ui.components.markup import facts, show
from ui.components.messages import answer_after, granted
from ui.session import caller, idempotency_key, service


def show_role_requests(who: Caller, person: str = "") -> None:
    """All that wait, or those of one person; nothing where nothing waits."""
    waiting = [one for one in granted(service().organisation_editing.requests(who)) if person in ("", one.person)]
    if waiting:
        st.header("等待确认的授权", anchor=False)
    for one in waiting:
        _request(one, linked=not person)


def _request(one: RoleRequestLine, *, linked: bool) -> None:
    with st.container(border=True, key=f"role.{one.id}"):
        show(
            facts(
                [
                    ("人员", one.person_name),
                    ("角色", one.role_name),
                    ("期限", period_text(one.since, one.last_day)),
                    ("提请", f"{moment_text(one.asked_at)} {one.asked_by}"),
                ]
            )
        )
        if linked:
            link("person", f"查看{one.person_name}", person=one.person)
        if one.open_to_caller:
            ask_first(
                "授权",
                f"确认后，{one.person_name}即为{one.role_name}。",
                f"role.{one.id}.yes",
                _settle,
                "confirm",
                one.id,
            )
        st.button(
            "不同意" if one.open_to_caller else "撤回提请",
            key=f"role.{one.id}.no",
            on_click=_settle,
            args=("drop", one.id),
        )


def _settle(how: Literal["confirm", "drop"], request: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    desk = service().organisation_editing
    settle = desk.confirm if how == "confirm" else desk.drop
    answer_after(settle(caller(), request, idempotency_key(f"role.{how}", request)))
