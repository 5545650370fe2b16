"""各方用时: the working days of a case, each counted once, for whoever could have acted as the day began.

Written out by hand for March 2026: the 2nd is a Monday, the case is filed and accepted on it.
"""

from collections.abc import Callable
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.fold import evolve
from matters.commands.items import Approve
from matters.course.shares import PARTIES, Party, shares
from tests.matters.clocked import X1, Y1, clocked, march, rest, wake
from tests.matters.forked import approve, branch, decide, fork, issue, mend, send_back
from tests.matters.proxied import grant, stand_in
from tests.matters.random_routes import Part, middles
from tests.matters.random_stories import RandomStory
from tests.matters.stories import CHIEF, CLERK_2, DEPUTY, Story
from tests.matters.test_properties import often


def bodies(case: Story) -> Callable[[str], str]:
    """The body of a post, as the organisation has it."""
    return lambda post: case.organisation.post(post).body if post else ""


def split(case: Story, day: int) -> dict[Party, int]:
    """The shares on that day of March, without those of whom it was no time."""
    march(case, day)
    return {one: days for one, days in shares(case.events, case.now, case.calendar, bodies(case)).items() if days}


def test_each_day_is_theirs_who_could_have_acted_as_it_began(story: Story) -> None:
    """The office until the return of the 5th, the applicant until the 9th, then the office again until the 11th."""
    case = clocked(story, X1, decide())
    assert split(case, 2) == {}
    assert split(case, 5) == {"holder": 3}
    send_back(case, "x1")
    assert split(case, 9) == {"holder": 3, "applicant": 2}
    mend(case)
    approve(case, "x1")
    assert split(case, 11) == {"holder": 5, "applicant": 2}


def test_what_rests_is_nobodys(story: Story) -> None:
    """From the 3rd to the 6th all that is left rests."""
    case = march(clocked(story, X1, decide()), 3)
    rest(case, "x1", 16)
    march(case, 6)
    wake(case, "x1")
    assert split(case, 9) == {"holder": 2, "paused": 3}


def test_what_an_agent_did_in_somebodys_stead_was_the_agents_time(story: Story) -> None:
    """The item of the chief waited from the 2nd to the 4th until the agent acted on it (代理)."""
    case = clocked(story, X1, decide())
    grant(case, CHIEF, CLERK_2)
    march(case, 4)
    stand_in(case, Approve, "x1", CLERK_2, CHIEF)
    assert split(case, 6) == {"proxy": 2, "holder": 2}


def test_of_several_who_could_have_acted_the_nearest_to_the_handling_has_the_time(story: Story) -> None:
    """As long as one side is the owner's, it is the owner's; once only the other is left, it is that of the other body."""
    case = march(clocked(story, fork("f", "parallel", branch("a", X1), branch("b", Y1)), decide()), 4)
    elsewhere = {DEPUTY.post: "another_body"}
    approve(case, "x1")
    march(case, 6)
    own = bodies(case)
    found = shares(case.events, case.now, case.calendar, lambda post: elsewhere.get(post, own(post)))
    assert {one: days for one, days in found.items() if days} == {"holder": 2, "other_body": 2}


def test_what_machines_have_to_do_is_the_systems_and_an_end_is_an_end(story: Story) -> None:
    """Decided on the 3rd, the paper is there on the 5th; what comes after the end is no time of the case."""
    case = march(clocked(story, decide()), 3)
    approve(case, "settle")
    assert split(case, 5) == {"holder": 1, "system": 2}
    issue(case, "reply")
    assert case.case.ended
    assert split(case, 9) == {"holder": 1, "system": 2}


def end_of(told: Story) -> datetime:
    """When the case ended, or now; never before what has happened already."""
    so_far: Case | None = None
    latest = told.events[0].at
    for event in told.events:
        so_far, latest = evolve(so_far, event), max(latest, event.at)
        if so_far.ended:
            return latest
    return max(latest, told.now)


@often
@given(route=middles(), data=st.data())
def test_they_sum_up_to_all_working_days(story: Story, route: list[Part], data: st.DataObject) -> None:
    """Of any story, also where the clock of the machine is set back; nobody has less than none."""
    case = RandomStory.of(story, route, data)
    for _ in case.acts():
        told = case.story
        found = shares(told.events, told.now, told.calendar, bodies(told))
        assert set(found) == set(PARTIES)
        assert min(found.values()) >= 0
        whole = told.calendar.working_days_between(local_day(told.events[0].at), local_day(end_of(told)))
        assert sum(found.values()) == whole
