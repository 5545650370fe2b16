"""A recurring report (周期性报送) on the form: for which period it is, by when, and which other periods are owed."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from flows.views.people import Caller
from flows.views.reports import OwedReport
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.recurring.periods import period_called
from ui.components.links import link
from ui.components.markup import facts, show
from ui.components.wording import day
from ui.session import service


@dataclass(frozen=True, slots=True)
class PeriodAsked:
    """The period that is filed, `key`, and what is owed of the matter."""

    key: str = ""
    owed: tuple[OwedReport, ...] = ()


NO_PERIOD = PeriodAsked()


def period_asked(who: Caller, definition: Definition, asked: str) -> PeriodAsked:
    """The one in the address, or else the newest that is owed; none of most matters."""
    if definition.recurring is None:
        return NO_PERIOD
    found = service().reports.owed(who)
    owed = () if isinstance(found, Refusal) else tuple(one for one in found.items if one.matter == definition.code)
    return PeriodAsked(asked or max((one.period for one in owed), default=""), owed)


def show_period(period: PeriodAsked) -> None:
    """What this filing is for; and that nothing is owed, where that is so."""
    this = [one for one in period.owed if one.period == period.key]
    if period.key:
        show(facts([("报送期", period_called(period.key)), ("截止", _until(this))]))
    elif period is not NO_PERIOD:
        st.info("本单位目前没有待报送的各期。")
    for one in period.owed:
        if one.period != period.key:
            link("filing", f"改报{one.period_name}（{_until([one])}）", matter=one.matter, period=one.period)


def owed_line(one: OwedReport) -> str:
    """Whose it is and by when, in one line."""
    return f"{one.body_name}，{_until([one])}"


def _until(found: Sequence[OwedReport]) -> str:
    return "".join(f"{day(one.due, one.provisional)}{'，已逾期' if one.late else ''}" for one in found[:1])
