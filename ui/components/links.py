"""Where a page stands, and links between pages."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.organisation.snapshot import Role
from ui.components.markup import plain

HOME = "home"  # the address whose page one enters by


@dataclass(frozen=True)
class Place:
    """Where a page stands: its address, its title and its row in the menu; without a rank only links lead to it.

    A page with `roles` belongs to the administration and is shown to them alone; what they may do there the service decides.
    `waiting`: the figure beside its title.
    """

    address: str
    title: str
    rank: int | None = None
    roles: frozenset[Role] = frozenset()
    waiting: Callable[[Caller], int | Refusal] | None = None


def link(address: str, label: str, **query: str) -> None:
    """A link to a page, in the same tab and without loading it anew."""
    st.page_link(_page(address), label=plain(label), query_params=query)


def go(address: str, **query: str) -> None:
    """Go to a page now."""
    st.switch_page(_page(address), query_params=query)


def case_link(case_no: str, label: str) -> None:
    """A link to a case."""
    link("case", label, case=case_no)


def _page(address: str) -> st.Page:
    """Streamlit knows pages by their address alone; what runs there is registered by the shell."""
    return st.Page(_registered_elsewhere, url_path=address, default=address == HOME)


def _registered_elsewhere() -> None:
    """Never runs."""
