"""What all desks share: the transaction of a change with its idempotency key and audit row, and who may see a case."""

from collections.abc import Callable
from typing import Any, TypeVar

from flows.resources import Resources
from flows.service.permissions import Desk
from flows.service.reach import Reach
from flows.views.base import View
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, IdempotencyConflict
from matters.errors.handling import NotYourPost, PostRequired
from matters.organisation.snapshot import Holder
from storage import audit, idempotency
from storage.audit import AuditEntry
from storage.collisions import RequestKeyTakenError
from storage.database import Session

V = TypeVar("V", bound=View)


class _RefusedError(Exception):
    """Carries a refusal out of a transaction, so that nothing of it is kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class WorkingDesk(Desk):
    """A desk with the real world behind it."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def _change(
        self,
        caller: Caller,
        operation: str,
        object_id: str,
        work: Callable[[Session], V | Refusal],
        *,
        answer: type[V],
        about: Callable[[V], str] | None = None,
        post: str | None = None,
        key: str | None = None,
        content: object = None,
    ) -> tuple[V, bool] | Refusal:
        """Do `work` in one transaction with its audit row; with a key at most once.

        The audit row names `object_id`, or what the answer is `about` once there is one. Returns the answer and whether
        it was given now (false = the stored answer of an equal request).
        """
        digest = self._resources.vault.fingerprint(content)
        refusal: Refusal = IdempotencyConflict()
        try:
            return self._changed(caller, operation, object_id, work, answer, about, post, key, digest)
        except RequestKeyTakenError:
            pass
        except _RefusedError as refused:
            refusal = refused.refusal
        stored = self._answered(caller, operation, answer, key, digest) if key else None
        if stored is not None:  # an equal request was answered after this one had looked
            return stored, False
        self._record(caller, operation, object_id, refusal, post)
        return refusal

    def _known(
        self, caller: Caller, operation: str, answer: type[V], key: str | None, content: object
    ) -> V | IdempotencyConflict | None:
        """What an equal request was answered before, for what is done in several transactions; nothing without a key."""
        if not key:
            return None
        digest = self._resources.vault.fingerprint(content)
        with self._resources.database.reading() as session:
            known = idempotency.look_up(session, caller.person, operation, key, digest)
        if isinstance(known, idempotency.Stored):
            return answer.model_validate(known.response)
        return IdempotencyConflict() if known else None

    def _answered(self, caller: Caller, operation: str, answer: type[V], key: str, digest: str) -> V | None:
        with self._resources.database.reading() as session:
            known = idempotency.look_up(session, caller.person, operation, key, digest)
        return answer.model_validate(known.response) if isinstance(known, idempotency.Stored) else None

    def _changed(
        self,
        caller: Caller,
        operation: str,
        object_id: str,
        work: Callable[[Session], V | Refusal],
        answer: type[V],
        about: Callable[[V], str] | None,
        post: str | None,
        key: str | None,
        digest: str,
    ) -> tuple[V, bool]:
        with self._resources.database.transaction() as session:
            if key:
                known = idempotency.look_up(session, caller.person, operation, key, digest)
                if isinstance(known, idempotency.Stored):
                    return answer.model_validate(known.response), False
                if known:
                    raise _RefusedError(IdempotencyConflict())
            result = work(session)
            if isinstance(result, Refusal):
                raise _RefusedError(result)
            if key:
                stored = result.model_dump(mode="json")
                idempotency.keep(session, caller.person, operation, key, digest, stored, self._resources.clock())
            subject = about(result) if about else object_id
            audit.record(session, self._entry(caller, operation, subject, "done", "", digest, post))
            return result, True

    def _refused(self, caller: Caller, operation: str, refusal: Forbidden) -> None:
        self._record(caller, operation, "", refusal)

    def _record(
        self, caller: Caller, operation: str, object_id: str, refusal: Refusal, post: str | None = None
    ) -> None:
        """The audit row of a refusal, in a transaction of its own."""
        with self._resources.database.transaction() as session:
            audit.record(session, self._entry(caller, operation, object_id, "refused", refusal.code, "", post))

    def _entry(
        self,
        caller: Caller,
        operation: str,
        object_id: str,
        outcome: str,
        code: str,
        digest: str,
        post: str | None = None,
    ) -> AuditEntry:
        shown = "".join(c if c.isprintable() else "?" for c in object_id[:100])  # it may come from anybody
        hat = next((hat.post for hat in caller.posts if hat.post == post or len(caller.posts) == 1), "")
        return AuditEntry(
            at=self._resources.clock(),
            person=caller.person,
            post=hat,
            operation=operation,
            object_id=shown,
            outcome=outcome,
            code=code,
            address=caller.address,
            detail_digest=digest,
        )

    def _hat(self, caller: Caller, post: str | None) -> Holder | Refusal:
        """The hat the caller acts under; it must be named when several apply."""
        if post is not None:
            mine = any(hat.post == post for hat in caller.posts)
            return Holder(person=caller.person, post=post) if mine else NotYourPost()
        if len(caller.posts) == 1:
            return Holder(person=caller.person, post=caller.posts[0].post)
        if not caller.posts:
            return Forbidden(operation="以任职岗位办理")
        return PostRequired(posts="、".join(f"{hat.body_name}{hat.title}" for hat in caller.posts))

    def _reach(self, session: Session, caller: Caller) -> Reach:
        """What the caller sees."""
        return Reach(session, self._resources, caller)


def first(result: tuple[Any, bool] | Refusal) -> Any:  # noqa: ANN401 - the caller names the type
    """The answer alone, where it does not matter whether it was given now."""
    return result if isinstance(result, Refusal) else result[0]
