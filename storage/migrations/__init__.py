"""Migrations of the schema; `head.txt` names the newest, so that two branches that both add one conflict in git."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from storage.database import Database, UnavailableError

FOLDER = Path(__file__).parent
UPGRADE_LOCK = 0x0ACE  # any number, the same in every process: the advisory lock of upgrades on PostgreSQL


def upgrade(database: Database, to: str = "head") -> str:
    """Bring the schema to the newest version, or to that one, and return it. One transaction; of two processes one waits."""
    try:
        with database.engine.begin() as connection:
            if database.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
            command.upgrade(_config(connection), to)
            return _current(connection) or ""
    except DatabaseError as error:
        raise UnavailableError(str(error.orig)) from error


def current(database: Database) -> str | None:
    """The version of the schema; nothing before the first upgrade."""
    with database.reading() as session:
        return _current(session.connection())


def head() -> str:
    """The newest version that this code knows."""
    return (FOLDER / "head.txt").read_text(encoding="utf-8").strip()


def heads() -> tuple[str, ...]:
    """The ends of the chain of migrations; there is to be one."""
    return tuple(ScriptDirectory.from_config(_config(None)).get_heads())


def is_newer(database: Database) -> bool:
    """Whether a newer release has made the schema: this code does not know its version."""
    known = ScriptDirectory.from_config(_config(None)).walk_revisions()
    return current(database) not in {None, *(script.revision for script in known)}


def pending(database: Database) -> bool:
    """Whether the schema is not the one this code works with."""
    return current(database) != head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
