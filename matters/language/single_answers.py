"""Conditions on one answer as closed data (单项条件): that it is given, that it is one of several."""

from abc import abstractmethod
from datetime import date

from pydantic import Field

from matters.language.quantities import CHOSEN, Answers, FieldValue, Scalar, Term, Words, filled


class ConditionBase(Term):
    """What answers meet or do not meet."""

    @abstractmethod
    def met(self, answers: Answers, today: date) -> bool:
        """Whether it holds for these answers on that day (Asia/Shanghai)."""

    def denied(self, words: Words) -> str:
        """How it reads that it does not hold."""
        return f"不属于以下情形（{self.phrase(words)}）"


class OneOf(ConditionBase):
    """The answer is one of the listed values, or shares one with them where several may be chosen. 属于."""

    one_of: tuple[Scalar, ...] = Field(min_length=1)
    field: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.field,)

    def met(self, answers: Answers, today: date) -> bool:
        given = answers.get(self.field)
        chosen = given if isinstance(given, (list, tuple)) else [given]
        return any(value in self.one_of for value in chosen)

    def phrase(self, words: Words) -> str:
        return self._phrased("选" if words.kind(FieldValue(field=self.field)) in CHOSEN else "为", words)

    def denied(self, words: Words) -> str:
        return self._phrased("未选" if words.kind(FieldValue(field=self.field)) in CHOSEN else "不为", words)

    def _phrased(self, word: str, words: Words) -> str:
        *first, last = (f"“{words.text(one)}”" for one in self.one_of)
        return f"“{words.label(self.field)}”{word}{''.join(first)}{'或者' if first else ''}{last}"


class Filled(ConditionBase):
    """The field has been answered. 已填."""

    filled: str

    @property
    def looks_at(self) -> tuple[str, ...]:
        return (self.filled,)

    def met(self, answers: Answers, today: date) -> bool:
        return filled(answers.get(self.filled))

    def phrase(self, words: Words) -> str:
        return f"填写了“{words.label(self.filled)}”"

    def denied(self, words: Words) -> str:
        return f"未填写“{words.label(self.filled)}”"
