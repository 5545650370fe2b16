"""Matters taken along as tables of the standards, and brought in as drafts: all of them or none, twice the same.

Covers: flows/service/intake/matter_tables.py
"""

import json
from typing import Any

import pytest

from flows.adapters.spreadsheets import Column, Sheet, tables
from flows.adapters.workbooks import read_workbook
from flows.service.intake.matter_tables import MOST_ROWS
from flows.views.cases import FileContent
from flows.views.editing import DefinitionView, TakenTables
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid
from storage.database import Session
from storage.definitions import matter_drafts
from tests.flows.service.desks.rules.test_matter_editing import AUTHOR
from tests.flows.service.office import STAFF, START, Office

CODE = "事项代码（扩展项）"


def exported(office: Office, standard: Any = "gbt39046", form: Any = "json") -> bytes:  # noqa: ANN401
    """What goes out."""
    file = office.service.matter_tables.export(office.who(AUTHOR), standard, form)
    assert isinstance(file, FileContent)
    return file.content


def rows(content: bytes) -> list[dict[str, str]]:
    """The matters of an exported file."""
    found: list[dict[str, str]] = json.loads(content)["事项"]
    return found


def written(*matters: dict[str, str]) -> bytes:
    """A file with these rows."""
    return json.dumps({"事项": matters}, ensure_ascii=False).encode()


def text_of(office: Office, code: str) -> str:
    """The draft as it is kept, nothing where there is none."""
    view = office.service.matter_editing.show(office.who(AUTHOR), code)
    return view.draft.text if isinstance(view, DefinitionView) and view.draft else ""


def taken(office: Office, content: bytes) -> TakenTables | Refusal:
    """Brought in by an administrator."""
    return office.service.matter_tables.take_in(office.who(AUTHOR), content)


def discard(office: Office, *codes: str) -> None:
    """As it was before: the office is shared."""

    def drop(session: Session) -> None:
        for code in codes:
            if held := matter_drafts.lock(session, code):
                matter_drafts.drop(session, held)

    with office.resources.database.transaction() as session:
        drop(session)


@pytest.mark.parametrize("standard", ["gbt39046", "national"])
def test_a_workbook_that_went_out_comes_in_without_a_change(one_office: Office, standard: str) -> None:
    """As XLSX, read by its heads; whoever accepts a matter stands in it."""
    content = exported(one_office, standard, "xlsx")
    sheets = read_workbook(content)
    assert list(sheets) == ["事项", "材料", "要素对照"]
    assert any(row.cells.get("实施主体") or row.cells.get("dept_name") for row in sheets["事项"].rows)
    tried = one_office.service.matter_tables.try_in(one_office.who(AUTHOR), content)
    assert isinstance(tried, TakenTables)
    assert {one.state for one in tried.items} == {"unchanged"}
    assert "没有可以导入的内容" in tried.message


def test_what_differs_becomes_a_draft_and_twice_is_once(office: Office) -> None:
    """A changed matter and a new one; the second time nothing happens, and nothing was touched by trying."""
    row = next(one for one in rows(exported(office)) if one[CODE] == "MS009")
    content = written(row | {"承诺办结时限": "12"}, {CODE: "XY771", "事项名称": "样例新事项"})
    tried = office.service.matter_tables.try_in(office.who(AUTHOR), content)
    assert isinstance(tried, TakenTables)
    assert [(one.code, one.state, one.changed) for one in tried.items] == [
        ("MS009", "changed", ("承诺办结时限",)),
        ("XY771", "new", ()),
    ]
    assert not tried.kept
    assert not text_of(office, "MS009")
    try:
        first = taken(office, content)
        drafts = [text_of(office, code) for code in ("MS009", "XY771")]
        second = taken(office, content)
        assert isinstance(first, TakenTables), first
        assert first.kept
        assert first == second
        assert drafts == [text_of(office, code) for code in ("MS009", "XY771")]
        assert "days: 12" in drafts[0]
        assert "样例新事项" in drafts[1]
        other = taken(office, written(row | {"承诺办结时限": "11"}))
        assert isinstance(other, Invalid)
        assert "已有" in other.problems[0].message
    finally:
        discard(office, "MS009", "XY771")


def test_one_wrong_row_and_nothing_is_kept(one_office: Office) -> None:
    """Three of ten thousand: each is told with its row, and no draft was begun; corrected, all of them are."""
    names = [{CODE: f"XY{n:03}", "事项名称": f"样例{n}"} for n in range(700, 760)]
    wrong = [{**one, "事项类型": "01"} if n in (3, 30, 57) else one for n, one in enumerate(names)]
    refused = taken(one_office, written(*wrong))
    assert isinstance(refused, Invalid)
    assert [problem.message.partition("“事项类型”")[0] for problem in refused.problems] == [
        "“事项”第 4 行",
        "“事项”第 31 行",
        "“事项”第 58 行",
    ]
    assert not any(text_of(one_office, one[CODE]) for one in names[:5])
    try:
        done = taken(one_office, written(*names))
        assert isinstance(done, TakenTables), done
        assert all(text_of(one_office, one[CODE]) for one in names)
    finally:
        discard(one_office, *(one[CODE] for one in names))


def test_what_is_no_table_is_told(one_office: Office) -> None:
    """Broken files, other heads, too many rows, a mark of secrecy."""
    other = tables([Sheet("事项", (), (Column("甲"),), (("1",),))], START)
    for content in (b"", b"PK", b"[]", b'{"a": 1}', other, written({"甲": "1"})):
        assert isinstance(taken(one_office, content), Invalid)
    many = taken(one_office, written(*({CODE: "XY001", "事项名称": "甲"} for _ in range(MOST_ROWS + 1))))
    assert isinstance(many, Invalid)
    assert "至多导入" in many.problems[0].message
    marked = taken(one_office, written({CODE: "XY772", "事项名称": "机密★事项"}))
    assert isinstance(marked, Invalid), marked


def test_only_administrators_of_matters(one_office: Office) -> None:
    """Out, to try and in."""
    desk, staff = one_office.service.matter_tables, one_office.who(STAFF)
    for answer in (desk.export(staff, "gbt39046", "xlsx"), desk.try_in(staff, b""), desk.take_in(staff, b"")):
        assert isinstance(answer, Forbidden)
