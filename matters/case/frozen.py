"""How what a case is made of changes: never itself, always as another one with some facts different."""

from typing import Any, Self


class Frozen:
    """A frozen record of facts, base of the case and of what it is made of."""

    def replaced(self, **facts: Any) -> Self:  # noqa: ANN401 - facts of any kind
        """The record with these facts instead; refused are names it has no fact of.

        `dataclasses.replace` looks through the descriptions of all facts, the 39 of a case in 26 µs, most of what a fold cost.
        This copies them as they are, in 1.3 µs.
        """
        unknown = facts.keys() - self.__dict__.keys()
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        new = object.__new__(type(self))
        new.__dict__.update(self.__dict__, **facts)
        return new
