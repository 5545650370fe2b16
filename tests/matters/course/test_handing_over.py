"""What passes between a case and those it begins: told from fields, columns and fixed words, and brought back into its place."""

from datetime import date
from typing import Any

import pytest

from matters.course.handing_over import Ended, brought_back, row_of, told
from matters.language.begun_cases import HandsOver
from matters.language.document import Definition
from matters.language.route.by_itself import SubMatter
from tests.matters.family import STOPS, sub_matter, with_stops
from tests.matters.stories import ANSWERS

TODAY = date(2026, 3, 2)


def step(**parts: Any) -> SubMatter:  # noqa: ANN401
    """A step with these parts."""
    return SubMatter.model_validate(sub_matter(**parts))


def test_a_column_of_the_row_comes_before_a_field(shipped: dict[str, Definition]) -> None:
    """And what is fixed before both."""
    hands = HandsOver(
        fields={"destination": "place", "purpose": "purpose", "contact": "contact"}, fixed={"contact": "值班室"}
    )
    says = told(hands, shipped["MS032"], {**ANSWERS, "place": "别处", "contact": "他人"}, {"place": "样例乡"}, TODAY)
    assert says == {"destination": "样例乡", "purpose": ANSWERS["purpose"], "contact": "值班室"}


def test_what_is_not_asked_or_not_known_is_left_out(shipped: dict[str, Definition]) -> None:
    """The reason for leaving the city is asked only of who leaves it; nothing is told of an empty field."""
    hands = HandsOver(fields={name: name for name in ("out_of_city", "out_of_city_reason", "contact")})
    answers = {"out_of_city": False, "out_of_city_reason": "跨市检查", "contact": ""}
    assert told(hands, shipped["MS032"], answers, {}, TODAY) == {"out_of_city": False}
    leaving = told(hands, shipped["MS032"], {**answers, "out_of_city": True}, {}, TODAY)
    assert leaving == {"out_of_city": True, "out_of_city_reason": "跨市检查"}


@pytest.mark.parametrize(("row", "found"), [(1, "样例镇"), (2, "样例乡"), (3, None), (0, None)])
def test_the_row_of_a_child(row: int, found: str | None) -> None:
    """Counted from 1; a row that is gone tells nothing."""
    assert row_of(step(per_row="stops"), {"stops": STOPS}, row).get("place") == found
    assert row_of(step(), {"stops": STOPS}, row) == {}
    assert row_of(None, {"stops": STOPS}, row) == {}


def test_what_comes_back_goes_into_its_row_alone(shipped: dict[str, Definition]) -> None:
    """The other rows stay; the answers themselves are not changed."""
    matter, answers = with_stops(shipped["MS032"]), {"stops": STOPS}
    back = step(per_row="stops", takes_back={"result": "outcome", "fields": {"plate": "car"}})
    ended = Ended("准予", None, {"plate": "样A12345"})
    assert brought_back(matter, back, answers, 2, ended) == {
        "stops": [STOPS[0], {**STOPS[1], "outcome": "准予", "car": "样A12345"}]
    }
    assert all("outcome" not in row for row in STOPS)


def test_what_comes_back_goes_into_fields(shipped: dict[str, Definition]) -> None:
    """What is empty writes nothing; a text is cut to what its field holds."""
    matter = shipped["MS032"]
    back = step(takes_back={"result": "plate", "number": "driver", "fields": {"destination": "driver_phone"}})
    longest = matter.field("driver")
    found = brought_back(matter, back, {}, 0, Ended("准予", "号" * 500, {}))
    assert set(found) == {"plate", "driver"}
    assert longest is not None
    assert len(found["driver"]) == longest.max_length  # type: ignore[union-attr]
    assert brought_back(matter, step(), {}, 0, Ended("准予", "1号", {})) == {}
