"""Tables of what a machine owes: advances, effects, numbers and answers already given."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from matters.case.effect_keys import AdvanceId, EffectKey
from storage.tables.base import KEYED, AdvanceIdText, Digest, EffectKeyText, JsonObject, Row, UtcInstant, only
from storage.tables.packing import PackedJson

# Of the index over what is still to be done: most effects are settled, and a query finds it by these very words.
UNSETTLED = text("effect.state NOT IN ('done', 'cancelled')")


class AdvanceRow(Row, table=True):
    """Advance 推进: one committed decision and what follows from it; carried by one flow run."""

    __tablename__ = "advance"
    __table_args__ = (UniqueConstraint("case_id", "seq"), Index(None, "state", "created_at"))

    id: AdvanceId = Field(primary_key=True, sa_type=AdvanceIdText)
    case_id: int = Field(foreign_key="case_row.id")
    seq: int
    matter: str
    label: str
    body: str
    state: str
    created_at: datetime = Field(sa_type=UtcInstant)
    lease_owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcInstant)
    run_id: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class EffectRow(Row, table=True):
    """Effect 事后动作: planned with its fact, claimed once, settled once. `claim` is written at the first claim only.

    `advance`: the first event of the decision that it follows from.
    """

    __tablename__ = "effect"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "advance"], ["advance.case_id", "advance.seq"]),
        Index(None, "state", "lease_until", **only(UNSETTLED)),
        KEYED,
    )

    case_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: EffectKey = Field(primary_key=True, sa_type=EffectKeyText)
    advance: int
    position: int
    payload: JsonObject = Field(sa_type=PackedJson)
    state: str
    planned_at: datetime = Field(sa_type=UtcInstant)
    token: str | None = None
    claimed_by: str | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    lease_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    attempts: int = 0
    claim: JsonObject | None = Field(default=None, sa_type=PackedJson)
    outcome: JsonObject | None = Field(default=None, sa_type=PackedJson)
    reason: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    faults: int = 0
    fault: JsonObject | None = Field(default=None, sa_type=PackedJson)
    doubts: int = 0
    doubted_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class Settlement(Row, table=True):
    """Settlement 核定: what a person said of an effect in doubt. `doubt` counts how often the effect has been in doubt."""

    __tablename__ = "settlement"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "effect_key"], ["effect.case_id", "effect.key"]),
        UniqueConstraint("effect_key", "doubt", "verdict"),
    )

    id: int = Field(default=None, primary_key=True)
    case_id: int
    effect_key: EffectKey = Field(sa_type=EffectKeyText)
    doubt: int
    verdict: str
    reason: str
    person: str
    at: datetime = Field(sa_type=UtcInstant)


class Sequence(Row, table=True):
    """A number sequence without gaps; its row is locked until the number is committed."""

    __tablename__ = "sequence"

    name: str = Field(primary_key=True)
    value: int


class NumberAllotted(Row, table=True):
    """A number that was given out (文号), and to which effect."""

    __tablename__ = "number_allotted"

    sequence: str = Field(primary_key=True)
    value: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    document_no: str = Field(unique=True)
    effect_key: EffectKey = Field(unique=True, sa_type=EffectKeyText)
    at: datetime = Field(sa_type=UtcInstant)


class IdempotencyRow(Row, table=True):
    """The answer to a request, kept for ever under the key its sender chose."""

    __tablename__ = "idempotency_key"
    __table_args__ = KEYED

    person: str = Field(primary_key=True)
    operation: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    digest: str = Field(sa_type=Digest)
    response: JsonObject = Field(sa_type=PackedJson)
    at: datetime = Field(sa_type=UtcInstant)


class Heartbeat(Row, table=True):
    """Heartbeat 心跳: when a part of the product, or one of its sweeps, was last at work, by the database's clock.

    `missed`: the administrators were told that it is not; `address`: under which people reach it.
    """

    __tablename__ = "heartbeat"
    __table_args__ = KEYED

    part: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcInstant)
    missed: bool = False
    address: str | None = None
