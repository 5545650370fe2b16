"""Many things are dealt with one after the other (逐一处理): a fault of one does not keep the others waiting."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from logging import Logger
from typing import Generic, TypeVar

from storage.collisions import CollisionError

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Walk(Generic[Thing]):
    """How a machine goes through many things of a kind: whatever is done with one is whole, or nothing of it is kept.

    `fault`: what the log says of a thing with which it went wrong. `shared`: another process may do the same at the same time,
    so that what collides has been done by it and is no fault.
    """

    log: Logger
    fault: Callable[[Thing], str]
    shared: bool = True

    def one(self, thing: Thing, act: Callable[[Thing], int]) -> int:
        """What the act returns of it; 0 where it went wrong, which is logged."""
        try:
            return act(thing)
        except Exception as error:
            if not (self.shared and isinstance(error, CollisionError)):
                self.log.exception(self.fault(thing))
            return 0

    def each(self, things: Iterable[Thing], act: Callable[[Thing], int]) -> int:
        """The sum of what the act returns of each, one after the other."""
        return sum(self.one(thing, act) for thing in things)

    def together(self, things: Iterable[Thing], act: Callable[[Sequence[Thing]], int], most: int) -> int:
        """The same, so many at a time; where something is wrong with these, each of them is done again by itself.

        The act does all of them in one transaction, so that nothing is kept of those that went wrong together.
        """
        return sum(self._some(some, act) for some in _by(most, things))

    def _some(self, some: Sequence[Thing], act: Callable[[Sequence[Thing]], int]) -> int:
        if len(some) > 1:
            try:
                return act(some)
            except Exception as error:
                self.log.info("%s 项一并处理未成，改为逐一处理：%s", len(some), type(error).__name__)
        return self.each(some, lambda thing: act((thing,)))


def _by(most: int, things: Iterable[Thing]) -> Iterator[Sequence[Thing]]:
    rest = iter(things)
    while some := tuple(islice(rest, most)):
        yield some
