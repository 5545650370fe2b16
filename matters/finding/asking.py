"""What people type when they look for a matter, as terms: without the words that only ask."""

import re
import unicodedata

# Words of asking tell no matter from another; the longest that fits is taken. Inside a word a single character means too
# much: those of `_AT_THE_EDGE` go only from the ends of what is left.
_ASKING = """
    我要 我想要 我想 想要 要个 要辆 我们 我 需要 急需 申请 申报 申领 报批 办理 办一下 怎么办理 怎么办 怎么样 怎么 怎样 如何 请问
    请帮我 请帮忙 帮我 帮忙 麻烦 哪里 哪儿 在哪 找谁 谁管 谁 可不可以 可以 能不能 能否 是否 什么 为什么 有没有 多久 多长时间 一下
    一些 关于 有关 相关 打算 准备 流程 手续 指南 事项 单位要 领导 去 的 了 吗 呢 吧 啊 和 与 及
""".split()
_COUNTED = r"[一二两三四五六七八九十几某0-9]+(?:辆|台|个|份|枚|件|张|套|间|条|部|名|位)"
_AT_THE_EDGE = "要想办给把将在到来有能让为就都也还个"
_NOISE = re.compile("|".join([_COUNTED, *sorted(map(re.escape, _ASKING), key=len, reverse=True)]))
_RUN = re.compile(r"[a-z]+[\s-]*[0-9]+|[a-z]+|[0-9]+|[^\W_0-9a-z]+")
_CODE = re.compile(r"([a-z]*)[\s-]*0*([0-9]+)")


def runs(text: str) -> tuple[str, ...]:
    """The text as it is compared: narrow, small, without what stands between words; a code is one run however it is written."""
    return tuple(code_of(run) for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()))


def code_of(text: str) -> str:
    """`MS032`, `ms-32` and `ms 032` are one code; other text stays as it is."""
    found = _CODE.fullmatch(text.lower())
    return f"{found[1]}{found[2]}" if found else text


def terms(text: str) -> tuple[str, ...]:
    """What is asked for; where nothing but asking is left, that."""
    whole = runs(_NOISE.sub(" ", unicodedata.normalize("NFKC", text).lower()))
    stripped = (run.strip(_AT_THE_EDGE) or run for run in whole)
    return tuple(stripped) or runs(text)
