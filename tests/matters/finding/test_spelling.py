"""Letters read as syllables."""

from itertools import islice

import pytest

from matters.finding.spelling import spellings


@pytest.mark.parametrize(
    ("letters", "read"),
    [
        ("yongche", ("yong", "che")),
        ("yongch", ("yong", "ch")),
        ("yon", ("yon",)),
        ("zhuangbei", ("zhuang", "bei")),
        ("lvhua", ("lv", "hua")),
    ],
)
def test_the_longest_syllables_come_first(letters: str, read: tuple[str, ...]) -> None:
    """The last may lack its end, for it is still being typed."""
    assert next(spellings(letters)) == read


def test_what_can_be_read_in_two_ways_is() -> None:
    """方案 is no 翻干, and whoever types says not which."""
    assert set(spellings("fangan")) >= {("fang", "an"), ("fan", "gan")}


def test_letters_that_are_no_pinyin_have_no_reading() -> None:
    """Initials among them."""
    assert not list(islice(spellings("gwyc"), 1))
