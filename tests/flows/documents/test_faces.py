"""Which texts can be printed."""

import pytest

from flows.documents.faces import heavy_song, misprint, named, rare_faces, runs, song, unprintable

# Every Han character of GB 18030-2022, level 3: URO, Extensions A to F as the standard counts them, 〇, compatibility ideographs.
HAN = (
    "〇",
    *map(chr, range(0x4E00, 0x9FF0)),
    *map(chr, range(0x3400, 0x4DB6)),
    *map(chr, range(0x20000, 0x2A6D7)),
    *map(chr, range(0x2A700, 0x2B735)),
    *map(chr, range(0x2B740, 0x2B81E)),
    *map(chr, range(0x2B820, 0x2CEA2)),
    *map(chr, range(0x2CEB0, 0x2EBE1)),
    *map(chr, range(0xF900, 0xFA6E)),
    *map(chr, range(0xFA70, 0xFADA)),
    *map(chr, range(0x2F800, 0x2FA1E)),
)


@pytest.mark.parametrize(
    "text",
    ["张三、李四（试用期12个月）", "喆堃玥昇禤𬭎𠅤", "Été 3.5％ ①②③ —— …… 〔2026〕", "一行\n二行\r\n\t三行", "㐂㑇"],
)
def test_names_rare_characters_and_line_breaks_can_be_printed(text: str) -> None:
    """Names of people hold characters outside GB 2312 and above U+FFFF."""
    assert unprintable(text) == ()


def test_every_han_character_that_public_systems_must_know_can_be_printed() -> None:
    """The font does not decide who may apply: no name of Unicode's Extensions B to F is refused."""
    assert unprintable("".join(HAN)) == ()


def test_a_common_text_reads_no_rare_face() -> None:
    """A rare face is read when a name needs it; each says by its name which code points it is for."""
    assert all(ord("䶮") not in points and ord("张") not in points for points in rare_faces())
    assert [face.name for face, _ in runs("张䶮", heavy=False)] == [song().name]
    assert [face.name for face, _ in runs("张\U00020021\U0002ceb0", heavy=True)] == [
        heavy_song().name,
        "RareSong-20000-23FFF",
        "RareSong-2C000-2EBE0",
    ]


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


@pytest.mark.parametrize("newer", ["\U00030000", "\U00030ede", "\U00031350", "\U0002ebf0", "\U0003347f"])
def test_a_han_character_beyond_the_standard_is_shown_with_what_to_do(newer: str) -> None:
    """Extensions G, H, I and J, some of them younger than this Python knows; its bearer reads what to write."""
    told = misprint(f"张{newer}")
    assert told.startswith(f"“张”后面的{newer}（U+{ord(newer):04X}）")
    assert "改用证件上的替代写法或汉语拼音" in told
    assert misprint(f"张{newer}😀").endswith("无法打印，请删除或更换")


def test_the_heavy_face_falls_back_for_rare_characters() -> None:
    """Titles hold names too; the heavy face is cut to the common characters."""
    assert [(face.name, piece) for face, piece in runs("任㐂职", heavy=True)] == [
        (heavy_song().name, "任"),
        (song().name, "㐂"),
        (heavy_song().name, "职"),
    ]
