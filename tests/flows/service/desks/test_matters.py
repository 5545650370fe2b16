"""Matters as the desk lists them, and the body for which somebody fills in what of a matter is local, by its id or name."""

from collections.abc import Callable
from datetime import datetime

import pytest

from flows.catalogue import find
from flows.service.desks.matters import _accepting
from flows.views.matters import MatterList, MatterQuery
from matters.calendar import SHANGHAI, Calendar
from matters.errors.door import Forbidden, Invalid
from matters.language.document import Definition
from matters.organisation.snapshot import DatedName, Organisation
from matters.world import World
from storage.definitions import catalog
from tests.flows.service.office import STAFF, Office

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


def test_what_is_meant_comes_first_with_the_body_that_accepts_it(new_office: Callable[[str], Office]) -> None:
    """派车 before 更新购置, from whoever looks to the office of their own county."""
    one_office = new_office("sqlite")  # in which nobody has published anything alike
    found = one_office.service.matters.list(one_office.who(STAFF), MatterQuery(q="用车"))
    assert isinstance(found, MatterList)
    assert [one.code for one in found.items][:2] == ["MS032", "MS030"]
    assert found.items[0].owner_name == "样例县机关事务管理中心"
    assert not found.nearest
    assert not found.ask


def test_where_nothing_is_meant_the_list_is_empty_and_says_what_is_near_and_whom_to_ask(one_office: Office) -> None:
    """What is near is no answer, and does not count as one."""
    found = one_office.service.matters.list(one_office.who(STAFF), MatterQuery(q="公车私用"))
    assert isinstance(found, MatterList)
    assert (found.items, found.page.total) == ((), 0)
    assert found.nearest[0].code == "MS032"
    assert "武长青（样例县行政审批局（大数据中心））" in found.ask


def test_a_category_narrows_what_is_listed_and_not_what_is_counted(one_office: Office) -> None:
    """One goes from one category to the next."""
    found = one_office.service.matters.list(one_office.who(STAFF), MatterQuery(category="会务"))
    assert isinstance(found, MatterList)
    assert {one.category for one in found.items} == {"会务"}
    (categories,) = (facet for facet in found.facets if facet.id == "category")
    assert {"会务", "机关事务"} <= {one.value for one in categories.values}


def test_what_one_files_often_is_a_row_of_its_own(one_office: Office) -> None:
    """Of one's own cases, and those of the body."""
    code = one_office.publish(catalog.shipped_definitions()[0])
    one_office.file_as("MS032")
    often = one_office.service.matters.often(one_office.who(STAFF))
    assert not isinstance(often, Forbidden)
    assert "MS032" in [one.code for one in often]
    assert code not in [one.code for one in often]
