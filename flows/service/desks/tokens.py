"""The desk of API tokens (接口令牌): made, listed and revoked by their owners, and for robots by the security administrator."""

from datetime import datetime, timedelta

from flows.adapters.identity import new_token, token_digest
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.views.people import Caller
from flows.views.tokens import NewToken, TokenLine, TokenList, TokenReceipt, TokenRequest
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from storage.database import Session
from storage.people import accounts, tokens
from storage.people.tokens import TokenRecord

_GUARDS = roles("security_admin")
MOST = 20  # of one account: more than anybody tells apart
_MAKING, _REVOKING = "新增接口令牌", "收回接口令牌"


class TokenDesk(WorkingDesk):
    """A token acts as its person, within its scope and to its end. With a token no other one is made: it would outlive itself."""

    @allowed_to(SIGNED_IN, "查看接口令牌")
    def list(self, caller: Caller) -> TokenList:
        """The caller's own."""
        return self._listed(caller.username)

    @allowed_to(_GUARDS, "查看他人接口令牌")
    def of_account(self, caller: Caller, username: str) -> TokenList | NotFound:
        """Those of another account."""
        with self._resources.database.reading() as session:
            known = accounts.find_account(session, username)
        return self._listed(username) if known else _no_account(username)

    @allowed_to(SIGNED_IN, _MAKING)
    def create(self, caller: Caller, wanted: TokenRequest, key: str | None = None) -> NewToken | Refusal:
        """One for the caller; the token itself is answered to the first of equal requests only."""
        return self._made(caller, caller.username, wanted, key)

    @allowed_to(_GUARDS, "为数字员工新增接口令牌")
    def create_for(
        self, caller: Caller, username: str, wanted: TokenRequest, key: str | None = None
    ) -> NewToken | Refusal:
        """One for another system, whose account nobody logs in to: it has no role but that of a robot."""
        with self._resources.database.reading() as session:
            account = accounts.find_account(session, username)
            organisation = self._resources.organisation(session)
        if account is None:
            return self._turned_down(Operation(caller, _MAKING, username), _no_account(username))
        if organisation.roles_from(account.person, self._resources.today) != {"robot"}:
            why = "只能为只有“数字员工”角色的账号新增接口令牌。其他人员的，请本人登录后新增。"
            return self._turned_down(Operation(caller, _MAKING, username), Invalid.of("username", why))
        return self._made(caller, username, wanted, key)

    @allowed_to(SIGNED_IN, _REVOKING)
    def revoke(self, caller: Caller, token_id: str, key: str | None = None) -> TokenReceipt | Refusal:
        """End one of the caller's own, or as security administrator anybody's; it is of no use from now on."""

        def work(session: Session) -> TokenReceipt | Refusal:
            found = tokens.called(session, token_id)
            if found is None:
                return NotFound(what="该接口令牌")
            if found.username != caller.username and not _GUARDS.covers(caller):
                return NotFound(what="该接口令牌", denied=token_id)
            tokens.revoke(session, found.token_digest, self._resources.clock())
            return TokenReceipt(id=token_id, message=f"接口令牌“{found.label}”已收回，立即失效。")

        return self._change(Operation(caller, _REVOKING, token_id, key=key, content=token_id), work, TokenReceipt)

    def _made(self, caller: Caller, username: str, wanted: TokenRequest, key: str | None) -> NewToken | Refusal:
        making = Operation(caller, _MAKING, username, key=key, content=[username, wanted.model_dump(mode="json")])
        if caller.token:
            return self._turned_down(making, Forbidden(operation="用接口令牌新增接口令牌"))
        secret, now = new_token(), self._resources.clock()
        scope = " ".join(sorted(set(wanted.scope)))
        ends = now + timedelta(days=wanted.days)
        record = TokenRecord(token_digest(secret), username, wanted.name, now, scope=scope, expires_at=ends)

        def work(session: Session) -> NewToken | Refusal:
            if wrong := self._unfit(session, username, wanted):
                return wrong
            tokens.add(session, record)
            return NewToken(line=self._line(record))

        answer = self._changed(making, work, NewToken)
        if isinstance(answer, Refusal):
            return answer
        made, now_given = answer
        return made.model_copy(update={"token": secret}) if now_given else made

    def _unfit(self, session: Session, username: str, wanted: TokenRequest) -> Invalid | None:
        most, there = self._resources.settings.token_days, self._alive(session, username)
        if wanted.days > most:
            return Invalid.of("days", f"接口令牌最多有效 {most} 天。请改短。")
        if wanted.name in {one.label for one in there}:
            return Invalid.of("name", f"已有名称为“{wanted.name}”的令牌。请改用其他名称，或先收回原来的。")
        return Invalid.of("name", f"令牌已有 {MOST} 个。请先收回不用的。") if len(there) >= MOST else None

    def _listed(self, username: str) -> TokenList:
        with self._resources.database.reading() as session:
            return TokenList(items=tuple(self._line(one) for one in self._alive(session, username)))

    def _alive(self, session: Session, username: str) -> tuple[TokenRecord, ...]:
        now = self._resources.clock()
        return tokens.alive(session, username, now, now - self._longest())

    def _line(self, token: TokenRecord) -> TokenLine:
        return TokenLine(
            id=token.id,
            username=token.username,
            name=token.label,
            scope=token.scopes,
            created_at=token.created_at,
            expires_at=self._end(token),
            last_used=token.last_used,
        )

    def _end(self, token: TokenRecord) -> datetime:
        last = token.created_at + self._longest()
        return min(token.expires_at or last, last)

    def _longest(self) -> timedelta:
        return timedelta(days=self._resources.settings.token_days)


def _no_account(username: str) -> NotFound:
    return NotFound(what=f"账号 {username[:40]}")
