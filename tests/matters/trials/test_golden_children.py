"""Golden cases and the explorer know matters that begin others: a story says how each ends; every way it can go is played."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from matters.calendar import SHANGHAI, Calendar
from matters.language.begun_cases import FollowUp
from matters.language.document import Definition
from matters.language.golden import GoldenCase
from matters.organisation.snapshot import Organisation
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage, run
from tests.matters.family import BY_CHIEF, BY_HEAD, sub_matter
from tests.matters.forked import decide, rerouted
from tests.matters.stories import ANSWERS, CAR, CHIEF, CLERK, HEAD

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
END = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}


def act(by: str, action: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """An act of the story."""
    return {"by": by, "action": action, "at": (NOW + timedelta(hours=1)).isoformat(), **parts}


ACCEPTED = act(CLERK.post, "accept", fills=CAR)
GRANTED = act(HEAD.post, "approve")


def golden(*story: dict[str, Any], path: list[str], outcome: str = "granted") -> GoldenCase:
    """A golden case of 派车 that begins with its acceptance."""
    papers = ("acceptance", "reply" if outcome == "granted" else "denial", "record")
    return GoldenCase.model_validate(
        {
            "id": "g",
            "name": "样例",
            "filed_as": "county_finance.staff",
            "now": NOW,
            "answers": ANSWERS,
            "story": [ACCEPTED, *story],
            "expect": {"path": path, "outcome": outcome, "papers": papers, "errands": 0},
        }
    )


def matter_with(shipped: dict[str, Definition], *goldens: GoldenCase, **step: Any) -> Definition:  # noqa: ANN401
    """派车 with a sub-matter before its decision."""
    made = rerouted(shipped["MS032"], sub_matter(**step), decide(), deliver=END)
    return made.model_copy(update={"golden": goldens})


def test_a_story_says_how_a_sub_matter_ends(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Granted it goes on, denied it is refused here as well; what it brings back is known; nobody else's row has ended."""
    ended = act("system", "child_ended", outcome="granted", fills={"plate": "样A54321"})
    denied = act("system", "child_ended", outcome="denied")
    other = act("system", "child_ended", row=3)
    stories = {
        "": golden(ended, GRANTED, path=["accept", "settle"]),
        " ": golden(denied, path=["accept"], outcome="denied"),
        "这一行没有在办的子事项": golden(other, path=["accept"]),
        "没有轮到": golden(GRANTED, path=["accept", "settle"]),
    }
    for wrong, case in stories.items():
        problems = run(matter_with(shipped, case), case, organisation, calendar)
        assert bool(problems) == bool(wrong.strip()), problems
        assert all(wrong in problem.message for problem in problems)


def test_a_story_goes_on_by_whoever_takes_over(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Begun again, and granted then."""
    denied, granted = act("system", "child_ended", outcome="denied"), act("system", "child_ended")
    again = act(CHIEF.post, "begin_again")
    case = golden(denied, again, granted, GRANTED, path=["accept", "sub", "settle"])
    assert run(matter_with(shipped, case, on_refusal={"to": BY_CHIEF}), case, organisation, calendar) == ()


def test_a_chain_does_not_hold_its_golden_case_up(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """The next link is begun behind the end."""
    case = golden(GRANTED, path=["accept", "settle"])
    made = rerouted(shipped["MS032"], decide(), deliver=END)
    assert made.outcome
    link = FollowUp(matter="TX902")
    results = tuple(result.model_copy(update={"follow_up": link}) for result in made.outcome.results)
    made = made.model_copy(update={"golden": (case,), "outcome": made.outcome.model_copy(update={"results": results})})
    assert run(made, case, organisation, calendar) == ()


@pytest.mark.parametrize("on_refusal", ["refuse", "go_on", {"to": BY_HEAD}])
def test_every_way_it_can_go_is_explored(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar, on_refusal: object
) -> None:
    """Not begun, begun again, denied, returned: each comes to an end."""
    case = golden(act("system", "child_ended"), GRANTED, path=["accept", "settle"])
    found = explore(Stage(matter_with(shipped, case, on_refusal=on_refusal), organisation, calendar))
    assert (found.stuck, found.unopened, found.whole) == ((), (), True)
    assert set(found.outcomes) == {"granted", "denied", "acceptance_refused"}
    plain = rerouted(shipped["MS032"], decide(), deliver=END).model_copy(update={"golden": (case,)})
    assert found.states > explore(Stage(plain, organisation, calendar)).states + 4
