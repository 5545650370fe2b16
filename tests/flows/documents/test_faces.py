"""Which texts can be printed."""

import pytest

from flows.documents.faces import heavy_song, named, runs, song, unprintable


@pytest.mark.parametrize(
    "text",
    ["张三、李四（试用期12个月）", "喆堃玥昇禤𬭎𠅤", "Été 3.5％ ①②③ —— …… 〔2026〕", "一行\n二行\r\n\t三行", "㐂㑇"],
)
def test_names_rare_characters_and_line_breaks_can_be_printed(text: str) -> None:
    """Names of people hold characters outside GB 2312 and above U+FFFF."""
    assert unprintable(text) == ()


@pytest.mark.parametrize(
    ("text", "offending"),
    [
        ("好😀的😀", ("😀",)),
        ("⚽", ("⚽",)),
        ("葛\U000e0100", ("\U000e0100",)),
        ("★\ufe0f", ("\ufe0f",)),
        ("零\u200b宽", ("\u200b",)),
        ("右\u202e左", ("\u202e",)),
        ("空\x00字", ("\x00",)),
        ("e\u0301", ("\u0301",)),
        ("私用\ue000", ("\ue000",)),
        ("سلام", ("س", "ل", "ا", "م")),
        ("\ufeff", ("\ufeff",)),
        ("孤\ud800", ("\ud800",)),
    ],
)
def test_what_cannot_be_printed_is_named_once_and_in_order(text: str, offending: tuple[str, ...]) -> None:
    """A missing glyph would be drawn as a box and copied as U+0000 without a word."""
    assert unprintable(text) == offending


def test_an_offending_character_is_named_so_that_its_author_finds_it() -> None:
    """A lone surrogate or a zero-width space cannot be shown."""
    assert [named(character) for character in ("😀", "\u200b", "\ud800")] == [
        "😀（U+1F600）",
        "不可见字符（U+200B）",
        "不可见字符（U+D800）",
    ]


def test_the_heavy_face_falls_back_for_rare_characters() -> None:
    """Titles hold names too; the heavy face is cut to the common characters."""
    assert [(face.name, piece) for face, piece in runs("任㐂职", heavy=True)] == [
        (heavy_song().name, "任"),
        (song().name, "㐂"),
        (heavy_song().name, "职"),
    ]
