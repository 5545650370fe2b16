"""Mutants of what is computed and of conditions over rows, and what they are asked: routes chosen by a table on the way."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from matters.errors.base import Refusal
from matters.language.conditions import AnyRow, EveryRow
from matters.language.form import Choosing, Option
from matters.language.quantities import Answers
from tests.matters.forked import ON_THE_WAY, begun, branch, decide, fork, office, open_steps, with_stops
from tests.matters.stories import Story

DEAR, CHEAP = ON_THE_WAY


def a_dear_row_leads_to_finance(story: Story) -> Iterator[str]:
    """任一行: it is the second one, and its toll is worked out."""
    if _asked(story, DEAR, stops=[{"km": 20}, {"km": 200}]) != ["dear"]:
        yield "nobody looked at the second row"


def no_table_is_no_cheap_table(story: Story) -> Iterator[str]:
    """每一行: of no row nothing is true."""
    if _asked(story, CHEAP, stops=[{"km": 20}]) != ["dear"]:
        yield "a cheap row was not seen"
    if _asked(story, CHEAP) == ["dear"]:
        yield "every row of none was cheap"


def a_choice_fits_what_it_hangs_on(story: Story) -> Iterator[str]:
    """联动: the motorway is for dear tolls."""
    told = Story(with_stops(story.matter), story.organisation, story.calendar)
    if not isinstance(told.tell(told.submit(stops=[{"km": 20}], road="motorway")), Refusal):
        yield "what is not offered was taken"


def _asked(story: Story, when: dict[str, Any], **answers: object) -> list[str]:
    way = fork("way", "exclusive", branch("l", office("dear", "finance"), when=when), otherwise=[])
    return open_steps(
        begun(Story(with_stops(story.matter), story.organisation, story.calendar), way, decide(), **answers)
    )


def of_the_first_row(condition: AnyRow, answers: Answers, today: date) -> bool:
    """The others are not looked at."""
    return condition.each(answers, today)[:1] == [True]


def of_none_too(condition: EveryRow, answers: Answers, today: date) -> bool:
    """As `all` has it."""
    return all(condition.each(answers, today))


def everything(field: Choosing, answers: Answers, today: date) -> tuple[Option, ...]:
    """Whatever stands above."""
    return field.options


def as_it_was_typed(field: object, row: Any, answers: Answers, today: date) -> Any:  # noqa: ANN401 - answers are JSON
    """Nothing is worked out of a row."""
    return row
