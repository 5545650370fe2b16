"""Papers besides that of the result: of a step that is done (中途出具), and for each row of a table (一行一份)."""

from dataclasses import replace

import pytest

from matters.case.aggregate import Case
from matters.case.events.deciding import PaperIssued
from matters.case.events.papers import PapersDue
from matters.case.fold import fold
from matters.case.owed import owed
from matters.case.words import event_text
from matters.commands.cases import TakeBack
from matters.commands.items import ReturnToStep
from matters.course.forecast import ahead
from matters.errors.base import Refusal
from matters.who.parties import parties_of
from tests.matters.forked import act, approve, reject
from tests.matters.papered import due, granted, issued, papered, report, told
from tests.matters.stories import Story


def test_a_step_that_is_done_owes_its_paper_once(story: Story) -> None:
    """By the act of who did it: number, drawing and seal; a step that is refused owes none."""
    case = told(story)
    assert approve(case, "a") == ("approved", "papers_due", "step_opened")
    event = next(one for one in case.events if isinstance(one, PapersDue))
    assert [effect.kind for effect in owed(event)] == ["number", "render", "seal"]
    assert (event.step, event.rows, event.actor.post) == ("a", None, case.events[-3].actor.post)
    assert event_text(case.matter, event) == "notice单"
    refused = told(story)
    reject(refused, "a")
    assert due(refused, "notice") == []


def test_a_paper_of_a_step_goes_out_while_the_case_goes_on(story: Story) -> None:
    """The applicant is told; the case neither waits for it nor ends by it."""
    case = told(story)
    approve(case, "a")
    (sealed,) = due(case, "notice")
    assert case.went(report(sealed)) == ("paper_issued",)
    issue = case.events[-1]
    assert isinstance(issue, PaperIssued)
    assert (issue.told, case.case.status) == ((case.case.applicant.person,), "in_progress")
    assert case.case.in_force(case.case.papers[-1])


@pytest.mark.parametrize("late", [False, True])
def test_done_again_it_issues_another_paper_and_the_earlier_one_is_superseded(story: Story, *, late: bool) -> None:
    """Also where the earlier one comes out only then, as its seal rested."""
    case = told(story)
    approve(case, "a")
    act(case, ReturnToStep, "b", step="a", resumes="rerun")
    approve(case, "a")
    first, second = due(case, "notice")
    for effect in (second, first) if late else (first, second):
        case.went(report(effect))
    force = {paper.due_by: case.case.in_force(paper) for paper in issued(case, "notice")}
    assert force == {first.seq: False, second.seq: True}


def test_what_is_issued_on_it_cannot_be_taken_back_from_under_it(story: Story) -> None:
    """拿回: the paper is on its way, and the next step can return the case."""
    case = told(story)
    approve(case, "a")
    item = next(one for one in case.case.closed if one.step == "a")
    actor = next(deed.actor for deed in case.case.deeds if deed.item == item.key)
    verdict = case.tell(TakeBack(actor=actor, item=item.key))
    assert isinstance(verdict, Refusal)
    assert "已据此出具文书" in verdict.message


@pytest.mark.parametrize("cars", [0, 1, 200])
def test_each_row_has_its_own_paper_and_the_case_ends_with_the_last(story: Story, cars: int) -> None:
    """However many: each once, in the order of the rows; the result paper alone does not end it."""
    case = granted(story, cars)
    (result,), passes = due(case, "reply"), due(case, "pass")
    assert [effect.row for effect in passes] == list(range(cars))
    assert len({effect.key for effect in passes}) == cars
    case.went(report(result))
    assert case.case.status == ("concluded" if cars == 0 else "decided")
    for effect in passes:
        case.went(report(effect))
    assert case.case.status == "concluded"
    assert [paper.row for paper in issued(case, "pass")] == list(range(cars))
    assert fold(case.events) == case.case


def test_the_result_paper_may_come_last(story: Story) -> None:
    """Advances do not wait for each other."""
    case = granted(story, 2)
    for effect in (*due(case, "pass"), *due(case, "reply")):
        assert case.case.status == "decided"
        case.went(report(effect))
    assert case.case.status == "concluded"


def test_a_row_gets_no_second_paper(story: Story) -> None:
    """The same report again changes nothing; another document for the same row is refused."""
    case = granted(story, 2)
    first, _ = due(case, "pass")
    case.went(report(first))
    assert case.tell(report(first)) == ()
    assert isinstance(case.tell(report(first, "another")), Refusal)


def test_who_applied_is_told_of_all_rows_once(story: Story) -> None:
    """With the last of them."""
    case = granted(story, 3)
    for effect in due(case, "pass"):
        case.went(report(effect))
    issues = [event for event in case.events if isinstance(event, PaperIssued) and event.row is not None]
    assert [bool(event.told) for event in issues] == [False, False, True]


def test_a_table_without_rows_is_told(story: Story) -> None:
    """Nothing is issued, and nobody looks for it."""
    case = granted(story, 0)
    event = next(one for one in case.events if isinstance(one, PapersDue) and one.paper == "pass")
    assert (owed(event), event_text(case.matter, event)) == ((), "pass单，表中没有明细，无需出具")
    some = next(one for one in granted(story, 2).events if isinstance(one, PapersDue) and one.paper == "pass")
    assert event_text(case.matter, some) == "pass单，共 2 份"


def test_a_step_may_issue_one_for_each_row(story: Story) -> None:
    """A later round supersedes all of the earlier one, though it has fewer rows."""
    case = told(story, 2, papered(story.matter, rows_at="cars"))
    approve(case, "a")
    for effect in due(case, "notice"):
        case.went(report(effect))
    before: Case = case.case
    assert all(map(before.in_force, issued(case, "notice")))
    later = replace(before.orders[0], seq=before.seq + 1, rows=0)
    assert not any(map(before.replaced(orders=(later,)).in_force, issued(case, "notice")))


def test_the_forecast_says_which_step_issues_a_paper(story: Story) -> None:
    """Before the filing and after."""
    case = told(story)
    parties = parties_of(case.matter, case.case, case.filed)
    assert {one.step: one.papers for one in ahead(case.matter, parties, case.world)} == {
        "accept": (),
        "a": ("notice单",),
        "b": (),
        "settle": (),
        "deliver": (),
    }
