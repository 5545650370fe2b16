"""Mutants of papers besides that of the result: of a step that is done, and for each row of a table."""

from collections.abc import Iterator, Mapping
from typing import Any

from matters.case.aggregate import Case
from matters.case.events.papers import PapersDue
from matters.commands.cases import TakeBack
from matters.commands.items import ReturnToStep
from matters.course import following, validity
from matters.course import papers as course
from matters.errors.base import Refusal
from matters.language.outcome import Outcome
from matters.verbs import reporting, returning
from tests.matters.forked import act, approve
from tests.matters.limit_checks import Check
from tests.matters.papered import due, granted, issued, report, told
from tests.matters.stories import Story


def a_step_issues_its_paper(story: Story) -> Iterator[str]:
    """Once for each time that it is done."""
    case = told(story)
    approve(case, "a")
    if len(due(case, "notice")) != 1:
        yield f"{len(due(case, 'notice'))} papers"


def the_later_round_counts(story: Story) -> Iterator[str]:
    """Of two papers of one step one is in force."""
    case = told(story)
    approve(case, "a")
    act(case, ReturnToStep, "b", step="a", resumes="rerun")
    approve(case, "a")
    for effect in due(case, "notice"):
        case.went(report(effect))
    if (force := [case.case.in_force(one) for one in issued(case, "notice")]) != [False, True]:
        yield f"in force: {force}"


def each_row_gets_one(story: Story) -> Iterator[str]:
    """And no row a second one."""
    case = granted(story, 2)
    if [effect.row for effect in due(case, "pass")] != [0, 1]:
        yield "not one for each row"
        return
    first, _ = due(case, "pass")
    case.went(report(first))
    if not isinstance(case.tell(report(first, "another")), Refusal):
        yield "a second one for the row"


def all_rows_come_before_the_end(story: Story) -> Iterator[str]:
    """The case is concluded with the last of its papers."""
    case = granted(story, 2)
    for effect in (*due(case, "reply"), *due(case, "pass")):
        if case.case.status == "concluded":
            yield "concluded before all are out"
            return
        case.went(report(effect))
    if case.case.status != "concluded":
        yield "never concluded"


def nothing_is_taken_back_under_a_paper(story: Story) -> Iterator[str]:
    """The paper would speak of what nobody has said."""
    case = told(story)
    approve(case, "a")
    item = next(one for one in case.case.closed if one.step == "a")
    actor = next(deed.actor for deed in case.case.deeds if deed.item == item.key)
    if not isinstance(case.tell(TakeBack(actor=actor, item=item.key)), Refusal):
        yield "taken back"


def nothing(*_: object) -> None:
    """As if there were no rule."""


def one_for_all(decision: Any, papers: Any, step: str | None) -> None:  # noqa: ANN401
    """However many rows there are."""
    for paper in papers:
        decision.tell(PapersDue, paper=paper.id, step=step, rows=1 if paper.per_row else None)


def every_paper_of_any_step(outcome: Outcome, step: str) -> tuple[Any, ...]:
    """Whichever step is done."""
    return tuple(paper for paper in outcome.papers if paper.at)


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
PAPERS: Mapping[str, tuple[Any, str, Any, Check]] = {
    "a step issues nothing": (following, "due_at_step", nothing, a_step_issues_its_paper),
    "both rounds are in force": (Case, "in_force", lambda *_: True, the_later_round_counts),
    "rows are forgotten": (validity, "due_with_result", nothing, each_row_gets_one),
    "one paper for all rows": (course, "_due", one_for_all, each_row_gets_one),
    "a row gets a second paper": (reporting, "_same", lambda *_: False, each_row_gets_one),
    "the end waits for no row": (Case, "complete", lambda *_: True, all_rows_come_before_the_end),
    "the last row ends nothing": (
        reporting,
        "_of_result",
        lambda case, command: command.paper == case.result_paper,
        all_rows_come_before_the_end,
    ),
    "taken back from under a paper": (
        returning,
        "_issued_since",
        lambda *_: False,
        nothing_is_taken_back_under_a_paper,
    ),
}
