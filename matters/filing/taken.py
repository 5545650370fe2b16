"""An answer as it is taken (录入): what people write, in the one form that is kept.

What is not understood stays as it was written; the rule of its field (`values`) then says what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import singledispatch
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from matters.filing.phones import phone
from matters.language.document import Definition
from matters.language.form import (
    DecimalField,
    FieldBase,
    IdNumberField,
    IntegerField,
    MoneyField,
    PhoneField,
    RowsField,
    TextField,
)
from matters.typed import cleaned_value

_GROUPED = r"(\d{1,3}(?:[, ]\d{3}){1,4}|\d{1,15})(\.\d{1,9})?"  # as many digits as any field takes
_NUMBER = re.compile(rf"([-−]?){_GROUPED}", re.ASCII)
_MONEY = re.compile(rf"(?:人民币|RMB|rmb)? ?¥? ?([-−]?) ?{_GROUPED} ?(万|亿)?(?:元|圆)?整?", re.ASCII)
_CAPITALS = str.maketrans(ascii_lowercase, ascii_uppercase)
_SCALE = {None: 1, "万": 10_000, "亿": 100_000_000}


def all_taken(matter: Definition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """All answers as they are taken; keys the form does not know stay, to be refused."""
    return {key: taken(matter.field(key), value) for key, value in answers.items()}


def taken(field: FieldBase | None, value: Any) -> Any:  # noqa: ANN401 - answers are JSON
    """One answer as it is taken; taking it again changes nothing."""
    return _taken(field, cleaned_value(value))


@singledispatch
def _taken(field: object, value: Any) -> Any:  # noqa: ANN401
    return value


@_taken.register
def _(field: TextField, value: Any) -> Any:  # noqa: ANN401
    """One line. An identifier (编号) that only its blanks, hyphens or width keep from its pattern loses them."""
    if not isinstance(value, str):
        return value
    line = value.replace("\t", " ").strip()
    return next((form for form in _forms(line) if field.pattern and field.fits(form)), line)


def _forms(line: str) -> Iterator[str]:
    yield line
    narrow = unicodedata.normalize("NFKC", line)
    for form in (narrow, re.sub(r"[\s·•.-]", "", narrow)):
        yield form
        yield form.upper()


@_taken.register
def _(field: IntegerField, value: Any) -> Any:  # noqa: ANN401
    found = _NUMBER.fullmatch(_narrow(value, field.unit))
    return value if found is None or found[3] else int(_plain(found[1], found[2], ""))


@_taken.register
def _(field: DecimalField, value: Any) -> Any:  # noqa: ANN401
    found = _NUMBER.fullmatch(_narrow(value, field.unit))
    return format(Decimal(_plain(*found.groups())), "f") if found else value


@_taken.register
def _(field: MoneyField, value: Any) -> Any:  # noqa: ANN401
    return amount_taken(value)


def amount_taken(value: Any) -> Any:  # noqa: ANN401
    """An amount in 元 with two places, whatever sign, grouping or 万 it was written with; one of more places keeps them."""
    found = _MONEY.fullmatch(_narrow(value))
    if found is None:
        return value
    sign, whole, fraction, scale = found.groups()
    amount = Decimal(_plain(sign, whole, fraction)) * _SCALE[scale]
    exact = amount == amount.quantize(Decimal("0.01"))
    return f"{amount:.2f}" if exact else format(amount, "f")


def _narrow(value: object, unit: str = "") -> str:
    """A number as written, half-width and without its unit; a whole number may come as one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**15 else ""
    written = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    return written.removesuffix(unit).rstrip()


def _plain(sign: str, whole: str, fraction: str | None) -> str:
    return ("-" if sign else "") + re.sub(r"[, ]", "", whole) + (fraction or "")


@_taken.register
def _(field: IdNumberField, value: Any) -> Any:  # noqa: ANN401
    return _compact(value) if isinstance(value, str) else value


@_taken.register
def _(field: PhoneField, value: Any) -> Any:  # noqa: ANN401
    return phone(value) if isinstance(value, str) else value


def _compact(text: str) -> str:
    """Half-width and without blanks, which may have kept a letter from its accent: normalized once more when they are gone."""
    bare = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", bare.translate(_CAPITALS))


@_taken.register
def _(field: RowsField, value: Any) -> Any:  # noqa: ANN401
    columns = {column.id: column for column in field.columns}
    if not isinstance(value, (list, tuple)):
        return value
    return [
        {key: taken(columns.get(key), cell) for key, cell in row.items()} if isinstance(row, Mapping) else row
        for row in value
    ]
