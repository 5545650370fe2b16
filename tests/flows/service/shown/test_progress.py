"""办理进度: one line from the filing to the end, whatever the route; what runs side by side is one point.

Covers: ui/components/progress.py
"""

from types import SimpleNamespace
from typing import Any

from flows.service.shown.cases import expectations, waiting
from flows.service.shown.progress import progress
from flows.views.cases import ProgressPoint
from matters.calendar import Calendar
from matters.commands.items import Conclude
from matters.course.forecast import ahead
from matters.who.parties import parties_of
from storage.definitions.catalog import sample_organisation, shipped_definitions
from tests.matters.forked import BIG, OUT, approve, begun, branch, decide, fork, issue, mend, office, send_back, step
from tests.matters.stories import CLERK, Story, told
from ui.components.progress import progress_line


def car() -> Story:
    """公务用车派车 in the sample organisation, in a year without holidays."""
    matter = next(one for one in shipped_definitions() if one.code == "MS032")
    return Story(matter, sample_organisation(), Calendar("none", frozenset(), frozenset(), frozenset({2026})))


def line(case: Story) -> tuple[ProgressPoint, ...]:
    """What the page of the case says."""
    head = SimpleNamespace(ended_at=case.now if case.case.ended else None)
    opened: Any = SimpleNamespace(case=case.case, matter=case.matter, head=head, answers=case.filed.answers)
    today = case.world.today
    left = ahead(case.matter, parties_of(case.matter, case.case, case.filed), case.world, case.case)
    waits = waiting(opened, case.organisation, today)
    return progress(opened, waits, expectations(left, case.organisation, today), case.organisation)


def short(case: Story) -> list[tuple[str, str]]:
    """Names and states alone."""
    return [(point.name, point.state) for point in line(case)]


def test_a_case_that_was_just_filed_shows_the_whole_way() -> None:
    """Who filed, with whom it is and until when, and what is to come up to the end."""
    case = told(car(), "submitted")
    assert short(case) == [
        ("提交申请", "done"),
        ("受理", "now"),
        ("审批", "ahead"),
        ("派车办结", "ahead"),
        ("办结", "ahead"),
    ]
    filed, now, *_ = line(case)
    assert filed.at == case.case.filed_at
    assert len(filed.who) == 1
    assert now.who
    assert now.due == case.case.items[0].due


def test_the_end_bears_the_matters_own_word_for_the_result() -> None:
    """同意派车, not the common 准予; and until it is over the result that is known, and the last day of the whole."""
    case = told(car(), "decided")
    assert short(case)[-2:] == [("派车办结", "now"), ("办结", "ahead")]
    end = line(case)[-1]
    assert end.note == "结果：同意派车"
    assert end.due == case.case.due
    case.went(Conclude(**case.on(CLERK)))
    assert short(case) == [
        ("提交申请", "done"),
        ("受理", "done"),
        ("审批", "done"),
        ("派车办结", "done"),
        ("同意派车", "done"),
    ]


def test_a_case_that_came_to_nothing_says_how_it_ended() -> None:
    """Withdrawn and refused: nothing is to come, and no step that it never reached stands there."""
    assert short(told(car(), "withdrawn")) == [("提交申请", "done"), ("已撤回", "done")]
    assert short(told(car(), "acceptance_refused"))[-1] == ("不予受理", "done")


def test_steps_side_by_side_are_one_point() -> None:
    """Which of them are open and which are done stands beside it; it is done when all are."""
    both = fork("both", "parallel", branch("a", office("a", "finance")), branch("b", step("b")))
    case = begun(car(), both, decide())
    (point,) = (one for one in line(case) if one.name == "分流both")
    assert point.state == "now"
    assert point.note == "环节a、环节b"
    assert len(point.who) >= 2
    approve(case, "a")
    (point,) = (one for one in line(case) if one.name == "分流both")
    assert (point.state, point.note) == ("now", "环节b；已办环节a")
    approve(case, "b")
    assert ("分流both", "done") in short(case)
    assert ("审定", "now") in short(case)


def test_of_a_choice_the_way_that_is_taken_stands_there() -> None:
    """The steps of the other way are nobody's business."""
    ways = fork("ways", "exclusive", branch("out", step("far"), when=OUT), branch("big", step("large"), when=BIG))
    ways["otherwise"] = [step("near")]
    names = [name for name, _ in short(begun(car(), ways, decide()))]
    assert "环节near" in names
    assert "环节far" not in names


def test_what_was_sent_back_is_not_done() -> None:
    """The applicant has it; the step that sent it back is to come, done again after the mending."""
    case = begun(car(), step("check"), decide())
    send_back(case, "check")
    points = {point.name: point for point in line(case)}
    assert points["环节check"].state == "now"
    assert points["环节check"].note == "申请人补正"
    mend(case)
    assert ("环节check", "now") in short(case)
    assert ("审定", "ahead") in short(case)
    approve(case, "check", "settle")
    issue(case, "reply")
    assert ("审定", "done") in short(case)


def test_the_line_says_in_words_how_each_point_stands() -> None:
    """For who sees no colours, and for who listens: 已办, 正在办, 待办, and which one is now."""
    drawn = progress_line(line(told(car(), "in_progress")))
    assert drawn.count("<li") == 5
    assert drawn.count("已办") == 2
    assert drawn.count('aria-current="step"') == 1
    assert "正在办" in drawn
    assert "前办理" in drawn
    assert "前办结" in drawn
