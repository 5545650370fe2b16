"""Snapshots of the organisation: each version for ever, the newest for today."""

import pytest

from matters.organisation.snapshot import Organisation, Person
from storage.collisions import VersionTakenError
from storage.database import Database
from storage.people import organisations
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
