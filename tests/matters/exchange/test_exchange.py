"""Tables of the standards: every matter out and in again without a change, what is changed taken over, what is wrong told by row.

Covers: matters/exchange/of_matters.py, matters/exchange/of_materials.py, matters/exchange/parts.py
Covers: matters/exchange/tables.py, matters/exchange/taking.py
"""

from collections.abc import Iterator, Mapping
from typing import get_args

import pytest

from matters.exchange.of_matters import NOT_KEPT
from matters.exchange.parts import Described, Standard
from matters.exchange.tables import Table, correspondence, tables
from matters.exchange.taking import FoundRow, FoundTables, Known, Taken, taken
from matters.language.clock import AtOnce, CalendarDays
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from storage.definitions import catalog

CODE, MATERIAL = "事项代码（扩展项）", "材料标识（扩展项）"
STANDARDS = get_args(Standard)


@pytest.fixture(scope="module")
def known(shipped: Mapping[str, Definition]) -> Known:
    """Everything that ships."""
    template = read_definition(catalog.matter_template("XY000", "新事项"), "XY000")
    assert isinstance(template, Definition)
    return Known({code: Described(one, ("样例县数据局",)) for code, one in shipped.items()}, template)


def rows_of(table: Table) -> list[dict[str, str]]:
    """As a file has them."""
    return [dict(zip(table.heads, (cell.strip() for cell in row), strict=True)) for row in table.rows]


def found(
    standard: Standard, matters: list[dict[str, str]], materials: list[dict[str, str]] | None = None
) -> FoundTables:
    """As they are read, below their heads."""
    numbered = [[FoundRow(n, row) for n, row in enumerate(rows, 2)] for rows in (matters, materials or [])]
    return FoundTables(standard, *numbered)


def row_of(known: Known, code: str, **changes: str) -> dict[str, str]:
    """The row of a matter, said otherwise."""
    row = rows_of(tables("gbt39046", [known.matters[code]])[0])[0]
    assert changes.keys() <= row.keys()
    return row | changes


def one(known: Known, code: str, **changes: str) -> Taken:
    """What that row makes of the matter, which nothing is wrong with."""
    made, problems = taken(found("gbt39046", [row_of(known, code, **changes)]), known)
    assert not problems
    return made[0]


def told(known: Known, *rows: dict[str, str]) -> list[str]:
    """What is wrong."""
    return [problem.message for problem in taken(found("gbt39046", list(rows)), known)[1]]


@pytest.mark.parametrize("standard", STANDARDS)
def test_what_went_out_comes_in_as_it_was(standard: Standard, known: Known) -> None:
    """All of the catalogue; nothing differs, nothing is left over."""
    matters, materials, _ = tables(standard, known.matters.values())
    made, problems = taken(found(standard, rows_of(matters), rows_of(materials)), known)
    assert not problems
    assert len(made) == len(known.matters)
    assert all(each.unchanged and not each.derived for each in made)


def test_what_is_said_otherwise_is_taken_over(known: Known) -> None:
    """Each in its own place, and nothing else of the definition changes."""
    before = known.matters["MS009"].matter
    made = one(
        known,
        "MS009",
        事项名称="电子政务外网接入和变更",
        实施编码="990121001",
        设定依据="《甲办法》　第三条\n参照：《乙条例》",
        行使层级="4 县级",
        承诺办结时限="15",
        受理条件="条件一。\n条件二。",
        咨询方式="5550999",
        常见问题="问：多久？\n答：十五天。\n至多。\n问：谁？\n答：我。",
        办件类型="1",
    )
    after, guide = made.definition, made.definition.guide
    assert (after.name, after.edition.version) == ("电子政务外网接入和变更", before.edition.version + 1)
    assert (guide.local_code, guide.owner.levels, guide.case_type) == ("990121001", ("county",), "immediate")
    assert [(b.title, b.clause, b.applies) for b in guide.legal_basis] == [
        ("《甲办法》", "第三条", True),
        ("《乙条例》", "", False),
    ]
    assert after.clock
    assert after.clock.promised.model_dump() == {"kind": "working_days", "days": 15}
    assert guide.conditions == ("条件一。", "条件二。")
    assert next(c.phone for c in guide.contacts if c.purpose == "enquiry") == "5550999"
    assert [(q.question, q.answer) for q in guide.questions] == [("多久？", "十五天。\n至多。"), ("谁？", "我。")]
    assert (after.steps, after.form, after.outcome) == (before.steps, before.form, before.outcome)
    assert len(made.changed) == 9


@pytest.mark.parametrize(("days", "unit", "limit"), [("0", "工作日", AtOnce), ("30", "自然日", CalendarDays)])
def test_a_limit_is_a_number_and_its_unit(days: str, unit: str, limit: type, known: Known) -> None:
    """At once is no day at all."""
    made = one(known, "MS009", 法定办结时限=days, 法定办结时限单位=unit if days != "0" else "")
    assert made.definition.clock
    assert isinstance(made.definition.clock.legal, limit)


def test_what_follows_from_other_parts_is_not_taken_over(known: Known) -> None:
    """The flow and the errands are what the definition makes them; that is told."""
    made = one(known, "MS009", 到办事现场次数="3", 办理流程="受理→办结")
    assert made.unchanged
    assert set(made.derived) == {"到办事现场次数", "办理流程"}


def test_a_new_matter_begins_from_the_template(known: Known) -> None:
    """Named by its row; what the row does not say stays to be written."""
    made, problems = taken(found("gbt39046", [{CODE: "XY001", "事项名称": "样例新事项", "承诺办结时限": "7"}]), known)
    assert not problems
    assert made[0].before is None
    assert (made[0].definition.code, made[0].definition.name, made[0].definition.edition.version) == (
        "XY001",
        "样例新事项",
        1,
    )


@pytest.mark.parametrize(
    ("cell", "written", "sentence"),
    [
        ("承诺办结时限", "十天", "“十天”应为 0 至 365 的整数"),
        ("承诺办结时限", "366", "应为 0 至 365 的整数"),
        ("承诺办结时限单位", "小时", "应为“工作日”或者“自然日”"),
        ("事项类型", "01", "为 11 至 19"),
        ("行使层级", "9 某级", "没有行使层级“9”"),
        ("行使层级", "", "请写明行使层级"),
        ("办件类型", "加急", "应为“1 即办件”或者“2 承诺件”"),
        ("常见问题", "多久？", "以“问：”开头"),
        ("设定依据", "", "至少要有 1 项"),
        ("事项名称", "长" * 201, "至多 200 个字"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row(cell: str, written: str, sentence: str, known: Known) -> None:
    """And nothing is made of the row."""
    (message,) = told(known, row_of(known, "MS032"), row_of(known, "MS009", **{cell: written}))
    assert message.startswith("“事项”第 3 行")
    assert sentence in message


def test_a_limit_by_situation_is_not_said_by_a_number(known: Known) -> None:
    """Its days are changed where all of them can be seen."""
    by_case = next(
        code for code, d in known.matters.items() if d.matter.clock and d.matter.clock.promised.kind == "by_case"
    )
    assert "分情形" in told(known, row_of(known, by_case, 承诺办结时限="5"))[0]


def test_rows_that_fit_nothing_are_told(known: Known) -> None:
    """A matter twice, one without a name, one with no code, a local code that is somebody else's."""
    twice = row_of(known, "MS009")
    nameless, odd = {CODE: "XY002"}, {CODE: "xy", "事项名称": "样例"}
    messages = told(known, twice, twice, nameless, odd)
    assert [message.partition("：")[0] for message in messages] == [
        "“事项”第 3 行“事项代码（扩展项）”",
        "“事项”第 4 行",
        "“事项”第 5 行",
    ]
    shared = told(known, row_of(known, "MS009", 实施编码="7"), row_of(known, "MS032", 实施编码="7"))
    assert len(shared) == 1
    assert "“7”已是事项 MS" in shared[0]


def materials(known: Known) -> Iterator[tuple[str, dict[str, str]]]:
    """Every material with its matter."""
    for row in rows_of(tables("gbt39046", known.matters.values())[1]):
        yield row[CODE], row


def test_materials_are_changed_in_their_own_table(known: Known) -> None:
    """By their ids; one that is not there is told, and so is one whose matter has no row."""
    code, row = next((code, row) for code, row in materials(known) if row["是否必备"] == "必备")
    said = found("gbt39046", [row_of(known, code)], [row | {"复印件份数": "2", "是否必备": "建议提供"}])
    (made,), problems = taken(said, known)
    assert not problems
    changed = made.definition.material(row[MATERIAL])
    assert changed
    assert (changed.copies, changed.required) == (2, "advised")
    other = found("gbt39046", [row_of(known, code)], [row | {MATERIAL: "another"}, row | {CODE: "MS999"}])
    assert [problem.message.partition("：")[0] for problem in taken(other, known)[1]] == [
        "“材料”第 3 行“事项代码（扩展项）”",
        "“材料”第 2 行“材料标识（扩展项）”",
    ]


def test_what_a_situation_requires_is_not_said_by_a_word(known: Known) -> None:
    """Its condition would be lost."""
    code, row = next((code, row) for code, row in materials(known) if row["是否必备"] == "视情形")
    said = found("gbt39046", [row_of(known, code)], [row | {"是否必备": "必备"}])
    assert "视情形提供的" in taken(said, known)[1][0].message


def test_the_correspondence_names_what_has_none() -> None:
    """Every element once, with the reason why nothing corresponds to it."""
    table = correspondence()
    names = [row[1] for row in table.rows if row[1]]
    assert len(names) == len(set(names))
    lacking = {row[1]: row[4] for row in table.rows if row[3] == "没有对应"}
    assert lacking == {one.name: one.why for one in NOT_KEPT}
    assert all(lacking.values())
