"""What an office writes down of itself, read from tables and from YAML: each defect is told with where it stands and what to do.

Covers: flows/adapters/workbooks.py, matters/organisation/tables/
"""

from collections.abc import Callable
from datetime import date

import pytest

from flows.own_office import (
    Administrator,
    OwnOffice,
    administrators_in,
    founding_of,
    granted_administrators,
    organisation_and_grants_in,
    organisation_in,
)
from matters.organisation.snapshot import THREE, Organisation
from matters.organisation.text import organisation_text
from tests import county
from tests.storage.samples import NOON

Tables = dict[str, list[list[str]]]


def _read(tables: Tables) -> Organisation:
    found = organisation_in("机构.xlsx", county.workbook(tables))
    assert isinstance(found, Organisation), found
    return found


def _told(tables: Tables) -> list[str]:
    found = organisation_in("机构.xlsx", county.workbook(tables))
    assert isinstance(found, tuple), "nothing was wrong"
    return [problem.message for problem in found]


def test_tables_and_yaml_give_the_same_organisation() -> None:
    """Bodies, people, kinds of post and duties are named in Chinese in the tables; what is exported reads as it was."""
    organisation = _read(county.sheets())
    assert organisation.body("swzx").administrative == "xfb"
    assert organisation.body("xfb").aliases == ("县政府办", "府办")
    assert organisation.duty_names == {"official_vehicles": "公务用车管理", "finance": "财政"}
    assert [post.id for post in organisation.posts_in("xfb")][2:5] == [
        "xfb.staff",
        "xfb.administrator",
        "xfb.administrator.2",
    ]
    assert organisation_in("机构.yaml", organisation_text(organisation).encode()) == organisation


def test_a_renamed_body_keeps_its_former_names() -> None:
    """Old papers go on to say what it was called."""
    former = [["单位", "名称", "止"], ["swzx", "临河县机关事务管理局", "2025/6/30"]]
    body = _read(county.sheets() | {"曾用名": former}).body("swzx")
    assert [(name.text, name.since, name.until) for name in body.names] == [
        ("临河县机关事务管理局", None, date(2025, 6, 30)),
        ("临河县机关事务中心", date(2025, 7, 1), None),
    ]


def test_what_shows_how_to_fill_in_is_no_record() -> None:
    """Nor does it stand in the way of a name that is like that of the example."""
    tables = county.sheets()
    for sheet in ("单位", "人员"):
        shown = [*tables[sheet][1]]
        shown[0] = f"例：{shown[0]}"
        tables[sheet].insert(1, shown)
    assert _read(tables) == _read(county.sheets())


def test_a_workbook_is_read_with_its_administrators() -> None:
    """What set the installation up is imported again without any of the three losing the role."""
    content = county.workbook(county.sheets() | {"管理员": county.ADMINISTRATORS})
    found = organisation_and_grants_in("机构.xlsx", content)
    assert isinstance(found, Organisation)
    assert {grant.role for grant in found.grants} >= THREE
    strange = [*county.ADMINISTRATORS, ["系统管理员", "没有这人", "gl9"]]
    told = organisation_and_grants_in("机构.xlsx", county.workbook(county.sheets() | {"管理员": strange}))
    assert isinstance(told, tuple)
    assert [problem.message[:12] for problem in told] == ["系统管理员“没有这人”不"]


def _cell(sheet: str, row: int, column: int, text: str) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[sheet][row - 1][column] = text

    return change


def _more(sheet: str, *cells: str) -> Callable[[Tables], None]:
    return lambda tables: tables[sheet].append([*cells])


def _twice(*people: str) -> Callable[[Tables], None]:
    return lambda tables: tables["人员"].extend([person, "新来", ""] for person in people)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_cell("单位", 3, 7, "００２"), "“单位”表第 3 行“单位编号”：“００２”含有全角字符，请改为半角，如 002。"),
        (_cell("单位", 3, 7, "2"), "“单位”表第 3 行“单位编号”：“2”写法不对，应为三位数字，如 001；"),
        (_cell("行政区划", 2, 0, "980 322"), "“行政区划”表第 2 行“代码”：“980 322”中间有空格，请删去。"),
        (_cell("人员", 5, 1, "  "), "“人员”表第 5 行“姓名”空着。请填写"),
        (_cell("单位", 4, 3, "公司"), "“单位”表第 4 行“类别”：不能写“公司”，可用：党委机关、"),
        (_cell("职责", 2, 0, "公车"), "“职责”表第 2 行“职责”：没有“公车”这一种，可写："),
        (_cell("任职", 4, 3, "元旦"), "“任职”表第 4 行“起”：“元旦”不是日期，请写作 2026-03-02。"),
        (_cell("岗位", 2, 4, "对"), "“岗位”表第 2 行“主要负责人”：不能写“对”，请写“是”或“否”"),
        (_cell("岗位", 4, 4, "是"), "“单位”表第 2 行：单位“临河县人民政府办公室”有 2 个主要负责人岗位（主任、秘书）。"),
        (
            _cell("单位", 2, 8, "swzx"),
            "“单位”表第 2 行：“xfb”沿行政隶属又回到自己"
            "（临河县人民政府办公室 → 临河县机关事务中心 → 临河县人民政府办公室）。请更正行政隶属关系。",
        ),
        (
            _more("单位", "other", county.FINANCE, "", "行政机关", "县级", county.REGION, "临财二", "009", ""),
            "“岗位”表第 10 行“单位”：有几个单位叫“临河县财政局”，请在这里改写单位的标识。",
        ),
        (_more("单位", "x", "一局", "", "公司", "县级", county.REGION, "临一", "010", ""), "以上改正后，再核对"),
        (
            _more("人员", "mohui", "莫辉", "8210003"),
            "“人员”表第 4 行、“人员”表第 19 行：人员标识“mohui”重复出现 2 次。",
        ),
        (_more("人员", "mohui2", "莫辉", "8210003"), "“任职”表第 4 行“人员”：有几位“莫辉”，请在这里改写人员的标识。"),
        (_twice("new1", "new2"), "“人员”表第 20 行：人员“新来”有 new1 和 new2 两个标识。是同一人的，合并为一个"),
        (_more("授权", "没有这人", "申请人", "全部"), "授权“没有这人”的人员“没有这人”不存在。请更正或补上。"),
        (_more("任职", "mohui", "czj", "厨师"), "任职“mohui”的岗位“厨师”不存在。请更正或补上。"),
        (lambda tables: tables.pop("职责"), "缺少“职责”表。请从模板中补上。"),
        (_cell("单位", 1, 6, "代字"), "“单位”表第 1 行缺少“机关代字”一列。请从模板中补上。"),
        (_cell("单位", 4, 1, "临河县👍中心"), "“单位”表第 4 行：单位“swzx”的名称："),
    ],
)
def test_a_bad_table_is_told_with_sheet_and_row(change: Callable[[Tables], object], sentence: str) -> None:
    """And with what to do."""
    tables = county.sheets()
    change(tables)
    told = _told(tables)
    assert any(one.startswith(sentence) or sentence in one for one in told), told


def test_merged_cells_are_refused() -> None:
    """Only the first of them holds the text, so that the rows below would be read as blank."""
    found = organisation_in("机构.xlsx", county.workbook(county.sheets(), merged="B2:C2"))
    assert isinstance(found, tuple)
    assert "“行政区划”表有合并单元格（B2:C2）。请取消合并，每行都写全。" in [problem.message for problem in found]


def test_defects_of_yaml_have_their_line() -> None:
    """Of the record that is meant."""
    text = organisation_text(_read(county.sheets())).replace("prefix: 临财", "prefix: 临机管")
    lines = text.splitlines()
    first, second = (n for n, line in enumerate(lines, 1) if line in ("- id: czj", "- id: swzx"))
    found = organisation_in("机构.yaml", text.encode())
    assert isinstance(found, tuple)
    assert found[0].message.startswith(f"机构.yaml 第 {first} 行、机构.yaml 第 {second} 行：机关代字“临机管”重复")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old", b"\xff\xfe\x00", county.workbook(county.sheets())[:2000]]
)
def test_what_is_no_table_is_told(content: bytes) -> None:
    """Broken off, of an old format or encrypted, or no text."""
    found = organisation_in("机构", content)
    assert isinstance(found, tuple)
    assert "请" in found[0].message


def test_administrators_are_three_people_of_the_organisation() -> None:
    """Named by their names or ids; who is missing, unknown or named twice is told, and a name nobody can log in under."""
    organisation = _read(county.sheets())
    found = administrators_in("管理员.xlsx", county.workbook({"管理员": county.ADMINISTRATORS}))
    assert [one.username for one in found if isinstance(one, Administrator)] == ["gl1", "gl2", "gl3", "gl4"]
    written = (
        "administrators:\n"
        "- {role: system_admin, person: 莫辉, username: Mo}\n"
        "- {role: audit_admin, person: nobody, username: wu}\n"
    )
    named = administrators_in("管理员.yaml", written.encode())
    wanted = OwnOffice("临河县", organisation, tuple(one for one in named if isinstance(one, Administrator)))
    refused = founding_of(wanted, NOON)
    assert isinstance(refused, tuple)
    said = " ".join(problem.message for problem in refused)
    for sentence in ("没有写明安全管理员", "审计管理员“nobody”不在人员中", "用户名“Mo”不合要求"):
        assert sentence in said
    assert granted_administrators(organisation, NOON.date()) == ()
