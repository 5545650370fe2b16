"""Telephone numbers (电话) as people write them, in one form: 13800000000, 0571-87654321-801, 400-123-4567, or a short one."""

import re
import unicodedata

_COUNTRY = re.compile(r"(?:\+|00)86-?|86-?(?=1[3-9]\d{9}$)")
_EXTENSION = re.compile(r"(.+?)-?(?:转|转分机|分机)(\d{1,6})")
_HYPHENED = re.compile(r"(.+)-(\d{1,6})")
_MOBILE = r"1[3-9]\d{9}"
_AREA, _LOCAL = r"010|02\d|0[3-9]\d\d", r"[2-9]\d{6,7}"
_LANDLINE = re.compile(rf"({_AREA})?({_LOCAL})")
_SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")
_SHORT = r"[2-9]\d{5}|1[0-2]\d{3}|9[56]\d{3}"  # within the network of a government; public services such as 12345
# What is kept may be older than this module: an area code was then kept as it was written.
_KEPT = re.compile(
    rf"{_MOBILE}|{_SHORT}|(?:(?:0\d{{2,3}}-?)?{_LOCAL}|[48]00-?\d{{3}}-?\d{{4}})(?:-\d{{1,6}})?", re.ASCII
)


def is_phone(text: str) -> bool:
    """Whether it is a number in a form that is kept."""
    return _KEPT.fullmatch(text) is not None


def phone(text: str) -> str:
    """The number in its one form; what is none stays as it was written."""
    written = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
    written = re.sub("[\u2010-\u2015\u2212]", "-", written)
    digits = _COUNTRY.sub("", written, count=1)
    abroad = digits != written and not re.fullmatch(_MOBILE, digits.replace("-", ""))
    return _numbered(f"0{digits}" if abroad and not digits.startswith("0") else digits) or text.strip()


def _numbered(written: str) -> str:
    """With its extension (分机), after a word for it or after the last hyphen."""
    if whole := _one_form(written):
        return whole
    found = _EXTENSION.fullmatch(written) or _HYPHENED.fullmatch(written)
    main = _one_form(found[1]) if found else ""
    return f"{main}-{found[2]}" if found and main and not re.fullmatch(_MOBILE, main) else ""


def _one_form(written: str) -> str:
    digits = written.replace("-", "")
    if re.fullmatch(f"{_MOBILE}|{_SHORT}", digits):
        return digits
    if service := _SERVICE.fullmatch(digits):
        return "-".join(service.groups())
    landline = _LANDLINE.fullmatch(digits)
    return "-".join(filter(None, landline.groups())) if landline else ""
