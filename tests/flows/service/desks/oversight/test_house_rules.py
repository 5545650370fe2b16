"""期限督促规则: one enters the rule of a region, another confirms it, and it holds for the regions below.

Covers: storage/overseeing/house_rules.py, storage/tables/overseeing.py
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.lateness.lights import lights
from flows.service.desks.oversight.house_rules import HouseRuleDesk
from flows.views.oversight.house_rules import HouseRuleEntry, HouseRuleLine, HouseRuleReceipt
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from tests.flows.service.office import CLERK, STAFF, Office

KEEPER, SECOND = "p48", "p37"  # 事项管理员


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """Nobody has said anything yet."""
    return new_office(request.param)


def desk(office: Office) -> HouseRuleDesk:
    """The desk under test."""
    return office.service.house_rules


def receipt(said: HouseRuleReceipt | Refusal) -> HouseRuleReceipt:
    """What was accepted."""
    assert isinstance(said, HouseRuleReceipt), said
    return said


def line(office: Office, rule: int, person: str = SECOND) -> HouseRuleLine:
    """How that administrator sees it."""
    found = desk(office).list(office.who(person))
    assert not isinstance(found, Refusal)
    return next(one for one in found.lines if one.id == rule)


def regions(office: Office) -> tuple[str, ...]:
    """That of the body that lends the cars, and those above it."""
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
        body = organisation.body(office.who(CLERK).posts[0].body)
        return tuple(one.code for one in organisation.region_line(body.region))


def light(office: Office) -> str | None:
    """What a day two workdays from the start, Monday 2 March 2026, shows there."""
    with office.resources.database.reading() as session:
        return lights(session, office.resources).of(date(2026, 3, 4), office.who(CLERK).posts[0].body)


def test_it_holds_once_a_second_person_has_confirmed_it(office: Office) -> None:
    """For the regions below it too; until then the house's own does."""
    entry = HouseRuleEntry(region=regions(office)[-1], yellow=1)
    made = receipt(desk(office).enter(office.who(KEEPER), entry)).id
    assert (line(office, made).state, line(office, made).open_to_caller) == ("waiting", True)
    assert not line(office, made, KEEPER).open_to_caller
    assert isinstance(desk(office).confirm(office.who(KEEPER), made), NotPossible)
    assert light(office) == "yellow"
    receipt(desk(office).confirm(office.who(SECOND), made))
    assert (line(office, made).state, light(office)) == ("in_force", "green")
    assert isinstance(desk(office).confirm(office.who(SECOND), made), NotPossible)


def test_the_other_administrators_are_told(office: Office) -> None:
    """Nobody else is."""
    receipt(desk(office).enter(office.who(KEEPER), HouseRuleEntry(region=regions(office)[0])))
    told = [office.service.notices.list(office.who(person)) for person in (SECOND, KEEPER, STAFF)]
    topics = [None if isinstance(found, Refusal) else [one.topic for one in found] for found in told]
    assert topics == [["house_rule_entered"], [], []]


@pytest.mark.both
def test_the_nearest_region_and_the_newest_rule_hold(office: Office) -> None:
    """The county's own, and of two of a region the one that was confirmed last."""
    county, *_, province = regions(office)
    for region, yellow, shown in ((province, 1, "green"), (county, 3, "yellow"), (county, 0, "green")):
        made = receipt(desk(office).enter(office.who(KEEPER), HouseRuleEntry(region=region, yellow=yellow))).id
        receipt(desk(office).confirm(office.who(SECOND), made))
        assert light(office) == shown
    found = desk(office).list(office.who(KEEPER))
    assert not isinstance(found, Refusal)
    assert [one.state for one in found.lines] == ["in_force", "replaced", "in_force"]


@pytest.mark.both
def test_two_regions_confirmed_at_once_both_hold(office: Office) -> None:
    """One counts on from the other, by connections of their own."""
    made = [
        receipt(desk(office).enter(office.who(KEEPER), HouseRuleEntry(region=one))).id for one in regions(office)[:2]
    ]
    together, second = Barrier(len(made)), office.who(SECOND)

    def confirm(rule: int) -> HouseRuleReceipt | Refusal:
        together.wait(20)
        return desk(office).confirm(second, rule)

    with ThreadPoolExecutor(len(made)) as pool:
        said = list(pool.map(confirm, made))
    assert [receipt(one).id for one in said] == made
    assert {line(office, one).state for one in made} == {"in_force"}


def test_what_cannot_be_right_is_refused_with_everything_that_is_wrong(office: Office) -> None:
    """A chain that goes backwards, a region that there is not, one that waits already, one that says nothing new."""
    who, county = office.who(KEEPER), regions(office)[0]
    backwards = desk(office).enter(who, HouseRuleEntry(region=county, holder=5, head=3, supervisor=1))
    assert isinstance(backwards, Invalid)
    assert [problem.target for problem in backwards.problems] == ["head", "supervisor"]
    assert isinstance(desk(office).enter(who, HouseRuleEntry(region="999999")), Invalid)
    made = receipt(desk(office).enter(who, HouseRuleEntry(region=county, remind=7))).id
    assert isinstance(desk(office).enter(who, HouseRuleEntry(region=county, remind=8)), Invalid)
    receipt(desk(office).confirm(office.who(SECOND), made))
    assert isinstance(desk(office).enter(who, HouseRuleEntry(region=county, remind=7)), Invalid)


def test_one_that_was_sent_back_holds_nothing(office: Office) -> None:
    """It stays in the list, and the region may be entered again."""
    entry = HouseRuleEntry(region=regions(office)[0], yellow=0)
    made = receipt(desk(office).enter(office.who(KEEPER), entry)).id
    receipt(desk(office).send_back(office.who(KEEPER), made))
    assert (line(office, made).state, light(office)) == ("sent_back", "yellow")
    assert isinstance(desk(office).confirm(office.who(SECOND), made), NotPossible)
    assert receipt(desk(office).enter(office.who(KEEPER), entry)).id != made
    assert isinstance(desk(office).confirm(office.who(SECOND), 999), NotFound)
    assert isinstance(desk(office).send_back(office.who(SECOND), 999), NotFound)


def test_nobody_else_may_and_the_machine_itself_needs_no_second_person(office: Office) -> None:
    """An applicant neither sees nor enters it; whoever administers the server may do both."""
    entry = HouseRuleEntry(region=regions(office)[0])
    assert isinstance(desk(office).list(office.who(STAFF)), Forbidden)
    assert isinstance(desk(office).enter(office.who(STAFF), entry), Forbidden)
    made = receipt(desk(office).enter(LOCAL_MACHINE, entry)).id
    receipt(desk(office).confirm(LOCAL_MACHINE, made))
    assert line(office, made).state == "in_force"
