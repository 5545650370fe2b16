"""What people type or paste (录入), as it is taken: without what nobody sees, its line ends and blanks of one kind."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

# Line ends of every kind: soft breaks of Word (vertical tab), pages, records, NEL, the separators of Unicode.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Word keeps the bullets of its lists as characters of its Symbol and Wingdings fonts, which stand here.
_BULLET = re.compile("^([ \t]*)[\uf020-\uf0ff][ \t]*", re.M)
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]+")


def cleaned(text: str) -> str:
    """The text with the characters that nobody sees left out, and with line ends, blanks and accents written one way.

    Nothing that can be seen is lost: a bullet of Word becomes `·`. Private and combining characters that stay have no form
    of their own here and are refused where they come in.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BLANK.sub(" ", _LINE_END.sub("\n", text))
    text = "".join(one for one in _UNSEEN.sub("", text) if unicodedata.category(one) != "Cf")
    text = _ACCENTED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return _BULLET.sub(r"\1· ", text)


def one_line(text: str) -> str:
    """A cleaned text without its line ends, for where a second line would stand apart from the first."""
    return " ".join(line.strip() for line in text.split("\n")).strip()


def cleaned_value(value: Any) -> Any:  # noqa: ANN401 - JSON
    """The same for every text within a value that came as JSON; keys stay, and so does what is no text."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, Mapping):
        return {key: cleaned_value(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(cleaned_value, value))
    return value
