"""What a case counts when it ends, counted by hand over stories that are known."""

from matters.calendar import local_day
from matters.case.channel import AtWindow
from matters.commands.cases import Withdraw
from matters.figures.facts import Facts, errands_of, facts_of
from tests.matters.forked import approve, begun, countersign, decide, issue
from tests.matters.papered import FIRST
from tests.matters.stories import STAFF, Story


def facts(story: Story) -> Facts:
    """Of the story as far as it is told."""
    return facts_of(story.matter, story.events, story.case, story.materials, story.organisation)


def signed_by_three(story: Story, late: int = 0) -> Story:
    """Looked at by another body after two hours, signed by three an hour later, decided at once, its result out as late."""
    posts = ("vehicle_chief", "vehicle_clerk", "staff")
    case = begun(story, FIRST, countersign("sign", *posts), decide()).later(hours=2)
    approve(case, "a")
    case.later(hours=1)
    approve(case, *["sign"] * len([item for item in case.case.items if item.step == "sign"]), "settle")
    case.later(days=late)
    issue(case, "reply")
    return case


def test_signatures_bodies_and_steps_are_those_of_the_story(story: Story) -> None:
    """Three sign side by side, in whatever order, and one decides; two bodies and four steps had it."""
    case = signed_by_three(story)
    assert case.case.ended == "concluded"
    found = facts(case)
    assert found.month == case.now.year * 100 + local_day(case.now).month
    assert (found.concluded, found.on_time, found.once, found.sealed) == (1, found.timed, 1, 1)
    signers = sum(deed.step == "sign" for deed in case.case.deeds)
    assert (found.signatures, found.bodies, found.steps) == (signers + 2, 2, 4)
    assert found.minutes == 180
    spent = {one.step: (one.done, one.minutes) for one in found.waits}
    assert spent == {"accept": (1, 0), "a": (1, 120), "sign": (signers, 60 * signers), "settle": (1, 0)}


def test_a_case_that_ends_after_its_last_day_is_late(story: Story) -> None:
    """A limit that was kept on the last day is kept."""
    late = signed_by_three(story, late=30)
    assert (facts(late).timed, facts(late).on_time) == (1, 0)
    kept = late.case.replaced(due=local_day(late.events[-1].at))
    assert facts_of(late.matter, late.events, kept, (), late.organisation).on_time == 1
    without = late.case.replaced(due=None)
    assert facts_of(late.matter, late.events, without, (), late.organisation).timed == 0


def test_what_is_not_concluded_counts_as_ended_alone(story: Story) -> None:
    """A case that was withdrawn took no errand, and nobody was late with it."""
    story.went(story.submit())
    story.went(Withdraw(actor=STAFF))
    assert facts(story) == Facts(story.now.year * 100 + local_day(story.now).month)


def test_a_clock_set_back_takes_no_time(story: Story) -> None:
    """No minutes below nought."""
    case = begun(story, decide()).later(hours=-3)
    approve(case, "settle")
    issue(case, "reply")
    assert facts(case).minutes == 0
    assert {one.minutes for one in facts(case).waits} == {0}


def test_a_filing_at_the_window_is_an_errand(story: Story) -> None:
    """Where nothing else is; a paper that is handed in then is no second one."""
    story.went(story.submit())
    plain = story.case
    assert errands_of(story.matter, story.events, plain, ()) == 0
    at_window = plain.replaced(channel=AtWindow(kind="window"))
    assert errands_of(story.matter, story.events, at_window, ()) == 1
