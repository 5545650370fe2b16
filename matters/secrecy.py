"""Marks of state secrets (密级标志) in text; this system carries unclassified content only."""

import re

# Scans, typesetting and the wish to hide leave gaps between characters; traditional and variant forms are the same words.
_GAP = r"[\s\u200b-\u200f\u2060\ufeff\u00ad]{0,8}"
_BLANK = r"[ \t\r\u3000]*"
_SECRET = rf"(?:[绝絕絶]|[机機]|[秘祕]){_GAP}密"
_LEVEL = rf"(?>{_SECRET}(?:{_GAP}[级級])?)"
_TERM = rf"(?:(?:\d{{1,3}}|[一二三四五六七八九十]{{1,3}}){_GAP}[年月天日个個]|[长長]{_GAP}期)"
_ROUND = rf"[(（]{_GAP}{_LEVEL}{_GAP}{_TERM}?{_GAP}[)）]"
# What follows where levels are listed to choose from, or where all files of a level are spoken of.
_SPEAKING = rf"{_GAP}[”\"」]?(?:[\s、,，/／|□○☐]*{_SECRET}|{_GAP}(?:[以及或的和、与與]|文件|[载載][体體]))"

_FORMS = (
    # The mark of the law: level ★ term. An asterisk also marks what must be filled in, so it needs the term.
    rf"{_LEVEL}{_GAP}[★☆⭐🌟✩✪✫✬✭✮✯✰]",
    rf"{_LEVEL}{_GAP}[*＊﹡⋆✱·•・]{_GAP}{_TERM}",
    # In brackets; in round ones only where a title or line begins or ends, for a vote may be (秘密) as well.
    rf"[\[［【〔〖<＜〈]{_GAP}{_LEVEL}{_GAP}[·•・]?{_GAP}{_TERM}?{_GAP}[\]］】〕〗>＞〉]",
    rf"(?m:^{_BLANK}{_ROUND}|{_ROUND}(?={_BLANK}(?:$|\.\w{{1,5}}$)))",
    # In words: 密级：机密.
    rf"(?:密{_GAP}[级級等]|[涉保]密[级級等][级級别別]|[秘祕]密等[级級])(?:{_GAP}(?:[定確确]?[为為]|是|[:：])|\s){_GAP}"
    rf"[“\"「]?{_LEVEL}(?!{_SPEAKING})",
)
_MARK = re.compile("|".join(f"(?:{form})" for form in _FORMS))
_ALONE = re.compile(rf"(?m)^{_BLANK}({_LEVEL}){_BLANK}{_TERM}?{_BLANK}$")

# A narrow cell of a form breaks 是否涉及国家秘密 after any of these.
_GOES_ON = tuple("国家 國家 商业 商業 工作 企业 技术 涉及 保守 泄露 属于 其他 的 、 和 或 及 与 为".split())


def secrecy_mark(text: str) -> str | None:
    """The first secrecy mark in the text as written, or nothing."""
    if "密" not in text:
        return None
    found = _MARK.search(text) or _alone(text)
    return found.group(0).strip() if found else None


def _alone(text: str) -> re.Match[str] | None:
    """A level that is all of a line, as the head of a paper, a title or a sheet's name; several are there to choose from."""
    lines = [
        line
        for line in _ALONE.finditer(text)
        if not text[max(line.start() - 12, 0) : line.start()].rstrip().endswith(_GOES_ON)
    ]
    return lines[0] if len({line.group(1)[0] for line in lines}) == 1 else None
