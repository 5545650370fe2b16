"""The second person (第二人): what one enters or asks for, another settles; the machine's own administration may do both."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from flows.views.people import Caller


class Entered(Protocol):
    """What waits for a second person until it is settled. `number`: when it came into force among the others, if it has."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def entered_by(self) -> str:
        """The first person."""

    @property
    def settled_at(self) -> datetime | None:
        """When somebody settled it."""

    @property
    def number(self) -> int | None:
        """The how many-th to come into force."""


Kept = TypeVar("Kept", bound=Entered)


def may_be_second(caller: Caller, first: str) -> bool:
    """Whether the caller is another than the first person."""
    return caller.local or first != caller.person


def open_to(kept: Entered, caller: Caller) -> bool:
    """Whether the caller may be the second person of what waits still."""
    return kept.settled_at is None and may_be_second(caller, kept.entered_by)


def in_force(kept: Iterable[Kept], of: Callable[[Kept], Hashable]) -> frozenset[int]:
    """The ids of those that hold: of each thing that they are of, the one that came into force last."""
    numbered = sorted((one for one in kept if one.number), key=lambda one: one.number or 0)
    return frozenset({of(one): one.id for one in numbered}.values())


def became(kept: Entered, newest: frozenset[int]) -> Literal["waiting", "sent_back", "in_force", "replaced"]:
    """What has become of it. `newest`: those that hold."""
    if kept.settled_at is None:
        return "waiting"
    if kept.number is None:
        return "sent_back"
    return "in_force" if kept.id in newest else "replaced"
