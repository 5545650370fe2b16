"""What those were told who have not filed a recurring report (周期性报送), each once on an occasion."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.database import Session, asked, insert_rows
from storage.tables.base import table_of
from storage.tables.recurring import ReportCallRow

_CALL = table_of(ReportCallRow)
_CALLS = select(_CALL).where(_CALL.c.matter == bindparam("matter"), _CALL.c.period == bindparam("period"))


@dataclass(frozen=True, slots=True)
class ReportCall:
    """What a body was told once: `before` or `after` the last day, or on the day that is the occasion by whoever urged it."""

    body: str
    occasion: str
    at: datetime
    person: str | None = None


def of_period(session: Session, matter: str, period: str) -> tuple[ReportCall, ...]:
    """Whom that was told of the period, and when."""
    rows = asked(session, _CALLS, matter=matter, period=period)
    return tuple(ReportCall(row.body, row.occasion, row.at, row.person) for row in rows)


def note(session: Session, matter: str, period: str, call: ReportCall) -> None:
    """It was told; a second time is a collision."""
    row = {"matter": matter, "period": period, "body": call.body, "occasion": call.occasion, "at": call.at}
    insert_rows(session, ReportCallRow, [{**row, "person": call.person}])
