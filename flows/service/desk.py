"""What all desks share: an operation, and the transaction of a change with its idempotency key and audit row."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flows.resources import Resources
from flows.service.intake.proving import count_failure, tried
from flows.service.intake.texts import marked
from flows.service.permissions import FAULT, Desk
from flows.service.reach import Reach
from flows.views.base import View
from flows.views.people import Caller
from matters.commands.base import Proof
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, IdempotencyConflict, Invalid, NotFound
from matters.errors.handling import NotYourPost, PostRequired
from matters.organisation.snapshot import Holder
from storage import audit, idempotency
from storage.audit import AuditEntry
from storage.database import Session, when_kept
from storage.idempotency import Request
from storage.people import accounts

log = logging.getLogger("once.service")

V = TypeVar("V", bound=View)
R = TypeVar("R", bound=Refusal)


_WRONG_PASSWORD = "密码不正确，或已因多次输错暂时锁定。请核对后重试；连续输错 5 次将锁定 15 分钟。"


class _RefusedError(Exception):
    """Carries a refusal out of a transaction, so that nothing of it is kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Operation:
    """What a caller asks to be done (操作): by its Chinese name, to an object, under a post.

    `content` is all that the request says. With a `key` it is done at most once; the same key with other content is refused.
    """

    caller: Caller
    name: str
    object_id: str = ""
    post: str | None = None
    key: str | None = None
    content: object = None


class WorkingDesk(Desk):
    """A desk with the real world behind it."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def _counted(self, method: str, asked: tuple[Any, ...], answer: object) -> None:
        act = next((one.action for one in asked if isinstance(getattr(one, "action", None), str)), "")
        refused = answer.code if isinstance(answer, Refusal) else ""
        outcome = "fault" if answer is FAULT else "refused" if refused else "done"
        self._resources.tally.add("operations", f"{type(self).__name__}.{method}", act, outcome)
        if refused:
            self._resources.tally.add("refusals", refused)

    def _change(
        self,
        operation: Operation,
        work: Callable[[Session], V | Refusal],
        answer: type[V],
        about: Callable[[V], str] | None = None,
    ) -> V | Refusal:
        """Do `work` in one transaction with its audit row; with a key at most once.

        The audit row names the object of the operation, or what the answer is `about` once there is one.
        """
        changed = self._changed(operation, work, answer, about)
        return changed if isinstance(changed, Refusal) else changed[0]

    def _changed(
        self,
        operation: Operation,
        work: Callable[[Session], V | Refusal],
        answer: type[V],
        about: Callable[[V], str] | None = None,
    ) -> tuple[V, bool] | Refusal:
        """The same, and whether the answer was given now (false = the stored answer of an equal request)."""
        request, fault = self._request(operation), None
        try:
            return self._committed(operation, request, work, about), True
        except _RefusedError as refused:
            refusal = refused.refusal
        except Exception as error:
            if not operation.key:
                raise
            refusal, fault = IdempotencyConflict(), error
        # Looked for only now: few requests are sent twice, and what one of those did is undone when its key collides. Whatever
        # stood in its way since, a full disk or a damaged definition: what was answered once is answered again.
        known = self._answered(operation, answer)
        if known is not None and not isinstance(known, IdempotencyConflict):
            return known, False
        if fault and not known:
            raise fault
        return self._turned_down(operation, known or refusal)

    def _turned_down(self, operation: Operation, refusal: R) -> R:
        """What is refused because the object is not the caller's has its row at the door, once for reads and changes alike."""
        if not (isinstance(refusal, NotFound) and refusal.denied):
            self._record(operation, refusal)
        return refusal

    def _committed(
        self,
        operation: Operation,
        request: Request,
        work: Callable[[Session], V | Refusal],
        about: Callable[[V], str] | None,
    ) -> V:
        with self._resources.database.transaction() as session:
            made = work(session)
            # Last, for a rule that names the very field is the better one to be told by.
            result = made if isinstance(made, Refusal) else marked(operation.name, operation.content) or made
            if isinstance(result, Refusal):
                raise _RefusedError(result)
            if request.key:
                idempotency.keep(session, request, result.model_dump(mode="json"), self._resources.clock())
            done = replace(operation, object_id=about(result)) if about else operation
            self._note(session, done, digest=request.digest)
            when_kept(session, lambda: log.info(done.name))
            return result

    def _answered(self, operation: Operation, answer: type[V]) -> V | IdempotencyConflict | None:
        """What an equal request was answered before; nothing without a key."""
        if not operation.key:
            return None
        with self._resources.database.reading() as session:
            known = idempotency.look_up(session, self._request(operation))
        if isinstance(known, idempotency.Stored):
            return answer.model_validate(known.response)
        return IdempotencyConflict() if known else None

    def _proved(self, caller: Caller, password: str) -> Caller | Invalid:
        """The caller, with the proof of who they are that the password is (身份确认); without one as they are."""
        if not password:
            return caller
        now, name = self._resources.clock(), caller.username
        proving, wrong = Operation(caller, "确认身份", name), Invalid.of("password", _WRONG_PASSWORD)
        account, locked = tried(self._resources, name, password, caller.address)
        with self._resources.database.transaction() as session:
            if account is None:
                if not locked:
                    count_failure(session, name, caller.address, now)
                self._note(session, proving, wrong)
                return wrong
            accounts.note_success(session, name)
            accounts.note_proof(session, caller.login, now)
            self._note(session, proving)
        return caller.model_copy(update={"proof": Proof(at=now, for_this=True)})

    def _request(self, operation: Operation) -> Request:
        digest = self._resources.vault.fingerprint(operation.content)
        return Request(operation.caller.person, operation.name, operation.key or "", digest)

    def _refused(self, caller: Caller, operation: str, refusal: Forbidden) -> None:
        self._record(Operation(caller, operation), refusal)

    def _denied(self, caller: Caller, operation: str, refusal: NotFound) -> None:
        now = self._resources.clock()
        if noted := self._resources.refused.noted(caller.person, operation, refusal.denied, now):
            self._record(Operation(caller, operation, noted[0]), refusal, times=noted[1])

    def _record(self, operation: Operation, refusal: Refusal | None = None, *, times: int = 1) -> None:
        """The audit row alone, in a transaction of its own: of a refusal, or of a reading that is itself audited."""
        digest = "" if refusal else self._resources.vault.fingerprint(operation.content)
        with self._resources.database.transaction() as session:
            self._note(session, operation, refusal, digest=digest, times=times)

    def _note(
        self,
        session: Session,
        operation: Operation,
        refusal: Refusal | None = None,
        *,
        digest: str = "",
        times: int = 1,
    ) -> None:
        """The audit row of an operation, done or refused, in the transaction at hand; of how many equal ones it stands."""
        caller = operation.caller
        hats = (hat.post for hat in caller.posts if hat.post == operation.post or len(caller.posts) == 1)
        shown = "".join(c if c.isprintable() else "?" for c in operation.object_id[:100])  # it may come from anybody
        entry = AuditEntry(
            at=self._resources.clock(),
            person=caller.person,
            post=next(hats, ""),
            operation=operation.name,
            object_id=shown,
            outcome="refused" if refusal else "done",
            code=_code(refusal, times) if refusal else "",
            address=caller.address,
            detail_digest=digest,
        )
        audit.record(session, entry)

    def _hat(self, caller: Caller, post: str | None) -> Holder | Refusal:
        """The hat the caller acts under; it must be named when several apply."""
        if post is not None:
            mine = any(hat.post == post for hat in caller.posts)
            return Holder(person=caller.person, post=post) if mine else NotYourPost()
        if len(caller.posts) == 1:
            return Holder(person=caller.person, post=caller.posts[0].post)
        if not caller.posts:
            return Forbidden(operation="以现任岗位办理")
        return PostRequired(posts="、".join(f"{hat.body_name}{hat.title}" for hat in caller.posts))

    def _reach(self, session: Session, caller: Caller) -> Reach:
        """What the caller sees."""
        return Reach(session, self._resources, caller)


def _code(refusal: Refusal, times: int) -> str:
    return refusal.code if times == 1 else f"{refusal.code} ×{times}"
