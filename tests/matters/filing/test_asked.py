"""What a form asks with the answers given so far, and what it computes from them."""

from datetime import date
from typing import Any

import pytest

from matters.filing.asked import complete, is_required, shown, shown_columns
from matters.language.document import Definition
from matters.language.form import RowsField, When
from matters.language.single_answers import Filled
from tests.matters.rich_form import rich_form

TODAY = date(2026, 3, 2)
FEW, MANY = (
    [{"name": "纸", "kind": "goods", "amount": "10.00"}],
    [{"name": "车", "kind": "other", "amount": "10000.01"}],
)


@pytest.fixture
def matter(shipped: dict[str, Definition]) -> Definition:
    """A form with rows, a sum, and a field that is asked only above an amount."""
    return rich_form(shipped["MS032"])


def test_a_field_is_asked_when_its_condition_holds(matter: Definition) -> None:
    """The condition looks at a computed value, which is worked out first."""
    reason = matter.field("reason")
    assert reason is not None
    asked = [shown(matter, reason, complete(matter, {"items": rows}, TODAY), TODAY) for rows in (FEW, MANY)]
    assert asked == [False, True]


def test_a_column_is_asked_row_by_row(matter: Definition) -> None:
    """What is a note in one row is nothing in the next."""
    items = matter.field("items")
    assert isinstance(items, RowsField)
    asked = [[column.id for column in shown_columns(items.columns, row, {}, TODAY)] for row in (*FEW, *MANY)]
    assert ["note" in columns for columns in asked] == [False, True]


def test_nobody_writes_what_is_computed(matter: Definition) -> None:
    """Whatever stood there before is worked out anew, decimals as text."""
    says: dict[str, Any] = complete(matter, {"items": [*FEW, *MANY], "total": "1", "lines": 7}, TODAY)
    assert (says["total"], says["lines"]) == ("10010.01", 2)


def test_what_is_advised_is_not_required() -> None:
    """Required always, or under a condition that holds."""
    under = When(when=Filled(filled="purpose"))
    asked = [is_required(under, answers, TODAY) for answers in ({}, {"purpose": "会议"})]
    assert asked == [False, True]
    assert [is_required(one, {}, TODAY) for one in ("always", "advised", "optional")] == [True, False, False]


def test_a_row_is_worked_out_from_left_to_right(matter: Definition) -> None:
    """A column may use those beside it and what the form says above; what is no row stays, and is told as such elsewhere."""
    each = {"id": "each", "label": "每件", "type": "integer"}
    net = {
        "id": "net",
        "label": "净额",
        "type": "computed",
        "value": {"minus": [{"field": "amount"}, {"field": "each"}]},
    }
    twice = {"id": "twice", "label": "两倍", "type": "computed", "value": {"times": [{"field": "net"}, {"value": 2}]}}
    document = matter.model_dump(mode="json", by_alias=True)
    document["form"]["sections"][0]["fields"][1]["columns"] += [each, net, twice]
    says = complete(
        Definition.model_validate(document), {"items": [{"amount": "10.50", "each": 1, "net": "7"}, {}, 5]}, TODAY
    )
    assert says["items"] == [{"amount": "10.50", "each": 1, "net": "9.50", "twice": "19"}, {}, 5]
    assert says["total"] == "10.50"
