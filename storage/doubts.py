"""Effects in doubt (存疑): faults counted until a machine gives up, and a person's word on it (核定), taken at most once.

All changes are conditional updates of the effect first and of its advance second, so that nobody waits in a circle.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Update
from sqlmodel import and_, col, func, or_, select, update

from matters.case.effect_keys import AdvanceId, EffectKey
from storage import documents
from storage.database import Session, changed, insert_rows, record_of
from storage.documents import Document
from storage.ledger import EffectClaim, PlannedEffect, carried_by, effect_of, this_effect
from storage.tables.base import JsonObject
from storage.tables.duties import UNSETTLED, AdvanceRow, EffectRow, NumberAllotted, Settlement
from storage.tables.people import Notice

SettlementVerdict = Literal["again", "done", "drop_proposed", "dropped"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong when a hand raised: the number under which the log has it, and one line in Chinese. `at` in ISO 8601."""

    number: str
    line: str
    at: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An effect that is or was in doubt. `count`: which of its doubts this is; a settlement names it."""

    effect: PlannedEffect
    count: int
    since: datetime | None
    faults: int
    fault: Fault | None
    owner: str | None
    claimed_at: datetime | None
    lease_until: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of one doubt (核定)."""

    doubt: int
    verdict: SettlementVerdict
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Traces:
    """What the database has of an effect's act: the number allotted to it, its paper's document, and who has its notice."""

    number: str | None
    document: Document | None
    told: frozenset[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """How often a hand has failed since the last settlement, and whether its claim had been committed before."""

    count: int
    begun: bool


def fail(session: Session, effect: PlannedEffect, owner: str, fault: Fault) -> Failure | None:
    """Count a fault of the hand that works under `owner`.

    Nothing when somebody else has the advance or the effect by now: what a late worker meets is not its fault.
    """
    holding = select(AdvanceRow.id).where(AdvanceRow.id == effect.advance_id, AdvanceRow.lease_owner == owner)
    untouched = and_(col(EffectRow.state) == "planned", holding.exists())
    mine = update(EffectRow).where(this_effect(effect.key), or_(untouched, _claimed_by(owner)))
    if not changed(session, mine.values(faults=EffectRow.faults + 1, fault=asdict(fault), reason=fault.line)):
        return None
    faults, state = session.exec(select(EffectRow.faults, EffectRow.state).where(this_effect(effect.key))).one()
    return Failure(faults, begun=state == "claimed")


def give_back(session: Session, effect: PlannedEffect, owner: str) -> None:
    """Back to planned after a fault, for an effect of which nothing has happened or which is a pure replay."""
    mine = update(EffectRow).where(this_effect(effect.key), _claimed_by(owner))
    changed(session, mine.values(state="planned", lease_until=None))


def wait(session: Session, effect: PlannedEffect, owner: str, reason: str) -> None:
    """Back to planned for a reason that is no fault, told as long as it waits."""
    mine = _row(effect.key, or_(col(EffectRow.state) == "planned", _claimed_by(owner)))
    changed(session, mine.values(state="planned", lease_until=None, reason=reason))


def give_up(session: Session, effect: PlannedEffect, reason: str, now: datetime) -> bool:
    """A person must say; for the hand that `fail` has told in the same transaction that the effect is its own."""
    unsettled = col(EffectRow.state).in_(("planned", "claimed"))
    return _doubt(session, effect.advance_id, _row(effect.key, unsettled), reason, now)


def doubt(session: Session, claim: EffectClaim, reason: str, now: datetime) -> bool:
    """Nobody can know whether what was claimed has happened: a person must say."""
    mine = _row(claim.key, and_(col(EffectRow.state) == "claimed", col(EffectRow.token) == claim.token))
    return _doubt(session, claim.advance_id, mine, reason, now)


def in_doubt(session: Session) -> tuple[Doubtful, ...]:
    """Everything that waits for a person's word, oldest first."""
    rows = (
        select(EffectRow).where(UNSETTLED, EffectRow.state == "in_doubt").order_by(col(EffectRow.lease_until))
    )  # as the index has it
    return tuple(sorted(map(_doubtful, session.exec(rows)), key=lambda found: str(found.since)))


def count(session: Session) -> int:
    """How many wait."""
    return session.exec(select(func.count()).where(UNSETTLED, col(EffectRow.state) == "in_doubt")).one()


def find(session: Session, key: EffectKey, *, lock: bool = False) -> Doubtful | None:
    """The effect of that key if it ever was in doubt; locked for a settlement when asked."""
    row = select(EffectRow).where(this_effect(key), EffectRow.doubts > 0)
    found = session.exec(row.with_for_update() if lock else row).first()
    return _doubtful(found) if found else None


def dependents(session: Session, effect: PlannedEffect) -> tuple[PlannedEffect, ...]:
    """What cannot be done without it: the later effects of the same paper, not settled yet."""
    later = (carried_by(effect.advance_id), EffectRow.position > effect.position)
    rows = session.exec(select(EffectRow).where(*later).order_by(col(EffectRow.position)))
    return tuple(
        effect_of(row)
        for row in rows
        if effect.effect.paper and row.state == "planned" and row.key.same_paper(effect.key)
    )


def traces(session: Session, effect: PlannedEffect) -> Traces:
    """What the database itself says about the act."""
    number = session.exec(select(NumberAllotted.document_no).where(NumberAllotted.effect_key == effect.key)).first()
    told = session.exec(select(Notice.person).where(Notice.effect_key == str(effect.key)))
    return Traces(number, documents.of_effect(session, effect.key.beside("seal")), frozenset(told))


def again(session: Session, doubtful: Doubtful) -> bool:
    """To be done again: planned, its faults forgotten, its claim's data kept; the token is void, should its worker wake up."""
    values = {"state": "planned", "token": None, "lease_until": None, "faults": 0}
    return _settled(session, doubtful, values)


def done(session: Session, doubtful: Doubtful, outcome: JsonObject, now: datetime) -> bool:
    """It has happened, with this outcome."""
    values = {"state": "done", "token": None, "outcome": outcome, "settled_at": now}
    return _settled(session, doubtful, values)


def drop(session: Session, doubtful: Doubtful, reason: str, now: datetime) -> bool:
    """Not to be done any more, nor what depends on it."""
    values = {"state": "cancelled", "token": None, "reason": reason, "settled_at": now}
    for effect in dependents(session, doubtful.effect):
        changed(session, _row(effect.key, col(EffectRow.state) == "planned").values(**values))
    return _settled(session, doubtful, values)


def say(
    session: Session, doubtful: Doubtful, verdict: SettlementVerdict, reason: str, person: str, now: datetime
) -> None:
    """Keep what a person said; the same of the same doubt once."""
    effect, number = doubtful.effect, doubtful.count
    told = {"verdict": verdict, "reason": reason, "person": person, "at": now}
    insert_rows(session, Settlement, [{"case_id": effect.case_id, "effect_key": effect.key, "doubt": number, **told}])


def said(session: Session, key: EffectKey) -> tuple[Said, ...]:
    """Everything that people said of an effect, oldest first."""
    rows = session.exec(select(Settlement).where(Settlement.effect_key == key).order_by(col(Settlement.id)))
    return tuple(record_of(Said, row) for row in rows)


def _claimed_by(owner: str) -> ColumnElement[bool]:
    return and_(col(EffectRow.state) == "claimed", col(EffectRow.claimed_by) == owner)


def _row(key: EffectKey, condition: ColumnElement[bool]) -> Update:
    return update(EffectRow).where(this_effect(key), condition)


def _doubt(session: Session, advance_id: AdvanceId, effect: Update, reason: str, now: datetime) -> bool:
    values = {"state": "in_doubt", "reason": reason, "doubts": EffectRow.doubts + 1, "doubted_at": now}
    if not changed(session, effect.values(**values)):
        return False
    stopped = update(AdvanceRow).where(col(AdvanceRow.id) == advance_id)
    return changed(session, stopped.values(state="doubt", lease_owner=None, lease_until=None))


def _settled(session: Session, doubtful: Doubtful, values: JsonObject) -> bool:
    """The guard: of two that settle the same doubt one meets the row, and a page of an earlier doubt meets none."""
    same = and_(col(EffectRow.state) == "in_doubt", col(EffectRow.doubts) == doubtful.count)
    if not changed(session, _row(doubtful.effect.key, same).values(**values)):
        return False
    reopened = update(AdvanceRow).where(col(AdvanceRow.id) == doubtful.effect.advance_id)
    return changed(session, reopened.values(state="open", not_before=None))


def _doubtful(row: EffectRow) -> Doubtful:
    return Doubtful(
        effect=effect_of(row),
        count=row.doubts,
        since=row.doubted_at,
        faults=row.faults,
        fault=Fault(**row.fault) if row.fault else None,
        owner=row.claimed_by,
        claimed_at=row.claimed_at,
        lease_until=row.lease_until,
    )
