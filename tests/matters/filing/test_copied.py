"""Another filing with what an earlier one said: what is signed or dated is given anew, what fits no longer is left out."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.calendar import Calendar
from matters.filing.copied import Copied, copied, papers_to_bring
from matters.language.document import Definition
from matters.organisation.snapshot import Organisation
from matters.who.parties import Parties
from tests.matters.rich_form import ANSWERS as RICH
from tests.matters.rich_form import rich_form
from tests.matters.rostered import giving
from tests.matters.stories import ANSWERS, STAFF, Story, varied

Copying = Callable[[Definition, Definition, dict[str, Any]], Copied]
PARTIES = Parties(STAFF, "county_finance", "county_logistics")


@pytest.fixture
def copy(organisation: Organisation, calendar: Calendar) -> Copying:
    """The copy of a case filed under the first definition, begun under the second."""

    def made(old: Definition, now: Definition, answers: dict[str, Any]) -> Copied:
        return copied(old, now, answers, Story(old, organisation, calendar).world, PARTIES)

    return made


def test_what_is_signed_and_dated_is_given_anew(copy: Copying, shipped: dict[str, Definition]) -> None:
    """Everything else goes along, word for word."""
    matter = shipped["MS032"]
    found = copy(matter, matter, ANSWERS)
    anew = {"depart_at", "return_at", "pledge"}
    assert found.answers == {key: value for key, value in ANSWERS.items() if key not in anew}
    assert found.left_out == (
        ("出发时间", "时间须重新填写"),
        ("预计返回时间", "时间须重新填写"),
        ("用车承诺", "承诺须重新作出"),
    )


def test_what_a_roster_says_is_taken_over_anew(copy: Copying, shipped: dict[str, Definition]) -> None:
    """The entry goes along, what was copied from it does not: it may say something else by now."""
    matter = giving(shipped["MS032"])
    found = copy(matter, matter, {"reason": "更新", "car": "样A1", "model": "轿车", "seats": 5, "gone": True})
    assert (found.answers, found.left_out) == ({"reason": "更新", "car": "样A1", "gone": True}, ())


def test_rows_go_along_without_their_dates(copy: Copying, shipped: dict[str, Definition]) -> None:
    """A column is named once, however many rows there were; what is computed comes by itself."""
    matter = rich_form(shipped["MS032"])
    found = copy(matter, matter, RICH)
    assert found.answers["items"] == [{k: v for k, v in row.items() if k != "needed_on"} for row in RICH["items"]]
    assert ("采购明细·需用日期", "日期须重新填写") in found.left_out
    assert {"start_on", "end_on"} & set(found.answers) == set()
    assert {"carrier", "contact", "owner"} <= set(found.answers)


def test_what_the_version_in_force_does_not_ask_or_take_is_left_out_with_the_reason(
    copy: Copying, shipped: dict[str, Definition]
) -> None:
    """A field that has gone, one of another type, a number out of its new range, somebody who is not in office."""

    def change(document: dict[str, Any]) -> None:
        fields = document["form"]["sections"][0]["fields"]
        by_id = {field["id"]: field for field in fields}
        fields.remove(by_id["vehicle_use"])
        by_id["purpose"].update(type="long_text")
        by_id["passengers"].update(max=1)

    matter = shipped["MS032"]
    now = varied(matter, change)
    found = copy(matter, now, ANSWERS)
    told = dict(found.left_out)
    assert told["用车类型"] == told["用车事由"] == "现行版本没有这一项"
    assert told["乘车人数"].startswith("不能大于")
    assert {"vehicle_use", "purpose", "passengers"} & set(found.answers) == set()
    gone = copy(rich_form(matter), rich_form(matter), RICH | {"owner": "nobody"})
    assert dict(gone.left_out)["本单位经办人"] == "请从在册人员中选择"


def test_papers_stay_with_their_case(shipped: dict[str, Definition]) -> None:
    """Those that were handed in and would be asked for again are named."""
    matter = shipped["MS032"]
    (material,) = (one for one in matter.materials if one.source.kind == "applicant")
    assert [name for name, _ in papers_to_bring(matter, {material.id: ("f1",)})] == [material.name]
    assert list(papers_to_bring(matter, {material.id: ()})) == []
