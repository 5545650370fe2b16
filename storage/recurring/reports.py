"""Recurring reports (周期性报送) that stand: which body has filed one for which period."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from matters.calendar import local_day
from matters.filing.recurring import Report
from storage.database import Session, asked
from storage.tables.base import table_of
from storage.tables.cases import REPORTED, CaseRow

_CASE = table_of(CaseRow)
_COLUMNS = (_CASE.c.applicant_body, _CASE.c.period, _CASE.c.case_no, _CASE.c.filed_at)
_FILED = select(*_COLUMNS).where(_CASE.c.matter == bindparam("matter"), REPORTED)
_OF_BODIES = _FILED.where(_CASE.c.applicant_body.in_(bindparam("bodies", expanding=True)))
_OF_PERIOD = _FILED.where(_CASE.c.period == bindparam("period"))


def filed_by(session: Session, matter: str, bodies: Collection[str]) -> tuple[Report, ...]:
    """The reports of these bodies that stand, for any period."""
    rows = asked(session, _OF_BODIES, matter=matter, bodies=list(bodies))
    return tuple(Report(row.applicant_body, row.period, row.case_no, local_day(row.filed_at)) for row in rows)


def filed_for(session: Session, matter: str, period: str) -> tuple[Report, ...]:
    """The reports that stand for a period, of whatever body."""
    rows = asked(session, _OF_PERIOD, matter=matter, period=period)
    return tuple(Report(row.applicant_body, row.period, row.case_no, local_day(row.filed_at)) for row in rows)
