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
    amount = f"超过 {page.total} 条" if page.more else f"共 {page.total} 条"
    older = "。较早的没有查找，再加一个词或者一个条件，可以查得更早" if page.newest_only else ""
    show(tag("p", amount + (f"，第 {page.page} / {pages} 页" if pages > 1 else "") + older, class_="once-note"))
    if pages > 1:
        st.pagination(pages, key=key)
