"""The rows of the same acts, written again by the bare driver: what the database alone costs, in the same run."""

from contextlib import closing

from sqlalchemy import Connection, event

from storage.database import Database
from tests.benchmarks.measuring import Times

Written = list[tuple[str, object, bool]]  # statement, parameters, whether they are many


class Recorder:
    """Keeps the statements that write, one list for each committed transaction."""

    def __init__(self, database: Database) -> None:
        self.transactions: list[Written] = []
        self._open: Written = []
        event.listen(database.engine, "before_cursor_execute", self._keep)
        event.listen(database.engine, "commit", self._close)

    def _keep(
        self, connection: Connection, cursor: object, statement: str, parameters: object, context: object, many: bool
    ) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self._open.append((statement, parameters, many))

    def _close(self, connection: Connection) -> None:
        if self._open:
            self.transactions.append(self._open)
        self._open = []


def written_again(empty: Database, transactions: list[Written]) -> Times:
    """Time each transaction's writes on a database that stands where the first one began, with the same pragmas."""
    times = Times("the same writes, bare driver")
    with closing(empty.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        for statements in transactions:
            with times.span():
                if empty.dialect == "sqlite":
                    cursor.execute("BEGIN IMMEDIATE")
                for statement, parameters, many in statements:
                    (cursor.executemany if many else cursor.execute)(statement, parameters)  # type: ignore[arg-type]
                connection.commit()
    return times
