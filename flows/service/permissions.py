"""Who may call what: every public method of a desk declares it, and a class with one that does not fails at import."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from flows.views.people import Caller
from matters.errors.door import Busy, Forbidden, NotFound, StorageFull
from matters.organisation.snapshot import Role
from storage.database import FullError, UnavailableError
from storage.durable import is_full

log = logging.getLogger("once.service")

P = ParamSpec("P")
R = TypeVar("R")
D = TypeVar("D", bound="Desk")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Permission:
    """Permission 权限: who passes the door. What a caller may do with one object is checked behind it.

    `initial`: also open to a login with an initial password (首次登录), to which everything else is closed.
    """

    everybody: bool = False
    signed_in: bool = False
    roles: frozenset[Role] = frozenset()
    local: bool = False
    initial: bool = False

    def covers(self, caller: Caller) -> bool:
        """Whether the caller passes."""
        if caller.must_change and not self.initial:
            return self.everybody
        return (
            self.everybody
            or (self.signed_in and not caller.local)
            or (self.local and caller.local)
            or bool(self.roles & caller.roles)
        )


PUBLIC = Permission(everybody=True)
SIGNED_IN = Permission(signed_in=True)
OWN_LOGIN = Permission(signed_in=True, initial=True)
LOCAL = Permission(local=True)


def roles(*names: Role, local: bool = False) -> Permission:
    """Everybody with one of the roles; with `local`, the machine's own command line as well."""
    return Permission(roles=frozenset(names), local=local)


FAULT = object()  # what came of a call that ended in a fault
AUDITORS = roles("audit_admin")
REGISTRARS = roles("supervisor", "audit_admin", "window", "approver")


class Desk:
    """A group of service methods on one subject. Deny by default: a public method without a permission is a fault."""

    _permissions: ClassVar[dict[str, Permission]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        public = {name: member for name, member in vars(cls).items() if not name.startswith("_")}
        missing = [name for name, method in public.items() if not hasattr(method, "permission")]
        if missing:
            raise TypeError(f"{cls.__name__}: no permission declared for {', '.join(missing)}")
        cls._permissions = {name: method.permission for name, method in public.items()}

    def _refused(self, caller: Caller, operation: str, refusal: Forbidden) -> None:
        """Record a refused access; the desks with a database do."""

    def _denied(self, caller: Caller, operation: str, refusal: NotFound) -> None:
        """Record that something was there that the caller may not see."""

    def _counted(self, method: str, asked: tuple[Any, ...], answer: object) -> None:
        """Count a call by what came of it; the desks with a tally do."""


def allowed_to(
    permission: Permission, operation: str
) -> Callable[[Callable[Concatenate[D, Caller, P], R]], Callable[Concatenate[D, Caller, P], R | Forbidden]]:
    """Declare the permission of a method whose first argument is the caller. `operation` is its Chinese name."""

    def declare(method: Callable[Concatenate[D, Caller, P], R]) -> Callable[Concatenate[D, Caller, P], R | Forbidden]:
        @_with_room
        @wraps(method)
        def guarded(self: D, caller: Caller, /, *args: P.args, **kwargs: P.kwargs) -> R | Forbidden:
            if not permission.covers(caller):
                refusal = Forbidden(operation=operation)
                self._refused(caller, operation, refusal)
                return refusal
            answer = method(self, caller, *args, **kwargs)
            if isinstance(answer, NotFound) and answer.denied:
                self._denied(caller, operation, answer)
            return answer

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def public(method: F) -> F:
    """Declare a method that needs no login."""
    opened = _with_room(method)
    opened.permission = PUBLIC  # type: ignore[attr-defined]
    return opened


def _with_room(method: F) -> F:
    """A full disk and a database that is not to be had are answers, no faults: nothing was kept, the same may be sent again."""

    @wraps(method)
    def answered(desk: Desk, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the method takes and gives
        answer: object = FAULT
        try:
            answer = method(desk, *args, **kwargs)
        except (FullError, OSError) as error:
            if isinstance(error, OSError) and not is_full(error):
                raise
            log.error("存储空间不足：%s 未能完成（%s）", method.__name__, error)
            answer = StorageFull()
        except UnavailableError as error:
            log.error("数据库暂不可用：%s 未能完成（%s）", method.__name__, error)
            answer = Busy()
        finally:
            desk._counted(method.__name__, args, answer)
        return answer

    return cast("F", answered)
