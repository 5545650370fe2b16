"""The account desk (账号): log in and out, who a token stands for, one's own password, API tokens."""

from contextlib import suppress
from datetime import datetime, timedelta

from flows.adapters.identity import (
    caller_of,
    new_token,
    password_hash,
    token_digest,
    weak_password,
)
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.proving import count_failure, tried
from flows.service.permissions import LOCAL, OWN_LOGIN, allowed_to, public
from flows.views.people import Caller, SessionView
from flows.views.scopes import covers
from matters.commands.base import Proof
from matters.errors.base import Refusal
from matters.errors.door import Invalid, LoginRefused, LoginRequired, NotFound, ScopeMissing
from storage.database import FullError, Session
from storage.people import accounts, tokens
from storage.people.accounts import AccountRecord, LoginRecord
from storage.people.tokens import TokenRecord

_TOUCH_SECONDS = 60  # `last_seen` is written at most once a minute, so that a page view costs one read


class AccountDesk(WorkingDesk):
    """Logins and tokens. No account exists after installation."""

    @public
    def login(self, username: str, password: str, address: str) -> SessionView | LoginRefused:
        """Open a login. The answer to every failure is the same, and takes the same time."""
        now = self._resources.clock()
        account, locked = tried(self._resources, username, password, address)
        with self._resources.database.transaction() as session:
            opened = None
            if account and self._usable(account, now):
                opened = self._opened(session, account, address, now)
            return opened or self._failed(session, username, address, now, count=not locked)

    @public
    def logout(self, token: str) -> None:
        """End a login."""
        digest = token_digest(token)
        with self._resources.database.transaction() as session:
            login = accounts.find_login(session, digest)
            account = accounts.find_account(session, login.username) if login else None
            if login and account and accounts.close_login(session, digest):
                caller = _somebody(account.person, login.username, login.address)
                self._note(session, Operation(caller, "退出登录", login.username))

    @public
    def resolve(self, token: str, address: str, scope: str | None = None) -> Caller | LoginRequired | ScopeMissing:
        """Who a login cookie or API token stands for now, with today's roles.

        A token that is good for less than the `scope` of the call is refused; where no scope is named, as on pages, every
        token with limits is nobody's.
        """
        digest = token_digest(token)
        now = self._resources.clock()
        with self._resources.database.reading() as session:
            login = accounts.find_login(session, digest)
            found = login if self._alive(login, now) else self._live_token(session, digest, now)
            account = accounts.find_account(session, found.username) if found else None
            if found is None or account is None or not self._usable(account, now):
                return LoginRequired()
            organisation = self._resources.organisation(session)
        caller = caller_of(organisation, account.person, account.username, self._resources.today, address)
        if caller is None:
            return LoginRequired()
        self._touch(found, now)
        return (
            self._by_token(caller, found, scope)
            if isinstance(found, TokenRecord)
            else _by_login(caller, account, found)
        )

    def _touch(self, found: LoginRecord | TokenRecord, now: datetime) -> None:
        """Note that it was used; on a full disk people can still read."""
        last = found.last_used if isinstance(found, TokenRecord) else found.last_seen
        touch = tokens.touch if isinstance(found, TokenRecord) else accounts.touch_login
        if last is None or (now - last).total_seconds() > _TOUCH_SECONDS:
            with suppress(FullError), self._resources.database.transaction() as session:
                touch(session, found.token_digest, now)

    def _by_token(self, caller: Caller, token: TokenRecord, scope: str | None) -> Caller | LoginRequired | ScopeMissing:
        if token.scopes is None or (scope is not None and covers(token.scopes, scope)):
            return caller.model_copy(update={"token": token.id, "scope": token.scopes})
        if scope is None:
            return LoginRequired()
        refusal = ScopeMissing(name=token.label, scope=scope)
        self._record(Operation(caller, "使用接口令牌", token.id), refusal)
        return refusal

    @allowed_to(OWN_LOGIN, "修改密码")
    def change_password(self, caller: Caller, old: str, new: str, token: str = "") -> str | Refusal:
        """Choose another password. Every login of the caller but the one of `token` ends; returns the user name."""
        refusal = self._change_password(caller, old, new, token)
        if refusal:
            self._record(Operation(caller, "修改密码", caller.username), refusal)
        return refusal or caller.username

    def _change_password(self, caller: Caller, old: str, new: str, token: str) -> Refusal | None:
        now, name = self._resources.clock(), caller.username
        account, locked = tried(self._resources, name, old, caller.address)
        if account is None:
            with self._resources.database.transaction() as session:
                if not locked:
                    count_failure(session, name, caller.address, now)
            return Invalid.of("old", "现在的密码不正确，或已因多次输错暂时锁定。请核对后重试。")
        problem = weak_password(new, name) or ("新密码不能与现在的密码相同。" if new == old else None)
        if problem:
            return Invalid.of("new", problem)
        with self._resources.database.transaction() as session:
            hashed = password_hash(new)
            if not accounts.set_password(
                session, name, hashed, now, must_change=False, instead_of=account.password_hash
            ):
                return Invalid.of("old", "密码刚刚已被更改。请用新的密码重试。")
            accounts.close_logins(session, name, besides=token_digest(token))
            self._note(session, Operation(caller, "修改密码", name))
        return None

    @allowed_to(LOCAL, "新增接口令牌")
    def add_token(self, caller: Caller, username: str, label: str) -> str | NotFound:
        """Make an API token, at the machine only: whoever has it acts as that person. It is shown this once."""
        token, adding = new_token(), Operation(caller, "新增接口令牌", username)
        with self._resources.database.transaction() as session:
            if accounts.find_account(session, username) is None:
                refusal = NotFound(what=f"账号 {username}")
                self._note(session, adding, refusal)
                return refusal
            tokens.add(session, TokenRecord(token_digest(token), username, label, self._resources.clock()))
            self._note(session, adding)
        return token

    @allowed_to(LOCAL, "以账号办理")
    def local(self, caller: Caller, username: str) -> Caller | NotFound:
        """The caller behind an account, for the command line of the machine itself."""
        with self._resources.database.reading() as session:
            account = accounts.find_account(session, username)
            organisation = self._resources.organisation(session)
        found = caller_of(organisation, account.person, username, self._resources.today, "local") if account else None
        return found or NotFound(what=f"账号 {username}")

    def _failed(self, session: Session, username: str, address: str, now: datetime, *, count: bool) -> LoginRefused:
        """Record the failure."""
        if count:
            count_failure(session, username, address, now)
        known = accounts.find_account(session, username) is not None
        # People type their password into the wrong field: an unknown name enters the chain as a fingerprint only.
        shown = username if known else self._resources.vault.fingerprint(username)[:16]
        nobody = _somebody("", shown, address)
        refusal = LoginRefused()
        self._note(session, Operation(nobody, "登录", shown), refusal)
        return refusal

    def _opened(self, session: Session, account: AccountRecord, address: str, now: datetime) -> SessionView | None:
        organisation = self._resources.organisation(session)
        caller = caller_of(organisation, account.person, account.username, self._resources.today, address)
        if caller is None:
            return None
        token = new_token()
        expires = now + timedelta(hours=self._resources.settings.sessions_hours)
        accounts.note_success(session, account.username)
        accounts.open_login(session, token_digest(token), account.username, address, now, expires)
        self._note(session, Operation(caller, "登录", account.username))
        return SessionView(token=token, caller=_as_far_as(caller, account), expires_at=expires)

    def _alive(self, login: LoginRecord | None, now: datetime) -> bool:
        idle = timedelta(minutes=self._resources.settings.sessions_idle_minutes)
        return login is not None and login.expires_at > now and now - login.last_seen <= idle

    def _live_token(self, session: Session, digest: str, now: datetime) -> TokenRecord | None:
        days = timedelta(days=self._resources.settings.token_days)
        return tokens.find_alive(session, digest, now, now - days)

    def _usable(self, account: AccountRecord, now: datetime) -> bool:
        """Not disabled, nor waiting too long with an initial password that others have seen."""
        days = timedelta(days=self._resources.settings.initial_password_days)
        return not account.disabled and not (account.must_change and now - account.password_since >= days)


def _as_far_as(caller: Caller, account: AccountRecord) -> Caller:
    """With an initial password nothing is open but to choose another one."""
    if not account.must_change:
        return caller
    return caller.model_copy(update={"roles": frozenset(), "posts": (), "must_change": True})


def _by_login(caller: Caller, account: AccountRecord, login: LoginRecord) -> Caller:
    """With what the login knows of when they last proved who they are; a token proves nothing."""
    proof = Proof(at=login.proven_at or login.created_at)
    return _as_far_as(caller, account).model_copy(update={"login": login.token_digest, "proof": proof})


def _somebody(person: str, username: str, address: str) -> Caller:
    """At the door, before roles and hats are known."""
    return Caller(person=person, name="", username=username, roles=frozenset(), posts=(), address=address)
