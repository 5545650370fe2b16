"""Options that hang on other answers (联动选项): each can be chosen at some time, and at any time there is one to choose."""

from collections.abc import Iterator, Mapping

from matters.language.document import Definition
from matters.language.form import Choosing, FormField
from matters.language.places import Path, parts
from matters.language.quantities import Scalar
from matters.linter.columns import columns_named_at
from matters.linter.conditions import condition_types
from matters.linter.finding import Finding, error
from matters.linter.reach import ANY_DAY, telling_answers

MOST = 5_000  # combinations of answers of all fields together; a field that would take more than is left is left alone
Fields = Mapping[str, FormField]


def dependent_options(matter: Definition) -> Iterator[Finding]:
    """Told by trying all answers between which the conditions of the options tell a difference."""
    if any(condition_types(matter)):
        return
    left = MOST
    for path, field in parts(matter.form, ("form",)):
        if isinstance(field, Choosing) and field.looks_at:
            fields = {one.id: one for one in matter.fields} | columns_named_at(matter, path)
            if tries := _tries(field, fields, left):
                left -= len(tries)
                yield from _never_offered(field, path, tries)
                yield from _nothing_offered(field, path, fields, tries)


def _tries(field: Choosing, fields: Fields, most: int) -> list[Mapping[str, Scalar]]:
    """The answers with which the field is asked; none where its conditions hang on something else than plain answers."""
    asked_when = [field.shown_when] if field.shown_when else []
    conditions = [option.when for option in field.options if option.when]
    tries = telling_answers(fields, [*conditions, *asked_when], most) or []
    return [one for one in tries if all(when.met(one, ANY_DAY) for when in asked_when)]


def _never_offered(field: Choosing, path: Path, tries: list[Mapping[str, Scalar]]) -> Iterator[Finding]:
    offered = {option.id for answers in tries for option in field.offered(answers, ANY_DAY)}
    for place, option in enumerate(field.options):
        if option.id not in offered:
            message = f"“{field.label}”的选项“{option.label}”永远不能选：条件不会成立。请更正条件，或删去这一选项。"
            yield error("unreachable_option", (*path, "options", place, "when"), message)


def _nothing_offered(
    field: Choosing, path: Path, fields: Fields, tries: list[Mapping[str, Scalar]]
) -> Iterator[Finding]:
    """Only once all is answered that is always demanded: while a form is filled in, a choice may have to wait."""
    demanded = {name for name in field.looks_at if name in fields and fields[name].required == "always"}
    for answers in tries:
        if demanded <= answers.keys() and not field.offered(answers, ANY_DAY):
            said = "、".join(f"“{fields[name].label}”为 {value}" for name, value in answers.items()) or "没有其他内容时"
            message = f"{said}，“{field.label}”没有可选项，无法填写。请补上选项，或给本项加 shown_when。"
            yield error("no_option", (*path, "options"), message)
            return
