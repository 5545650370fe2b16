"""The menu: each module of `ui.pages` says itself where its page stands, and this room only reads it."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import streamlit as st

from flows.views.people import Caller
from matters.errors.base import Refusal
from ui import pages
from ui.components.links import HOME, Place, note_waiting

_ADMINISTRATION = "管理"


def page_modules() -> Iterator[ModuleType]:
    """Every module that is a page."""
    found = walk_packages(pages.__path__, f"{pages.__name__}.")
    return (import_module(one.name) for one in found if not one.ispkg)


@cache
def all_pages() -> dict[Place, Callable[[], None]]:
    """What draws the page of each place, in the order of the menu; those that only links lead to come last."""
    found = {module.PLACE: module.page for module in page_modules()}
    return dict(sorted(found.items(), key=lambda one: (one[0].rank is None, one[0].rank or 0)))


def menu(who: Caller) -> dict[str, list[st.Page]]:
    """The pages this person is shown, by the heading under which they stand."""
    found = {place: waiting(place, who) for place in all_pages() if not place.roles or place.roles & who.roles}
    note_waiting(found)
    everyday = [_entry(place, count) for place, count in found.items() if not place.roles]
    managed = [_entry(place, count) for place, count in found.items() if place.roles]
    return {"": everyday, **({_ADMINISTRATION: managed} if managed else {})}


def _entry(place: Place, count: int) -> st.Page:
    return st.Page(
        all_pages()[place],
        title=title_of(place, count),
        url_path=place.address,
        default=place.address == HOME,
        visibility="hidden" if place.rank is None else "visible",
    )


def waiting(place: Place, who: Caller) -> int:
    """How much waits there; nothing where the service does not say."""
    found = place.waiting(who) if place.waiting else 0
    return 0 if isinstance(found, Refusal) else found


def title_of(place: Place, count: int) -> str:
    """What the page is called in the menu, with the figure of what waits there."""
    return f"{place.title}（{count}）" if count else place.title
