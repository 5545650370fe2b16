"""Numbers without gap or twin (文号、印章编号、办件编号): allotted in the transaction of what they name."""

from datetime import datetime

from sqlalchemy import text

from matters.case.effect_keys import EffectKey
from storage.database import Session
from storage.tables.duties import NumberAllotted

# One statement on both databases: the row stays locked until commit, and a rollback gives the number back.
_NEXT = text(
    "INSERT INTO sequence (name, value) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET value = sequence.value + 1 RETURNING value"
)


def allot(session: Session, sequence: str) -> int:
    """The next number of a sequence, from 1; the caller's transaction decides whether it counts."""
    connection = session.connection()
    return int(connection.execute(_NEXT, {"name": sequence}).scalar_one())


def keep(session: Session, sequence: str, value: int, document_no: str, effect_key: EffectKey, now: datetime) -> None:
    """Record to which effect a number went; the same document number or effect again is refused (`EffectKeyTakenError`)."""
    row = NumberAllotted(sequence=sequence, value=value, document_no=document_no, effect_key=effect_key, at=now)
    session.add(row)
    session.flush()
