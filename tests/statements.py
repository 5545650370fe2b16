"""The statements that a database is sent, for tests and figures that count them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from storage.database import Database


@contextmanager
def sent(database: Database) -> Iterator[list[str]]:
    """What is sent meanwhile, in order; SQLite's BEGIN is one of them, PostgreSQL's driver sends its own unseen."""
    statements: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(" ".join(statement.split()))

    engines = {engine.pool: engine for engine in (database.readers, database.engine)}.values()
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield statements
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
