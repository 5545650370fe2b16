"""Widgets of one value: text, numbers, days, choices, commitments."""

from datetime import date, datetime
from typing import Any

import streamlit as st

from matters.calendar import SHANGHAI
from matters.filing.asked import still_chosen
from matters.language.comparisons import decimal_of
from matters.language.conditions import Quantity
from matters.language.form import (
    ChoiceField,
    ChoicesField,
    Choosing,
    DateField,
    DateTimeField,
    DecimalField,
    IdNumberField,
    IntegerField,
    LongTextField,
    MoneyField,
    Option,
    PhoneField,
    PledgeField,
    TextField,
    YesNoField,
)
from matters.language.words.amounts import money_in_words, money_text, spoken_amount
from matters.language.words.answers import written_day
from ui.components.days import ask_day, ask_minute
from ui.components.fields.widget import FieldSlot, answer, draw, given, notes, start
from ui.components.markup import plain, show, tag
from ui.components.wording import asked_as
from ui.session import today

MANY_OPTIONS = 6
_YES_NO = {True: "是", False: "否"}


@draw.register
def _(field: TextField, slot: FieldSlot) -> None:
    """The rule for what is written (写法) stands below; in a cell of a table, which has no room below, inside."""
    hint = plain(field.pattern_help) if slot.row else None
    room = 2 if field.pattern else 1  # an identifier may be typed in groups
    st.text_input(slot.label(field), max_chars=room * field.max_length, placeholder=hint, **slot.common(field))


@notes.register
def _(field: TextField, slot: FieldSlot) -> tuple[str, ...]:
    return (field.help, field.pattern_help)


@draw.register(PhoneField)
def _(field: PhoneField, slot: FieldSlot) -> None:
    st.text_input(slot.label(field), max_chars=30, placeholder="手机号，或区号-座机号", **slot.common(field))


@draw.register(IdNumberField)
def _(field: IdNumberField, slot: FieldSlot) -> None:
    st.text_input(slot.label(field), max_chars=30, placeholder="18 位公民身份号码", **slot.common(field))


@draw.register
def _(field: LongTextField, slot: FieldSlot) -> None:
    st.text_area(slot.label(field), max_chars=field.max_length, height=120, **slot.common(field))


@draw.register
def _(field: IntegerField, slot: FieldSlot) -> None:
    st.number_input(slot.label(field, field.unit), step=1, value=None, placeholder="请填写整数", **slot.common(field))


@start.register
def _(field: IntegerField, value: Any) -> object:  # noqa: ANN401
    return value


@answer.register
def _(field: IntegerField, raw: Any) -> object:  # noqa: ANN401
    return raw


@draw.register
def _(field: DecimalField, slot: FieldSlot) -> None:
    st.text_input(slot.label(field, field.unit), max_chars=30, placeholder="请填写数字", **slot.common(field))


@draw.register
def _(field: MoneyField, slot: FieldSlot) -> None:
    st.text_input(slot.label(field, field.unit), max_chars=30, placeholder="0.00", **slot.common(field))


@start.register
def _(field: MoneyField, value: Any) -> object:  # noqa: ANN401
    """Grouped; while it is being typed it stays as it is typed."""
    amount = decimal_of(value)
    return value or "" if amount is None else money_text(amount).removesuffix(field.unit)


@notes.register
def _(field: MoneyField, slot: FieldSlot) -> tuple[str, ...]:
    """What was typed as it is taken, in both ways in which people say it, and in words (大写)."""
    amount = decimal_of(given(field, slot))
    taken = "" if amount is None else f"{money_text(amount)}（{spoken_amount(amount)}），{money_in_words(amount)}"
    return (taken, field.help)


@draw.register
def _(field: DateField, slot: FieldSlot) -> None:
    ask_day(slot.label(field), **slot.common(field))


@notes.register
def _(field: DateField, slot: FieldSlot) -> tuple[str, ...]:
    bounds = (_bound("不早于", field.earliest, slot), _bound("不晚于", field.latest, slot))
    return ("，".join(filter(None, bounds)), field.help)


def _bound(word: str, quantity: Quantity | None, slot: FieldSlot) -> str:
    day = quantity.value_in(slot.answers, today()) if quantity else None
    return f"{word}{written_day(str(day))}" if day else ""


@start.register
def _(field: DateField, value: Any) -> object:  # noqa: ANN401
    return date.fromisoformat(value) if value else None


@answer.register
def _(field: DateField, raw: Any) -> object:  # noqa: ANN401
    return raw.isoformat() if isinstance(raw, date) else None


@draw.register
def _(field: DateTimeField, slot: FieldSlot) -> None:
    ask_minute(slot.label(field), 1800, **slot.common(field))


@start.register
def _(field: DateTimeField, value: Any) -> object:  # noqa: ANN401
    return datetime.fromisoformat(value) if value else None


@answer.register
def _(field: DateTimeField, raw: Any) -> object:  # noqa: ANN401
    return f"{raw.replace(tzinfo=SHANGHAI):%Y-%m-%dT%H:%M}" if isinstance(raw, datetime) else None


@draw.register
def _(field: ChoiceField, slot: FieldSlot) -> None:
    open_ = _offered(field, slot)
    labels = {option.id: plain(option.label) for option in open_}
    if len(field.options) < MANY_OPTIONS and not slot.compact:
        st.radio(slot.label(field), list(labels), index=None, format_func=labels.__getitem__, **slot.common(field))
    else:
        options = {option.id: option.label for option in open_}
        st.selectbox(
            slot.label(field),
            list(options),
            index=None,
            format_func=options.__getitem__,
            placeholder="请选择",
            **slot.common(field),
        )


def _offered(field: Choosing, slot: FieldSlot) -> tuple[Option, ...]:
    """What can be chosen now; the widget lets go of what cannot (联动选项)."""
    held = st.session_state.get(slot.key)
    kept = still_chosen(field, held, slot.answers, today())
    if kept != held:
        st.session_state[slot.key] = kept
    return field.offered(slot.answers, today())


@notes.register
def _(field: Choosing, slot: FieldSlot) -> tuple[str, ...]:
    nothing = "" if field.offered(slot.answers, today()) else "按目前填写的内容没有可选项，请先填写上面的内容。"
    return (field.help, nothing)


@start.register
def _(field: ChoiceField, value: Any) -> object:  # noqa: ANN401
    return value if value in [option.id for option in field.options] else None


@answer.register
def _(field: ChoiceField, raw: Any) -> object:  # noqa: ANN401
    return raw


@draw.register
def _(field: ChoicesField, slot: FieldSlot) -> None:
    labels = {option.id: option.label for option in _offered(field, slot)}
    st.multiselect(
        slot.label(field),
        list(labels),
        format_func=labels.__getitem__,
        placeholder="请选择（可多选）",
        **slot.common(field),
    )


@start.register
def _(field: ChoicesField, value: Any) -> object:  # noqa: ANN401
    known = [option.id for option in field.options]
    return [item for item in value or () if item in known]


@answer.register
def _(field: ChoicesField, raw: Any) -> object:  # noqa: ANN401
    return list(raw) if raw else None


@draw.register
def _(field: YesNoField, slot: FieldSlot) -> None:
    st.radio(
        slot.label(field),
        [True, False],
        index=None,
        horizontal=True,
        format_func=_YES_NO.__getitem__,
        **slot.common(field),
    )


@start.register
def _(field: YesNoField, value: Any) -> object:  # noqa: ANN401
    return value if isinstance(value, bool) else None


@answer.register
def _(field: YesNoField, raw: Any) -> object:  # noqa: ANN401
    return raw


@draw.register
def _(field: PledgeField, slot: FieldSlot) -> None:
    show(tag("p", field.text, class_="once-pledge"))
    st.checkbox(plain(f"我已阅读并作出上述承诺（{field.label}）{asked_as(field, slot.answers)}"), **slot.common(field))


@start.register
def _(field: PledgeField, value: Any) -> object:  # noqa: ANN401
    return value is True


@answer.register
def _(field: PledgeField, raw: Any) -> object:  # noqa: ANN401
    return True if raw else None
