"""The desk of those who keep accounts (账号管理): create, reset, disable, enable, revoke, list."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from flows.adapters.identity import initial_password, password_hash, unfit_username, weak_password
from flows.cases.reassigning import close_account
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import cut
from flows.service.permissions import LOCAL, allowed_to, roles
from flows.service.shown.organisation import Showing
from flows.views.base import Turn
from flows.views.organisation_editing import AccountLine, AccountList, AccountReceipt, InitialPassword
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.organisation.snapshot import ADMINISTRATORS, ROLE_NAMES
from storage.collisions import NameTakenError
from storage.database import Session
from storage.people import accounts, tokens
from storage.people.accounts import AccountRecord, Activity

V = TypeVar("V", InitialPassword, AccountReceipt)
_KEEPERS = roles("system_admin", local=True)
_GUARDS = roles("system_admin", "security_admin", local=True)


class AccountKeepingDesk(WorkingDesk):
    """Accounts of other people. The system administrator keeps them, the security administrator may close them (三员分立)."""

    @allowed_to(_GUARDS, "查看账号")
    def list(self, caller: Caller, q: str = "", page: int | Turn = 1) -> AccountList:
        """Accounts by user name, and who has none."""
        with self._resources.database.reading() as session:
            known = accounts.all_accounts(session)
            alive = self._alive(session)
            showing = Showing(self._resources.organisation(session), self._resources.today)
        lines = [self._line(account, alive.get(account.username, Activity()), showing) for account in known]
        fit = [line for line in lines if all(word in _words(line) for word in q.lower().split())]
        shown, where = cut(fit, page)
        if not shown and fit:  # a narrower search has fewer pages
            shown, where = cut(fit, Turn(number=-(-len(fit) // where.size), size=where.size))
        without = _without(showing, {account.person for account in known})
        return AccountList(items=shown, page=where, without=without)

    @allowed_to(_KEEPERS, "开设账号")
    def create(self, caller: Caller, username: str, person: str, key: str | None = None) -> InitialPassword | Refusal:
        """An account for a person of the organisation, with an initial password; for administrators at the machine only."""
        opening = Operation(caller, "开设账号", username, key=key, content=[username, person])
        return self._opened(opening, person, initial_password(), must_change=True)

    @allowed_to(LOCAL, "新增账号")
    def add(self, caller: Caller, username: str, person: str, password: str) -> str | Refusal:
        """An account with a password that the caller knows and nobody must change: at the machine only."""
        adding = Operation(caller, "新增账号", username, content=[username, person])
        problem = weak_password(password, username)
        if problem:
            refusal = Invalid.of("password", problem)
            self._record(adding, refusal)
            return refusal
        made = self._opened(adding, person, password, must_change=False)
        return made if isinstance(made, Refusal) else made.username

    @allowed_to(_KEEPERS, "重置密码")
    def reset(self, caller: Caller, username: str, key: str | None = None) -> InitialPassword | Refusal:
        """A new initial password; all logins and API tokens of the account end.

        Who resets a password could log in with it: those of administrators are reset at the machine itself only.
        """
        password = initial_password()
        hashed = password_hash(password)

        def work(session: Session, account: AccountRecord) -> InitialPassword | Refusal:
            if not caller.local and self._administers(session, account.person):
                return Invalid.of("username", "管理员的密码只能在服务器本机用 once user reset 重置。请联系运维人员。")
            accounts.set_password(session, username, hashed, self._resources.clock(), must_change=True)
            self._revoke(session, username)
            return InitialPassword(username=username)

        return _told(self._kept(Operation(caller, "重置密码", username, key=key), work, InitialPassword), password)

    @allowed_to(_GUARDS, "停用账号")
    def disable(self, caller: Caller, username: str, key: str | None = None) -> AccountReceipt | Refusal:
        """Nobody logs in with it any more; logins and API tokens end at once."""

        def work(session: Session, account: AccountRecord) -> AccountReceipt | Refusal:
            if account.username == caller.username:
                return Invalid.of("username", "不能停用自己正在使用的账号。请由另一位管理员操作。")
            close_account(session, self._resources, account)
            return AccountReceipt(username=username, message=f"账号 {username} 已停用，其登录和接口令牌立即失效。")

        return _answer(self._kept(Operation(caller, "停用账号", username, key=key), work, AccountReceipt))

    @allowed_to(_KEEPERS, "启用账号")
    def enable(self, caller: Caller, username: str, key: str | None = None) -> AccountReceipt | Refusal:
        """The account may be used again, with its password; not that of somebody who has left."""

        def work(session: Session, account: AccountRecord) -> AccountReceipt | Refusal:
            person = self._resources.organisation(session).find_person(account.person)
            if person is None or not person.valid(self._resources.today):
                return Invalid.of("username", "该人员已经离任，账号不能启用。如已返岗，请先由机构管理员登记。")
            accounts.set_disabled(session, username, False)
            return AccountReceipt(username=username, message=f"账号 {username} 已启用。")

        return _answer(self._kept(Operation(caller, "启用账号", username, key=key), work, AccountReceipt))

    @allowed_to(_GUARDS, "收回登录和令牌")
    def revoke(self, caller: Caller, username: str, key: str | None = None) -> AccountReceipt | Refusal:
        """End all logins and API tokens of an account; the password stays."""

        def work(session: Session, account: AccountRecord) -> AccountReceipt:
            ended = self._alive(session).get(username, Activity())
            self._revoke(session, username)
            message = f"已收回 {ended.logins} 个登录、{ended.tokens} 个接口令牌。"
            return AccountReceipt(username=username, message=message)

        return _answer(self._kept(Operation(caller, "收回登录和令牌", username, key=key), work, AccountReceipt))

    def _kept(
        self, operation: Operation, work: Callable[[Session, AccountRecord], V | Refusal], answer: type[V]
    ) -> tuple[V, bool] | Refusal:
        username = operation.object_id

        def on_account(session: Session) -> V | Refusal:
            account = accounts.find_account(session, username)
            return work(session, account) if account else NotFound(what=f"账号 {username[:40]}")

        return self._changed(replace(operation, content=username), on_account, answer)

    def _opened(
        self, operation: Operation, person: str, password: str, *, must_change: bool
    ) -> InitialPassword | Refusal:
        username, hashed = operation.object_id, password_hash(password)

        def work(session: Session) -> InitialPassword | Refusal:
            refusal = self._unfit(session, operation.caller, username, person)
            if refusal:
                return refusal
            accounts.add_account(session, username, person, hashed, self._resources.clock(), must_change=must_change)
            return InitialPassword(username=username)

        try:
            return _told(self._changed(operation, work, InitialPassword), password)
        except NameTakenError:
            refusal = Invalid.of("username", "该用户名或该人员已有账号。请改用其他用户名，或在列表中查找已有账号。")
            self._record(operation, refusal)
            return refusal

    def _unfit(self, session: Session, caller: Caller, username: str, person_id: str) -> Refusal | None:
        if wrong := unfit_username(username):
            return Invalid.of("username", wrong)
        person = self._resources.organisation(session).find_person(person_id)
        if person is None or (person.until is not None and person.until < self._resources.today):
            return NotFound(what=f"在职人员 {person_id[:40]}")
        if not caller.local and self._administers(session, person_id):
            return Invalid.of("person", "管理员的账号只能在服务器本机用 once user add 开设。请联系运维人员。")
        return None

    def _alive(self, session: Session) -> dict[str, Activity]:
        now = self._resources.clock()
        return accounts.activity(session, now, now - timedelta(days=self._resources.settings.token_days))

    def _revoke(self, session: Session, username: str) -> None:
        accounts.close_logins(session, username)
        tokens.revoke_all(session, username, self._resources.clock())

    def _administers(self, session: Session, person: str) -> bool:
        """Whether the person is an administrator now or is to be one."""
        held = self._resources.organisation(session).roles_from(person, self._resources.today)
        return bool(held & ADMINISTRATORS)

    def _line(self, account: AccountRecord, alive: Activity, showing: Showing) -> AccountLine:
        organisation = showing.organisation
        person = organisation.find_person(account.person)
        posts = organisation.posts_of(account.person, showing.today)
        held = organisation.roles_of(account.person, showing.today)
        return AccountLine(
            username=account.username,
            person=account.person,
            name=person.name if person else account.person,
            bodies=tuple(dict.fromkeys(organisation.body_name(post.body, showing.today) for post in posts)),
            role_names=tuple(ROLE_NAMES[role] for role in sorted(held)),
            state=self._state(account),
            disabled=account.disabled,
            logins=alive.logins,
            tokens=alive.tokens,
            last_seen=alive.last_seen,
        )

    def _state(self, account: AccountRecord) -> str:
        if account.disabled:
            return "停用"
        if account.locked_until is not None and account.locked_until > self._resources.clock():
            return "锁定"
        return "待改密码" if account.must_change else "正常"


def _told(made: tuple[InitialPassword, bool] | Refusal, password: str) -> InitialPassword | Refusal:
    """With the password for whoever has made it now: it is not among what is kept for an equal request."""
    if isinstance(made, Refusal) or not made[1]:
        return _answer(made)
    return made[0].model_copy(update={"password": password})


def _answer(made: tuple[V, bool] | Refusal) -> V | Refusal:
    return made if isinstance(made, Refusal) else made[0]


def _words(line: AccountLine) -> str:
    return " ".join((line.username, line.name, *line.bodies, *line.role_names, line.state)).lower()


def _without(showing: Showing, served: Iterable[str]) -> dict[str, str]:
    people = showing.choices().people
    return {person: name for person, name in people.items() if person not in served}
