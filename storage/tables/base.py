"""What all tables share: constraint names, and what instants, digests and keys are where they are stored."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from pydantic import BaseModel
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TextClause,
    TypeDecorator,
)
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeEngine, UserDefinedType
from sqlmodel import SQLModel

from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.values import ItemKey, Readable

JsonObject: TypeAlias = dict[str, Any]

# A number or key that is compared byte by byte, so that its beginning is a range of the index on both databases.
ByteText = String().with_variant(String(collation="C"), "postgresql")

# A number that may outgrow 32 bits; INTEGER is what makes it the place of its row on SQLite, where it has 64 bits as well.
Counted = BigInteger().with_variant(Integer(), "sqlite")

# A table that is looked up by its key alone: SQLite lays its rows down in that order, without an index beside them.
KEYED: dict[str, Any] = {"sqlite_with_rowid": False}

EPOCH, MICROSECOND = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)

# An IntegrityError is translated by the name of its constraint, so every constraint has one that can be computed.
NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def only(rows: TextClause) -> dict[str, Any]:
    """What an index says that holds no others.

    By its migration it holds no others on PostgreSQL either; to say so here would load that dialect, 0.1 s of every start.
    """
    return {"sqlite_where": rows}


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of all tables."""


def table_of(kind: type[Row]) -> Table:
    """The table of a row class, for statements that are built once.

    Built anew for every call and loaded as objects, each of the 25 statements of an act took 0.5 ms; as rows of a statement
    built once, 0.1 ms.
    """
    return Row.metadata.tables[str(kind.__tablename__)]


class Microseconds(UserDefinedType[int]):
    """Microseconds since 1970 on SQLite, a third of the bytes of its text; still declared as what they are, an instant."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """As in a table's declaration."""
        return "DATETIME"


class UtcInstant(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite has no type for it."""
        return dialect.type_descriptor(Microseconds() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """UTC on the way in."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"naive instant {value.isoformat()}")
        if value is None or dialect.name != "sqlite":
            return value and value.astimezone(UTC)
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: datetime | int | None, dialect: Dialect) -> datetime | None:
        """UTC on the way out, whatever the session's time zone is."""
        return EPOCH + value * MICROSECOND if isinstance(value, int) else value and value.astimezone(UTC)


class Digest(TypeDecorator[str]):
    """A SHA-256 in hexadecimal, stored as its bytes; empty where there is none."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Bytes on the way in."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Hexadecimal on the way out."""
        return None if value is None else value.hex()


class KeyText(TypeDecorator[Any]):
    """A key with parts as its text."""

    impl = String
    key: type[Readable]

    def process_bind_param(self, value: Readable | None, dialect: Dialect) -> str | None:
        """Text on the way in."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Readable | None:
        """The key on the way out."""
        return None if value is None else self.key.read(value)


class ItemKeyText(KeyText):
    """The key of a work item."""

    cache_ok = True
    key = ItemKey


class EffectKeyText(KeyText):
    """The key of an effect."""

    cache_ok = True
    key = EffectKey


class AdvanceIdText(KeyText):
    """The id of an advance."""

    cache_ok = True
    key = AdvanceId


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: equal content, equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lean(model: BaseModel, *elsewhere: str) -> JsonObject:
    """What a model says, without what it leaves empty and what other columns of its row say.

    What is absent reads as empty, so a default that is empty never becomes another one.
    """
    said, chosen = model.model_dump(mode="json"), model.model_dump(mode="json", exclude_defaults=True)
    empty = {name for name, value in said.items() if name not in chosen and value in (None, "", [], {})}
    return {name: value for name, value in said.items() if name not in empty and name not in elsewhere}
