"""The form must be fillable: every field by somebody, within limits that exist, and nothing sensitive reused."""

from collections.abc import Collection, Iterator

from matters.language.document import Definition
from matters.language.form import (
    BookingField,
    Choosing,
    ComputedField,
    DateTimeField,
    DecimalField,
    FieldBase,
    FormField,
    IntegerField,
    LongTextField,
    MoneyField,
    PhoneField,
    PledgeField,
    RowsField,
    TextField,
)
from matters.language.materials import Material
from matters.language.patterns import pattern_problem
from matters.language.places import Path, parts, place_of
from matters.language.prefill import FromApplicant
from matters.language.rights import filled_at, hidden_from, rights_of, sensitive
from matters.language.route.steps import Step, WithRights, walk
from matters.linter.finding import Finding, error

_TAKES_OVER = (TextField, LongTextField, PhoneField)  # what is on record of people is text


def field_rules(matter: Definition) -> Iterator[Finding]:
    """Limits, patterns, pledges and sensitivity of each field; columns of rows included."""
    for path, part in parts(matter.form, ("form",)):
        match part:
            case IntegerField() | DecimalField() | MoneyField() if _upside_down(part):
                yield error("range", path, f"“{part.label}”的最小值大于最大值。请更正 min 或 max。")
            case TextField() if part.pattern:
                yield from (error("pattern", (*path, "pattern"), message) for message in _pattern_problems(part))
            case PledgeField() if part.prefill or part.reuse != "never":
                yield error("pledge_reused", path, "承诺须每次由申请人亲自勾选。请删去 prefill 和 reuse。")
            case FieldBase(prefill=FromApplicant()) if not isinstance(part, _TAKES_OVER):
                message = f"“{part.label}”不是文字或电话，带出的申请人信息填不进去。请删去 prefill。"
                yield error("prefill_type", path, message)
            case RowsField():
                yield from _row_problems(part, path)
            case ComputedField() if part.filled_by == "office" or part.prefill:
                message = f"“{part.label}”由系统计算，任何人都不填写。请删去 filled_by 和 prefill。"
                yield error("computed_filled", path, message)


def _row_problems(field: RowsField, path: Path) -> Iterator[Finding]:
    """A row is filled by one person, cell by cell."""
    if field.at_least > field.at_most:
        yield error("range", path, f"“{field.label}”的最少行数大于最多行数。请更正 at_least 或 at_most。")
    for position, column in enumerate(field.columns):
        place = (*path, "columns", position)
        if isinstance(column, BookingField):
            message = f"列“{column.label}”不能是资源预约。请把资源预约写成表单上的填报项。"
            yield error("booking_column", place, message)
        if column.filled_by == "office" or column.prefill:
            message = (
                f"列“{column.label}”与整行由同一人填写。请删去列的 filled_by 和 prefill，需要时写在“{field.label}”上。"
            )
            yield error("column_filled_apart", place, message)


def _upside_down(field: IntegerField | DecimalField | MoneyField) -> bool:
    return field.min is not None and field.max is not None and field.min > field.max


def _pattern_problems(field: TextField) -> Iterator[str]:
    if problem := pattern_problem(field.pattern):
        yield f"“{field.label}”的 pattern {problem}。"
    if not field.pattern_help:
        yield f"“{field.label}”规定了格式却没有说明。请在 pattern_help 写明填写要求。"


def order_of_fields(matter: Definition) -> Iterator[Finding]:
    """`not_before` names a field that is asked earlier; what is computed, and what can be chosen, hangs on what stands above."""
    ids = [field.id for field in matter.fields]
    for position, field in enumerate(matter.fields):
        yield from _too_early(matter, field, ids[position:])
        columns = tuple(matter.columns(field.id).values())
        for place, column in enumerate(columns):
            later = {*ids[position:], *(one.id for one in columns[place:])} - {one.id for one in columns[:place]}
            yield from _too_early(matter, column, later)
        if isinstance(field, DateTimeField) and field.not_before in ids[position:]:
            path = (*place_of(matter, field), "not_before")
            yield error(
                "field_order", path, f"“{field.label}”须排在“{matter.label(field.not_before or '')}”之后。请调整顺序。"
            )


def _too_early(matter: Definition, field: FormField, later: Collection[str]) -> Iterator[Finding]:
    """`later`: itself and all that comes after it, so that nothing ever hangs on itself."""
    looks_at, key = _hangs_on(field)
    if set(looks_at) & set(later):
        message = f"“{field.label}”须排在它所用的填报项之后。请调整顺序。"
        yield error("field_order", (*place_of(matter, field), key), message)


def _hangs_on(field: FormField) -> tuple[tuple[str, ...], str]:
    """The fields that its value or its options hang on, and where it says so."""
    if isinstance(field, ComputedField):
        return field.value.looks_at, "value"
    return (field.looks_at, "options") if isinstance(field, Choosing) else ((), "")


def sensitive_data(matter: Definition) -> Iterator[Finding]:
    """Identity numbers are personal data; sensitive answers and materials are not offered again."""
    for path, part in parts(matter):
        if isinstance(part, FieldBase) and part.personal and part.sensitivity != "personal":
            yield error("id_number_personal", path, f"{part.word}是个人信息。请把 sensitivity 写为 personal。")
        if isinstance(part, (FieldBase, Material)) and sensitive(part) and part.reuse != "never":
            yield error("sensitive_reused", path, "敏感内容不得留作下次使用。请把 reuse 写为 never。")


def office_fields(matter: Definition) -> Iterator[Finding]:
    """What the office fills needs a step that may fill it, and one that must when it is always required."""
    steps = walk(matter.steps)
    may = frozenset().union(*map(filled_at, steps))
    must = {name for step in steps for name in rights_of(step).required}
    for field in (field for field in matter.fields if field.filler == "office"):
        if field.id not in may:
            message = f"“{field.label}”由受理机构填写，但没有环节可以填。请在某环节的 rights.edit 列出。"
            yield error("office_field_unfillable", place_of(matter, field), message)
        elif field.required == "always" and field.id not in must:
            message = (
                f"“{field.label}”必填，但没有环节必须填。请列入某环节的 rights.required，或写 required: optional。"
            )
            yield error("office_field_not_demanded", place_of(matter, field), message)


def step_rights(matter: Definition) -> Iterator[Finding]:
    """A step fills what it must, sees what it fills, and never rewrites what the applicant said."""
    for step in walk(matter.steps):
        rights = rights_of(step)
        for name in sorted(set(rights.required) - set(rights.edit)):
            message = f"“{step.name}”必须填写“{matter.label(name)}”却无权填写。请同时列入 edit。"
            yield error("required_unfillable", _rights_of(matter, step), message)
        for name in sorted({*rights.edit, *rights.read} & set(rights.hidden)):
            yield error(
                "edits_hidden", _rights_of(matter, step), f"“{matter.label(name)}”在本环节既可见又隐藏。请删去一处。"
            )
        for field in (f for f in matter.fields if f.id in rights.edit and f.filled_by == "applicant"):
            message = f"“{field.label}”由申请人填写，“{step.name}”不能改动。请退回申请人补正，或写 filled_by: office。"
            yield error("edits_applicant", _rights_of(matter, step), message)


def _rights_of(matter: Definition, step: Step) -> Path:
    """Looked for only where there is something to say: it takes a walk through the whole definition."""
    return (*place_of(matter, step), "rights")


def seen_by_somebody(matter: Definition) -> Iterator[Finding]:
    """What is asked is looked at: some step shows it to the person who acts there."""
    acted_at = [step for step in walk(matter.steps) if isinstance(step, WithRights)]
    hidden = hidden_from(matter, (step.id for step in acted_at)) if acted_at else frozenset()
    for name in sorted(hidden):
        message = f"没有环节可以看到“{matter.label(name)}”。敏感内容请列入须查看的环节的 rights.read。"
        yield error("shown_nowhere", place_of(matter, matter.field(name) or matter.material(name)), message)


_ASKING = ("field", "filled", "any_row", "every_row")  # under these keys conditions name a field


def asks_itself(matter: Definition) -> Iterator[Finding]:
    """A field must not decide whether it is itself asked or demanded."""
    for field in matter.fields:
        looked_at = {
            getattr(part, name, None)
            for _, part in parts(field)
            for name in ("field", "filled", "any_row", "every_row")
        }
        if field.id in looked_at:
            yield error("asks_itself", place_of(matter, field), f"“{field.label}”的条件用到它自己。请改用其他填报项。")
