"""The list of matters: by what it is narrowed, which batches stand in it, and its files.

Covers: flows/service/intake/narrowing.py
"""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest

from flows.views.base import ExportFormat, Turn
from flows.views.cases import FileContent
from flows.views.matters import ListedMatter, MatterList, MatterListing, MatterQuery
from matters.errors.door import NotYetListed
from matters.language.document import Definition
from matters.language.guide import Batch
from storage.definitions import catalog
from tests.flows.service.office import STAFF, START, Office

AUDITOR = "p7"


@pytest.fixture(scope="module")
def office(new_office: Callable[[str], Office]) -> Office:
    """An office in which nobody else publishes anything: what is shipped, and one matter in each of two batches."""
    made = new_office("sqlite")
    for code, number in (("TX901", 1), ("TX902", 2)):
        made.publish(_in_batch(number), code)
    return made


def _in_batch(number: int) -> Definition:
    cars = next(one for one in catalog.shipped_definitions() if one.code == "MS032")
    day = START.date() + timedelta(days=30 * (number - 1))
    batch = Batch(number=number, published_on=day, document_no=f"样府办发〔2026〕{number}号")
    return cars.model_copy(update={"guide": cars.guide.model_copy(update={"batch": batch})})


def _list(office: Office, **asked: str | int) -> MatterListing:
    return _read(office, STAFF, MatterQuery.model_validate(asked))


def _read(office: Office, person: str, query: MatterQuery) -> MatterListing:
    found = office.service.matters.listed(office.who(person), query)
    assert isinstance(found, MatterListing)
    return found


def _lines(office: Office, **asked: str | int) -> list[ListedMatter]:
    """The whole list, page after page."""
    query, caller = MatterQuery.model_validate(asked), office.who(STAFF)
    pages = range(1, _list(office, **asked).page.total // 50 + 2)
    found = (office.service.matters.listed(caller, query, Turn(number=number, size=50)) for number in pages)
    return [line for page in found if isinstance(page, MatterListing) for line in page.items]


def _codes(office: Office, **asked: str | int) -> set[str]:
    return {line.code for line in _lines(office, **asked)}


def test_the_list_is_the_same_for_everybody(office: Office) -> None:
    """A village has nobody who accepts most of it, and reads it all the same."""
    assert _read(office, "p29", MatterQuery()).items == _list(office).items


@pytest.mark.parametrize(
    "asked", [{"errands": "none"}, {"scope": "cross_level"}, {"level": "city"}, {"category": "会务"}]
)
def test_what_a_condition_leaves_is_what_its_facet_counted(office: Office, asked: dict[str, str]) -> None:
    """Each with its value; the list of what can be filed is narrowed alike."""
    ((name, value),) = asked.items()
    everything, left = _list(office), _list(office, **asked)
    (facet,) = (one for one in everything.facets if one.id == name)
    assert {one.value: one.count for one in facet.values}[value] == left.page.total
    assert 0 < left.page.total <= everything.page.total
    offered = office.service.matters.list(office.who(STAFF), MatterQuery.model_validate(asked))
    assert isinstance(offered, MatterList)
    assert {one.code for one in offered.items} == {one.code for one in left.items}


def test_a_body_has_the_matters_that_it_accepts_and_no_others(office: Office) -> None:
    """By its duty, in its region; a region has those of its bodies, and names these alone."""
    cars = _lines(office, body="county_logistics")
    assert {"MS030", "MS032"} <= {line.code for line in cars}
    assert {line.bodies for line in cars} == {("样例县机关事务管理中心",)}
    assert _codes(office, body="county_court") == set()
    county = _lines(office, region="990121")
    assert {"样例县机关事务管理中心"} == {body for line in county if line.code == "MS032" for body in line.bodies}
    assert {"样例市机关事务管理局"} <= {body for line in _lines(office) if line.code == "MS030" for body in line.bodies}


def test_a_batch_stands_in_the_list_from_its_day(office: Office) -> None:
    """Until then it is neither listed nor found, and a filing is told when; then it is counted with its batch."""
    assert _codes(office, batch=1) == {"TX901"}
    assert not {"TX902"} & _codes(office)
    request = office.request().model_copy(update={"matter": "TX902"})
    refused = office.service.cases.submit(office.who(STAFF), request, None)
    assert isinstance(refused, NotYetListed)
    assert refused.message == "“公务用车派车”列入第 2 批目录，自2026年4月1日起公布办理。请到时再来申请。"
    office.clock.pass_by(days=30)
    try:
        assert _codes(office, batch=2) == {"TX902"}
        (batches,) = (one for one in _list(office).facets if one.id == "batch")
        assert [(one.value, one.name, one.count) for one in batches.values] == [
            ("1", "第 1 批", 1),
            ("2", "第 2 批", 1),
        ]
    finally:
        office.clock.pass_by(days=-30)


def test_the_files_have_a_row_for_every_matter_of_the_list(office: Office) -> None:
    """CSV and JSON say the same, with what was asked for at their head."""
    lines = _lines(office, errands="none", region="990121")
    asked = MatterQuery(errands="none", region="990121")

    def exported(form: ExportFormat) -> str:
        file = office.service.exports.matters(office.who(STAFF), asked, form)
        assert isinstance(file, FileContent)
        return file.content.decode("utf-8-sig")

    told = json.loads(exported("json"))
    assert [row["事项代码"] for row in told["rows"]] == [line.code for line in lines]
    assert told["notes"][0] == "筛选条件：地区：样例县；跑动次数：一次不跑"
    title, *notes, heads = (row for row, _ in zip(csv.reader(StringIO(exported("csv"))), range(4), strict=False))
    rows = list(csv.reader(StringIO(exported("csv"))))[4:]
    assert (title, heads, len(notes)) == (["事项清单"], list(told["rows"][0]), 2)
    assert rows == [list(row.values()) for row in told["rows"]]


def test_a_condition_that_names_nothing_known_finds_nothing(office: Office) -> None:
    """And the file says it as it was asked."""
    assert _list(office, region="110000").page.total == 0
    file = office.service.exports.matters(office.who(STAFF), MatterQuery(region="110000", batch=9), "json")
    assert isinstance(file, FileContent)
    assert json.loads(file.content)["notes"][0] == "筛选条件：地区：110000；目录批次：第 9 批"
