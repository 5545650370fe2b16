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
        ("../秘.pdf", "不能以点开头"),
        ("C:\\秘.pdf", "不能以点开头"),
        (".bashrc", "不能以点开头"),
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
    assert [extension(name) for name in ("a.JPEG", "a.PDF", "无")] == ["jpg", "pdf", "无"]
    assert shown("\x1b[31m" + "长" * 100) == "[31m" + "长" * 56
