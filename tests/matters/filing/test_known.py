"""What is on record of the applicant (自动带出): taken over from every source, and settled where nobody types another.

Covers: matters/language/prefill.py
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from flows.adapters.calendars import statutory_calendar
from matters.calendar import SHANGHAI
from matters.errors.base import Problem
from matters.filing.checking import filing_problems
from matters.filing.known import known_answers, with_settled
from matters.language.document import Definition
from matters.organisation.snapshot import Holder, Organisation
from matters.who.parties import Parties
from matters.world import World
from tests.matters.stories import varied

SOURCES = ("person_name", "body_name", "post_name", "region_name", "phone")
HAT = Holder(person="p50", post="county_finance.staff")


@pytest.fixture
def world(organisation: Organisation) -> World:
    """A working morning."""
    return World(organisation, statutory_calendar(), datetime(2026, 3, 2, 9, tzinfo=SHANGHAI))


@pytest.fixture
def asking(shipped: dict[str, Definition]) -> Definition:
    """A form that asks for everything that can be on record."""

    def change(document: dict[str, Any]) -> None:
        fields = [
            {
                "id": f"my_{one}",
                "label": one,
                "type": "phone" if one == "phone" else "text",
                "prefill": {"applicant": one},
            }
            for one in SOURCES
        ]
        document["form"]["sections"].append({"id": "me", "title": "申请人", "fields": fields})

    return varied(shipped["MS032"], change)


def test_every_source_is_taken_over(asking: Definition, world: World) -> None:
    """Name and telephone of the person, body, title and region of the post."""
    person = world.organisation.person(HAT.person)
    known = known_answers(asking, HAT.person, HAT.post, world)
    assert person.phone
    assert [known[f"my_{one}"] for one in SOURCES] == [person.name, "样例县财政局", "工作人员", "样例县", person.phone]
    assert known["contact_phone"] == person.phone


def test_without_a_post_the_person_alone_is_known(asking: Definition, world: World) -> None:
    """Somebody with several posts has not chosen yet."""
    known = known_answers(asking, HAT.person, None, world)
    assert {"my_person_name", "my_phone"} <= set(known)
    assert "my_body_name" not in known


@pytest.mark.parametrize("source", ["body_name", "post_name", "region_name", "person_name"])
def test_what_the_post_settles_cannot_be_altered(asking: Definition, world: World, source: str) -> None:
    """Whoever sends another body, title or region is told; another person to call is the applicant's choice."""
    problems = told(asking, world, {**with_settled(asking, {}, HAT, world), f"my_{source}": "样例乡政府"})
    assert any(one.target == f"my_{source}" and "不能改写" in one.message for one in problems) is (
        source != "person_name"
    )


def test_what_is_settled_need_not_be_sent(asking: Definition, world: World) -> None:
    """A call that leaves it out files the same."""
    sent = with_settled(asking, {"purpose": "开会"}, HAT, world)
    assert (sent["my_body_name"], sent["my_post_name"], sent["my_region_name"]) == (
        "样例县财政局",
        "工作人员",
        "样例县",
    )
    assert not {one.target for one in told(asking, world, sent)} & {"my_body_name", "my_post_name", "my_region_name"}


def told(matter: Definition, world: World, answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What is wrong with a filing of that hat."""
    return filing_problems(matter, answers, {}, world, Parties(HAT, "county_finance", "county_logistics"))
