"""What a case counts is kept when it begins and when it ends, with the sums of it, in the transaction of the act."""

from collections.abc import Collection, Mapping
from dataclasses import asdict

from sqlalchemy import TextClause, bindparam, exists, select, text, update

from matters.calendar import local_day
from matters.figures.facts import ENDED, MEASURES, WEEKDAYS, Facts, month_of
from storage.cases import CaseHead
from storage.database import Session, asked, changed
from storage.tables.base import Row, table_of
from storage.tables.figures import CaseFact, CaseSum, StepSum

_FACT, _SUM = table_of(CaseFact), table_of(CaseSum)
_BEGUN = text(
    "INSERT INTO case_fact (case_id, matter, body, filed, weekday, concluded, timed, on_time, once, sealed, bodies, steps,"
    " signatures, minutes) VALUES (:case_id, :matter, :body, :filed, :weekday, 0, 0, 0, 0, 0, 0, 0, 0, 0)"
    " ON CONFLICT DO NOTHING"
)
# Once ended it says so for good: a decision that is revoked later takes nothing back of the months before.
_ENDS = update(_FACT).where(_FACT.c.case_id == bindparam("case"), _FACT.c.ended.is_(None))
_COUNTED = select(exists().where(_FACT.c.case_id == bindparam("case")))


def _adding(kind: type[Row], measures: Collection[str]) -> TextClause:
    """One statement that begins a row of sums, or adds to it."""
    table = table_of(kind)
    names, keys = [column.name for column in table.c], ", ".join(column.name for column in table.primary_key)
    more = ", ".join(f"{one} = {table.name}.{one} + excluded.{one}" for one in measures)
    values = ", ".join(f":{name}" for name in names)
    return text(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values}) ON CONFLICT ({keys}) DO UPDATE SET {more}"
    )


_ADD, _ADD_STEP = _adding(CaseSum, MEASURES), _adding(StepSum, ("done", "minutes"))
_NOTHING = dict.fromkeys(MEASURES, 0)


def begun(session: Session, head: CaseHead) -> bool:
    """The case counts as filed from now on; whether it did not before."""
    weekday = local_day(head.filed_at).weekday()
    month, place = month_of(head.filed_at), {"matter": head.matter, "body": head.owner_body}
    if not asked(session, _BEGUN, case_id=head.id, **place, filed=month, weekday=weekday + 1).rowcount:
        return False
    _add(session, head, month, {"filed": 1, WEEKDAYS[weekday]: 1})
    return True


def ended(session: Session, head: CaseHead, facts: Facts) -> None:
    """It counts as ended; nothing happens where it does already, or has not been counted as filed."""
    counts = {name: value for name, value in asdict(facts).items() if name in ENDED}
    if not changed(session, _ENDS, {"case": head.id, "ended": facts.month, **counts}):
        return
    _add(session, head, facts.month, {"ended": 1, **counts})
    place = {"month": facts.month, "matter": head.matter, "body": head.owner_body}
    if rows := [{**place, **asdict(one)} for one in facts.waits]:
        session.connection().execute(_ADD_STEP, rows)


def is_counted(session: Session, case_id: int) -> bool:
    """Whether the case counts."""
    return bool(asked(session, _COUNTED, case=case_id).scalar())


def _add(session: Session, head: CaseHead, month: int, counts: Mapping[str, int]) -> None:
    asked(session, _ADD, month=month, matter=head.matter, body=head.owner_body, **{**_NOTHING, **counts})
