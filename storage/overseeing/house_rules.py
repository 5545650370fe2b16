"""Rules of the house for what is near and late (期限督促规则), each as it was entered; of a region the last in force holds."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, insert, select, update

from matters.lateness import HouseRule, HouseRules
from storage.database import Session, asked, changed
from storage.tables.base import table_of
from storage.tables.overseeing import HouseRuleRow

_RULE = table_of(HouseRuleRow)
_NEWEST = select(func.max(_RULE.c.number))
_ALL = select(_RULE).order_by(_RULE.c.id.desc())
_ONE = select(_RULE).where(_RULE.c.id == bindparam("rule"))
_IN_FORCE = select(_RULE).where(_RULE.c.number.is_not(None)).order_by(_RULE.c.number)
_FIRST = select(_RULE.c.id).order_by(_RULE.c.id).limit(1).with_for_update()
_SETTLE = update(_RULE).where(_RULE.c.id == bindparam("rule"), _RULE.c.settled_at.is_(None))


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule with who entered it and what became of it. `number`: since when it is in force, among the others."""

    id: int
    region: str
    rule: HouseRule
    entered_by: str
    entered_at: datetime
    settled_by: str | None
    settled_at: datetime | None
    number: int | None


def newest(session: Session) -> int:
    """The number of the rule that came into force last; none yet is 0."""
    return asked(session, _NEWEST).scalar() or 0


def in_force(session: Session) -> HouseRules:
    """The rule of each region that has one."""
    return HouseRules({row.region: _kept(row).rule for row in asked(session, _IN_FORCE)})


def all_rules(session: Session) -> tuple[KeptRule, ...]:
    """Every one that was ever entered, the last first."""
    return tuple(_kept(row) for row in asked(session, _ALL))


def find(session: Session, rule: int) -> KeptRule | None:
    """The rule of that id."""
    row = asked(session, _ONE, rule=rule).first()
    return _kept(row) if row else None


def enter(session: Session, region: str, rule: HouseRule, by: str, now: datetime) -> int:
    """It waits for a second person; its id."""
    said = json.dumps(asdict(rule))
    made = insert(_RULE).values(region=region, said=said, entered_by=by, entered_at=now).returning(_RULE.c.id)
    return int(asked(session, made).scalar_one())


def put_into_force(session: Session, rule: int, by: str, now: datetime) -> bool:
    """It holds from now on; false when somebody has settled it before."""
    asked(session, _FIRST)  # the same row for all: of several at once one after another counts on
    number = func.coalesce(_NEWEST.scalar_subquery(), 0) + 1
    return changed(session, _SETTLE.values(settled_by=by, settled_at=now, number=number), {"rule": rule})


def send_back(session: Session, rule: int, by: str, now: datetime) -> bool:
    """It will not hold; false when somebody has settled it before."""
    return changed(session, _SETTLE.values(settled_by=by, settled_at=now), {"rule": rule})


def _kept(row: Row[tuple[object, ...]]) -> KeptRule:
    told = (row.entered_by, row.entered_at, row.settled_by, row.settled_at, row.number)
    return KeptRule(row.id, row.region, HouseRule(**json.loads(row.said)), *told)
