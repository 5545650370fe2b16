"""Whom a case is about (当事人): named in the form, they have no say in it, as the applicant has none (当事人回避)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from matters.language.document import Definition
from matters.language.quantities import rows_of
from matters.language.route.base import StepBase
from matters.language.route.steps import Review, Work
from matters.language.route.who import ByField

# The field that names somebody, and who that is.
Concerned = tuple[str, str]


def concerned_in(matter: Definition, answers: Mapping[str, Any]) -> frozenset[Concerned]:
    """The people named in the fields and columns that say whom the case is about."""
    return frozenset((name, str(answer)) for name, answer in _named(matter, answers) if answer)


def _named(matter: Definition, answers: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for field, columns in matter.naming_concerned:
        if columns:
            yield from ((name, row.get(name)) for row in rows_of(answers.get(field)) for name in columns)
        else:
            yield field, answers.get(field)


def kept_out(concerned: Iterable[Concerned], step: StepBase | None) -> frozenset[str]:
    """The people whom the case is about, but for who is asked at the step as such (本人意见).

    A review or work of who is named in the very field is theirs; acceptance and decision never are.
    """
    who = step.who if isinstance(step, Review | Work) else None
    asked = who.field if isinstance(who, ByField) else None
    return frozenset(person for name, person in concerned if name != asked)
