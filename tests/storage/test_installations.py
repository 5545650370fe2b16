"""What the office says of itself: version after version, none of them changed; older folders keep the words they had."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from storage import installations, migrations
from storage.collisions import VersionTakenError
from storage.database import Database
from storage.installations import Installation
from tests.storage.samples import NOON, at

SAID = Installation("临河县", "", "", "临河县电子印章根证书", sample=False, by="local", at=NOON)


def test_each_version_is_kept(database: Database) -> None:
    """The newest holds; a paper that was drawn earlier still finds its own."""
    later = replace(SAID, note="临河县印制", version=2, at=at(60))
    with database.transaction() as session:
        assert installations.latest_version(session) is None
        installations.add(session, SAID)
        installations.add(session, later)
    with database.reading() as session:
        assert installations.latest_version(session) == 2
        assert installations.by_version(session, 1) == SAID
        assert installations.history(session) == (later, SAID)


def test_a_version_is_said_once(database: Database) -> None:
    """Of two who change the words at once the second is refused."""
    with database.transaction() as session:
        installations.add(session, SAID)
    with pytest.raises(VersionTakenError), database.transaction() as session:
        installations.add(session, replace(SAID, name="别县"))


def test_an_older_folder_keeps_the_words_its_papers_had(database: Database) -> None:
    """Where an organisation is there before the table is, the migration says what was printed until then; elsewhere nothing."""
    before = "INSERT INTO organisation_version (version, digest, document, at) VALUES (3, 'd', '{}', :at)"
    with database.transaction() as session:
        session.connection().execute(text("DROP TABLE installation_version"))
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0016'"))
        at_noon = 1_772_452_800_000_000 if database.dialect == "sqlite" else NOON  # microseconds there
        session.connection().execute(text(before), {"at": at_noon})
    migrations.upgrade(database, "0017")
    with database.reading() as session:
        (said,) = installations.history(session)
    assert (said.version, said.sample, said.note) == (1, True, "样例系统制发，不具法律效力")
    assert (said.legend, said.root_name) == ("样例", "样例电子印章根证书")
