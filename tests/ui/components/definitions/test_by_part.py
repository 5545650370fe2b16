"""A draft is changed part by part: each change goes to the service as the text with that change, and nothing else.

Covers: ui/components/definitions/part_fields.py
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.editing import DefinitionDraft
from matters.language.places import Data, Path
from matters.language.text.editing import Insert, MoveDown, Put, Remove, changed, part_at
from matters.language.text.yaml_text import Parsed, parse_yaml
from matters.language.vocabulary import TO_FILL_IN
from storage.definitions import catalog
from tests.ui.conftest import Open
from tests.ui.pages.managing.test_definition_page import CODE, NEXT, WRITING, Desk, button, editing
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService

__all__ = ["editing"]  # the fixture of the page's own tests
Editing = Callable[..., Desk]
FIELD = ("form", "sections", 0, "fields", 0)


@pytest.fixture
def open_at(open_page: Open) -> Callable[[Path], AppTest]:
    """The page with a part open."""

    def opened(path: Path) -> AppTest:
        page = open_page("definition_page", matter=CODE)
        page.session_state[f"definition.{CODE}.place"] = path
        page.run()
        assert not page.exception
        return page

    return opened


def saved(desk: Desk) -> str:
    """The text that was saved, and nothing else since one looked."""
    ((call, text, _),) = desk.calls
    assert call == "save"
    desk.calls.clear()
    return str(text)


def field(page: Any, kind: str, label: str) -> Any:  # noqa: ANN401 - AppTest's own
    """The field of that label among what is edited by part: the form's preview has fields of its own."""
    own = f"definition.{CODE}.at."
    return next(one for one in page.get(kind) if one.label == label and (one.key or "").startswith(own))


def test_the_way_down_and_up(open_page: Open, editing: Editing) -> None:
    """Part by part by what it is called; nothing is saved by looking."""
    desk = editing(WRITING)
    page = open_page("definition_page", matter=CODE)
    for label in ("打开表单", "打开第 1 项", "打开填报项", "打开第 1 项"):
        button(page, label).click().run()
    assert page.session_state[f"definition.{CODE}.place"] == FIELD
    assert field(page, "text_input", "名称").value == "申请事由"
    button(page, "表单　›").click().run()
    assert page.session_state[f"definition.{CODE}.place"] == ("form",)
    assert desk.calls == []


@pytest.mark.parametrize(
    ("kind", "path", "label", "value", "put"),
    [
        ("text_input", FIELD, "名称", " 为何申请 ", "为何申请"),
        ("number_input", FIELD, "字数上限", 60, 60),
        ("text_area", ("guide",), "办理条件（每行一条）", "一\n\n 二 ", ["一", "二"]),
        ("multiselect", ("guide",), "联办范围", ["cross_level"], ["cross_level"]),
        ("selectbox", ("clock", "starts"), "种类", "提交", "submitted"),
        ("selectbox", ("guide",), "办件类型", "immediate", "immediate"),
        ("selectbox", ("outcome", "results", 0), "结果文书", "denial", "denial"),
        ("multiselect", ("steps", 1), "受审分离", [], []),
        ("text_area", ("outcome", "papers", 0, "blocks", 0), "文字", "“{申请事由}”（{办件编号}）", "“{purpose}”（{case_no}）"),
    ],
)  # fmt: skip
def test_one_value_is_changed(  # noqa: PLR0913 - a row of the table
    open_at: Callable[[Path], AppTest], editing: Editing, kind: str, path: Path, label: str, value: object, put: object
) -> None:
    """By the field its model calls for; names are chosen by what they are called, and in braces written so."""
    desk = editing(WRITING)
    field(open_at(path), kind, label).set_value(value).run()
    text = saved(desk)
    places = [path, *((*path, key) for key in _at(NEXT, path))] if isinstance(_at(NEXT, path), dict) else [path]
    assert text in [changed(NEXT, Put(place, put)) for place in places]  # type: ignore[arg-type]
    assert text != NEXT


def _at(text: str, path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    parsed = parse_yaml(text)
    assert isinstance(parsed, Parsed)
    return part_at(parsed.data, path)


def test_what_may_be_said_besides_is_added_and_taken_out(open_at: Callable[[Path], AppTest], editing: Editing) -> None:
    """A blank one, in the order of the model."""
    desk = editing(WRITING)
    page = open_at(FIELD)
    field(page, "selectbox", "还可以写明").set_value("填写说明").run()
    button(page, "写明").click().run()
    assert f"label: 申请事由, help: {TO_FILL_IN}, type: text" in saved(desk)
    button(open_at(FIELD), "删去字数上限").click().run()
    assert saved(desk) == changed(NEXT, Remove((*FIELD, "max_length")))


def test_items_are_added_moved_and_taken_out(open_at: Callable[[Path], AppTest], editing: Editing) -> None:
    """What is added is opened, to be filled in; its id is nobody else's."""
    desk = editing(WRITING)
    fields = FIELD[:-1]
    button(open_at(fields), "上移第 2 项").click().run()
    assert saved(desk) == changed(NEXT, MoveDown((*fields, 0)))
    button(open_at(fields), "删去第 2 项").click().run()
    assert saved(desk) == changed(NEXT, Remove((*fields, 1)))
    page = open_at(fields)
    field(page, "selectbox", "添加").set_value("日期").run()
    button(page, "添加").click().run()
    blank: Data = {"id": "item_1", "label": TO_FILL_IN, "type": "date"}
    assert saved(desk) == changed(NEXT, Insert(fields, 2, blank))
    assert page.session_state[f"definition.{CODE}.place"] == (*fields, 2)


def test_a_part_becomes_another_kind(open_at: Callable[[Path], AppTest], editing: Editing) -> None:
    """What both have stays."""
    desk = editing(WRITING)
    page = open_at(FIELD)
    field(page, "selectbox", "种类").set_value("日期").run()
    assert saved(desk) == changed(NEXT, Put(FIELD, {"id": "purpose", "label": "申请事由", "type": "date"}))


def test_the_remarks_of_a_place_stand_there(open_at: Callable[[Path], AppTest], editing: Editing) -> None:
    """Also where a part is left to be filled in."""
    editing(WRITING, NEXT.replace("label: 申请事由", f"label: {TO_FILL_IN}"))
    assert any(TO_FILL_IN in one.value for one in open_at(FIELD).warning)
    assert not any(TO_FILL_IN in one.value for one in open_at(("steps", 0)).warning)


def test_somebody_else_who_saved_is_not_overwritten(open_at: Callable[[Path], AppTest], editing: Editing) -> None:
    """Whatever they made of it: the refusal is told, and nothing is sent."""
    desk = editing(WRITING)
    page = open_at(FIELD)
    newer = WRITING.model_copy(update={"revision": 9})
    desk.draft = DefinitionDraft(state=newer, text="name: x\n")
    field(page, "text_input", "名称").set_value("为何").run()
    assert desk.calls == []
    assert any("另行保存" in one.value for one in page.error)


def test_a_version_in_force_is_only_looked_at(open_at: Callable[[Path], AppTest], editing: Editing) -> None:
    """Every field is there and none can be changed."""
    editing()
    page = open_at(FIELD)
    assert field(page, "text_input", "名称").disabled
    assert button(page, "删去字数上限").disabled


def test_a_text_that_cannot_be_read_is_mended_as_text(open_page: Open, editing: Editing) -> None:
    """With the line."""
    editing(WRITING, NEXT + "\na: [1")
    assert "改好后才能逐项修改" in said(open_page("definition_page", matter=CODE))


def test_a_place_that_is_gone_opens_what_is_left_of_the_way(
    open_at: Callable[[Path], AppTest], editing: Editing
) -> None:
    """As after somebody took it out."""
    editing(WRITING)
    page = open_at(("form", "sections", 0, "fields", 7, "options"))
    assert button(page, "打开第 1 项")


@pytest.mark.parametrize("code", ["MS013", "MS052"])
def test_every_part_of_what_ships_can_be_opened(
    open_page: Open, editing: Editing, office: StubService, code: str
) -> None:
    """Each list and each part with a form of its own, whatever stands in it."""
    text = catalog.shipped_text(code) or ""
    editing(WRITING, text)
    parsed = parse_yaml(text)
    assert isinstance(parsed, Parsed)
    page = open_page("definition_page", matter=CODE)
    for path in _some_places(parsed.data):
        page.session_state[f"definition.{CODE}.place"] = path
        page.run()
        assert not page.exception, (path, page.exception)


def _some_places(data: Any) -> list[Path]:  # noqa: ANN401 - what is written
    """One of each shape: the first of every list, whatever its keys."""
    found: list[Path] = []

    def go(value: Any, path: Path) -> None:  # noqa: ANN401
        if isinstance(value, Mapping):
            found.append(path)
            for key, one in value.items():
                if key != "golden":
                    go(one, (*path, key))
        elif isinstance(value, list) and value and not isinstance(value[0], str):
            found.append(path)
            go(value[0], (*path, 0))

    go(data, ())
    return found


def test_of_two_that_are_called_the_same_the_one_that_is_meant_is_taken(
    open_at: Callable[[Path], AppTest], editing: Editing
) -> None:
    """Each reads differently."""
    editing(WRITING, NEXT.replace("label: 联系电话", "label: 申请事由"))
    chosen = field(open_at(("outcome", "papers", 3, "blocks", 1)), "multiselect", "要素表")
    assert chosen.options == ["申请事由（purpose）", "申请事由（contact_phone）"]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (1, 1), (2, 2)])
def test_a_press_on_what_the_page_no_longer_shows_falls_on_nothing(
    open_at: Callable[[Path], AppTest], editing: Editing, first: int, second: int
) -> None:
    """Two presses before the page is drawn anew: the second is told to look again."""
    desk = editing(WRITING)
    fields = FIELD[:-1]
    page = open_at(fields)
    button(page, f"删去第 {first} 项").click()
    desk.draft = DefinitionDraft(state=WRITING, text=str(changed(NEXT, Remove((*fields, second - 1)))))
    page.run()
    assert [call[0] for call in desk.calls] == ([] if first >= second else ["save"])
    assert any("刚刚已有改动" in one.value for one in page.error) == (first >= second)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (("outcome", "results", 0), "paper: reply", "paper: [x]"),
        (("outcome", "results", 0), "paper: reply", "paper: {x: 1}"),
        (("steps", 1, "who"), "post: vehicle_chief, of", "post: {}, of"),
        (("guide", "baseline"), "materials: 1,", "materials: -1,"),
        (FIELD, "label: 申请事由", "label:"),
        (FIELD, "label: 申请事由", "label: true"),
        (FIELD, "max_length: 100", "max_length: true"),
        (("guide",), "scope: [within_department]", "scope:"),
        (("guide",), "- 申请内容不涉及国家秘密。", "- 2024"),
        ((), "form:\n  sections:", "form: [1]\nfurther:\n  sections:"),
    ],
)
def test_whatever_is_half_written_the_page_is_there(
    open_at: Callable[[Path], AppTest], editing: Editing, path: Path, before: str, after: str
) -> None:
    """A value of a wrong kind is shown, or said to be mended in the text."""
    assert before in NEXT
    editing(WRITING, NEXT.replace(before, after))
    page = open_at(path)
    assert not any(one.value == "None" for one in page.text_input)


@pytest.mark.parametrize("content", ["", "[]", "x", "a: 1"])
def test_what_is_no_definition_at_all_is_mended_as_text(open_page: Open, editing: Editing, content: str) -> None:
    """Nothing fails."""
    editing(WRITING, content)
    assert not open_page("definition_page", matter=CODE).exception
