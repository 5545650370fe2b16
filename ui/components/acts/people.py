"""Naming people: who gets an item, who signs besides, who acts at a later step."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import streamlit as st

from flows.views.tasks import ActorChoice, HatChoice
from matters.organisation.snapshot import Holder
from ui.components.markup import plain

# What a widget of this name with these options is given: its key, and how its choice is kept.
Kept = Callable[[str, Collection[str]], dict[str, Any]]


def keyed(name: str, _among: Collection[str]) -> dict[str, Any]:
    """A choice that lives with the page: the name is the widget's key."""
    return {"key": name}


def choose_person(label: str, options: Sequence[HatChoice], name: str, kept: Kept = keyed) -> tuple[Holder, ...]:
    """One of them, or nobody yet."""
    hats = _by_name(options)
    chosen = st.selectbox(
        label,
        list(hats),
        index=None,
        placeholder="请选择人员",
        format_func=lambda hat: hats[hat].text,
        **kept(name, hats),
    )
    return () if chosen is None else (_holder(hats[chosen]),)


def choose_people(label: str, options: Sequence[HatChoice], name: str, kept: Kept = keyed) -> tuple[Holder, ...]:
    """Any of them, in the order in which they were chosen."""
    hats = _by_name(options)
    chosen = st.multiselect(
        label,
        list(hats),
        placeholder="请选择人员（可多选）",
        format_func=lambda hat: hats[hat].text,
        **kept(name, hats),
    )
    return tuple(_holder(hats[hat]) for hat in chosen)


def choose_actors(choices: Sequence[ActorChoice], name: str, kept: Kept = keyed) -> dict[str, Holder]:
    """Who is to act at each of the later steps that leave it to this person."""
    named: dict[str, Holder] = {}
    for choice in choices:
        label = plain(f"“{choice.name}”环节由谁办理")
        for holder in choose_person(label, choice.who, f"{name}.{choice.step}", kept):
            named[choice.step] = holder
    return named


def _by_name(options: Sequence[HatChoice]) -> dict[str, HatChoice]:
    return {f"{choice.person}/{choice.post}": choice for choice in options}


def _holder(choice: HatChoice) -> Holder:
    return Holder(person=choice.person, post=choice.post)
