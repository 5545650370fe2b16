"""What bodies have filled in of a matter: the newest holds, each body has its own, and of two at once the second is refused."""

import pytest

from matters.language.guide import Contact
from matters.language.local import LocalPart
from storage.collisions import VersionTakenError
from storage.database import Database, insert_rows
from storage.definitions import local_parts
from storage.tables.definitions import LocalPartRow
from tests.storage.samples import NOON

PART = LocalPart(contacts=(Contact(purpose="enquiry", phone="8210016"),), hints={"destination": "写到乡镇。"})


def test_the_newest_part_of_a_body_holds(database: Database) -> None:
    """What others have filled in is theirs."""
    with database.transaction() as session:
        assert local_parts.latest(session, "XY001", "bureau") == (0, LocalPart())
        assert local_parts.add(session, "XY001", "bureau", LocalPart(), "p1", NOON) == 1
        assert local_parts.add(session, "XY001", "bureau", PART, "p1", NOON) == 2
        assert local_parts.add(session, "XY001", "court", LocalPart(), "p1", NOON) == 1
    with database.reading() as session:
        assert local_parts.latest(session, "XY001", "bureau") == (2, PART)
        assert local_parts.latest(session, "XY001", "court") == (1, LocalPart())


def test_a_version_is_taken_once(database: Database) -> None:
    """By the database."""
    row = {"code": "XY001", "body": "bureau", "version": 1, "document": "{}", "by": "p1", "at": NOON}
    with pytest.raises(VersionTakenError), database.transaction() as session:
        insert_rows(session, LocalPartRow, [row, row])
