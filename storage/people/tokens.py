"""API tokens (接口令牌) of accounts: made, found, used and revoked; what each is good for is judged in flows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select, update

from storage.database import Session, changed, record_of
from storage.tables.people import ApiToken

_ID = 16  # of the hexadecimal digest of a random token: enough to name it, too little to guess it by


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """An API token."""

    token_digest: str
    username: str
    label: str
    created_at: datetime
    revoked_at: datetime | None = None
    scope: str | None = None
    expires_at: datetime | None = None
    last_used: datetime | None = None

    @property
    def id(self) -> str:
        """What it is called where the token itself must not stand."""
        return self.token_digest[:_ID]

    @property
    def scopes(self) -> tuple[str, ...] | None:
        """What it is good for; nothing for a token that is good for all."""
        return None if self.scope is None else tuple(self.scope.split())


def add(session: Session, token: TokenRecord) -> None:
    """A new API token."""
    session.add(ApiToken(**{name: getattr(token, name) for name in TokenRecord.__slots__}))
    session.flush()


def unexpired(now: datetime, since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Neither revoked nor at their own end, and made after `since`: none lives longer, whatever its own end."""
    own_end = col(ApiToken.expires_at)
    return (col(ApiToken.revoked_at).is_(None), col(ApiToken.created_at) > since, or_(own_end.is_(None), own_end > now))


def find_alive(session: Session, token_digest: str, now: datetime, since: datetime) -> TokenRecord | None:
    """The API token of that digest, if it can be used."""
    usable = select(ApiToken).where(ApiToken.token_digest == token_digest, *unexpired(now, since))
    row = session.exec(usable).first()
    return record_of(TokenRecord, row) if row else None


def alive(session: Session, username: str, now: datetime, since: datetime) -> tuple[TokenRecord, ...]:
    """The tokens of an account that can be used, newest first."""
    of_account = select(ApiToken).where(ApiToken.username == username, *unexpired(now, since))
    rows = session.exec(of_account.order_by(col(ApiToken.created_at).desc(), col(ApiToken.token_digest)))
    return tuple(record_of(TokenRecord, row) for row in rows)


def called(session: Session, token_id: str) -> TokenRecord | None:
    """The token of that id, if it is not revoked."""
    named = (col(ApiToken.token_digest).startswith(token_id, autoescape=True), col(ApiToken.revoked_at).is_(None))
    row = session.exec(select(ApiToken).where(*named)).first() if len(token_id) == _ID else None
    return record_of(TokenRecord, row) if row else None


def touch(session: Session, token_digest: str, now: datetime) -> bool:
    """The token was used."""
    return changed(session, update(ApiToken).where(col(ApiToken.token_digest) == token_digest).values(last_used=now))


def revoke(session: Session, token_digest: str, now: datetime) -> bool:
    """Revoke one; whether it was not revoked before."""
    one = (col(ApiToken.token_digest) == token_digest, col(ApiToken.revoked_at).is_(None))
    return changed(session, update(ApiToken).where(*one).values(revoked_at=now))


def revoke_all(session: Session, username: str, now: datetime) -> int:
    """Revoke all API tokens of an account; returns how many were not revoked before."""
    left = (col(ApiToken.username) == username, col(ApiToken.revoked_at).is_(None))
    return session.exec(update(ApiToken).where(*left).values(revoked_at=now)).rowcount
