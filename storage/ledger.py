"""The effect ledger (事后动作台账): planned with the fact, claimed once by a conditional update, settled once.

A claim has a token; whoever lost it settles nothing. A machine takes an expired claim again only where the act is a pure
replay; any other goes in doubt (存疑, `storage.doubts`) for a person. Times are handed in by the caller.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, ScalarSelect, Update, func
from sqlmodel import and_, col, or_, select, update

from matters.case.effect_keys import AdvanceId, EffectKey
from matters.case.effect_kinds import Kind
from matters.case.owed import Effect
from storage.cases import CaseHead
from storage.collisions import EffectKeyTakenError
from storage.database import Session, changed, insert_rows
from storage.tables.base import JsonObject, lean
from storage.tables.cases import CaseRow
from storage.tables.duties import UNSETTLED, AdvanceRow, EffectRow

# A lease is given for ten minutes at most and a rest for five: what is said to last longer was said by a clock that
# was wrong, and is waited for no more. Machines whose clocks differ by less do not take each other's work.
FARTHEST = timedelta(minutes=15)
EffectState = Literal["planned", "claimed", "done", "in_doubt", "cancelled"]
SETTLED: tuple[EffectState, ...] = ("done", "cancelled")


@dataclass(frozen=True, slots=True)
class OpenAdvance:
    """An advance that is not settled."""

    id: AdvanceId
    case_id: int
    matter: str
    label: str
    body: str
    created_at: datetime
    attempts: int
    run_id: str | None

    @property
    def case_no(self) -> str:
        """The case it belongs to."""
        return self.id.case_no


@dataclass(frozen=True, slots=True)
class PlannedEffect:
    """An effect as the ledger has it. `data` is what its first claim fixed."""

    key: EffectKey
    advance_id: AdvanceId
    case_id: int
    position: int
    effect: Effect
    state: EffectState
    attempts: int
    data: JsonObject | None
    outcome: JsonObject | None
    reason: str | None
    planned_at: datetime
    settled_at: datetime | None

    @property
    def case_no(self) -> str:
        """The case whose event owes it."""
        return self.key.case_no

    @property
    def seq(self) -> int:
        """The event that owes it."""
        return self.key.seq


@dataclass(frozen=True, slots=True)
class EffectClaim:
    """The right to act on one effect. `data` was fixed by the first claim and is the same in every replay."""

    key: EffectKey
    token: str
    advance_id: AdvanceId
    case_id: int
    effect: Effect
    data: JsonObject
    attempts: int


def plan(session: Session, head: CaseHead, seq: int, label: str, effects: Sequence[Effect], now: datetime) -> AdvanceId:
    """Plan the effects of the decision whose first event is `seq`, in the decision's transaction; returns the advance id."""
    advance_id = AdvanceId(head.case_no, seq)
    row = {"id": advance_id, "case_id": head.id, "seq": seq, "matter": head.matter, "label": label}
    insert_rows(session, AdvanceRow, [{**row, "body": head.owner_body, "state": "open", "created_at": now}])
    _plan(session, head, advance_id, effects, 0, now)
    return advance_id


def plan_more(session: Session, head: CaseHead, seq: int, effects: Sequence[Effect], now: datetime) -> None:
    """Append to an advance what an event of the system inside its run owes; it is open again, unless in doubt.

    The same key with the same content changes nothing; with other content it raises `EffectKeyTakenError`.
    """
    advance_id = AdvanceId(head.case_no, seq)
    undoubted = (col(AdvanceRow.id) == advance_id, col(AdvanceRow.state) != "doubt")
    changed(session, update(AdvanceRow).where(*undoubted).values(state="open"))
    start = session.exec(select(func.count()).where(carried_by(advance_id))).one()
    known = _known(session, head.id, effects)
    _plan(session, head, advance_id, [effect for effect in effects if effect.key not in known], start, now)


def _plan(
    session: Session, head: CaseHead, advance_id: AdvanceId, effects: Sequence[Effect], start: int, now: datetime
) -> None:
    rows = (_planned(effect, advance_id.seq, head.id, position, now) for position, effect in enumerate(effects, start))
    insert_rows(session, EffectRow, list(rows))


def open_advances(session: Session, now: datetime, limit: int) -> tuple[OpenAdvance, ...]:
    """Advances that nobody holds and whose back-off is over, oldest first."""
    rows = select(AdvanceRow).where(_free(now)).order_by(col(AdvanceRow.created_at), col(AdvanceRow.id)).limit(limit)
    return tuple(_advance(row) for row in session.exec(rows))


def advance(session: Session, advance_id: AdvanceId) -> OpenAdvance | None:
    """One advance that is not settled."""
    row = session.exec(select(AdvanceRow).where(AdvanceRow.id == advance_id, AdvanceRow.state != "settled")).first()
    return _advance(row) if row else None


def lease(session: Session, advance_id: AdvanceId, owner: str, now: datetime, until: datetime) -> bool:
    """Hold an advance for a while, if it is free. `owner` names one attempt, not a machine."""
    values = {"lease_owner": owner, "lease_until": until, "attempts": AdvanceRow.attempts + 1}
    return changed(session, update(AdvanceRow).where(col(AdvanceRow.id) == advance_id, _free(now)).values(**values))


def renew(session: Session, advance_id: AdvanceId, owner: str, until: datetime) -> bool:
    """Hold it longer; false when somebody else holds it by now."""
    return changed(session, _held(advance_id, owner).values(lease_until=until))


def release(session: Session, advance_id: AdvanceId, owner: str, not_before: datetime | None) -> bool:
    """Let it go, to be taken again not before that instant (back-off)."""
    values = {"lease_owner": None, "lease_until": None, "not_before": not_before}
    return changed(session, _held(advance_id, owner).values(**values))


def note_run(session: Session, advance_id: AdvanceId, run_id: str) -> bool:
    """Remember the flow run that shows this advance."""
    return changed(session, update(AdvanceRow).where(col(AdvanceRow.id) == advance_id).values(run_id=run_id))


def next_effect(session: Session, advance_id: AdvanceId) -> PlannedEffect | None:
    """The first effect not settled, in order; nothing while an earlier one is in doubt, or when all are settled."""
    waiting = (carried_by(advance_id), col(EffectRow.state).not_in(SETTLED))
    row = session.exec(select(EffectRow).where(*waiting).order_by(col(EffectRow.position)).limit(1)).first()
    return None if row is None or row.state == "in_doubt" else effect_of(row)


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who asks for the right to act: the worker, the token that tells this try from any other, from when until when."""

    owner: str
    token: str
    now: datetime
    until: datetime


def claim(
    session: Session,
    key: EffectKey,
    by: Claimant,
    data: Callable[[], JsonObject],
    *,
    replayable: bool,
) -> EffectClaim | None:
    """Take the right to act; nothing when somebody else has it.

    `data` is called inside the first claim only (it may allot the seal number); a replay gets what the first one fixed.
    """
    takeable: ColumnElement[bool] = col(EffectRow.state) == "planned"
    if replayable:
        takeable = or_(takeable, _expired(by.now))
    values = {
        "state": "claimed",
        "token": by.token,
        "claimed_by": by.owner,
        "claimed_at": by.now,
        "lease_until": by.until,
        "attempts": EffectRow.attempts + 1,
    }
    if not changed(session, update(EffectRow).where(this_effect(key), takeable).values(**values)):
        return None
    row = session.exec(select(EffectRow).where(this_effect(key))).one()
    if row.claim is None:
        row.claim = data()
        session.flush()
    return _claim(row)


def settle(session: Session, claim: EffectClaim, outcome: JsonObject, now: datetime) -> bool:
    """Record that it was done; false for a worker whose claim was taken over. The claim is over: nobody fences with it again."""
    values = {"state": "done", "outcome": outcome, "settled_at": now, "token": None, "lease_until": None}
    return changed(session, _mine(claim).values(**values))


def cancel_planned(session: Session, case_id: int, keep: Collection[Kind]) -> int:
    """Cancel what is planned in a case, except the kinds to keep and a paper that is begun; returns how many.

    A paper whose number is allotted is finished: its number would be burnt, a gap that nobody can explain.
    """
    # Locked first, or a number allotted between the reading and the cancelling would be burnt all the same.
    theirs = col(EffectRow.case_id) == case_id
    session.exec(select(EffectRow.key).where(theirs).order_by(col(EffectRow.key)).with_for_update()).all()
    effects = effects_of(session, case_id)
    papers = [effect for effect in effects if effect.effect.paper]
    begun = {effect.key.beside("seal") for effect in papers if effect.state not in ("planned", "cancelled")}
    finished = {effect.key for effect in papers if effect.key.beside("seal") in begun}
    idle = [effect.key for effect in effects if effect.effect.kind not in keep and effect.key not in finished]
    planned = (theirs, col(EffectRow.key).in_(idle), col(EffectRow.state) == "planned")
    cancelled = update(EffectRow).where(*planned).values(state="cancelled")
    return session.exec(cancelled, execution_options={"synchronize_session": False}).rowcount


def finish_advance(session: Session, advance_id: AdvanceId, now: datetime) -> bool:
    """Close an advance all of whose effects are settled. It locks the row first, so that a later `plan` reopens it."""
    found = select(AdvanceRow.state).where(AdvanceRow.id == advance_id).with_for_update()
    if session.exec(found).first() != "open":
        return False
    unsettled = select(EffectRow.key).where(carried_by(advance_id), col(EffectRow.state).not_in(SETTLED))
    if session.exec(unsettled.limit(1)).first() is not None:
        return False
    values = {"state": "settled", "settled_at": now, "lease_owner": None, "lease_until": None}
    return changed(session, update(AdvanceRow).where(col(AdvanceRow.id) == advance_id).values(**values))


def expired_claims(session: Session, now: datetime) -> tuple[EffectClaim, ...]:
    """Claims whose lease ran out: their worker is dead or late."""
    rows = session.exec(select(EffectRow).where(_expired(now)).order_by(col(EffectRow.lease_until)))
    return tuple(_claim(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many advances are not settled, and since when the oldest waits for a hand; what is put off waits for none yet."""

    count: int
    oldest: datetime | None

    def waited(self, now: datetime) -> timedelta:
        """How long the oldest has waited."""
        return max(now - self.oldest, timedelta()) if self.oldest else timedelta()


def backlog(session: Session) -> Backlog:
    """What still has to be carried out; those in doubt are not counted, a person has to act on them."""
    due = func.coalesce(AdvanceRow.not_before, AdvanceRow.created_at)
    found = select(func.count(), func.min(due)).where(col(AdvanceRow.state) == "open")
    count, oldest = session.exec(found).one()
    return Backlog(count, oldest)


def effects_of(session: Session, case_id: int) -> tuple[PlannedEffect, ...]:
    """All effects of a case in the order of their planning."""
    rows = select(EffectRow).where(EffectRow.case_id == case_id)
    return tuple(effect_of(row) for row in session.exec(rows.order_by(col(EffectRow.advance), col(EffectRow.position))))


def find(session: Session, key: EffectKey) -> PlannedEffect | None:
    """The effect of that key."""
    row = session.exec(select(EffectRow).where(this_effect(key))).first()
    return effect_of(row) if row else None


def this_effect(key: EffectKey) -> ColumnElement[bool]:
    """The row of that key; for the storage room itself."""
    return and_(col(EffectRow.case_id) == _numbered(key.case_no), col(EffectRow.key) == key)


def carried_by(advance_id: AdvanceId) -> ColumnElement[bool]:
    """The rows of an advance; for the storage room itself."""
    return and_(col(EffectRow.case_id) == _numbered(advance_id.case_no), col(EffectRow.advance) == advance_id.seq)


def _numbered(case_no: str) -> ScalarSelect[int]:
    return select(CaseRow.id).where(CaseRow.case_no == case_no).scalar_subquery()


def effect_of(row: EffectRow) -> PlannedEffect:
    """What a row says; for the storage room itself."""
    return PlannedEffect(
        key=row.key,
        advance_id=_advance_id(row),
        case_id=row.case_id,
        position=row.position,
        effect=_effect(row.key, row.payload),
        state=cast("EffectState", row.state),
        attempts=row.attempts,
        data=row.claim,
        outcome=row.outcome,
        reason=row.reason,
        planned_at=row.planned_at,
        settled_at=row.settled_at,
    )


def _advance_id(row: EffectRow) -> AdvanceId:
    return AdvanceId(row.key.case_no, row.advance)


def _effect(key: EffectKey, payload: Mapping[str, Any]) -> Effect:
    """As it was planned; the payloads of earlier releases repeat key and kind."""
    return Effect.model_validate({"key": key, "kind": key.kind, **payload})


def _known(session: Session, case_id: int, effects: Sequence[Effect]) -> set[EffectKey]:
    """The keys of those that are planned already."""
    wanted = {effect.key: effect for effect in effects}
    told = select(col(EffectRow.key), EffectRow.payload)
    told = told.where(EffectRow.case_id == case_id, col(EffectRow.key).in_(wanted))
    known = {key: _effect(key, payload) for key, payload in session.exec(told)}
    taken = next((key for key, effect in known.items() if effect != wanted[key]), None)
    if taken is not None:
        raise EffectKeyTakenError(str(taken))
    return set(known)


def _planned(effect: Effect, advance: int, case_id: int, position: int, now: datetime) -> dict[str, Any]:
    return {
        "key": effect.key,
        "advance": advance,
        "case_id": case_id,
        "position": position,
        "payload": lean(effect, "key", "kind"),
        "state": "planned",
        "planned_at": now,
    }


def _free(now: datetime) -> ColumnElement[bool]:
    unheld = or_(col(AdvanceRow.lease_until).is_(None), _over(col(AdvanceRow.lease_until), now))
    due = or_(col(AdvanceRow.not_before).is_(None), _over(col(AdvanceRow.not_before), now))
    return and_(col(AdvanceRow.state) == "open", unheld, due)


def _over(until: Any, now: datetime) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Whether the time until then has passed, or cannot have been meant."""
    return or_(until <= now, until > now + FARTHEST)


def _held(advance_id: AdvanceId, owner: str) -> Update:
    return update(AdvanceRow).where(col(AdvanceRow.id) == advance_id, col(AdvanceRow.lease_owner) == owner)


def _expired(now: datetime) -> ColumnElement[bool]:
    return and_(UNSETTLED, col(EffectRow.state) == "claimed", _over(col(EffectRow.lease_until), now))


def _mine(claim: EffectClaim) -> Update:
    fence = (this_effect(claim.key), col(EffectRow.token) == claim.token, col(EffectRow.state) == "claimed")
    return update(EffectRow).where(*fence)


def _advance(row: AdvanceRow) -> OpenAdvance:
    return OpenAdvance(
        id=row.id,
        case_id=row.case_id,
        matter=row.matter,
        label=row.label,
        body=row.body,
        created_at=row.created_at,
        attempts=row.attempts,
        run_id=row.run_id,
    )


def _claim(row: EffectRow) -> EffectClaim:
    return EffectClaim(
        key=row.key,
        token=row.token or "",
        advance_id=_advance_id(row),
        case_id=row.case_id,
        effect=_effect(row.key, row.payload),
        data=row.claim or {},
        attempts=row.attempts,
    )
