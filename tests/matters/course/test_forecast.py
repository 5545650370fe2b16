"""What lies ahead, by the same rules that open the steps."""

from dataclasses import replace

import pytest

from matters.case.events.course import StepOpened
from matters.commands.items import Conclude
from matters.course.forecast import ahead
from matters.who.parties import Parties, parties_of
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, STAFF, Story, moved, told, varied, with_review

PARTIES = Parties(STAFF, "county_finance", "county_logistics")


def steps(story: Story) -> list[str]:
    """The steps ahead of the case."""
    return [
        step.step
        for step in ahead(story.matter, parties_of(story.matter, story.case, story.filed), story.world, story.case)
    ]


def test_before_the_filing_all_steps_lie_ahead_with_their_people(story: Story) -> None:
    """The applicant sees the names before pressing the button."""
    seen = ahead(story.matter, replace(PARTIES, says=story.answers), story.world)
    assert [(step.step, step.holders) for step in seen] == [
        ("accept", (CLERK, CLERK_2)),
        ("decide", (CHIEF,)),
        ("dispatch", (CLERK, CLERK_2)),
    ]


@pytest.mark.parametrize(
    ("stage", "left"),
    [
        ("submitted", ["decide", "dispatch"]),
        ("supplementing", ["accept", "decide", "dispatch"]),
        ("in_progress", ["dispatch"]),
        ("decided", []),
        ("concluded", []),
        ("withdrawn", []),
        ("acceptance_refused", []),
    ],
)
def test_each_status_leaves_what_is_still_to_be_opened(story: Story, stage: str, left: list[str]) -> None:
    """While the applicant supplements, the step that asked comes again."""
    assert steps(told(story, stage)) == left


def test_a_granted_case_waiting_for_its_seal_still_has_the_delivery_ahead(story: Story) -> None:
    """A denied one has not: its sealed paper ends it."""
    told(story, "in_progress")
    story.went(story.approve())
    assert steps(story) == ["dispatch"]
    other = told(Story(story.matter, story.organisation, story.calendar), "in_progress")
    other.went(other.every_command(CHIEF, other.item)["reject"])
    assert steps(other) == []


def test_the_forecast_is_the_path_that_is_walked(story: Story) -> None:
    """With nothing changed, every step opens as foretold, with the same people."""
    story.matter = with_review(story.matter)
    foretold = [
        (step.step, step.holders) for step in ahead(story.matter, replace(PARTIES, says=story.answers), story.world)
    ]
    told(story, "in_progress")
    for command in (story.approve(DEPUTY),):
        story.went(command)
    story.went(story.approve())
    story.went(story.paper("reply"))
    story.went(Conclude(**story.on(CLERK)))
    assert [(event.step, event.holders) for event in story.events if isinstance(event, StepOpened)] == foretold


def test_who_is_kept_apart_is_not_foretold(story: Story) -> None:
    """The chief accepted for want of clerks and returned it: the head will decide, and the forecast says so."""
    story.organisation = moved(story.organisation, without=("p40", "p41"))
    story.matter = with_review(story.matter)
    told_submitted = story.went(story.submit())
    assert told_submitted
    story.went(story.accept(CHIEF))
    decide = ahead(story.matter, replace(PARTIES, says=story.answers), story.world, story.case)[0]
    assert (decide.step, decide.holders) == ("decide", (HEAD,))


def test_a_step_that_passes_is_not_foretold_and_a_missing_actor_is_shown_as_unknown(story: Story) -> None:
    """Passed steps disappear, unknown people are an empty list."""
    gone = moved(story.organisation, without=("p39", "p38"))
    unknown = Story(story.matter, gone, story.calendar)
    assert ahead(unknown.matter, replace(PARTIES, says=unknown.answers), unknown.world)[1].holders == ()
    passes = varied(story.matter, lambda document: document["steps"][2]["exceptions"].update(nobody={"passes": "免办"}))
    nobody = Story(passes, moved(story.organisation, without=("p40", "p41")), story.calendar)
    assert [step.step for step in ahead(passes, replace(PARTIES, says=nobody.answers), nobody.world)] == [
        "accept",
        "decide",
    ]


def test_a_delivery_by_machine_has_nobody(story: Story) -> None:
    """It is foretold with its limit and no people."""
    matter = varied(story.matter, lambda document: document["steps"][2].update(who=None, exceptions=None))
    assert ahead(matter, replace(PARTIES, says=story.answers), story.world)[-1].holders == ()
