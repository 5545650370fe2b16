"""What all tables share: constraint names, instants in UTC and canonical JSON."""

import json
from datetime import UTC, datetime
from typing import Any, TypeAlias

from pydantic import BaseModel
from sqlalchemy import DateTime, Dialect, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.values import ItemKey, Readable

JsonObject: TypeAlias = dict[str, Any]

# A number or key that is compared byte by byte, so that its beginning is a range of the index on both databases.
ByteText = String().with_variant(String(collation="C"), "postgresql")

# An IntegrityError is translated by the name of its constraint, so every constraint has one that can be computed.
NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of all tables."""


def table_of(kind: type[Row]) -> Table:
    """The table of a row class, for statements that are built once.

    Built anew for every call and loaded as objects, each of the 25 statements of an act took 0.5 ms; as rows of a statement
    built once, 0.1 ms.
    """
    return Row.metadata.tables[str(kind.__tablename__)]


class UtcInstant(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both databases; SQLite itself would forget the offset. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC on the way in."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"naive instant {value.isoformat()}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC on the way out, whatever the session's time zone is."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


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


class CanonicalJson(TypeDecorator[JsonObject]):
    """A JSON object as canonical text, the same bytes on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: JsonObject | None, dialect: Dialect) -> str | None:
        """Canonical text on the way in."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> JsonObject | None:
        """The object on the way out."""
        return None if value is None else json.loads(value)


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
