"""Recurring reports as they are shown: a body's line, the sums over all, the periods."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from flows.views.reports import OwedReport, ReportLine, ReportMatter, ReportPeriod, SummedField
from matters.calendar import Calendar
from matters.filing.recurring import STATE_NAMES, Standing
from matters.language.comparisons import decimal_of
from matters.language.document import Definition
from matters.language.recurring.periods import Period
from matters.language.words.answers import Names, answer_text
from storage.recurring.calls import ReportCall

MOST_PERIODS = 60  # that can be chosen: five years of months
_BY_CLOCK = ("before", "after")


def owed_report(matter: Definition, standing: Standing, names: Names) -> OwedReport:
    """A report that a body owes."""
    return OwedReport(
        matter=matter.code,
        matter_name=matter.name,
        period=standing.period.key,
        period_name=standing.period.name,
        body=standing.body,
        body_name=names.body(standing.body),
        due=standing.due.day,
        provisional=standing.due.provisional,
        late=standing.state == "late",
    )


def matter_of(matter: Definition, calendar: Calendar, today: date) -> ReportMatter:
    """A matter with the periods that are over."""
    ended = islice(matter.recurring.ended(today), MOST_PERIODS) if matter.recurring else ()
    periods = tuple(period_of(matter, one, calendar) for one in ended)
    return ReportMatter(code=matter.code, name=matter.name, periods=periods)


def period_of(matter: Definition, period: Period, calendar: Calendar) -> ReportPeriod:
    """A period with its last day."""
    due = matter.recurring.due_of(period, calendar).day if matter.recurring else period.last
    return ReportPeriod(key=period.key, name=period.name, due=due)


def line_of(
    matter: Definition,
    standing: Standing,
    said: Mapping[str, Mapping[str, Any]],
    told: Sequence[ReportCall],
    names: Names,
) -> ReportLine:
    """How one body stands, with what it says in the fields that are added up."""
    report = standing.report
    answers = said.get(report.case_no, {}) if report else {}
    urged = [one for one in told if one.body == standing.body and one.occasion not in _BY_CLOCK]
    return ReportLine(
        body=standing.body,
        body_name=names.body(standing.body),
        state=standing.state,
        state_name=STATE_NAMES[standing.state],
        case_no=report.case_no if report else None,
        filed_on=report.on if report else None,
        values={name: _text(matter, name, answers.get(name)) for name in _summed(matter)},
        urged=len(urged),
        urged_at=max((one.at for one in urged), default=None),
    )


def totals(matter: Definition, said: Iterable[Mapping[str, Any]]) -> tuple[SummedField, ...]:
    """The sum of each of these fields over all reports; what a report leaves out adds nothing."""
    reports = tuple(said)
    return tuple(
        SummedField(id=name, label=matter.label(name), total=_text(matter, name, _total(name, reports)))
        for name in _summed(matter)
    )


def _total(name: str, reports: Iterable[Mapping[str, Any]]) -> str:
    numbers = (decimal_of(answers.get(name)) for answers in reports)
    return f"{sum((one for one in numbers if one is not None), Decimal()):f}"


def _summed(matter: Definition) -> tuple[str, ...]:
    return matter.recurring.sums if matter.recurring else ()


def _text(matter: Definition, name: str, value: object) -> str:
    field = matter.field(name)
    return answer_text(field, value) if field else ""
