"""Marks of state secrets are found as they are written, and nothing else is."""

import pytest

from matters.secrecy import secrecy_mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("秘密★", "秘密★"),
        ("文头 机密★1年 正文", "机密★"),
        ("绝密★", "绝密★"),
        ("机 密 ★ 3年", "机 密 ★"),
        ("绝\n密\n★", "绝\n密\n★"),
        ("秘密☆长期", "秘密☆"),
    ],
)
def test_a_mark_is_found(text: str, mark: str) -> None:
    """Level and star, with the gaps that scans and typesetting leave."""
    assert secrecy_mark(text) == mark


@pytest.mark.parametrize("text", ["", "保守国家秘密", "机密文件管理办法", "★★★", "申请内容不涉及国家秘密。★为必填"])
def test_speaking_of_secrets_is_not_a_mark(text: str) -> None:
    """Only level and star together are the mark of the law."""
    assert secrecy_mark(text) is None
