"""Stacking strips into pages."""

import pytest

from flows.documents.pages import HEIGHT, TOP, Placed, paginate
from flows.documents.strips import Strip

LINE = HEIGHT / 22
SIGN_OFF = 5 * LINE


def lines(pages: tuple[tuple[Placed, ...], ...]) -> list[int]:
    return [len(page) for page in pages]


@pytest.mark.parametrize("count", range(1, 70))
def test_the_sign_off_always_has_room_and_text_above_it(count: int) -> None:
    """The standard forbids 「此页无正文」: text is carried over with the seal."""
    made = paginate([Strip(LINE)] * count, TOP + 5 * LINE, SIGN_OFF)
    assert sum(lines(made.pages)) == count
    assert all(lines(made.pages))
    assert made.end + SIGN_OFF <= TOP + HEIGHT + 0.1
    assert all(placed.top + LINE <= TOP + HEIGHT + 0.1 for page in made.pages for placed in page)


def test_bound_strips_stay_with_the_next() -> None:
    """A table's heading never stands alone at the foot of a page."""
    text = [Strip(LINE)] * 21 + [Strip(LINE, bound=True)] + [Strip(LINE)] * 4
    assert lines(paginate(text, TOP, SIGN_OFF).pages) == [21, 5]


def test_a_group_taller_than_half_a_page_is_broken() -> None:
    """A long opinion must not leave a page nearly empty."""
    text = [Strip(LINE)] * 5 + [Strip(LINE, bound=True)] * 20 + [Strip(LINE)] * 8
    assert lines(paginate(text, TOP, SIGN_OFF).pages) == [22, 11]
