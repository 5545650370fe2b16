"""A definition in the organisation that is to handle it: what it names and does not find."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.calendar import Calendar
from matters.language.document import Definition
from matters.linter.finding import Finding
from matters.organisation.snapshot import Organisation
from matters.trials.fitting import misfits
from matters.trials.surroundings import Surroundings
from matters.world import World
from tests.matters.family import sub_matter
from tests.matters.forked import EXCEPTIONS, OWNER, countersign, decide, rerouted, step
from tests.matters.rostered import entering, giving
from tests.matters.stories import NOW, moved, varied

Fits = Callable[..., tuple[Finding, ...]]
CHIEF_INSTEAD = {"nobody": {"to": {"by": "post", "post": "vehicle_chief", "of": OWNER}}}


@pytest.fixture
def fits(shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar) -> Fits:
    """What is found of 派车 with these steps, in an organisation that may be another."""

    def found(*middle: dict[str, object], where: Organisation = organisation) -> tuple[Finding, ...]:
        car = rerouted(shipped["MS032"], *middle)
        return misfits(car, Surroundings(World(where, calendar, NOW), {"MS032": car}, organisation))

    return found


def test_what_ships_fits_the_sample_organisation(
    every_version: tuple[Definition, ...], organisation: Organisation, calendar: Calendar
) -> None:
    """In every body of every level."""
    around = Surroundings(World(organisation, calendar, NOW), {one.code: one for one in every_version}, organisation)
    assert [misfit for matter in every_version for misfit in misfits(matter, around)] == []


def test_a_post_that_only_some_bodies_have_is_told_with_the_body(fits: Fits) -> None:
    """Once, whoever applies; the exceptions are asked as well."""
    alone = {"to": {"by": "post", "post": "network_chief", "of": OWNER}}
    found = fits(step("look", post="network_chief", exceptions={**EXCEPTIONS, "nobody": alone}), decide())
    assert {(finding.rule, finding.severity, finding.target) for finding in found} == {
        ("vacant", "error", "steps[1].who")
    }
    assert [f.message.partition("。")[0] for f in found if "县" in f.message] == [
        "“样例省机关事务管理局”“样例市机关事务管理局”“样例县机关事务管理中心”没有人能办“环节look”"
    ]
    assert fits(step("look", post="network_chief", exceptions={**EXCEPTIONS, **CHIEF_INSTEAD}), decide()) == ()


def test_where_the_author_refuses_the_filing_it_is_only_advised(fits: Fits) -> None:
    """The rule says what happens."""
    exceptions = {**EXCEPTIONS, "nobody": "refuse_filing"}
    found = fits(step("look", post="network_chief", exceptions=exceptions), decide())
    assert {(finding.rule, finding.severity) for finding in found} == {("vacant", "warning")}


def test_a_seat_that_nobody_can_take_is_told(fits: Fits, organisation: Organisation) -> None:
    """Of a countersigned step, in an organisation whose deputy and chief have left; only the head is there to stand in."""
    exceptions = {**EXCEPTIONS, **CHIEF_INSTEAD}
    signed = countersign("sign", "deputy_head", "head", exceptions=exceptions)
    left = moved(organisation, without={"p43", "p39"})
    assert {finding.target for finding in fits(signed, decide(), where=left)} >= {"steps[1].signers"}
    assert fits(signed, decide()) == ()


def test_a_kind_of_post_that_no_body_has_is_told_before_anything_else(fits: Fits) -> None:
    """With the one it may have meant."""
    (finding,) = fits(step("look", post="vehicle_chef"), decide())
    assert (finding.rule, finding.target) == ("unknown_post", "steps[1].who.post")
    assert "是不是想写“vehicle_chief”？" in finding.message


def test_another_matter_must_exist(fits: Fits) -> None:
    """Whether it is started or its result is used."""
    sub = sub_matter(matter="MS999")
    assert [finding.rule for finding in fits(sub, decide())] == ["unknown_matter"]
    assert fits({**sub, "matter": "MS032"}, decide()) == ()


def without_column(document: dict[str, Any]) -> None:
    """The roster has lost its last column."""
    document["rosters"][0]["columns"].pop()


def without_roster(document: dict[str, Any]) -> None:
    """The matter writes it still, and declares it no more."""
    document["rosters"] = []


def by_another_key(document: dict[str, Any]) -> None:
    """An entry is known by something else."""
    document["rosters"][0]["key"] = ["model"]


@pytest.mark.parametrize(
    ("change", "rule"),
    [(without_column, "roster_dropped"), (without_roster, "roster_dropped"), (by_another_key, "roster_key_fixed")],
)
def test_what_is_kept_in_a_roster_stays_there(
    shipped: dict[str, Definition],
    organisation: Organisation,
    calendar: Calendar,
    change: Callable[[dict[str, Any]], None],
    rule: str,
) -> None:
    """A later version adds to a roster, and takes nothing from it."""
    keeps = entering(shipped["MS032"])
    around = Surroundings(World(organisation, calendar, NOW), {keeps.code: keeps}, organisation)
    assert misfits(keeps, around) == ()
    assert rule in {one.rule for one in misfits(varied(keeps, change), around)}


def test_a_roster_is_declared_once_and_named_as_it_is(
    shipped: dict[str, Definition], organisation: Organisation, calendar: Calendar
) -> None:
    """Who reads it needs the matter that keeps it; nobody else declares one of that name."""
    keeps, reads = entering(shipped["MS032"]), giving(shipped["MS032"])
    world = World(organisation, calendar, NOW)
    alone, both = (Surroundings(world, known, organisation) for known in ({}, {keeps.code: keeps}))
    assert {one.rule for one in misfits(reads, alone)} == {"unknown_roster"}
    assert misfits(reads, both) == ()
    assert [one.rule for one in misfits(entering(shipped["MS032"], "XX029"), both)] == ["roster_declared_twice"]
