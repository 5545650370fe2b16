"""存疑事项: what a machine must not repeat and waits for a person's word, oldest first."""

import streamlit as st

from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.links import Place, link
from ui.components.markup import facts, show, tag
from ui.components.messages import granted
from ui.components.wording import doubt_facts, doubt_title
from ui.session import caller, service


def _waiting(who: Caller) -> int | Refusal:
    return service().doubts.count(who)


PLACE = Place(
    "doubts",
    "存疑事项",
    rank=70,
    roles=frozenset({"system_admin", "security_admin"}),
    waiting=_waiting,
    counted="项存疑等待核定",
)


def page() -> None:
    """One row per effect."""
    who = caller()
    st.title(PLACE.title, anchor=False)
    show(tag("p", "系统连续办不成、或无法确知是否已办的事项，停在这里等人核定，不会自动重复。", class_="once-note"))
    found = granted(service().doubts.list(who))
    if not found:
        st.info("目前没有存疑事项。")
    for line in found:
        with st.container(border=True, key=f"doubt.{line.key}"):
            link("doubt", doubt_title(line), effect=line.key)
            show(facts(doubt_facts(line)))
