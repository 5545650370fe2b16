"""Tables of the people at the door: accounts, sessions, tokens, drafts and notices."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.tables.base import Row, UtcInstant, only


class Account(Row, table=True):
    """Account 账号 of one person. `must_change`: the password was given by an administrator and serves one login."""

    __tablename__ = "account"

    username: str = Field(primary_key=True)
    person: str = Field(unique=True)
    password_hash: str
    disabled: bool = False
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UtcInstant)
    created_at: datetime = Field(sa_type=UtcInstant)
    must_change: bool = False
    password_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class LoginSession(Row, table=True):
    """A login; only the digest of its token is kept."""

    __tablename__ = "login_session"

    token_digest: str = Field(primary_key=True)
    username: str = Field(foreign_key="account.username", index=True)
    address: str
    created_at: datetime = Field(sa_type=UtcInstant)
    last_seen: datetime = Field(sa_type=UtcInstant)
    expires_at: datetime = Field(sa_type=UtcInstant, index=True)
    proven_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class ApiToken(Row, table=True):
    """A bearer token for programs; only its digest is kept. `scope`: what it is good for, parted by blanks; without one, all."""

    __tablename__ = "api_token"

    token_digest: str = Field(primary_key=True)
    username: str = Field(foreign_key="account.username", index=True)
    label: str
    created_at: datetime = Field(sa_type=UtcInstant)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    scope: str | None = None
    expires_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    last_used: datetime | None = Field(default=None, sa_type=UtcInstant)


class LoginAttempt(Row, table=True):
    """A failed login from an address, for the lock by address."""

    __tablename__ = "login_attempt"
    __table_args__ = (Index(None, "address", "at"),)

    id: int = Field(default=None, primary_key=True)
    address: str
    at: datetime = Field(sa_type=UtcInstant)


class RoleRequestRow(Row, table=True):
    """An administrator's role that one security administrator asks for and another has to confirm (授权提请)."""

    __tablename__ = "role_request"
    __table_args__ = (Index(None, "person", "role", unique=True, **only(text("role_request.settled_at IS NULL"))),)

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    role: str
    since: date
    last_day: date | None = None
    asked_by: str
    asked_at: datetime = Field(sa_type=UtcInstant)
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    granted: bool | None = None


OF_ITEM = "item:"


class DraftRow(Row, table=True):
    """Draft 草稿 of a filing, encrypted; one per person and matter, or per person and work item, as `item:` and its id."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "matter"),)

    person: str = Field(primary_key=True)
    matter: str = Field(primary_key=True)
    payload: bytes
    updated_at: datetime = Field(sa_type=UtcInstant)


class NewsChoiceRow(Row, table=True):
    """What somebody has chosen of notices (通知设置): kinds they are not told of, parted by blanks, and quiet hours as 22:00."""

    __tablename__ = "news_choice"

    person: str = Field(primary_key=True)
    muted: str = ""
    quiet_since: str | None = None
    quiet_until: str | None = None


class Notice(Row, table=True):
    """Notice 通知 in a person's in-box; one per effect and person. `send_at`: from when it may go outside too, if it may."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("effect_key", "person"),
        Index(None, "person", "id"),
        Index(None, "person", "read_at"),
        Index(None, "send_at", **only(text("notice.sent_at IS NULL AND notice.send_at IS NOT NULL"))),
    )

    id: int = Field(default=None, primary_key=True)
    effect_key: str
    person: str
    case_no: str
    topic: str
    text: str
    at: datetime = Field(sa_type=UtcInstant)
    read_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    send_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    sent_at: datetime | None = Field(default=None, sa_type=UtcInstant)
