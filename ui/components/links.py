"""Where a page stands, and links between pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from flows.views.matters import MatterLine
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.organisation.snapshot import Role
from ui.components.markup import plain, show, tag

HOME = "home"  # the address whose page one enters by
_HERE = "once.place"
_WAITING = "once.waiting"


@dataclass(frozen=True)
class Place:
    """Where a page stands: its address, its title and its row in the menu; without a rank only links lead to it.

    A page with `roles` belongs to the administration and is shown to them alone; what they may do there the service decides.
    `waiting`: the figure beside its title; `counted`: what it counts, for the first page.
    """

    address: str
    title: str
    rank: int | None = None
    roles: frozenset[Role] = frozenset()
    waiting: Callable[[Caller], int | Refusal] | None = None
    counted: str = ""


def note_waiting(found: Mapping[Place, int]) -> None:
    """What waits at each page, as the menu has just counted it."""
    st.session_state[_WAITING] = found


def waiting_at() -> Mapping[Place, int]:
    """The pages at which something waits, in the order of the menu."""
    found: Mapping[Place, int] = st.session_state.get(_WAITING, {})
    return {place: count for place, count in found.items() if count}


def stand_at(address: str) -> None:
    """Note which page is drawn."""
    st.session_state[_HERE] = address or HOME


def link(address: str, label: str, **query: str) -> None:
    """A link to a page, in the same tab and without loading it anew.

    One that leads from a page to itself loads it: Streamlit would draw what was asked for and leave the address as it was, so
    that the next press was taken back to what the address says.
    """
    if st.session_state.get(_HERE) != address:
        st.page_link(_page(address), label=plain(label), query_params=query)
        return
    asked = f"?{urlencode(query)}" if query else ""
    show(tag("p", tag("a", label, href=f"/{address}{asked}", target="_self"), class_="once-link"))


def place_link(place: Place, label: str) -> None:
    """A link to what the menu leads to, from another page."""
    st.page_link(_page(place.address), label=plain(label))


def go(address: str, **query: str) -> None:
    """Go to a page now."""
    st.switch_page(_page(address), query_params=query)


def case_link(case_no: str, label: str) -> None:
    """A link to a case."""
    link("case", label, case=case_no)


def matter_link(line: MatterLine) -> None:
    """To the form of a matter, or to its guide where it is not handled here."""
    if line.online:
        link("filing", line.name, matter=line.code)
    else:
        link("matter", line.name, matter=line.code)


def _page(address: str) -> st.Page:
    """Streamlit knows pages by their address alone; what runs there is registered by the shell."""
    return st.Page(_registered_elsewhere, url_path=address, default=address == HOME)


def _registered_elsewhere() -> None:
    """Never runs."""
