"""Standing proxies (代理): granted, revoked, never deleted; who stands in for whom now, and the whole record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import bindparam, func, or_, select, update

from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from storage.database import Session, asked, changed, insert_rows
from storage.tables.absences import ProxyRow
from storage.tables.base import table_of

_PLAIN, _PLEDGING = "plain", "pledging"
MOST = 200  # of the record shown at once, newest first
_PROXY = table_of(ProxyRow)
_IN_FORCE = (_PROXY.c.revoked_at.is_(None), _PROXY.c.since <= bindparam("today"), _PROXY.c.until >= bindparam("today"))
_LEFT = (_PROXY.c.revoked_at.is_(None), _PROXY.c.until >= bindparam("today"))
_OF_AGENT = (
    select(_PROXY).where(_PROXY.c.agent == bindparam("agent"), *_IN_FORCE).order_by(_PROXY.c.granted_at, _PROXY.c.id)
)
_OF_PRINCIPALS = select(_PROXY).where(_PROXY.c.principal_person.in_(bindparam("people", expanding=True)), *_IN_FORCE)
_HAT = (_PROXY.c.principal_person == bindparam("person"), _PROXY.c.principal_post == bindparam("post"))
_OF_HAT = select(_PROXY).where(*_HAT, *_LEFT)
_COUNT = select(func.count()).select_from(_PROXY).where(*_HAT)
_NEWEST = (_PROXY.c.granted_at.desc(), _PROXY.c.id)
_EITHER = or_(_PROXY.c.principal_person == bindparam("who"), _PROXY.c.agent == bindparam("who"))
_CONCERNING = select(_PROXY).where(_EITHER).order_by(*_NEWEST).limit(MOST)
_LEFT_OF = select(_PROXY).where(_EITHER, *_LEFT).order_by(*_NEWEST)
_ALL_LEFT = select(_PROXY).where(*_LEFT).order_by(*_NEWEST)
_ONE = select(_PROXY).where(_PROXY.c.id == bindparam("proxy"))
_REVOKE = update(_PROXY).where(_PROXY.c.id == bindparam("proxy"), _PROXY.c.revoked_at.is_(None))


@dataclass(frozen=True, slots=True)
class ProxyRecord:
    """A proxy with who granted it, and who has revoked it and when."""

    proxy: Proxy
    granted_by: str
    revoked_by: str | None
    revoked_at: datetime | None


def of_agent(session: Session, agent: str, today: date) -> tuple[Proxy, ...]:
    """By which a person may stand in for others today, oldest first."""
    return tuple(_proxy(row) for row in asked(session, _OF_AGENT, agent=agent, today=today))


def of_principals(session: Session, people: Iterable[str], today: date) -> tuple[Proxy, ...]:
    """By which others may stand in today for one of these people."""
    return tuple(_proxy(row) for row in asked(session, _OF_PRINCIPALS, people=list(people), today=today))


def of_hat(session: Session, principal: Holder, today: date) -> tuple[Proxy, ...]:
    """All of one hat that are in force or still to come."""
    rows = asked(session, _OF_HAT, person=principal.person, post=principal.post, today=today)
    return tuple(_proxy(row) for row in rows)


def concerning(session: Session, person: str) -> tuple[ProxyRecord, ...]:
    """The record of all in which the person is principal or agent, newest first."""
    return tuple(_record(row) for row in asked(session, _CONCERNING, who=person))


def all_left(session: Session, today: date) -> tuple[ProxyRecord, ...]:
    """Everybody's that are in force or still to come, newest first."""
    return tuple(_record(row) for row in asked(session, _ALL_LEFT, today=today))


def find(session: Session, proxy_id: str) -> ProxyRecord | None:
    """The proxy of that id, in force or not."""
    row = asked(session, _ONE, proxy=proxy_id).first()
    return _record(row) if row else None


def add(session: Session, proxy: Proxy, by: str) -> None:
    """Keep a new one; of two of the same hat at the same moment one raises `ProxyTakenError`."""
    hat = {"person": proxy.principal.person, "post": proxy.principal.post}
    row = {
        "id": proxy.id,
        "principal_person": hat["person"],
        "principal_post": hat["post"],
        "number": asked(session, _COUNT, **hat).scalar_one() + 1,
        "agent": proxy.agent,
        "since": proxy.since,
        "until": proxy.until,
        "matters": " ".join(proxy.matters),
        "up_to": str(proxy.up_to) if proxy.up_to else None,
        "open_items": proxy.open_items,
        "filing": (_PLEDGING if proxy.pledges else _PLAIN) if proxy.filing else None,
        "granted_by": by,
        "granted_at": proxy.granted_at,
    }
    insert_rows(session, ProxyRow, [row])


def revoke(session: Session, proxy_id: str, by: str, now: datetime) -> bool:
    """End it at once; false when somebody has done so before."""
    return changed(session, _REVOKE, {"proxy": proxy_id, "revoked_by": by, "revoked_at": now})


def left_of(session: Session, person: str, today: date) -> tuple[ProxyRecord, ...]:
    """Those in force or still to come in which the person is principal or agent."""
    return tuple(_record(row) for row in asked(session, _LEFT_OF, who=person, today=today))


def _record(row: Found[Any]) -> ProxyRecord:
    return ProxyRecord(_proxy(row), row.granted_by, row.revoked_by, row.revoked_at)


def _proxy(row: Found[Any]) -> Proxy:
    return Proxy(
        id=row.id,
        principal=Holder(person=row.principal_person, post=row.principal_post),
        agent=row.agent,
        since=row.since,
        until=row.until,
        granted_at=row.granted_at,
        matters=tuple(row.matters.split()),
        up_to=Decimal(row.up_to) if row.up_to else None,
        open_items=row.open_items,
        filing=row.filing is not None,
        pledges=row.filing == _PLEDGING,
    )
