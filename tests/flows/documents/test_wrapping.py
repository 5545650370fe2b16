"""Chinese line breaking."""

from hypothesis import given
from hypothesis import strategies as st

from flows.documents.wrapping import balanced, wrap

MARKS = "，。、；：？！）》」”…"
OPENERS = "（《「“〔"


def test_a_closing_mark_never_begins_a_line() -> None:
    """避头: the character before the mark moves down with it."""
    assert wrap("甲乙丙丁，戊", len, 4) == ("甲乙丙", "丁，戊")


def test_an_opening_mark_never_ends_a_line() -> None:
    """避尾: the mark moves down to what it opens."""
    assert wrap("甲乙丙（丁）", len, 4) == ("甲乙丙", "（丁）")


def test_a_number_or_word_stays_whole() -> None:
    """3,850.00 cut in two could be read as another sum."""
    assert wrap("工资3,850.00元", len, 9) == ("工资", "3,850.00元")
    assert wrap("A label that wraps", len, 9) == ("A label", "that", "wraps")


def test_a_word_wider_than_a_line_is_cut() -> None:
    """An address without breaks must not run off the page."""
    assert wrap("x" * 10, len, 4) == ("xxxx", "xxxx", "xx")


def test_a_title_is_broken_into_lines_of_about_equal_length() -> None:
    """A last line of one character looks like a mistake."""
    assert [len(line) for line in balanced("关" * 21, len, 20)] == [11, 10]


def test_a_title_breaks_no_name_that_a_line_holds() -> None:
    """“委员/会” reads like a slip; a name wider than a line is broken all the same."""
    body = "样例县发展和改革委员会"
    assert balanced(f"关于{body}车辆购置的批复", len, 18, [body]) == (f"关于{body}", "车辆购置的批复")
    assert balanced(f"{body}关于车辆的函", len, 8, [body]) == balanced(f"{body}关于车辆的函", len, 8)


@given(st.text(alphabet="甲乙丙a1 ./-" + MARKS + OPENERS, max_size=80), st.integers(12, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    """Only white space at the break may go."""
    lines = wrap(text, len, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= width for line in lines)
