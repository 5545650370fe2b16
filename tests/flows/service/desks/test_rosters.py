"""The desk of rosters: who sees which entries, the history of one, and how it is mended by hand.

Covers: flows/service/intake/rosters.py, flows/service/intake/roster_tables.py
Covers: flows/service/shown/rosters.py, flows/views/rosters.py
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from flows.adapters.spreadsheets import Form, forms
from flows.adapters.workbooks import read_workbook
from flows.views.rosters import EntryAddition, EntryCorrection, EntryLine
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.language.vocabulary import PartyToCase
from storage.definitions.catalog import shipped_definitions
from tests.flows.cases.test_rosters import cars, granted, plate
from tests.flows.service.office import CHIEF, CLERK, NEIGHBOUR, STAFF, STRANGER, Office
from tests.matters.rostered import OWNER, entering, giving
from tests.matters.stories import varied

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
PARTIES = {"applicant": "county_finance", "owner": OWNER}
HEADS = ("车牌号", "车型", "座位数", "状况")
SEEN_BY = {"cars": "everybody", "own_cars": "belonging", "kept_cars": "keepers"}


@pytest.fixture(scope="module")
def keeping(new_office: Callable[[str], Office]) -> Office:
    """An office of its own with three rosters, each open to fewer people."""
    office = new_office("sqlite")
    for number, (roster, seen_by) in enumerate(SEEN_BY.items(), 21):
        office.publish(entering_into(roster, seen_by), f"XX0{number}")
    office.publish(giving(CAR_MATTER), "XX031")
    return office


def entering_into(roster: str, seen_by: str) -> Any:  # noqa: ANN401
    """The matter that keeps a roster of that name."""

    def change(document: dict[str, Any]) -> None:
        document["rosters"][0].update(id=roster, seen_by=seen_by)
        document["outcome"]["results"][0]["writes"][0]["roster"] = roster

    return varied(entering(CAR_MATTER), change)


def entered(office: Office, matter: str = "XX021") -> str:
    """One more car in the roster of that matter; its plate."""
    one = plate()
    granted(office, matter, list=cars(one))
    return one


def line(office: Office, key: str, roster: str = "cars", person: str = CHIEF) -> EntryLine:
    """The entry of that key as somebody sees it."""
    found: Any = office.service.rosters.show(office.who(person), roster, key)
    (only,) = found.items
    return only  # type: ignore[no-any-return]


def mend(office: Office, entry: EntryLine, person: str = CHIEF, **parts: Any) -> Any:  # noqa: ANN401
    """What somebody is told who mends it."""
    wanted = {"reason": "核对实物", "expected_version": entry.version, **parts}
    request = EntryCorrection.model_validate(wanted)
    return office.service.rosters.correct(office.who(person), "cars", entry.id, request)


@pytest.mark.parametrize(
    ("matter", "roster", "sees"),
    [
        ("XX021", "cars", {CHIEF, CLERK, STAFF, STRANGER, NEIGHBOUR}),
        ("XX022", "own_cars", {CHIEF, CLERK, STAFF}),
        ("XX023", "kept_cars", {CHIEF, CLERK}),
    ],
)
def test_an_entry_is_seen_by_whom_the_roster_is_open_to(
    keeping: Office, matter: str, roster: str, sees: set[str]
) -> None:
    """In the list, alone and where a form chooses; who may not see it is told that there is none."""
    one = entered(keeping, matter)
    entry = line(keeping, one, roster)
    service = keeping.service.rosters
    for person in (CHIEF, CLERK, STAFF, STRANGER, NEIGHBOUR):
        who = keeping.who(person)
        shown: Any = service.show(who, roster, one)
        alone = service.entry(who, roster, entry.id)
        chosen: Any = service.choices(who, roster, PartyToCase(body="owner"), PARTIES, {}, one)
        told = not isinstance(shown, NotFound) and len(shown.items) == 1
        assert (told, not isinstance(alone, NotFound), len(chosen.items) == 1) == ((person in sees,) * 3), person


def test_the_list_of_rosters_names_what_one_may_see_and_mend(keeping: Office) -> None:
    """A roster of others is not named."""
    theirs = {one.id: one for one in keeping.service.rosters.list(keeping.who(CHIEF)).items}  # type: ignore[union-attr]
    assert theirs.keys() >= set(SEEN_BY)
    assert theirs["cars"].corrects == {OWNER: "样例县机关事务管理中心"}
    others = {one.id: one for one in keeping.service.rosters.list(keeping.who(STRANGER)).items}  # type: ignore[union-attr]
    assert others.keys() & set(SEEN_BY) == {"cars", "own_cars"}
    assert (others["cars"].corrects, others["own_cars"].entries) == ({}, 0)


def test_the_history_tells_each_change_with_its_case_or_its_hand(keeping: Office) -> None:
    """The newest first; the case is linked for who may see it."""
    one = plate()
    case_no = granted(keeping, "XX021", list=cars(one))
    assert not isinstance(mend(keeping, line(keeping, one), values={"state": "大修"}), Refusal)
    view: Any = keeping.service.rosters.entry(keeping.who(CHIEF), "cars", line(keeping, one).id)
    hand, case = view.history
    assert (hand.act_name, hand.reason, hand.changed, hand.case_no) == ("手工更正", "核对实物", {"状况": "大修"}, "")
    assert (case.act_name, case.case_no, case.case_open, case.changed["车型"]) == ("登记", case_no, True, "轿车")
    stranger: Any = keeping.service.rosters.entry(keeping.who(STRANGER), "cars", view.line.id)
    assert [(told.case_no, told.case_open) for told in stranger.history] == [("", False), (case_no, False)]
    assert (view.may_correct, stranger.may_correct) == (True, False)


def test_what_is_mended_by_hand_is_judged_like_an_answer(keeping: Office) -> None:
    """A reason is given, the value is of its kind, the key is free, and nobody overwrites what others have changed."""
    one, two = entered(keeping), entered(keeping)
    known = line(keeping, one)
    for parts, why in (
        ({"values": {"seats": "许多"}}, "应为整数"),
        ({"values": {"model": ""}}, "请填写“车型”"),
        ({"values": {"colour": "黑"}}, "台账没有“colour”这一列"),
        ({"values": {"plate": two}}, f"台账中已有“{two}”"),
        ({"values": {"seats": 7}, "reason": " "}, "请写明理由"),
        ({"act": "restore"}, "记录仍在册"),
        ({"values": {"model": "机密★1年"}}, "密级标志"),
    ):
        refused = mend(keeping, known, **parts)
        assert isinstance(refused, Refusal), parts
        assert why in refused.message
    assert mend(keeping, known, values={"seats": "7"}).message == f"“{one}”已更正。"
    assert line(keeping, one).values["seats"] == 7
    late = mend(keeping, known, values={"seats": 9})
    assert isinstance(late, Refusal)
    assert "有了变化" in late.message


def test_only_its_keepers_mend_it(keeping: Office) -> None:
    """Neither a clerk, where the head alone may, nor other bodies."""
    known = line(keeping, entered(keeping))
    for person in (CLERK, STAFF, STRANGER):
        assert isinstance(mend(keeping, known, person, values={"seats": 3}), Refusal), person
    assert line(keeping, known.key).version == 1


def test_an_entry_is_taken_out_comes_back_and_is_entered_by_hand(keeping: Office) -> None:
    """One that was taken out is listed apart, and comes back under its key."""
    known = line(keeping, entered(keeping))
    mend(keeping, known, act="take_out")
    gone: Any = keeping.service.rosters.show(keeping.who(STAFF), "cars", known.key, gone=True)
    assert [one.live for one in gone.items] == [False]
    mend(keeping, gone.items[0], act="restore")
    assert line(keeping, known.key).live
    new = plate()
    wanted = EntryAddition(body=OWNER, belongs="county_court", values=cars(new)[0], reason="移交")
    made: Any = keeping.service.rosters.add(keeping.who(CHIEF), "cars", wanted)
    assert made.message == f"“{new}”已登记。"
    assert line(keeping, new).belongs_name == "样例县人民法院"
    again = keeping.service.rosters.add(keeping.who(CHIEF), "cars", wanted)
    assert isinstance(again, Refusal)
    assert "请在该记录上更正" in again.message
    elsewhere = wanted.model_copy(update={"body": "county_court"})
    assert isinstance(keeping.service.rosters.add(keeping.who(CHIEF), "cars", elsewhere), Refusal)


def test_a_change_by_hand_is_told_to_a_case_that_rests_on_the_entry(keeping: Office) -> None:
    """The decider is refused, and told what to do."""
    one = entered(keeping)
    request: Any = {"reason": "更新", "car": one, "gone": True}
    case_no = keeping.file_as("XX031", answers=request)
    keeping.done(CLERK, case_no, "accept")
    mend(keeping, line(keeping, one), act="take_out")
    refused = keeping.act(CHIEF, case_no, "approve", opinion="同意。")
    assert isinstance(refused, Refusal)
    assert f"中的“{one}”在选用之后已经注销，请退回申请人重新选择“车辆”，或者不予同意" in refused.message


def test_a_roster_goes_out_as_a_workbook_and_comes_in_again(keeping: Office) -> None:
    """What is as it was stays; what was changed is one more change, a new row a new entry; who exports leaves a line."""
    one, new = entered(keeping), plate()
    taken: Any = keeping.service.rosters.workbook(keeping.who(CHIEF), "cars")
    assert keeping.last_audit().operation == "导出台账"
    (sheet,) = read_workbook(taken.content).values()
    assert {row.cells["车牌号"] for row in sheet.rows} >= {one}
    rows = [tuple(row.cells[head] for head in sheet.heads) for row in sheet.rows]
    changed = [(*row[:2], "7", row[3]) if row[0] == one else row for row in rows]
    done: Any = loaded(keeping, [*changed, (new, "客车", "19", "")])
    assert done.entries == 2
    assert (line(keeping, one).values["seats"], line(keeping, new).values["model"]) == (7, "客车")
    assert (line(keeping, one).version, line(keeping, new).belongs) == (2, OWNER)


def loaded(office: Office, rows: Sequence[tuple[str, ...]], person: str = CHIEF, heads: tuple[str, ...] = HEADS) -> Any:  # noqa: ANN401
    """What is answered to a workbook of these rows."""
    content = forms((Form("台账", heads, tuple(rows)),), office.clock())
    return office.service.rosters.load(office.who(person), "cars", OWNER, content, "年度核对")


def test_a_workbook_with_a_wrong_row_brings_nothing(keeping: Office) -> None:
    """Every defect is told with its row; the right rows are not kept either."""
    new, twice = plate(), plate()
    rows = [(new, "客车", "19", ""), (twice, "客车", "许多", ""), (twice, "客车", "19", ""), ("", "客车", "1", "")]
    refused = loaded(keeping, rows)
    assert isinstance(refused, Refusal)
    for why in ("第 3 行：座位数：应为整数", f"第 4 行：“{twice}”在表中出现两次", "第 5 行：请填写“车牌号”"):
        assert why in refused.message
    found: Any = keeping.service.rosters.show(keeping.who(CHIEF), "cars", new)
    assert found.items == ()
    assert "缺少“座位数”一列" in loaded(keeping, [(new, "客车")], heads=HEADS[:2]).message
    assert isinstance(loaded(keeping, rows[:1], person=STAFF), Refusal)
    broken = keeping.service.rosters.load(keeping.who(CHIEF), "cars", OWNER, b"no workbook", "核对")
    assert isinstance(broken, Refusal)
    assert "XLSX" in broken.message
