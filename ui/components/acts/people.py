"""Naming people: who gets an item, who signs besides, who acts at a later step."""

from collections.abc import Sequence

import streamlit as st

from flows.views.tasks import ActorChoice, HatChoice
from matters.organisation.snapshot import Holder
from ui.components.markup import plain


def choose_person(label: str, options: Sequence[HatChoice], key: str) -> tuple[Holder, ...]:
    """One of them, or nobody yet."""
    chosen = st.selectbox(
        label,
        range(len(options)),
        index=None,
        key=key,
        placeholder="请选择人员",
        format_func=lambda nth: plain(options[nth].text),
    )
    return () if chosen is None else (_hat(options[chosen]),)


def choose_people(label: str, options: Sequence[HatChoice], key: str) -> tuple[Holder, ...]:
    """Any of them, in the order in which they were chosen."""
    chosen = st.multiselect(
        label,
        range(len(options)),
        key=key,
        placeholder="请选择人员（可多选）",
        format_func=lambda nth: plain(options[nth].text),
    )
    return tuple(_hat(options[nth]) for nth in chosen)


def choose_actors(choices: Sequence[ActorChoice], key: str) -> dict[str, Holder]:
    """Who is to act at each of the later steps that leave it to this person."""
    named: dict[str, Holder] = {}
    for choice in choices:
        for holder in choose_person(plain(f"“{choice.name}”环节由谁办理"), choice.who, f"{key}.{choice.step}"):
            named[choice.step] = holder
    return named


def _hat(choice: HatChoice) -> Holder:
    return Holder(person=choice.person, post=choice.post)
