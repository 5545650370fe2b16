"""Many rows at once: SQLite without journal, PostgreSQL by COPY; only for a database that nobody uses yet."""

import sqlite3
from typing import Any

import psycopg
from sqlalchemy import text

from storage.audit import Anchor
from storage.database import Database
from storage.tables.base import Row


class Bulk:
    """Writes rows by table, parents first; ends with sequences, the end of the audit chain and statistics in order."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sqlite: sqlite3.Connection | None = None
        self._postgres: psycopg.Connection[Any] | None = None

    def __enter__(self) -> "Bulk":
        if self._database.dialect == "sqlite":
            self._database.checkpoint()
            self._database.dispose()
            self._sqlite = sqlite3.connect(str(self._database.url.database), isolation_level=None)
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
                self._sqlite.execute(f"PRAGMA {pragma}")
        else:
            plain = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._postgres = psycopg.connect(plain, autocommit=True)
        return self

    def __exit__(self, *_: object) -> None:
        for connection in (self._sqlite, self._postgres):
            if connection:
                connection.close()

    def write(self, made: dict[str, list[dict[str, Any]]]) -> None:
        """One transaction with all of these rows."""
        tables = [table.name for table in Row.metadata.sorted_tables if made.get(table.name)]
        if self._sqlite:
            self._sqlite.execute("BEGIN")
            for table in tables:
                names = list(made[table][0])
                into = f"INSERT INTO {table} ({_columns(names)}) VALUES ({', '.join('?' * len(names))})"
                self._sqlite.executemany(into, (tuple(row.values()) for row in made[table]))
            self._sqlite.execute("COMMIT")
        elif self._postgres:
            with self._postgres.transaction(), self._postgres.cursor() as cursor:
                for table in tables:
                    with cursor.copy(f"COPY {table} ({_columns(list(made[table][0]))}) FROM STDIN") as copy:
                        for row in made[table]:
                            copy.write_row(tuple(row.values()))

    def finish(self, end: Anchor) -> None:
        """The database goes on where the rows end."""
        self.__exit__()
        with self._database.transaction() as session:
            connection = session.connection()
            connection.execute(
                text("UPDATE audit_head SET seq = :seq, hash = :hash"), {"seq": end.seq, "hash": end.hash}
            )
            if self._database.dialect == "postgresql":
                for table in ("case_row", "notice", "seal_use"):
                    last = f"(SELECT max(id) FROM {table})"
                    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {last})"))
                connection.execute(
                    text("ANALYZE")
                )  # its autovacuum would; SQLite plans without figures in the product too


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
