"""Of which months, bodies and matters figures are asked for."""

from dataclasses import replace
from datetime import date

from flows.figures.summing import Sight
from flows.resources import Resources
from flows.service.reach import Reach
from flows.views.supervision import BoardQuery
from matters.errors.door import Invalid
from matters.organisation.snapshot import Body
from storage.database import Session

_LAST_TWELVE = 11  # months before the last


def sight_of(session: Session, resources: Resources, reach: Reach, query: BoardQuery) -> Sight | Invalid:
    """Within what the caller watches over today: what a scope has lost is not told any more."""
    until = _number(query.until) if query.until else _month(resources.today)
    since = _number(query.since) if query.since else _earlier(until, _LAST_TWELVE)
    if since > until:
        return Invalid.of("since", "起始月份晚于结束月份。请改为同一个月或者更早的月份。")
    watched = map(resources.organisation(session).body, reach.bodies_overseen())
    bodies = tuple(body.id for body in watched if _is_meant(body, query))
    return _of_matters(Sight(session, resources, bodies, since, until), query)


def _is_meant(body: Body, query: BoardQuery) -> bool:
    asked = ((query.region, body.region), (query.level, body.level), (query.body, body.id))
    return all(wanted in (None, there) for wanted, there in asked)


def _of_matters(sight: Sight, query: BoardQuery) -> Sight:
    if query.matter is None and query.batch is None:
        return sight
    chosen = {query.matter} if query.matter is not None else {one.matter.code for one in sight.listed}
    if query.batch is not None:
        chosen &= {one.matter.code for one in sight.listed if one.batch == query.batch}
    return replace(sight, matters=frozenset(chosen))


def _number(month: str) -> int:
    """2026-03 as 202603."""
    return int(month.replace("-", ""))


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _earlier(month: int, months: int) -> int:
    """The month so many months before."""
    years, nth = divmod(month // 100 * 12 + month % 100 - 1 - months, 12)
    return years * 100 + nth + 1
