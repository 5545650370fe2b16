"""Accounts (账号) and logins: what is known, counted and closed; the rules for it are in flows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, bindparam
from sqlmodel import col, delete, func, select, update

from storage.database import Session, asked, changed, record_of
from storage.people.tokens import unexpired
from storage.tables.base import table_of
from storage.tables.people import Account, ApiToken, LoginAttempt, LoginSession

# Built once: every message of a page asks for both, several times.
_ACCOUNT = table_of(Account)
_LOGIN = table_of(LoginSession)
_NAMED = _ACCOUNT.select().where(_ACCOUNT.c.username == bindparam("name"))
_BY_TOKEN = _LOGIN.select().where(_LOGIN.c.token_digest == bindparam("digest"))


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account with its password hash and lock."""

    username: str
    person: str
    password_hash: str
    disabled: bool
    failures: int
    locked_until: datetime | None
    created_at: datetime
    must_change: bool
    password_at: datetime | None = None

    @property
    def password_since(self) -> datetime:
        """When the password was set; earlier releases did not note it."""
        return self.password_at or self.created_at


@dataclass(frozen=True, slots=True)
class LoginRecord:
    """A login; `last_seen` and `expires_at` let the caller end it after idleness or at its age limit.

    `proven_at`: when its owner proved since then who they are (身份确认).
    """

    token_digest: str
    username: str
    address: str
    created_at: datetime
    last_seen: datetime
    expires_at: datetime
    proven_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """What of an account is alive: logins, API tokens, and when a login was last used."""

    logins: int = 0
    tokens: int = 0
    last_seen: datetime | None = None


def add_account(
    session: Session, username: str, person: str, password_hash: str, now: datetime, *, must_change: bool = False
) -> AccountRecord:
    """A new account; raises `NameTakenError` at the end if the username or the person has one."""
    row = Account(
        username=username,
        person=person,
        password_hash=password_hash,
        created_at=now,
        must_change=must_change,
        password_at=now,
    )
    session.add(row)
    session.flush()
    return record_of(AccountRecord, row)


def find_account(session: Session, username: str) -> AccountRecord | None:
    """The account of that username."""
    row = asked(session, _NAMED, name=username).first()
    return record_of(AccountRecord, row) if row else None


def all_accounts(session: Session) -> tuple[AccountRecord, ...]:
    """Every account by username."""
    return tuple(record_of(AccountRecord, row) for row in session.exec(select(Account).order_by(col(Account.username))))


def people_with_accounts(session: Session) -> frozenset[str]:
    """The people who have an account that is not disabled."""
    return frozenset(session.exec(select(Account.person).where(col(Account.disabled).is_(False))))


def account_of(session: Session, person: str) -> AccountRecord | None:
    """The account of that person."""
    row = session.exec(select(Account).where(Account.person == person)).first()
    return record_of(AccountRecord, row) if row else None


def set_password(
    session: Session,
    username: str,
    password_hash: str,
    now: datetime,
    *,
    must_change: bool,
    instead_of: str | None = None,
) -> bool:
    """Another password, if the one before is still that of the hash `instead_of`; wrong ones are forgotten."""
    values = {"password_hash": password_hash, "password_at": now, "must_change": must_change}
    values |= {"failures": 0, "locked_until": None}
    unchanged = col(Account.password_hash) == instead_of
    known = _one(username) if instead_of is None else _one(username).where(unchanged)
    return changed(session, known.values(**values))


def set_disabled(session: Session, username: str, disabled: bool) -> bool:
    """Disable or enable an account."""
    return changed(session, _one(username).values(disabled=disabled))


def note_failure(session: Session, username: str, allowed: int, until: datetime) -> int:
    """Count a wrong password and return the count; the `allowed`-th locks the account until that instant."""
    changed(session, _one(username).values(failures=Account.failures + 1))
    changed(session, _one(username).where(col(Account.failures) >= allowed).values(locked_until=until))
    return session.exec(select(Account.failures).where(Account.username == username)).first() or 0


def note_success(session: Session, username: str) -> bool:
    """Forget the wrong passwords."""
    return changed(session, _one(username).values(failures=0, locked_until=None))


def note_attempt(session: Session, address: str, now: datetime) -> None:
    """Remember a failed login from an address."""
    session.add(LoginAttempt(address=address, at=now))
    session.flush()


def attempts_from(session: Session, address: str, since: datetime) -> int:
    """How many logins failed from an address since then."""
    recent = select(func.count()).where(col(LoginAttempt.address) == address, col(LoginAttempt.at) >= since)
    return session.exec(recent).one()


def open_login(
    session: Session, token_digest: str, username: str, address: str, now: datetime, expires_at: datetime
) -> LoginRecord:
    """A new login."""
    row = LoginSession(
        token_digest=token_digest,
        username=username,
        address=address,
        created_at=now,
        last_seen=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return record_of(LoginRecord, row)


def find_login(session: Session, token_digest: str) -> LoginRecord | None:
    """The login of that token, whether or not it has expired."""
    row = asked(session, _BY_TOKEN, digest=token_digest).first()
    return record_of(LoginRecord, row) if row else None


def touch_login(session: Session, token_digest: str, now: datetime) -> bool:
    """The login was used."""
    return changed(
        session, update(LoginSession).where(col(LoginSession.token_digest) == token_digest).values(last_seen=now)
    )


def note_proof(session: Session, token_digest: str, now: datetime) -> bool:
    """The owner of the login has proved who they are."""
    return changed(
        session, update(LoginSession).where(col(LoginSession.token_digest) == token_digest).values(proven_at=now)
    )


def close_login(session: Session, token_digest: str) -> bool:
    """Log out."""
    return changed(session, delete(LoginSession).where(col(LoginSession.token_digest) == token_digest))


def activity(session: Session, now: datetime, tokens_since: datetime) -> dict[str, Activity]:
    """What is alive of every account that has something alive; tokens made before `tokens_since` have expired."""
    logins = select(LoginSession.username, func.count(), func.max(LoginSession.last_seen)).where(
        col(LoginSession.expires_at) > now
    )
    tokens = select(ApiToken.username, func.count()).where(*unexpired(now, tokens_since))
    used = {name: (count, seen) for name, count, seen in session.exec(logins.group_by(LoginSession.username))}
    held = dict(session.exec(tokens.group_by(ApiToken.username)).all())
    return {
        name: Activity(used.get(name, (0, None))[0], held.get(name, 0), used.get(name, (0, None))[1])
        for name in {*used, *held}
    }


def close_logins(session: Session, username: str, besides: str = "") -> None:
    """Log an account out everywhere, or everywhere but at the login of one digest."""
    others = (col(LoginSession.username) == username, col(LoginSession.token_digest) != besides)
    changed(session, delete(LoginSession).where(*others))


def forget_expired(session: Session, now: datetime, attempts_before: datetime) -> int:
    """Delete expired logins and old attempts; returns how many rows went."""
    logins = session.exec(delete(LoginSession).where(col(LoginSession.expires_at) <= now)).rowcount
    return logins + session.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < attempts_before)).rowcount


def _one(username: str) -> Update:
    return update(Account).where(col(Account.username) == username)
