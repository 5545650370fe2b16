"""Keys of what a machine owes: the effect (事后动作) by its event, and the advance (推进) that carries it."""

from collections.abc import Callable
from typing import Any, NamedTuple, Self, cast

from pydantic_core import CoreSchema

from matters.case.effect_kinds import KINDS, Kind
from matters.case.values import text_schema


class AdvanceId(NamedTuple):
    """The id of an advance: the case, and the first event of the decision that it carries on.

    Written `<case>:<seq>` where it is stored or shown by the console, and nowhere else.
    """

    case_no: str
    seq: int

    @classmethod
    def read(cls, text: str) -> Self:
        """The id of that text; any other text is refused."""
        case_no, _, seq = text.rpartition(":")
        advance = cls(case_no, int(seq))
        if str(advance) != text:
            raise ValueError(f"no id of an advance: {text}")
        return advance

    def __str__(self) -> str:
        return f"{self.case_no}:{self.seq}"


class EffectKey(NamedTuple):
    """The key of an effect: the event that owes it, its kind, and where one event owes several of a kind, which of them.

    Written `<case>:<seq>:<kind>` or `<case>:<seq>:<kind>:<which>` where it is stored or travels as JSON, and nowhere else.
    """

    case_no: str
    seq: int
    kind: Kind
    which: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """The key of that text; any other text is refused."""
        case_no, seq, kind, *which = text.split(":", maxsplit=3)
        key = cls(case_no, int(seq), cast("Kind", kind), *which)
        if kind not in KINDS or str(key) != text:
            raise ValueError(f"no key of an effect: {text}")
        return key

    def __str__(self) -> str:
        return ":".join((self.case_no, str(self.seq), self.kind, *((self.which,) if self.which else ())))

    def beside(self, kind: Kind) -> Self:
        """The key of another effect on the same paper: its number, drawing or seal."""
        return self._replace(kind=kind)

    def same_paper(self, other: "EffectKey") -> bool:
        """Whether both are on one paper: of one event, and of one row where that has several."""
        return self.beside(other.kind) == other

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Callable[[Any], CoreSchema]) -> CoreSchema:  # noqa: ANN401
        return text_schema(cls)
