"""Patterns (格式): what an administrator wrote is judged in a time that grows with the answer, whatever the pattern.

RE2 looks at each character once. What it cannot take so (looking ahead or back, back references) is no pattern here.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import re2

MOST_CHARACTERS = 200
_MEMORY = (
    128 * 1024
)  # of a pattern and what is kept while it judges: the slowest pattern found takes 25 ms for 400 characters

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.never_capture = True
_OPTIONS.max_mem = _MEMORY

# What the library has against a pattern, the more special first, and the mend.
_MENDS: Mapping[str, str] = {
    "{,": "“{,n}”请写作“{0,n}”",
    "(?=": "不能用“(?=”向前看。请把要求直接写进格式",
    "(?!": "不能用“(?!”排除。请把允许的写法直接写出",
    "(?<": "不能用“(?<”向后看。请把允许的写法直接写出",
    "perl operator": "“(?”后的写法不支持。请改用普通的括号",
    "too large": "太复杂，重复的次数太多。请减少花括号中的次数",
    "repetition size": "花括号中的次数写法不对，或者超过 1000。请更正",
    "escape": "反斜杠后的写法不支持，也不能引用前面的内容。请直接写出允许的字符",
    "missing )": "括号没有配对。请补上“)”",
    "unexpected )": "括号没有配对。请删去多余的“)”",
    "missing ]": "方括号没有配对。请补上“]”",
    "no argument": "“*”“+”“?”或花括号前面没有可重复的内容。请更正",
    "bad repetition": "“*”“+”“?”不能连写。请只留一个",
    "class range": "方括号中的范围不对。请写明允许的字符，小的在前",
}


def pattern_problem(pattern: str) -> str | None:
    """Why nothing can be judged by the pattern, and the mend, as half a sentence; nothing when it can."""
    if len(pattern) > MOST_CHARACTERS:
        return f"超过 {MOST_CHARACTERS} 个字符。请精简"
    found = _ready(pattern)
    if not isinstance(found, str):
        return None
    return next((mend for part, mend in _MENDS.items() if part in found), "不是正确的正则表达式。请更正")


def fits(pattern: str, text: str) -> bool:
    """Whether the whole text is written so. What no check lets through asks for nothing."""
    found = _ready(pattern) if len(pattern) <= MOST_CHARACTERS else ""
    return isinstance(found, str) or found.fullmatch(_encodable(text)) is not None


@lru_cache(maxsize=512)
def _ready(pattern: str) -> Any:  # noqa: ANN401 - the library tells no types
    """The pattern as it judges, or what there is against it."""
    if "{," in pattern:  # which RE2 takes for plain text, where others count
        return "{,"
    try:
        return re2.compile(_encodable(pattern), _OPTIONS)
    except re2.error as error:
        return bytes(error.args[0]).decode("utf-8", "replace")


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
