"""Names of files handed in: what people read, never a path."""

import pytest

from flows.uploads.names import MAX_NAME, display_name, extension, name_problem, shown


@pytest.mark.parametrize("name", ["请示.pdf", "2026年第3号 (终稿).docx", "a" * MAX_NAME, "𠀀.ofd"])
def test_an_ordinary_name_is_taken(name: str) -> None:
    """In any script, up to the length."""
    assert name_problem(display_name(name)) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "1 至"),
        ("a" * (MAX_NAME + 1), "1 至"),
        ("请\u202efdp.exe", "不可见"),
        ("a\x00.pdf", "不可见"),
        ("../秘.pdf", "不能以点"),
        ("C:\\秘.pdf", "不能以点"),
        (".bashrc", "不能以点"),
        ("con .pdf", "保留名称"),
        ("LPT1.docx", "保留名称"),
    ],
)
def test_a_name_that_deceives_or_leads_elsewhere_is_refused(name: str, why: str) -> None:
    """Invisible turns, paths, hidden files, and names that a desk cannot save under."""
    problem = name_problem(display_name(name))
    assert problem is not None
    assert why in problem.reason


def test_one_name_is_kept_one_way() -> None:
    """Letters that a Mac hands in taken apart are put together; the ending is a kind."""
    assert display_name(" cafe\u0301.PDF ") == "café.PDF"
    assert [extension(name) for name in ("a.JPEG", "a.PDF", "无", "2026.11.29")] == ["jpg", "pdf", "", ""]
    assert shown("\x1b[31m" + "长" * 100) == "[31m" + "长" * 56


NAMES = ("通知.pdf", "关于镕基堃囍的通知（终稿）.docx", "会议纪要—2026年.pdf", "𠮷野.png")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_a_name_in_another_coding_is_decoded(name: str, coding: str) -> None:
    """Old clients send GBK, others send UTF-8 that somebody took for Latin letters."""
    garbled = name.encode(coding).decode("latin-1")
    assert display_name(garbled) == name
    assert name_problem(display_name(garbled)) is None
    assert display_name("通知（终稿）.pdf".encode().decode("cp1252")) == "通知（终稿）.pdf"


def test_a_name_whose_bytes_are_two_codings_is_chinese() -> None:
    """通知 in GBK is UTF-8 as well, of two accents; a letter with an accent stays one."""
    assert display_name("通知.pdf".encode("gb18030").decode("utf-8")) == "通知.pdf"
    assert display_name("cafe\u0301 привет.pdf") == "café привет.pdf"


def test_a_name_written_as_an_address_is_decoded() -> None:
    """As upload libraries escape it."""
    assert display_name("%E9%80%9A%E7%9F%A5.pdf") == "通知.pdf"
    assert display_name("完成 100%25.pdf") == "完成 100%25.pdf"


@pytest.mark.parametrize(
    "name", ["Café.pdf", "Résumé naïve.pdf", "ÄÖÜ.pdf", "a—b “x”.pdf", "“通知”——终稿.pdf", "x——y.pdf"]
)
def test_a_name_in_other_letters_stays(name: str) -> None:
    """Accents and dashes are no garbled Chinese."""
    assert display_name(name) == name
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name", ["请示.pdf".encode("gb18030").decode("utf-8", "replace"), "é\x80\x9aç\x9f.pdf", "ÍÖªÎÄ¼þ.pdf"]
)
def test_a_name_that_nobody_can_decode_is_asked_for(name: str) -> None:
    """Lost or cut bytes: it is said that the name is the trouble."""
    problem = name_problem(display_name(name))
    assert problem is not None
    assert "编码无法识别" in problem.reason
