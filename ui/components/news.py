"""Notices put together by what they are about, and what is new of a case since it was last looked at."""

from collections.abc import Sequence

import streamlit as st

from flows.views.cases import NoticeView
from matters.calendar import moment_text
from ui.components.markup import bullets, show, tag

_NEWS = "case.news"  # of the case that is open: its number, and what was new when it was opened


def by_case(found: Sequence[NoticeView]) -> list[list[NoticeView]]:
    """Notices of one case together, in the order they came in; one that is about no case stands alone."""
    together: dict[str, list[NoticeView]] = {}
    for notice in found:
        together.setdefault(notice.case_no or f"notice {notice.id}", []).append(notice)
    return list(together.values())


def note_news(case_no: str, new: Sequence[NoticeView]) -> None:
    """A case is opened; what was new of it stays new as long as it is open."""
    open_, known = st.session_state.get(_NEWS, ("", ()))
    st.session_state[_NEWS] = (case_no, (*(known if open_ == case_no else ()), *new))


def show_news(case_no: str) -> None:
    """What has been told of the case since the last look; there without it too, so that nothing below is drawn anew."""
    place = st.empty()
    open_, new = st.session_state.get(_NEWS, ("", ()))
    if new and open_ == case_no:
        with place.container(border=True, key="once-since"):
            lines = [f"{moment_text(one.at)}　{one.text}" for one in new]
            show(tag("p", "自您上次查看以来", class_="once-label"), bullets(lines))
