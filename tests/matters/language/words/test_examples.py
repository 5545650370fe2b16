"""The quick reference shows each formula and each condition once."""

from typing import Any, get_args

from matters.language.conditions import Condition, Quantity
from matters.language.words.examples import CONDITIONS, FORMULAS, examples, term_of


def _members(union: Any) -> set[str]:  # noqa: ANN401 - an annotated union
    return {get_args(member)[0].__name__ for member in get_args(get_args(union)[0])}


def test_every_formula_and_every_condition_has_an_example() -> None:
    """A new one is shown to those who write definitions, or nobody would find it."""
    assert {type(term_of(written)).__name__ for written in FORMULAS} == _members(Quantity)
    assert {type(term_of(written)).__name__ for written in CONDITIONS} == _members(Condition)


def test_an_example_reads_in_chinese() -> None:
    """By what the imagined form calls its fields; no id is left over."""
    told = dict(examples())
    assert told["{percent: {field: staff}, of: {field: people}}"] == "工作人员占参会人数的比例"
    assert told["{one_of: [meeting], field: use}"] == "“用途”选“会议”"
    assert not any(character.isascii() and character.isalpha() for text in told.values() for character in text)
