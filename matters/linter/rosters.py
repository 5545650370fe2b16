"""Rosters (台账): what declares one, writes one and reads one fits together, column by column."""

from collections.abc import Iterator, Mapping

from matters.language.document import Definition
from matters.language.form import (
    BodiesField,
    BodyField,
    BookingField,
    Choosing,
    ComputedField,
    EntryField,
    FieldBase,
    FormField,
    IntegerField,
    PledgeField,
    RowsField,
    TextField,
)
from matters.language.places import Path, place_of
from matters.language.rights import sensitive
from matters.language.rosters import Roster, RosterWrite
from matters.linter.finding import Finding, error, guess

_NO_COLUMNS = (BodiesField, BookingField, PledgeField, ComputedField, EntryField)
_KEYS = (TextField, IntegerField)
_PLAIN = ("prefill", "shown_when")


def rosters(matter: Definition) -> Iterator[Finding]:
    """What can be told from the definition itself: of what it declares, and of what it says of its own rosters."""
    for roster in matter.rosters:
        yield from _declared(roster, place_of(matter, roster))
    for field, asks in matter.entry_fields:
        yield from _copies(matter, field, asks)
    for path, on, write in _writes(matter):
        yield from _written(matter, path, on, write)
    yield from across(matter, {roster.id: roster for roster in matter.rosters})


def across(matter: Definition, declared: Mapping[str, Roster]) -> Iterator[Finding]:
    """What the definition says of these rosters, be they its own or those of other matters."""
    for field, asks in matter.entry_fields:
        if roster := declared.get(asks.roster):
            yield from _reads(matter, field, asks, roster)
    for path, _, write in _writes(matter):
        if roster := declared.get(write.roster):
            yield from _fills(matter, path, write, roster)


def _writes(matter: Definition) -> Iterator[tuple[Path, str, RosterWrite]]:
    for result in matter.outcome.results if matter.outcome else ():
        for position, write in enumerate(result.writes):
            yield (*place_of(matter, result), "writes", position), result.on, write


def _declared(roster: Roster, path: Path) -> Iterator[Finding]:
    ids = [column.id for column in roster.columns]
    for position, column in enumerate(roster.columns):
        place = (*path, "columns", position)
        if column.id in ids[:position]:
            yield error("duplicate_id", (*place, "id"), f"列的标识“{column.id}”已经用过。请改为不同的标识。")
        yield from _column(column, place)
    for name in roster.key:
        yield from _key(roster, name, (*path, "key"))
    if roster.belongs and not isinstance(roster.column(roster.belongs), BodyField):
        message = f"“{roster.belongs}”不是台账中的单位列。请写一个单位类的列，或者删去 belongs。"
        yield error("roster_belongs", (*path, "belongs"), message)


def _column(column: FieldBase, path: Path) -> Iterator[Finding]:
    if isinstance(column, _NO_COLUMNS):
        message = f"台账的列不能是{column.word}。请改用文字、数值、日期、选项、人员或单位。"
        yield error("roster_column", path, message)
    elif column.filled_by == "office" or any(getattr(column, name) for name in _PLAIN):
        message = f"“{column.label}”是台账的列，由办理结果写入。请删去 filled_by、prefill 和 shown_when。"
        yield error("roster_column", path, message)


def _key(roster: Roster, name: str, path: Path) -> Iterator[Finding]:
    column = roster.column(name)
    if column is None:
        near = guess(name, (one.id for one in roster.columns))
        yield error("roster_key", path, f"台账“{roster.name}”没有“{name}”这一列。{near}请更正 key。")
    elif not isinstance(column, _KEYS) or column.required != "always" or sensitive(column):
        message = f"“{column.label}”不能识别记录：须是必填、不敏感的文字或整数。请更正 key，或改写这一列。"
        yield error("roster_key", path, message)


def _copies(matter: Definition, field: FormField, asks: EntryField) -> Iterator[Finding]:
    """What is taken over goes into a field or column beside it, which the same hand would fill in."""
    beside = _beside(matter, field)
    for own in asks.copies.values():
        target, path = beside.get(own), (*place_of(matter, asks), "copies")
        if target is None:
            near = guess(own, beside)
            yield error("copied_nowhere", path, f"“{asks.label}”旁边没有“{own}”这个填报项。{near}请更正 copies。")
        elif target.filler != asks.filler:
            message = f"“{target.label}”与“{asks.label}”须由同一方填写。请更正 filled_by，或从 copies 中删去。"
            yield error("copied_apart", path, message)


def _beside(matter: Definition, field: FormField) -> Mapping[str, FormField]:
    return matter.columns(field.id) if isinstance(field, RowsField) else {one.id: one for one in matter.fields}


def _reads(matter: Definition, field: FormField, asks: EntryField, roster: Roster) -> Iterator[Finding]:
    path, beside = (*place_of(matter, asks), "copies"), _beside(matter, field)
    if roster.seen_by == "keepers" and field.filled_by == "applicant":
        message = (
            f"申请人看不到台账“{roster.name}”，无从选择“{asks.label}”。请写 filled_by: office，或放宽台账的 seen_by。"
        )
        yield error("roster_unseen", path[:-1], message)
    for name, own in asks.copies.items():
        yield from _same(roster, name, beside.get(own), path)


def _same(roster: Roster, name: str, own: FieldBase | None, path: Path) -> Iterator[Finding]:
    """A column and the field that it comes from or goes to hold the same; what is sensitive stays so."""
    column = roster.column(name)
    if column is None:
        near = guess(name, (one.id for one in roster.columns))
        yield error("roster_column_unknown", path, f"台账“{roster.name}”没有“{name}”这一列。{near}请更正。")
    elif own is not None and _unlike(column, own):
        message = (
            f"台账的列“{column.label}”是{column.word}，"
            f"填报项“{own.label}”是{own.word}，对不上。请改为同一类型、同样的选项。"
        )
        yield error("roster_type", path, message)
    elif own is not None and sensitive(column) != sensitive(own):
        message = f"台账的列“{column.label}”与填报项“{own.label}”的敏感级别不同。请写为同一级别。"
        yield error("roster_sensitivity", path, message)


def _unlike(column: FieldBase, own: FieldBase) -> bool:
    if isinstance(column, Choosing) and isinstance(own, Choosing):
        return {option.id for option in own.options} != {option.id for option in column.options}
    if isinstance(own, ComputedField):
        return column.holds != own.holds or isinstance(column, IntegerField)
    named = isinstance(own, EntryField) and isinstance(column, TextField)
    return not named and type(column) is not type(own)


def _written(matter: Definition, path: Path, on: str, write: RosterWrite) -> Iterator[Finding]:
    if on != "granted":
        yield error("roster_on_denied", path, "只有准予的结果才写入台账。请把 writes 移到 granted 的结果。")
    fields = _says(matter, write)
    for own in write.values.values():
        if own not in fields or isinstance(fields[own], RowsField):
            near = guess(own, fields)
            yield error("roster_source", (*path, "values"), f"没有“{own}”这个可写入台账的填报项。{near}请更正。")
    if (write.act == "take_out") == bool(write.values):
        what = "注销不写入内容，请删去 values。" if write.values else "没有写明写入哪些内容，请补上 values。"
        yield error("roster_values", (*path, "values"), what)
    yield from _whose(write, fields.get(write.entry or ""), (*path, "entry"))


def _whose(write: RosterWrite, entry: FormField | None, path: Path) -> Iterator[Finding]:
    """Which entry is written: a new one, or the one that was chosen in a field."""
    if write.act == "enter":
        if write.entry:
            yield error("roster_entry", path, "新登记的记录没有可选的旧记录。请删去 entry，或改写 act。")
    elif not isinstance(entry, EntryField) or (entry.roster, entry.of) != (write.roster, write.of):
        message = (
            "变更或注销哪条记录，须由选择该台账记录的填报项指明。请在 entry 写一个选自同一台账、同一单位的填报项。"
        )
        yield error("roster_entry", path, message)


def _says(matter: Definition, write: RosterWrite) -> dict[str, FormField]:
    """What may be written: fields, and columns of the row, which come first."""
    fields: dict[str, FormField] = {field.id: field for field in matter.fields}
    return fields | matter.columns(write.per_row)


def _fills(matter: Definition, path: Path, write: RosterWrite, roster: Roster) -> Iterator[Finding]:
    fields, place = _says(matter, write), (*path, "values")
    for name, own in write.values.items():
        yield from _same(roster, name, fields.get(own), place)
    if write.act == "enter":
        for column in roster.columns:
            source = fields.get(write.values.get(column.id, ""))
            if column.required == "always" and (source is None or source.required == "optional"):
                message = f"台账“{roster.name}”的“{column.label}”必填，新登记时没有写入，或其来源可以不填。请在 values 写明来源。"
                yield error("roster_unwritten", place, message)
    elif changed := [name for name in roster.key if name in write.values]:
        message = f"“{changed[0]}”是识别记录的列，不能变更。请从 values 中删去；确需改的，注销后重新登记。"
        yield error("roster_key_changed", place, message)
