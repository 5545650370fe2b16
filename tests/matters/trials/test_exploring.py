"""Every way a case can go is found, and what has no end is told by the shortest story."""

import pytest

from matters.calendar import Calendar
from matters.language.document import Definition
from matters.language.route.demands import Rights
from matters.organisation.snapshot import Organisation
from matters.trials.exploring import explore
from matters.trials.golden_run import Stage
from storage.definitions.catalog import shipped_definitions

OUTCOMES = {"granted", "denied", "acceptance_refused"}
SMALL = ["MS009", "MS022", "MS028", "MS032"]
OTHERS = sorted(
    {matter.code for matter in shipped_definitions() if matter.guide.access.kind == "online"} - {*SMALL}
)  # up to 3,000 states: `once matter explore`


@pytest.mark.parametrize("code", SMALL)
def test_every_case_of_a_shipped_matter_can_end(
    code: str, shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Each way in the end comes to a result; the golden cases lead to every step for people."""
    found = explore(Stage(shipped[code], organisation, calendar))
    assert (found.stuck, found.unopened, found.whole) == ((), (), True)
    assert set(found.outcomes) - {"withdrawn"} == OUTCOMES  # what is not supplemented in time may end so


@pytest.mark.long
@pytest.mark.parametrize("code", OTHERS)
def test_every_case_of_the_other_matters_can_end(
    code: str, shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """The same at length."""
    test_every_case_of_a_shipped_matter_can_end(code, shipped, organisation, calendar)


def test_what_is_overdue_still_comes_to_an_end(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """超期: the day after is one more way on, by which the head may decide; nothing is lost by it."""
    car = shipped["MS032"]
    accept, decide, dispatch = car.steps
    overdue = decide.model_copy(update={"overdue": "escalate"})
    stage = Stage(car.model_copy(update={"steps": (accept, overdue, dispatch)}), organisation, calendar)
    plain, found = explore(Stage(car, organisation, calendar)), explore(stage)
    assert (found.stuck, found.whole, set(found.outcomes)) == ((), True, OUTCOMES)
    assert found.states > plain.states


def test_a_case_that_cannot_end_is_told_by_the_shortest_story(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """The decision demands an answer that nobody can give: after acceptance only a return or a refusal is left."""
    car = shipped["MS032"]
    *before, dispatch = car.steps
    demanding = dispatch.model_copy(update={"rights": Rights(required=("never",))})
    found = explore(Stage(car.model_copy(update={"steps": (*before, demanding)}), organisation, calendar))
    stories = {tuple((move.step, move.what.__name__) for move in story) for story in found.stuck}
    assert (("accept", "Accept"), ("decide", "Approve")) in stories
    assert all(story[-1] == ("decide", "Approve") for story in stories)
    assert "granted" not in found.outcomes


def test_a_step_that_no_golden_case_leads_to_is_named(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Without the golden case of a lost seal nobody comes to its branch."""
    seal = shipped["MS022"]
    lost = tuple(golden for golden in seal.golden if golden.answers.get("request_kind") != "lost")
    assert 0 < len(lost) < len(seal.golden)
    found = explore(Stage(seal.model_copy(update={"golden": lost}), organisation, calendar))
    assert found.unopened


def test_too_many_states_are_owned_up_to(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """What was not looked at is called neither stuck nor whole."""
    found = explore(Stage(shipped["MS032"], organisation, calendar), most=8)
    assert (found.stuck, found.whole) == ((), False)
