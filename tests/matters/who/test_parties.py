"""Between whom a case is: the body that accepts, and every way to name a body."""

from dataclasses import replace
from datetime import date

import pytest

from matters.errors.handling import NoOwner
from matters.language.vocabulary import BodyRef, DutyHolder, NamedInField, PartyToCase, SuperiorOf
from matters.organisation.snapshot import Body, Duty, Organisation
from matters.who.parties import Parties, body_of, owner_of
from tests.matters.stories import STAFF, Story, varied

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
