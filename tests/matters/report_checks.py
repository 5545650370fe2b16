"""Mutants of recurring reports and tasks sent down (周期性报送、派发): who owes one, when it is late, for whom each is filed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from matters.case.events.deciding import Submitted
from matters.course import children as sending
from matters.errors.base import Refusal
from matters.filing import recurring
from matters.language.recurring.periods import Period
from matters.language.recurring.rule import Recurring
from matters.organisation.snapshot import Body
from matters.verbs import applying
from tests.matters.family import children
from tests.matters.filing.test_recurring import BODY, FEBRUARY, among, changed, monthly, world_on
from tests.matters.limit_checks import Check
from tests.matters.stories import Story
from tests.matters.verbs.test_sent_down import TOWNS, bodies_of, sent


def filed_once(story: Story) -> Iterator[str]:
    """Of what was filed for February nobody files another."""
    world = world_on(story, date(2026, 3, 2), m02="C-1")
    if not isinstance(recurring.period_of(monthly(story.matter), "", BODY, world), Refusal):
        yield "filed twice"


def for_a_period_that_is_over(story: Story) -> Iterator[str]:
    """On 2 March the month that is reported is February, and the case says so."""
    case = Story(monthly(story.matter), story.organisation, story.calendar)
    case.tell(case.submit())
    for event in case.events:
        if isinstance(event, Submitted) and event.period != "2026-02":
            yield f"for {event.period}"
    asked = case.submit().model_copy(update={"period": "2026-03"})
    if not isinstance(Story(case.matter, story.organisation, story.calendar).tell(asked), Refusal):
        yield "for a month that is not over"


def who_came_later_owes_nothing(story: Story) -> Iterator[str]:
    """A body founded on 1 March has no February."""
    organisation = changed(story.organisation, BODY, since=date(2026, 3, 1))
    if among(recurring.standings(monthly(story.matter), FEBRUARY, (), world_on(story, date(2026, 3, 9), organisation))):
        yield "owes what was before it"


def who_is_gone_is_not_late(story: Story) -> Iterator[str]:
    """A body that ended on 5 March is nobody whom one could urge."""
    organisation = changed(story.organisation, BODY, until=date(2026, 3, 5))
    found = recurring.standings(monthly(story.matter), FEBRUARY, (), world_on(story, date(2026, 3, 9), organisation))
    standing = among(found)
    if standing is None or standing.is_open:
        yield "is waited for"


def the_last_day_is_in_time(story: Story) -> Iterator[str]:
    """6 March is the fifth working day."""
    for day, state in ((6, "owed"), (7, "late")):
        standing = among(recurring.standings(monthly(story.matter), FEBRUARY, (), world_on(story, date(2026, 3, day))))
        if standing is None or standing.state != state:
            yield f"not {state} on {day} March"


def a_task_goes_to_the_body_that_is_named(story: Story) -> Iterator[str]:
    """派发: each is filed for the body of its row; of a body for which nobody files it is nobody's."""
    case = sent(story, *TOWNS)
    if bodies_of(case, children(case)) != list(TOWNS):
        yield f"filed for {bodies_of(case, children(case))}"


def _always_there(body: Body, day: date) -> bool:
    return True


# By what is wrong: where the engine looks the rule up, what stands there instead, and who notices.
REPORTS: Mapping[str, tuple[Any, str, Any, Check]] = {
    "reported as often as one likes": (
        recurring,
        "AlreadyReported",
        lambda **_: "2026-02",
        filed_once,
    ),
    "for the month that runs": (
        Recurring,
        "ended",
        lambda rule, today: iter((Period.at(rule.every, today),)),
        for_a_period_that_is_over,
    ),
    "for no period": (applying, "period_of", lambda *_: "", for_a_period_that_is_over),
    "owed by whoever is there": (Body, "valid", _always_there, who_came_later_owes_nothing),
    "the gone are late": (
        recurring,
        "_state",
        lambda body, due, report, today: "late" if today > due.day else "owed",
        who_is_gone_is_not_late,
    ),
    "all tasks to one body": (
        sending,
        "row_of",
        lambda step, answers, row: answers["asked"][0],
        a_task_goes_to_the_body_that_is_named,
    ),
    "tasks are one's own": (
        sending,
        "_filed_for",
        lambda step, decision, rows: {"applicant": decision.case.applicant},
        a_task_goes_to_the_body_that_is_named,
    ),
    "late on the last day": (
        recurring,
        "_state",
        lambda body, due, report, today: "late" if today >= due.day else "owed",
        the_last_day_is_in_time,
    ),
}
