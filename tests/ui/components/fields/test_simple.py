"""Widgets of one value: each type has one, and what stands beside it."""

from streamlit.testing.v1 import AppTest

from matters.language.form import FIELD_TYPES, FieldBase
from ui.components import fields
from ui.components.fields.widget import draw


def plate(row: str) -> None:
    """A script that asks for a number plate, alone or in a row of a table."""
    from matters.language.form import TextField
    from ui.components.fields import simple
    from ui.components.fields.widget import FieldSlot, ask

    told = "应为车牌号，如“样A12345”"
    field = TextField(id="plate", label="车牌号", type="text", pattern="样A[0-9]{5}", pattern_help=told)
    assert simple
    ask(field, FieldSlot(key="plate", row=row), None)


def drawn(row: str = "") -> AppTest:
    """The page with that field."""
    page = AppTest.from_function(plate, kwargs={"row": row}).run()
    assert not page.exception
    return page


def test_how_a_text_must_be_written_is_told_before_it_is_refused() -> None:
    """The rule of a pattern stands under its field."""
    assert [part.value for part in drawn().html] == ['<p class="once-note">应为车牌号，如“样A12345”</p>']


def test_in_a_table_it_stands_inside_the_cell() -> None:
    """Where a line below each cell would tear the table apart."""
    page = drawn(row="第 1 行")
    assert page.text_input[0].placeholder == "应为车牌号，如“样A12345”"
    assert not page.html


def test_every_type_of_field_has_its_widget() -> None:
    """Write that of a new one in `ui/components/fields/`, or it cannot be filled in on the pages."""
    assert fields.simple
    without = draw.dispatch(FieldBase)
    assert [kind.__name__ for kind in FIELD_TYPES if draw.dispatch(kind) is without] == []
