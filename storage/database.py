"""The database: the one birthplace of transactions, on SQLite (embedded) and PostgreSQL (grown)."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkstemp
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, create_engine, event, insert, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, OperationalError
from sqlalchemy.sql.dml import UpdateBase
from sqlmodel import Session as Session

from storage.collisions import translated
from storage.durable import sync_folder
from storage.tables.base import Row, table_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

# A writer holds the SQLite lock for milliseconds; 30 s lets the checkpoint of a large log pass before a person must retry.
BUSY_SECONDS = 30.0
CONNECTIONS = 32
_LAST, _THEN = "last", "then"
LOG_BYTES = 8 << 20  # of the write-ahead log, some fifty filings: a checkpoint of it takes 0.1 s
FIRST_SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What `once doctor` says about the database. `wal_reset_fault`: this SQLite is in the range of the WAL-reset fault."""

    dialect: str
    server: str
    driver: str
    durability: str
    journal: str
    wal_reset_fault: bool


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Frames in the write-ahead log and how many of them are in the database file now; both 0 on PostgreSQL."""

    frames: int
    moved: int


class AddressError(ValueError):
    """The address is none of a database that is known here."""


class UnavailableError(Exception):
    """The database could not do it (disk full, lock not given, connection lost); a retry with the same key is safe."""


class FullError(UnavailableError):
    """There is no room for what should be written; nothing of it was kept."""


class Database:
    """A database at a URL (`sqlite:////path/once.db` or `postgresql+psycopg://…`)."""

    def __init__(self, url: str) -> None:
        self.url = _read(url)
        self.dialect = self.url.get_backend_name()
        if self.dialect == "sqlite":
            _bring_forth(Path(self.url.database or ""))
            self.engine = _sqlite_engine(url, "BEGIN IMMEDIATE")
            # Readers have connections of their own: switched at every transaction, `query_only` cost a statement each.
            self.readers = _sqlite_engine(url, "BEGIN", "query_only = ON")
        else:
            # A worker stopped inside a transaction would hold the case for ever; nothing of ours is open for a minute.
            bounds = {"options": "-c idle_in_transaction_session_timeout=60000", **_patience(self.url)}
            self.engine = create_engine(
                url, isolation_level="READ COMMITTED", pool_pre_ping=True, connect_args=bounds, **_POOL
            )
            self.readers = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._gate = Lock() if self.dialect == "sqlite" else None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: all of it is kept, or none; a constraint that refuses is raised as a `CollisionError`.

        SQLite begins IMMEDIATE, because a deferred one that reads first is refused “database is locked” at once
        (199 of 200 in a race). On PostgreSQL the caller locks the case row first (`cases.lock`).
        """
        with self._turn(), Session(self.engine, **_SESSION) as session:
            try:
                with session.begin():
                    session.info |= {_LAST: [], _THEN: []}
                    yield session
                    for act in session.info[_LAST]:
                        act(session)
                for act in session.info[_THEN]:
                    act()
            except IntegrityError as error:
                raise translated(error) from error
            except OperationalError as error:
                raise _unavailable(error) from error

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view; writing in it is refused by the database."""
        with Session(self.readers, **_SESSION) as session:
            try:
                yield session
            except OperationalError as error:
                raise UnavailableError(str(error.orig)) from error

    def files(self) -> tuple[Path, ...]:
        """What must be writable on this machine: SQLite's file and its folder, nothing on PostgreSQL."""
        file = Path(self.url.database or "")
        return (file, file.parent) if self.dialect == "sqlite" else ()

    def log_bytes(self) -> int:
        """How large SQLite's write-ahead log is; none on PostgreSQL, which looks after its own."""
        log = Path(f"{self.url.database}-wal")
        return log.stat().st_size if self.dialect == "sqlite" and log.exists() else 0

    def trouble(self) -> str:
        """What the database answers instead of a connection that may write, in its own words; nothing when all is well."""
        try:
            with self.engine.connect() as connection, connection.begin():
                connection.exec_driver_sql("SELECT 1")
        except DatabaseError as error:
            return str(error.orig)
        return ""

    def checkpoint(self) -> Checkpoint:
        """Move the write-ahead log into the SQLite file; the only checkpointer there is.

        It holds the write lock meanwhile: up to SQLite 3.51.2 a checkpoint racing a commit can corrupt the file.
        """
        if self.dialect != "sqlite":
            return Checkpoint(0, 0)
        with self._turn(), self.engine.connect() as gate, gate.begin():
            side = self.engine.raw_connection()
            try:
                _, frames, moved = side.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone() or (0, 0, 0)
            finally:
                side.close()
        return Checkpoint(max(frames, 0), max(moved, 0))

    def integrity(self) -> tuple[str, ...]:
        """What the database itself finds wrong with its file: SQLite's integrity check, PostgreSQL's page checksums."""
        try:
            with self.readers.connect() as connection:
                return _sqlite_damage(connection) if self.dialect == "sqlite" else _postgres_damage(connection)
        except DatabaseError as error:
            return (str(error.orig),)

    def describe(self) -> DatabaseFacts:
        """Versions and durability, read from a live connection that may write."""
        with self.engine.connect() as connection:
            if self.dialect == "sqlite":
                return _sqlite_facts(connection)
            server = str(connection.exec_driver_sql("SHOW server_version").scalar())
            durability = str(connection.exec_driver_sql("SHOW synchronous_commit").scalar())
            journal = f"fsync {connection.exec_driver_sql('SHOW fsync').scalar()}"
            return DatabaseFacts("postgresql", server, self.engine.driver, durability, journal, False)

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        self.readers.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite writers of this process take turns.

        Polling for SQLite's own lock, the slowest of 960 transactions on 16 threads took 1,142 ms; in turn, 291 ms.
        """
        if self._gate is None:
            yield
        elif self._gate.acquire(timeout=BUSY_SECONDS):
            try:
                yield
            finally:
                self._gate.release()
        else:
            raise UnavailableError(f"another transaction of this process holds the database for {BUSY_SECONDS} s")


def _read(url: str) -> URL:
    try:
        read = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise AddressError("not readable") from error
    if read.drivername not in ("sqlite", "postgresql+psycopg"):
        raise AddressError(read.drivername)
    return read


def _patience(url: URL) -> dict[str, int]:
    """A host that swallows what is sent would be waited for until the kernel gives up, after two minutes."""
    return {} if "connect_timeout" in url.query else {"connect_timeout": 10}


def _unavailable(error: OperationalError) -> UnavailableError:
    """SQLite says SQLITE_FULL, PostgreSQL class 53100 (disk_full)."""
    cause = error.orig
    full = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or getattr(cause, "sqlstate", "") == "53100"
    return (FullError if full else UnavailableError)(str(cause))


def changed(session: Session, statement: UpdateBase, values: Mapping[str, Any] | None = None) -> bool:
    """Run a conditional change and say whether it met exactly one row: the guard under every claim.

    `values` are those of a statement that was built once.
    """
    return session.exec(statement, params=values, execution_options={"synchronize_session": False}).rowcount == 1


def asked(session: Session, statement: Executable, **values: object) -> CursorResult[Any]:
    """The rows of a statement that was built once, with the values of its parameters; they are no objects of the session."""
    return session.connection().execute(statement, values)


def record_of(kind: type[Record], row: object) -> Record:
    """What a row says: a record whose fields bear the names of its columns."""
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__})


def when_kept(session: Session, act: Callable[[], None]) -> None:
    """Do it once the transaction is committed, and never if it is undone; at once where nothing is written."""
    if _THEN in session.info:
        session.info[_THEN].append(act)
    else:
        act()


def before_end(session: Session, act: Callable[[Session], None]) -> None:
    """Do it last in the transaction, when all that it writes is written."""
    session.info[_LAST].append(act)


def completed(kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows, with the defaults of their class for what they leave out."""
    return [{**_defaults(kind), **row} for row in rows]


def insert_rows(session: Session, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns; what they leave out gets the default of its class."""
    insert_completed(session, kind, completed(kind, rows))


def insert_completed(session: Session, kind: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that leave nothing out, see `completed`."""
    if rows:
        session.connection().execute(insert(table_of(kind)), list(rows))


@cache
def _defaults(kind: type[Row]) -> dict[str, Any]:
    optional = ((name, field.default) for name, field in kind.model_fields.items() if not field.is_required())
    return {name: default for name, default in optional if default is not None}


# Changes are made by UPDATE, not through objects; what is read is always what the database holds.
_SESSION: dict[str, Any] = {"expire_on_commit": False, "execution_options": {"populate_existing": True}}
_POOL: dict[str, Any] = {"pool_size": 8, "max_overflow": CONNECTIONS - 8, "pool_timeout": BUSY_SECONDS}


def _bring_forth(file: Path) -> None:
    """Make the file as a WAL database, readable by its owner only; two processes may try at once, one file results."""
    if file.name in {"", ":memory:"}:
        raise AddressError("SQLite needs a file")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if file.exists():
        return
    descriptor, newborn = mkstemp(prefix=f".{file.name}.", dir=file.parent)  # mkstemp gives mode 0600
    os.close(descriptor)
    with closing(sqlite3.connect(newborn)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with suppress(FileExistsError):
        os.link(newborn, file)
    os.unlink(newborn)
    sync_folder(file.parent)


def _sqlite_engine(url: str, begin: str, *pragmas: str) -> Engine:
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None
        for pragma in (*_PRAGMAS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, **_POOL)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin_transaction)
    return engine


_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # NORMAL lost an acknowledged commit in 723 of 1,000 simulated power cuts, FULL in none
    "foreign_keys = ON",
    "secure_delete = ON",  # a destroyed case key must not stay readable in a free page
    "wal_autocheckpoint = 0",  # see Database.checkpoint
    f"journal_size_limit = {LOG_BYTES}",  # once it was larger, the log's file is cut back when it begins anew
)


def _sqlite_damage(connection: Connection) -> tuple[str, ...]:
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    orphans = [f"{row[0]}: foreign key" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return (*(line for line in found if line != "ok"), *orphans)


def _postgres_damage(connection: Connection) -> tuple[str, ...]:
    failed = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    pages = connection.exec_driver_sql(failed).scalar()
    return (f"{pages} pages with a wrong checksum",) if pages else ()


def _sqlite_facts(connection: Connection) -> DatabaseFacts:
    levels = {0: "off", 1: "normal", 2: "full", 3: "extra"}
    return DatabaseFacts(
        dialect="sqlite",
        server=sqlite3.sqlite_version,
        driver="pysqlite",
        durability=levels[int(connection.exec_driver_sql("PRAGMA synchronous").scalar() or 0)],
        journal=str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()),
        wal_reset_fault=sqlite3.sqlite_version_info < FIRST_SAFE_SQLITE,
    )
