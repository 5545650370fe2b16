"""Integrity errors are translated by the name of a constraint that the database has."""

import sqlite3

from sqlalchemy.exc import IntegrityError

from storage.collisions import MEANINGS, CollisionError, RequestKeyTakenError, translated
from storage.tables import map_all
from storage.tables.base import Row

map_all()


def refused(message: str) -> CollisionError:
    """What SQLite's message means."""
    return translated(IntegrityError("", {}, sqlite3.IntegrityError(message)))


def test_every_meaning_belongs_to_a_constraint_that_is_there() -> None:
    """A constraint that is renamed takes its meaning along."""
    named = {str(one.name) for table in Row.metadata.tables.values() for one in table.constraints}
    unique = {str(index.name) for table in Row.metadata.tables.values() for index in table.indexes if index.unique}
    assert MEANINGS.keys() - named - unique == set()


def test_sqlite_names_columns_and_is_understood_all_the_same() -> None:
    """The columns of the key of a request are the request's key."""
    columns = ", ".join(
        f"idempotency_key.{column.name}" for column in Row.metadata.tables["idempotency_key"].primary_key
    )
    assert isinstance(refused(f"UNIQUE constraint failed: {columns}"), RequestKeyTakenError)


def test_an_unknown_constraint_is_still_a_collision() -> None:
    """It keeps its name for whoever looks for the cause."""
    found = refused("CHECK constraint failed: ck_case_row_status")
    assert type(found) is CollisionError
    assert "ck_case_row_status" in str(found)
