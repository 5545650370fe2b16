"""Turning the pages of a list."""

import streamlit as st

from flows.views.base import Page
from ui.components.markup import show, tag


def turn(key: str) -> int:
    """The page the person is on; pages count from 1."""
    return int(st.session_state.get(key, 1))


def pager(key: str, page: Page) -> None:
    """How many rows there are, and the way to the other pages."""
    pages = -(-page.total // page.size)
    show(tag("p", f"共 {page.total} 条" + (f"，第 {page.page} / {pages} 页" if pages > 1 else ""), class_="once-note"))
    if pages > 1:
        st.pagination(pages, key=key)
