"""What people type or paste, before anything is judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.typed import cleaned, cleaned_value


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [
        ("\ufeff张\u200b三\u00ad", "张三"),
        ("右\u202e左\u200f和\u2066隔\u2069", "右左和隔"),
        ("空\x00字\x07和\x9f", "空字和"),
        ("葛\U000e0100城\ufe0f", "葛城"),
        ("甲\u00a0乙\u2009丙\u202f丁", "甲 乙 丙 丁"),
        ("\uf0b7\t第一项\n  \uf0d8 第二项", "· 第一项\n  · 第二项"),
        ("cafe\u0301", "café"),
        ("一、甲\u000b二、乙", "一、甲\n二、乙"),
    ],
)
def test_what_nobody_sees_is_left_out(pasted: str, taken: str) -> None:
    """Pasted from Word or a web page: marks of direction, byte order, width and hyphenation, blanks, bullets, soft breaks."""
    assert cleaned(pasted) == taken


@pytest.mark.parametrize("end", ["\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_line_ends_of_every_kind_are_one(end: str) -> None:
    """What splits a line for Python, Word or a browser is a line end here, so that “one line” means one line."""
    assert cleaned(f"甲{end}乙") == "甲\n乙"


@pytest.mark.parametrize(
    "text", ["欧阳·阿卜杜拉", "\U00020021\U0002f800\uf900", "甲\t乙\n丙", "　全角空格", "私\ue000", "😀", "①㎡"]
)
def test_what_can_be_seen_is_kept(text: str) -> None:
    """Names with a middle dot, rare and compatibility characters; what cannot be printed is refused later, not lost here."""
    assert cleaned(text) == text


@given(st.text())
def test_a_text_taken_twice_is_the_same(text: str) -> None:
    """Pages and service both take it; the digest of a request must not depend on how often."""
    assert cleaned(cleaned(text)) == cleaned(text)


def test_texts_are_found_at_any_depth() -> None:
    """Rows hold cells; what is no text stays what it is."""
    rough = {"rows": [{"name": "张\u200b三", "n": 3}], "ok": True, "pair": ("甲\u00a0", None)}
    assert cleaned_value(rough) == {"rows": [{"name": "张三", "n": 3}], "ok": True, "pair": ("甲 ", None)}
