"""Marks of state secrets are found as they are written, and nothing else is."""

import time

import pytest

from matters.secrecy import secrecy_mark

MARKS = {
    "秘密★": "秘密★",
    "文头 机密★1年 正文": "机密★",
    "机 密 ★ 3年": "机 密 ★",
    "绝\n密\n★": "绝\n密\n★",
    "秘密☆长期": "秘密☆",
    "機密★長期": "機密★",
    "絕密⭐": "絕密⭐",
    "祕密★": "祕密★",
    "机\u200b密\u200b★": "机\u200b密\u200b★",
    "机密*10年": "机密*10年",
    "秘密·长期": "秘密·长期",
    "关于某事的【机 密】通知": "【机 密】",
    "［絕密］": "［絕密］",
    "【秘密·10年】": "【秘密·10年】",
    "（机密）关于某事": "（机密）",
    "方案（秘密）.docx": "（秘密）",
    "密级：机密": "密级：机密",
    "密　级: 秘密级": "密　级: 秘密级",
    "密级\n机密\n": "密级\n机密",
    "本文件密级定为秘密。": "密级定为秘密",
    "涉密等级：绝密": "涉密等级：绝密",
    "密級：機密": "密級：機密",
    "机　密": "机　密",
    "某市文件\n機密\n关于某事的通知": "機密",
    "机密 10年": "机密 10年",
}
NO_MARKS = (
    "",
    "保守国家秘密",
    "机密文件管理办法",
    "★★★",
    "申请内容不涉及国家秘密。★为必填",
    "是否涉及国家秘密 *",
    "保密协议",
    "秘密投票",
    "以无记名（秘密）方式投票",
    "商业秘密三年内不得泄露",
    "机要秘书王密",
    "密级分为绝密、机密、秘密三级",
    "密级：绝密/机密/秘密",
    "密级：□绝密 □机密 □秘密",
    "密级：公开",
    "密级为机密级以上的文件",
    "绝密\n机密\n秘密",
    "密级\n绝密\n机密\n秘密",
    "盖“机密”章的信封",
    "是否\n涉及\n国家\n秘密",
    "保守国家、\n商业\n秘密\n的承诺",
)


@pytest.mark.parametrize(("text", "mark"), MARKS.items())
def test_a_mark_is_found(text: str, mark: str) -> None:
    """Level and star, in brackets, in words or alone on a line; with gaps, in traditional and variant characters."""
    assert secrecy_mark(text) == mark


@pytest.mark.parametrize("text", NO_MARKS)
def test_speaking_of_secrets_is_not_a_mark(text: str) -> None:
    """Laws, agreements, votes, and lists of the levels to choose from mark nothing."""
    assert secrecy_mark(text) is None


@pytest.mark.parametrize(
    "text", ["机" * 200_000 + "密", "机密" * 100_000, "密级" + " " * 200_000, "机密\n秘密\n" * 40_000]
)
def test_no_text_takes_long(text: str) -> None:
    """What only looks like the beginning of a mark, over and over: a search that went back each time would take minutes."""
    before = time.process_time()
    assert secrecy_mark(text) is None
    assert time.process_time() - before < 2
