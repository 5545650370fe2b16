"""Standing proxies: when they count, which of them collide, who may be named, and all that is wrong with one at once."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from matters.calendar import SHANGHAI
from matters.organisation.proxies import Proxy, grant_problems, possible_agents, unfit
from matters.organisation.snapshot import Grant, Holder, Organisation
from tests.matters.stories import CHIEF, CLERK, CLERK_2, DEPUTY, HEAD, NOW, STAFF, moved

TODAY = NOW.date()
WEEK = Proxy("x1", CHIEF, DEPUTY.person, TODAY, date(2026, 3, 8), NOW)


def problems(organisation: Organisation, *others: Proxy, **changes: Any) -> list[str]:  # noqa: ANN401 - parts of a proxy
    """The parts of the proxy that are wrong."""
    return [problem.target for problem in grant_problems(replace(WEEK, **changes), others, organisation, TODAY)]


def with_role(organisation: Organisation, person: str, role: Any) -> Organisation:  # noqa: ANN401 - a role
    """The organisation in which that person has one more role."""
    parts = {name: getattr(organisation, name) for name in Organisation.model_fields}
    return Organisation(**{**parts, "grants": (*organisation.grants, Grant(person=person, role=role, scope="*"))})


def test_what_arrives_counts_as_new_from_the_granting_or_from_the_first_day() -> None:
    """Whichever is later."""
    assert WEEK.begins == NOW
    assert replace(WEEK, since=date(2026, 3, 4)).begins == datetime(2026, 3, 4, tzinfo=SHANGHAI)


@pytest.mark.parametrize(("day", "holds"), [(1, False), (2, True), (8, True), (9, False)])
def test_both_days_are_included(day: int, holds: bool) -> None:
    """From the first to the last."""
    assert WEEK.valid(date(2026, 3, day)) is holds


@pytest.mark.parametrize(
    ("changes", "collide"),
    [
        ({}, True),
        ({"agent": DEPUTY.person}, False),
        ({"principal": HEAD}, False),
        ({"since": date(2026, 3, 8), "until": date(2026, 3, 9)}, True),
        ({"since": date(2026, 3, 9), "until": date(2026, 3, 9)}, False),
        ({"matters": ("MS032",)}, True),
    ],
)
def test_two_agents_for_one_hat_collide_where_days_and_matters_meet(changes: dict[str, Any], collide: bool) -> None:
    """Both ways round; the same agent may have two."""
    other = replace(WEEK, id="x2", agent=HEAD.person)
    changed = replace(other, **changes)
    assert (WEEK.collides(changed), changed.collides(WEEK)) == (collide, collide)


def test_different_matters_do_not_collide() -> None:
    """One agent for each."""
    one, other = replace(WEEK, matters=("MS032",)), replace(WEEK, agent=HEAD.person, matters=("MS030", "MS001"))
    assert not one.collides(other)
    assert one.collides(replace(other, matters=("MS001", "MS032")))


def test_agents_are_the_others_of_the_body_under_one_hat_each(organisation: Organisation) -> None:
    """Nobody of another body, and none of the three administrators."""
    found = possible_agents(CHIEF, organisation, TODAY)
    assert [hat.person for hat in found] == ["p38", "p40", "p41", "p43"]
    audited = with_role(organisation, DEPUTY.person, "audit_admin")
    assert DEPUTY.person not in [hat.person for hat in possible_agents(CHIEF, audited, TODAY)]


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize(("person", "part"), [(DEPUTY, "agent"), (CHIEF, "principal")])
def test_none_of_the_three_administrators_takes_part(
    organisation: Organisation, role: str, person: Holder, part: str
) -> None:
    """三员 decide no business, neither themselves nor by others."""
    assert problems(with_role(organisation, person.person, role)) == [part]


def test_an_agent_is_somebody_else_of_the_same_body(organisation: Organisation) -> None:
    """Not the principal, nobody from elsewhere, nobody who has left, nobody unknown."""
    assert problems(organisation, agent=CHIEF.person) == ["agent"]
    assert problems(organisation, agent=STAFF.person) == ["agent"]
    assert problems(organisation, agent="p999") == ["agent"]
    assert problems(moved(organisation, without=(DEPUTY.person,))) == ["agent"]


def test_a_principal_wears_the_hat(organisation: Organisation) -> None:
    """A post that was given up names nobody; nor does one that never was."""
    assert problems(organisation, principal=CLERK.model_copy(update={"post": CHIEF.post})) == ["principal"]
    assert problems(organisation, principal=CLERK.model_copy(update={"post": "nowhere"})) == ["principal"]
    assert unfit(WEEK, moved(organisation, without=(CHIEF.person,)), TODAY) is not None


def test_all_that_is_wrong_is_told_at_once(organisation: Organisation) -> None:
    """Person, days, amount, and a second agent by name."""
    taken = replace(WEEK, id="x2", agent=CLERK_2.person, since=date(2026, 2, 1))
    past = {"since": date(2026, 3, 1), "until": date(2026, 2, 28), "up_to": Decimal(0)}
    assert problems(organisation, agent=CHIEF.person, **past) == ["agent", "since", "until", "up_to"]
    assert problems(organisation, until=date.max) == ["until"]
    (problem,) = grant_problems(WEEK, (taken,), organisation, TODAY)
    assert (problem.target, "江晚晴" in problem.message) == ("agent", True)


@pytest.mark.parametrize("amount", ["0", "-1", "NaN", "Infinity"])
def test_a_limit_is_an_amount(organisation: Organisation, amount: str) -> None:
    """Above nothing, and finite."""
    assert problems(organisation, up_to=Decimal(amount)) == ["up_to"]


def test_a_sound_proxy_has_nothing_wrong(organisation: Organisation) -> None:
    """Limited or not."""
    assert problems(organisation) == []
    assert problems(organisation, up_to=Decimal("0.01"), matters=("MS032",), open_items=True) == []
