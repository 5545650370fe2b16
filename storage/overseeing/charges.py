"""Charges (督办单、改革任务): each is the fold of its acts, which are kept for ever; what is said in them is encrypted."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Executable, and_, bindparam, func, insert, or_, select, update

from matters.charges import Charge, ChargeAct, ChargeKind, ChargeState
from storage.database import Session, asked, changed, insert_rows
from storage.tables.base import JsonObject, table_of
from storage.tables.charges import ChargeActRow, ChargeRow
from storage.vault import SecretKey, Vault

Told = Literal["near_told", "late_told"]
OpeningAct = Literal["open"]
_CHARGE, _ACT = table_of(ChargeRow), table_of(ChargeActRow)
_FACTS = tuple(field.name for field in fields(Charge))
_OPEN = insert(_CHARGE).returning(_CHARGE.c.id)
_ONE = select(_CHARGE).where(_CHARGE.c.id == bindparam("charge"))
_LOCKED = _ONE.with_for_update()
_SAID = select(_CHARGE, _ACT.c.ciphertext).join(_ACT, and_(_ACT.c.charge == _CHARGE.c.id, _ACT.c.version == 1))
_STORY = select(_ACT).where(_ACT.c.charge == bindparam("charge")).order_by(_ACT.c.version)
_MOVE = update(_CHARGE).where(_CHARGE.c.id == bindparam("moved"), _CHARGE.c.version == bindparam("seen"))
_WAITS = _CHARGE.c.state.in_(("open", "extension"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A charge with its number, and what its opening says."""

    id: int
    charge: Charge
    said: JsonObject


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act as it is kept."""

    version: int
    act: ChargeAct | OpeningAct
    at: datetime
    person: str
    post: str
    said: JsonObject
    until: date | None = None
    progress: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which charges are listed: of these bodies, and of these alone; nothing means any."""

    bodies: Collection[str]
    kind: ChargeKind | None = None
    state: ChargeState | None = None
    body: str | None = None
    case_no: str | None = None


def open_one(session: Session, vault: Vault, charge: Charge, done: ActDone) -> int:
    """The number of the new charge."""
    row = {**asdict(charge), "moved_on": charge.opened_on}
    number: int = session.connection().execute(_OPEN, row).scalar_one()
    _keep(session, vault.charge_key(number), number, done)
    return number


def act(session: Session, vault: Vault, number: int, charge: Charge, done: ActDone, on: date) -> bool:
    """The charge stands so from now on; false where it is not at the version before."""
    moves = ("state", "due", "asked_until", "progress", "closed_on", "version")
    values = {name: getattr(charge, name) for name in moves} | {"moved_on": on}
    if not changed(session, _MOVE.values(**values), {"moved": number, "seen": charge.version - 1}):
        return False
    _keep(session, vault.charge_key(number), number, done)
    return True


def find(session: Session, vault: Vault, number: int, *, lock: bool = False) -> Kept | None:
    """The charge of that number, locked for a change when asked."""
    row = asked(session, _LOCKED if lock else _ONE, charge=number).first()
    if row is None:
        return None
    (first, *_) = story(session, vault, number)
    return Kept(row.id, _charge(row), first.said)


def story(session: Session, vault: Vault, number: int) -> tuple[ActDone, ...]:
    """Every act on the charge, the opening first."""
    key = vault.charge_key(number)
    return tuple(_done(row, key) for row in asked(session, _STORY, charge=number))


def listed(session: Session, vault: Vault, wanted: Wanted, most: int) -> tuple[Kept, ...]:
    """Those wanted, what is open first and then the earliest due."""
    if not wanted.bodies:
        return ()
    rows = _SAID.where(_CHARGE.c.body.in_(list(wanted.bodies)), *_narrowed(wanted))
    closed = _CHARGE.c.closed_on.is_not(None)
    return _kept(asked(session, rows.order_by(closed, _CHARGE.c.due, _CHARGE.c.id).limit(most)), vault)


def waiting(session: Session, bodies: Collection[str]) -> int:
    """How many wait for these bodies."""
    rows = select(func.count()).select_from(_CHARGE).where(_WAITS, _CHARGE.c.body.in_(list(bodies)))
    return _count(session, rows) if bodies else 0


def to_settle(session: Session, person: str) -> int:
    """How many that this person opened wait for them: to be closed, or for an extension."""
    theirs = and_(_CHARGE.c.opened_by == person, _CHARGE.c.state.in_(("answered", "extension")))
    return _count(session, select(func.count()).select_from(_CHARGE).where(theirs))


def to_tell(session: Session, vault: Vault, what: Told, before: date, most: int) -> tuple[Kept, ...]:
    """Those that wait for their body, are due before that day, and of whose last day that was not told."""
    known = _CHARGE.c[what]
    rows = _SAID.where(_WAITS, _CHARGE.c.due < before, or_(known.is_(None), known != _CHARGE.c.due))
    return _kept(asked(session, rows.order_by(_CHARGE.c.due, _CHARGE.c.id).limit(most)), vault)


def note_told(session: Session, number: int, what: Told, due: date) -> bool:
    """It was told of that last day; false where it was before, or the charge has moved on."""
    known = _CHARGE.c[what]
    same = and_(_CHARGE.c.id == number, _CHARGE.c.due == due, _WAITS, or_(known.is_(None), known != due))
    return changed(session, update(_CHARGE).where(same).values({what: due}))


def _count(session: Session, rows: Executable) -> int:
    found: int = asked(session, rows).scalar_one()
    return found


def _narrowed(wanted: Wanted) -> list[Any]:
    given: Mapping[str, object] = {
        "kind": wanted.kind,
        "state": wanted.state,
        "body": wanted.body,
        "case_no": wanted.case_no,
    }
    return [_CHARGE.c[name] == value for name, value in given.items() if value is not None]


def _kept(rows: Any, vault: Vault) -> tuple[Kept, ...]:  # noqa: ANN401 - a result of rows
    return tuple(
        Kept(row.id, _charge(row), vault.charge_key(row.id).decrypt(row.ciphertext, f"{row.id}:1")) for row in rows
    )


def _charge(row: Any) -> Charge:  # noqa: ANN401 - a row
    return Charge(**{name: getattr(row, name) for name in _FACTS})


def _keep(session: Session, key: SecretKey, number: int, done: ActDone) -> None:
    row: JsonObject = {"charge": number, "version": done.version, "act": done.act, "at": done.at}
    row |= {"person": done.person, "post": done.post, "until": done.until, "progress": done.progress}
    place = f"{number}:{done.version}"
    insert_rows(session, ChargeActRow, [{**row, "ciphertext": key.encrypt(done.said, place)}])


def _done(row: Any, key: SecretKey) -> ActDone:  # noqa: ANN401 - a row
    said = key.decrypt(row.ciphertext, f"{row.charge}:{row.version}")
    return ActDone(row.version, row.act, row.at, row.person, row.post, said, row.until, row.progress)
