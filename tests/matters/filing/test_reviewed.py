"""Which filings are read once more before they are handed in."""

from typing import Any

import pytest

from matters.filing.reviewed import wants_review
from matters.language.document import Definition
from tests.matters.stories import varied

_AMOUNT = {"id": "cost", "label": "费用", "type": "money"}
_TABLE = {"id": "costs", "label": "明细", "type": "rows", "columns": [_AMOUNT]}
_OFFICE = {**_AMOUNT, "filled_by": "office"}


def test_a_form_of_one_part_beside_the_applicant_is_handed_in_at_once(shipped: dict[str, Definition]) -> None:
    """A car is asked for by who, when and where; a project has parts and an amount."""
    assert not wants_review(shipped["MS032"])
    assert wants_review(shipped["MS001"])
    assert wants_review(shipped["MS028"])


@pytest.mark.parametrize(("field", "read"), [(_AMOUNT, True), (_TABLE, True), (_OFFICE, False)])
def test_where_the_applicant_asks_for_money_it_is_read(
    shipped: dict[str, Definition], field: dict[str, Any], read: bool
) -> None:
    """In a field or in a row of a table; an amount that the office fills in is not the applicant's."""

    def add(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"].append(field)

    assert wants_review(varied(shipped["MS032"], add)) is read
