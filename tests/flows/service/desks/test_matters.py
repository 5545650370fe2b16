"""The body for which somebody fills in what of a matter is local, by its id or by its name."""

from datetime import datetime

import pytest

from flows.catalogue import find
from flows.service.desks.matters import _accepting
from matters.calendar import SHANGHAI, Calendar
from matters.errors.door import Invalid
from matters.language.document import Definition
from matters.organisation.snapshot import DatedName, Organisation
from matters.world import World
from storage.definitions import catalog

SAMPLE = catalog.sample_organisation()


def _said(wanted: str, organisation: Organisation = SAMPLE) -> str:
    matter = find("MS032")
    assert isinstance(matter, Definition)
    now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    found = _accepting(matter, wanted, World(organisation, Calendar("none", *[frozenset()] * 3), now))
    return found.problems[0].message if isinstance(found, Invalid) else found


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("county_logistics", "county_logistics"),
        ("样例县机关事务管理中心", "county_logistics"),
        ("county_court", "该单位不受理“公务用车派车”。请从受理单位中选择。"),
        ("机关事务", "没有单位“机关事务”。请写单位的名称或标识。"),
        ("", "没有单位“”。请写单位的名称或标识。"),
    ],
)
def test_a_body_is_found_by_id_or_name_and_refused_by_what_is_wrong(wanted: str, said: str) -> None:
    """One that exists and does not accept the matter is not told as one that does not exist."""
    assert _said(wanted) == said


def test_a_name_that_two_accepting_bodies_share_is_not_guessed() -> None:
    """The id tells them apart."""
    alike = (DatedName(text="机关事务中心"),)
    bodies = tuple(
        one.model_copy(update={"names": alike}) if one.id in {"city_logistics", "county_logistics"} else one
        for one in SAMPLE.bodies
    )
    organisation = Organisation.model_validate({**dict(SAMPLE), "bodies": bodies})
    assert _said("机关事务中心", organisation) == "名称为“机关事务中心”的受理单位不止一个。请写单位标识。"
    assert _said("city_logistics", organisation) == "city_logistics"
