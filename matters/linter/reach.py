"""Every branch must be taken by some case: conditions that nothing meets, and branches behind others that take every case."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise, product
from math import prod

from matters.language.branches import taken
from matters.language.conditions import AllOf, AnyOf, Compare, Condition, NotSo
from matters.language.document import Definition
from matters.language.form import ChoiceField, DecimalField, FormField, IntegerField, MoneyField, TextField, YesNoField
from matters.language.places import Path, parts, place_of
from matters.language.quantities import Constant, FieldValue, Scalar
from matters.language.route.spots import OTHERWISE
from matters.language.route.steps import Exclusive, Inclusive, walk
from matters.language.single_answers import Filled, OneOf
from matters.linter.conditions import condition_types
from matters.linter.finding import Finding, error

ANY_DAY = date(2000, 1, 1)  # conditions that look at the day are left alone
MOST = 5_000  # combinations of answers of all steps together; a step that would take more than is left is left alone
OTHER_TEXT = "（其他内容）"
_Number = IntegerField | DecimalField | MoneyField


def unreachable_branches(matter: Definition) -> Iterator[Finding]:
    """Branches that no answers lead to, told by trying all answers between which the conditions tell a difference.

    A condition that makes no sense is told as such and nothing else.
    """
    if any(condition_types(matter)):
        return
    left = MOST
    for step in walk(matter.steps):
        if isinstance(step, Exclusive | Inclusive) and (tries := _tries(matter, step, left)) is not None:
            left -= len(tries)
            yield from _never_taken(matter, step, {one for answers in tries for one in taken(step, answers, ANY_DAY)})


def _never_taken(matter: Definition, step: Exclusive | Inclusive, reached: set[str]) -> Iterator[Finding]:
    for branch in step.branches:
        if branch.id not in reached:
            yield _unreachable((*place_of(matter, branch), "when"), step.name, branch.name)
    if isinstance(step, Exclusive) and step.otherwise and OTHERWISE not in reached:
        yield _unreachable((*place_of(matter, step), "otherwise"), step.name, "其他情形")


def _unreachable(path: Path, step: str, branch: str) -> Finding:
    why = "条件自相矛盾、超出填报范围，或者符合的情形都已被前面的分支包含"
    return error("unreachable_branch", path, f"“{step}”的“{branch}”永远走不到：{why}。请更正条件，或删去这一分支。")


def _tries(matter: Definition, step: Exclusive | Inclusive, most: int) -> list[Mapping[str, Scalar]] | None:
    conditions = [branch.when for branch in step.branches if branch.when is not None]
    complete = len(conditions) == len(step.branches)
    return telling_answers({field.id: field for field in matter.fields}, conditions, most) if complete else None


def telling_answers(
    fields: Mapping[str, FormField], conditions: Sequence[Condition], most: int
) -> list[Mapping[str, Scalar]] | None:
    """All combinations of telling answers; nothing where a condition hangs on something else than plain answers."""
    if not all(map(_plain, conditions)):
        return None
    names = tuple(dict.fromkeys(chain.from_iterable(one.looks_at for one in conditions)))
    values = [_telling(fields.get(name), _constants(conditions, name)) for name in names]
    return list(_combined(names, values)) if all(values) and prod(map(len, values)) <= most else None


def _combined(names: tuple[str, ...], values: list[list[Scalar | None]]) -> Iterator[Mapping[str, Scalar]]:
    for row in product(*values):
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _plain(condition: Condition) -> bool:
    return all(_plain_part(part) for _, part in parts(condition))


def _plain_part(part: object) -> bool:
    """Whether it compares answers with constants, and nothing else."""
    if isinstance(part, Compare):
        return isinstance(part.left, Constant) or isinstance(part.right, Constant)
    return isinstance(part, OneOf | Filled | AllOf | AnyOf | NotSo | FieldValue | Constant)


def _constants(conditions: Sequence[Condition], name: str) -> list[Scalar]:
    """What the field is compared with."""
    found: list[Scalar] = []
    for _, part in (one for condition in conditions for one in parts(condition)):
        if isinstance(part, OneOf) and part.field == name:
            found.extend(part.one_of)
        elif isinstance(part, Compare) and name in part.looks_at:
            found.extend(side.value for side in (part.left, part.right) if isinstance(side, Constant))
    return found


def _telling(field: FormField | None, constants: list[Scalar]) -> list[Scalar | None]:
    """Answers of which one meets whatever can be met: no answer, and one in each range between the constants."""
    if isinstance(field, YesNoField):
        return [None, True, False]
    if isinstance(field, ChoiceField):
        return [None, *(option.id for option in field.options)]
    if isinstance(field, TextField):
        return [None, OTHER_TEXT, *(value for value in constants if isinstance(value, str))]
    if isinstance(field, _Number):
        return [None, *_numbers(field, sorted({Decimal(value) for value in constants}))]
    return []


def _numbers(field: _Number, constants: list[Decimal]) -> Iterator[str]:
    middles = ((one + other) / 2 for one, other in pairwise(constants))
    around = (constants[0] - 1, constants[-1] + 1) if constants else (Decimal(0),)
    edges = (Decimal(edge) for edge in (field.min, field.max) if edge is not None)
    for number in (*around, *constants, *middles, *edges):
        whole = Decimal(int(number)) if isinstance(field, IntegerField) else number
        if _within(field, whole):
            yield format(whole, "f")


def _within(field: _Number, number: Decimal) -> bool:
    return (field.min is None or number >= field.min) and (field.max is None or number <= field.max)
