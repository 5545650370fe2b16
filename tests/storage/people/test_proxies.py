"""Proxies as they are kept: in force today, still to come, revoked once, never gone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from matters.organisation.proxies import Proxy
from storage.collisions import ProxyTakenError
from storage.database import Database, insert_rows
from storage.people import proxies
from storage.tables.absences import ProxyRow
from tests.storage.samples import NOON, QIAN, WANG, ZHAO, at

TODAY = NOON.date()
WEEK = Proxy("x1", ZHAO, "qian", TODAY, TODAY + timedelta(days=6), NOON, ("MS001", "MS030"), Decimal("1000.50"), True)


def test_a_proxy_comes_back_as_it_was_granted(database: Database) -> None:
    """With matters, amount and instants; and one without limits."""
    plain = Proxy("x2", WANG, "qian", TODAY, TODAY, at(1))
    with database.transaction() as session:
        proxies.add(session, WEEK, "zhao")
        proxies.add(session, plain, "admin")
        assert proxies.of_agent(session, "qian", TODAY) == (WEEK, plain)
        assert proxies.find(session, "x2") == proxies.ProxyRecord(plain, "admin", None, None)
        assert proxies.find(session, "x3") is None


@pytest.mark.parametrize(("day", "counts"), [(-1, False), (0, True), (6, True), (7, False)])
def test_only_what_is_in_force_counts(database: Database, day: int, counts: bool) -> None:
    """For the agent and for those who tell him; what is to come is known to the hat."""
    on = TODAY + timedelta(days=day)
    with database.transaction() as session:
        proxies.add(session, WEEK, "zhao")
        assert bool(proxies.of_agent(session, "qian", on)) is counts
        assert bool(proxies.of_principals(session, ["zhao", "li"], on)) is counts
        assert bool(proxies.of_hat(session, ZHAO, on)) is (day <= 6)
        assert bool(proxies.all_left(session, on)) is (day <= 6)
        assert bool(proxies.left_of(session, "zhao", on)) is (day <= 6)


def test_a_revocation_counts_once_and_stays_on_record(database: Database) -> None:
    """Who and when; the second changes nothing."""
    with database.transaction() as session:
        proxies.add(session, WEEK, "zhao")
        assert proxies.revoke(session, "x1", "qian", at(5))
        assert not proxies.revoke(session, "x1", "zhao", at(6))
        assert proxies.of_agent(session, "qian", TODAY) == proxies.of_hat(session, ZHAO, TODAY) == ()
        assert proxies.of_principals(session, ["zhao"], TODAY) == ()
        assert proxies.all_left(session, TODAY) == ()
        assert proxies.left_of(session, "qian", TODAY) == ()
        kept = (proxies.ProxyRecord(WEEK, "zhao", "qian", at(5)),)
        assert proxies.concerning(session, "zhao") == proxies.concerning(session, "qian") == kept


def test_proxies_are_found_by_either_side_newest_first(database: Database) -> None:
    """Under whatever hat; nobody else's."""
    other = replace(WEEK, id="x2", principal=QIAN, agent="zhao", granted_at=at(1))
    with database.transaction() as session:
        proxies.add(session, WEEK, "zhao")
        proxies.add(session, other, "qian")
        proxies.add(session, replace(WEEK, id="x3", principal=WANG, agent="li"), "wang")
        assert [record.proxy.id for record in proxies.concerning(session, "zhao")] == ["x2", "x1"]
        assert [record.proxy.id for record in proxies.left_of(session, "zhao", TODAY)] == ["x2", "x1"]
        assert proxies.of_hat(session, ZHAO.model_copy(update={"post": "deputy"}), TODAY) == ()


def test_of_two_granted_at_the_same_moment_one_is_refused(database: Database) -> None:
    """Both had looked before either wrote: the second would be the hat's first as well."""
    with database.transaction() as session:
        proxies.add(session, WEEK, "zhao")
    twin = {column: getattr(_row(database), column) for column in ProxyRow.model_fields} | {"id": "x2", "agent": "li"}
    with pytest.raises(ProxyTakenError), database.transaction() as session:
        insert_rows(session, ProxyRow, [twin])


def _row(database: Database) -> ProxyRow:
    with database.reading() as session:
        return session.exec(select(ProxyRow)).one()
