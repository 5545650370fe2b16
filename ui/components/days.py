"""Asking for a day, or a minute of it: written one way, and of a year that can be meant."""

from datetime import date, datetime, time
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from matters.calendar import FIRST_DAY, LAST_DAY


def ask_day(
    label: str,
    usual: date | None = None,
    since: date = FIRST_DAY,
    at: DeltaGenerator | None = None,
    **widget: Any,  # noqa: ANN401
) -> date | None:
    """The day chosen, or none yet. `usual`: what stands there at first; `at`: where on the page, if not in its course."""
    chosen: date | None = (at or st).date_input(
        label, usual, min_value=since, max_value=LAST_DAY, format="YYYY-MM-DD", **widget
    )
    return chosen


def ask_minute(label: str, step: int, **widget: Any) -> None:  # noqa: ANN401
    """A day and a time of day. `step`: seconds between the times that are offered; others can be typed."""
    first, last = datetime.combine(FIRST_DAY, time.min), datetime.combine(LAST_DAY, time.max)
    st.datetime_input(label, None, first, last, format="YYYY-MM-DD", step=step, **widget)
