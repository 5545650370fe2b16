"""What a form asks with the answers given so far, and what it computes from them."""

from datetime import date
from typing import Any

import pytest

from matters.filing.asked import complete, is_required, shown, shown_columns, without_stale
from matters.language.document import Definition
from matters.language.form import RowsField, When
from matters.language.single_answers import Filled
from tests.matters.public.definitions import public
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


def test_a_choice_that_was_taken_away_is_let_go_from_top_to_bottom() -> None:
    """Row by row too; what hangs on it goes with it, and what always can be chosen stays."""
    reception = public("MR065")
    rows = [
        {"rank": "bureau", "room": "single"},
        {"rank": "other", "room": "single"},
        {"rank": "other", "room": "standard"},
    ]
    kept = without_stale(reception, {"guests": rows, "sender": "邻县"}, TODAY)
    assert kept == {"guests": [rows[0], {"rank": "other"}, rows[2]], "sender": "邻县"}
    chain = [
        {
            "id": "a",
            "label": "甲",
            "type": "choice",
            "options": [{"id": "x", "label": "一"}, {"id": "y", "label": "二"}],
        },
        _choice("b", {"one_of": ["x"], "field": "a"}),
        {**_choice("c", {"one_of": ["x"], "field": "b"}), "type": "choices"},
    ]
    document = reception.model_dump(mode="json", by_alias=True)
    document["form"]["sections"][0]["fields"] = chain
    matter = Definition.model_validate(document)
    assert without_stale(matter, {"a": "y", "b": "x", "c": ["x", "y"]}, TODAY) == {"a": "y", "b": None, "c": ["y"]}
    assert without_stale(matter, {"a": "x", "b": "x", "c": ["x", "y"]}, TODAY) == {"a": "x", "b": "x", "c": ["x", "y"]}


def _choice(id_: str, when: dict[str, Any]) -> dict[str, Any]:
    options = [{"id": "x", "label": "一", "when": when}, {"id": "y", "label": "二"}]
    return {"id": id_, "label": id_, "type": "choice", "options": options}
