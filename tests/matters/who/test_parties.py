"""Between whom a case is: the body that accepts, and every way to name a body."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matters.commands.items import RequestSupplement, Supplement
from matters.errors.door import Invalid
from matters.errors.handling import NoOwner, SeveralOwners
from matters.language.document import Definition
from matters.language.vocabulary import BodyRef, DutyHolder, NamedInField, PartyToCase, SuperiorOf
from matters.organisation.snapshot import Body, Duty, Organisation
from matters.who.parties import Parties, body_of, owner_of, owners_of
from tests.matters.forked import hand, item_at
from tests.matters.stories import STAFF, Story, varied

OUT = {"compare": "equals", "left": {"field": "out_of_city"}, "right": {"value": True}}
CASES = [
    {"when": OUT, "of": {"duty": "official_vehicles", "level": "city"}},
    {"when": {"compare": "above", "left": {"field": "passengers"}, "right": {"value": 5}}, "of": {"field": "unit"}},
]
OWNER = PartyToCase(body="owner")
PARTIES = Parties(STAFF, "county_finance", "county_logistics")


def test_bodies_are_found_by_party_superior_duty_and_field(story: Story) -> None:
    """Every way to name a body."""
    story.answers = {"unit": "county_court", "far": "city_finance"}
    refs: list[tuple[BodyRef, str | None]] = [
        (PartyToCase(body="applicant"), "county_finance"),
        (OWNER, "county_logistics"),
        (SuperiorOf(superior_of=OWNER), "county_government"),
        (SuperiorOf(superior_of=OWNER, line="professional"), "city_logistics"),
        (NamedInField(field="unit"), "county_court"),
        (NamedInField(field="gone"), None),
        (DutyHolder(duty="official_vehicles", level="city"), "city_logistics"),
        (DutyHolder(duty="official_vehicles", level="village"), None),
        (DutyHolder(duty="official_vehicles", region_of=NamedInField(field="far")), "city_logistics"),
        (DutyHolder(duty="official_vehicles", region_of=NamedInField(field="gone")), None),
    ]
    for ref, body in refs:
        meant = body_of(ref, replace(PARTIES, says=story.answers), story.world)
        assert (meant.id if meant else None) == body, ref


@pytest.mark.parametrize(
    ("applicant", "owner"),
    [
        ("county_finance", "county_logistics"),
        ("sample_town", "county_logistics"),
        ("sample_village", "county_logistics"),
        ("city_finance", "city_logistics"),
        ("province_finance", "province_logistics"),
    ],
)
def test_the_owner_is_the_nearest_body_upwards(story: Story, applicant: str, owner: str) -> None:
    """A town files with its county, a city bureau with its city."""
    accepting = owner_of(story.matter, applicant, story.world)
    assert isinstance(accepting, Body)
    assert accepting.id == owner


def test_the_owner_hangs_on_what_the_form_says(story: Story) -> None:
    """In its situation the body named for it; nobody where that is none; whom to ask where it is two."""
    matter = varied(story.matter, lambda document: document["guide"]["owner"].update(by_case=CASES))
    owners: dict[str, dict[str, Any]] = {
        "county_logistics": {"passengers": 3, "out_of_city": False},
        "city_logistics": {"passengers": 3, "out_of_city": True},
        "county_court": {"passengers": 9, "out_of_city": False, "unit": "county_court"},
    }
    for body, says in owners.items():
        accepting = owner_of(matter, "county_finance", story.world, says)
        assert isinstance(accepting, Body)
        assert accepting.id == body
    nobody = owner_of(matter, "county_finance", story.world, {"passengers": 9, "out_of_city": False})
    assert (type(nobody), getattr(nobody, "code", "")) == (NoOwner, "no_owner")
    two = owner_of(
        matter, "county_finance", story.world, {"passengers": 9, "out_of_city": True, "unit": "county_court"}
    )
    assert isinstance(two, SeveralOwners)
    assert "样例市机关事务管理局、样例县人民法院" in two.message
    assert [body.id for body in owners_of(matter, "county_finance", story.world)] == [
        "county_logistics",
        "city_logistics",
    ]


def by_situation(matter: Definition) -> Definition:
    """The city accepts what leaves it; no material is asked for."""
    changed = varied(matter, lambda document: document["guide"]["owner"].update(by_case=CASES[:1]))
    return changed.model_copy(update={"materials": ()})


def test_a_filing_goes_to_the_owner_of_its_situation_and_stays_there(story: Story) -> None:
    """What is mended later never makes it another body's."""
    told = Story(by_situation(story.matter), story.organisation, story.calendar)
    told.went(told.submit(out_of_city=True, out_of_city_reason="跨市检查"))
    assert told.case.owner_body == "city_logistics"
    clerk = told.case.items[0].holders[0]
    hand(told, RequestSupplement, "accept", clerk, findings={"out_of_city": "请核对"}, opinion="请核对")
    back = {"answers": {"out_of_city": False, "out_of_city_reason": None}, "materials": {}}
    item = item_at(told, "accept")
    refusal = told.tell(Supplement(actor=STAFF, item=item.key, expected_version=item.version, **back))
    assert isinstance(refusal, Invalid)
    assert "应由其他单位受理" in refusal.message


def test_without_a_county_body_the_city_accepts(story: Story) -> None:
    """A duty that ended in the county falls to the next level that has it; without any, the filing is refused."""
    story.organisation = _with_duties(story.organisation, "990121", until=date(2026, 1, 1))
    accepting = owner_of(story.matter, "county_finance", story.world)
    assert isinstance(accepting, Body)
    assert accepting.id == "city_logistics"
    story.matter = varied(story.matter, lambda document: document["guide"]["owner"].update(levels=["county"]))
    assert isinstance(owner_of(story.matter, "county_finance", story.world), NoOwner)


def _with_duties(organisation: Organisation, region: str, until: date) -> Organisation:
    def ended(duty: Duty) -> Duty:
        return duty.model_copy(update={"until": until}) if duty.region == region else duty

    parts = {name: getattr(organisation, name) for name in Organisation.model_fields}
    return Organisation(**{**parts, "duties": tuple(ended(duty) for duty in organisation.duties)})
