"""Snapshots of the organisation: each version for ever, the newest for today."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date

import pytest
from sqlalchemy import text

from matters.organisation.snapshot import Grant, Organisation, Person
from storage.collisions import CollisionError, VersionTakenError
from storage.database import Database, Session
from storage.people import organisations
from storage.tables.base import canonical
from tests.storage.samples import NOON


def snapshot(version: int) -> Organisation:
    """An organisation of as many people as its version says."""
    people = tuple(Person(id=f"p{number}", name="样例人员") for number in range(version))
    return Organisation(
        version=version, regions=(), bodies=(), duties=(), posts=(), people=people, holdings=(), grants=()
    )


def test_every_version_stays_readable(database: Database) -> None:
    """The newest is today's; the older are those that events name."""
    with database.transaction() as session:
        assert organisations.latest(session) is None
        for version in (1, 2, 10):
            organisations.add(session, snapshot(version), NOON)
    with database.reading() as session:
        assert organisations.latest_version(session) == 10
        assert organisations.latest(session) == snapshot(10)
        assert organisations.by_version(session, 2) == snapshot(2)
        assert organisations.by_version(session, 3) is None


def test_a_version_is_never_replaced(database: Database) -> None:
    """The same version again is refused."""
    with database.transaction() as session:
        organisations.add(session, snapshot(1), NOON)
    with pytest.raises(VersionTakenError), database.transaction() as session:
        organisations.add(session, snapshot(1), NOON)


ADMIN, NEXT_DAY, DAY = Grant(person="p0", role="system_admin", scope="*"), date(2026, 3, 3), date(2026, 3, 2)


@pytest.mark.parametrize(
    ("grants", "fits"),
    [
        ((ADMIN,), True),
        ((ADMIN, ADMIN), True),
        ((ADMIN, Grant(person="p1", role="approver", scope="*")), True),
        ((ADMIN, Grant(person="p0", role="applicant", scope="*")), True),
        ((ADMIN, Grant(person="p0", role="robot", scope="*")), False),
        ((Grant(person="p0", role="liaison", scope="x"), ADMIN), False),
        ((ADMIN, Grant(person="p0", role="audit_admin", scope="*")), False),
        ((ADMIN.model_copy(update={"until": DAY}), Grant(person="p0", role="window", scope="x", since=NEXT_DAY)), True),
        ((ADMIN.model_copy(update={"until": DAY}), Grant(person="p0", role="window", scope="x", since=DAY)), False),
    ],
)
def test_the_database_itself_keeps_the_three_administrators_apart(
    database: Database, grants: tuple[Grant, ...], fits: bool
) -> None:
    """三员: whoever writes past the rules, newly or over what is there, is refused by a constraint."""
    mixed = snapshot(2).model_copy(update={"grants": grants})
    with database.transaction() as session:
        organisations.add(session, snapshot(1), NOON)
    writes: tuple[Callable[[Session], object], ...] = (
        lambda session: organisations.add(session, mixed, NOON),
        lambda session: session.connection().execute(
            text("UPDATE organisation_version SET document = :document WHERE version = 1"),
            {"document": canonical(mixed.model_dump(mode="json"))},
        ),
    )
    for write in writes:
        with nullcontext() if fits else pytest.raises(CollisionError, match="three"), database.transaction() as session:
            write(session)
