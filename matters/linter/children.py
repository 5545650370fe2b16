"""Matters that begin others (子事项、一链办理): what they name is there and fits, in the other matter too; it ends."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from matters.language.begun_cases import DEEPEST, FollowUp
from matters.language.document import Definition
from matters.language.form import (
    ChoiceField,
    ChoicesField,
    FormField,
    LongTextField,
    PledgeField,
    RowsField,
    TextField,
)
from matters.language.materials import Material
from matters.language.places import Path, parts, place_of
from matters.language.rights import sensitive
from matters.language.route.by_itself import SubMatter
from matters.language.route.steps import Decide, walk
from matters.language.route.who import ByChoice
from matters.linter.finding import Finding, error, guess, warning

# A matter by its code as it is in force, or nothing.
Known = Callable[[str], Definition | None]
MOST_ROWS = 200  # of a step that begins one each; they are filed one after another


@dataclass(frozen=True)
class _Beginning:
    """A place where a matter begins another one."""

    matter: Definition
    path: Path
    part: SubMatter | FollowUp

    @property
    def rows(self) -> RowsField | None:
        """The rows that are told one by one."""
        field = self.matter.field(getattr(self.part, "per_row", None) or "")
        return field if isinstance(field, RowsField) else None

    @property
    def columns(self) -> dict[str, FormField]:
        """The columns of those rows."""
        return self.matter.columns(getattr(self.part, "per_row", None))

    @property
    def own(self) -> dict[str, FormField]:
        """What may be told, and written: fields, and columns of the row, which come first."""
        fields: dict[str, FormField] = {field.id: field for field in self.matter.fields}
        return fields | self.columns


def own_side(matter: Definition) -> Iterator[Finding]:
    """What a definition says of the matters it begins, as far as it can be told from itself."""
    for one in _beginnings(matter):
        yield from _unknown(one, "hands_over", one.part.hands_over.fields.values(), one.own, "填报项")
        materials = {material.id: material for material in matter.materials}
        yield from _unknown(one, "hands_over", one.part.hands_over.materials.values(), materials, "材料")
        if one.rows and one.rows.at_most > MOST_ROWS:
            message = f"“{one.rows.label}”每行发起一件子事项，最多 {MOST_ROWS} 行。请调整 at_most。"
            yield error("too_many_rows", (*one.path, "per_row"), message)
        if isinstance(one.part, SubMatter):
            yield from _taken_back(one, one.part)
    yield from _ends_after_decision(matter)


def _beginnings(matter: Definition) -> Iterator[_Beginning]:
    for path, part in parts(matter):
        if isinstance(part, SubMatter | FollowUp):
            yield _Beginning(matter, path, part)


def _unknown(one: _Beginning, key: str, names: Iterable[str], known: Container[str], kind: str) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            yield error("handing_unknown", (*one.path, key), f"没有“{name}”这个{kind}。请更正或补上。")


def _taken_back(one: _Beginning, step: SubMatter) -> Iterator[Finding]:
    """It is written where it belongs, and never into what was told; result and number are text."""
    own, back, path = one.own, step.takes_back, (*one.path, "takes_back")
    yield from _unknown(one, "takes_back", back.places, own, "填报项")
    for field in (own[name] for name in back.places if name in own):
        if message := _misplaced(one, field):
            yield error("taken_back_place", path, message)
        if field.id in step.hands_over.fields.values():
            yield error("taken_back_place", path, f"“{field.label}”已移交给子事项，不能再带回。请改用另一个填报项。")
    for field in (own[name] for name in (back.result, back.number) if name in own):
        if not isinstance(field, TextField | LongTextField):
            message = f"“{field.label}”要写入结果名称或文号，须是文字类填报项。请更正。"
            yield error("taken_back_kind", path, message)


def _misplaced(one: _Beginning, field: FormField) -> str:
    """What is brought back goes into a column that may be empty, or into a field that the office fills."""
    if field.id in one.columns:
        optional = field.required == "optional"
        return "" if optional else f"列“{field.label}”由子事项带回，申请时尚无内容。请写 required: optional。"
    return "" if field.filler == "office" else f"“{field.label}”由子事项带回，申请人不填。请写 filled_by: office。"


def _ends_after_decision(matter: Definition) -> Iterator[Finding]:
    """What is decided is neither refused nor ended by a sub-matter that comes after."""
    for step in _after_decision(matter):
        if step.on_refusal == "refuse":
            message = f"“{step.name}”排在决定之后，子事项未获准也不能再不同意。请改为 go_on，或用 to 指定由谁处理。"
            yield error("refuses_after_decision", (*place_of(matter, step), "on_refusal"), message)
        if step.on_withdrawal == "end":
            message = f"“{step.name}”排在决定之后，子事项撤回也不能再终止本事项。请改为 ask、begin_again 或 go_on。"
            yield error("ends_after_decision", (*place_of(matter, step), "on_withdrawal"), message)


def _after_decision(matter: Definition) -> Iterator[SubMatter]:
    decided = False
    for step in matter.steps:
        yield from (inner for inner in walk((step,)) if decided and isinstance(inner, SubMatter))
        decided = decided or any(isinstance(inner, Decide) for inner in walk((step,)))


def other_side(matter: Definition, known: Known) -> Iterator[Finding]:
    """What can only be told with the matters that are begun at hand: that they exist, can be filed so, and end somewhere."""
    for one in _beginnings(matter):
        begun = matter if one.part.matter == matter.code else known(one.part.matter)
        if begun is None:  # told where all matters that a definition names are looked up
            continue
        if begun.guide.access.kind != "online":
            message = f"“{begun.name}”不在网上办理，不能由系统发起。请改用可在网上办理的事项。"
            yield error("begins_offline", (*one.path, "matter"), message)
            continue
        yield from _fields_told_wrong(one, begun)
        yield from _materials_told_wrong(one, begun)
        yield from _not_told(one, begun)
        yield from _nobody_chooses(one, begun)
        if isinstance(one.part, SubMatter):
            yield from _brought_wrong(one, one.part, begun)
    yield from _circles(matter, known)


def _fields_told_wrong(one: _Beginning, begun: Definition) -> Iterator[Finding]:
    """What is told must be a field that the begun matter asks, of the same kind."""
    path, told = (*one.path, "hands_over"), one.part.hands_over
    for name in (*told.fields, *told.fixed):
        field = begun.field(name)
        if field is None or field.filler != "applicant":
            asked = [f.id for f in begun.fields if f.filled_by == "applicant"]
            yield error("handing_unasked", path, f"“{begun.name}”不填“{name}”。{guess(name, asked)}请更正。")
        elif name in told.fixed:
            yield from _fixed_wrong(path, begun, field, told.fixed[name])
        elif told.fields[name] in one.own:
            yield from _unfit(path, one.own[told.fields[name]], field)


def _materials_told_wrong(one: _Beginning, begun: Definition) -> Iterator[Finding]:
    """A material that is told must be one that the begun matter takes, in its size and format."""
    path = (*one.path, "hands_over")
    for name, source in one.part.hands_over.materials.items():
        given, wanted = one.matter.material(source), begun.material(name)
        if wanted is None or wanted.source.kind != "applicant":
            yield error("handing_unasked", path, f"“{begun.name}”不收“{name}”这份材料。请更正。")
        elif given and not _file_fits(given, wanted):
            message = f"“{given.name}”的格式、大小、份数或敏感级别超出“{begun.name}”对“{wanted.name}”的要求。请调整。"
            yield error("handing_kind", path, message)


def _fixed_wrong(path: Path, begun: Definition, field: FormField, value: str | int | bool) -> Iterator[Finding]:
    """A pledge is made by a person, and a choice is one of those there are."""
    if isinstance(field, PledgeField) or (isinstance(field, ChoiceField) and value not in _options(field)):
        yield error("handing_kind", path, f"“{begun.name}”的“{field.label}”不能固定填写“{value}”。请更正。")


def _not_told(one: _Beginning, begun: Definition) -> Iterator[Finding]:
    """What the begun matter demands must be told."""
    path, told = (*one.path, "hands_over"), one.part.hands_over
    for field in begun.fields:
        if field.id not in {*told.fields, *told.fixed} and (demanded := _demanded(begun, field)):
            yield _untold(path, begun, field, demanded)
    for material in begun.materials:
        if material.source.kind == "applicant" and material.id not in told.materials and material.required == "always":
            yield error(
                "not_told", path, f"“{begun.name}”必须提交“{material.name}”（{material.id}），但没有移交。请补上。"
            )


def _nobody_chooses(one: _Beginning, begun: Definition) -> Iterator[Finding]:
    """A machine can choose nobody."""
    for step in walk(begun.steps):
        who = getattr(step, "who", None)
        if isinstance(who, ByChoice) and who.chooser == "applicant":
            message = (
                f"“{begun.name}”的“{step.name}”须由申请人选定办理人，不能由系统发起。请改为 previous_actor 或 post。"
            )
            yield error("not_told", (*one.path, "hands_over"), message)


def _untold(path: Path, begun: Definition, field: FormField, demanded: Literal["always", "sometimes"]) -> Finding:
    if demanded == "always":
        return error("not_told", path, f"“{begun.name}”必填“{field.label}”（{field.id}），但没有移交。请补上。")
    return warning("maybe_not_told", path, f"“{begun.name}”有时必填“{field.label}”（{field.id}），但没有移交。请核对。")


def _demanded(begun: Definition, field: FormField) -> Literal["always", "sometimes"] | None:
    """Whether the applicant must answer the field; what is shown or demanded under a condition, sometimes."""
    if field.filler != "applicant" or field.required in ("optional", "advised"):
        return None
    if isinstance(field, RowsField) and field.at_least == 0:
        return None
    depends = field.required != "always" or (begun.form and begun.form.conditions_of(field))
    return "sometimes" if depends else "always"


def _brought_wrong(one: _Beginning, step: SubMatter, begun: Definition) -> Iterator[Finding]:
    path = (*one.path, "takes_back")
    for name, own in step.takes_back.fields.items():
        field = begun.field(name)
        if field is None:
            known = [f.id for f in begun.fields]
            yield error("handing_unasked", path, f"“{begun.name}”没有“{name}”。{guess(name, known)}请更正。")
        elif own in one.own:
            yield from _unfit(path, field, one.own[own])


def _unfit(path: Path, source: FormField, target: FormField) -> Iterator[Finding]:
    if why := _misfit(source, target):
        yield error("handing_kind", path, f"“{source.label}”不能填入“{target.label}”：{why}。请改用相配的填报项。")


def _misfit(source: FormField, target: FormField) -> str:
    if sensitive(source) and not sensitive(target):
        return "前者是敏感内容，后者不是"
    if source.type != target.type and (source.type, target.type) != ("text", "long_text"):
        return "种类不同"
    return _too_narrow(source, target)


def _too_narrow(source: FormField, target: FormField) -> str:
    """Why an answer of the one may not be one of the other although both are of one kind."""
    match source, target:
        case (TextField() | LongTextField(), TextField() | LongTextField()):
            return "字数上限更小" if source.max_length > target.max_length else ""
        case (ChoiceField() | ChoicesField(), ChoiceField() | ChoicesField()):
            return "" if _options(source) <= _options(target) else "有对方没有的选项"
        case (RowsField(), RowsField()):
            columns = {column.id: column for column in target.columns}
            unfit = (c.id not in columns or _misfit(c, columns[c.id]) for c in source.columns)
            return "各列不相配" if any(unfit) else ""
    return ""


def _options(field: ChoiceField | ChoicesField) -> set[str | int | bool]:
    return {option.id for option in field.options}


def _file_fits(given: Material, wanted: Material) -> bool:
    sizes = given.max_megabytes <= wanted.max_megabytes and given.max_files <= wanted.max_files
    kept = sensitive(wanted) or not sensitive(given)
    return sizes and kept and set(given.formats) <= set(wanted.formats)


def _circles(matter: Definition, known: Known) -> Iterator[Finding]:
    """No matter comes back to itself, and sub-matters are not begun deeper than the engine lets them."""

    def there(code: str) -> Definition | None:
        return matter if code == matter.code else known(code)

    for one in _beginnings(matter):
        trails = _trails(one.part, (matter.code,), there, (SubMatter, FollowUp))
        circle = next((trail for trail in trails if trail[-1] in trail[:-1]), None)
        if circle:
            way = "→".join(circle)
            yield error("begins_itself", (*one.path, "matter"), f"事项相互发起，没有尽头：{way}。请断开其中一环。")
        elif any(len(trail) > DEEPEST + 1 for trail in _trails(one.part, (matter.code,), there, (SubMatter,))):
            message = f"子事项层层发起，超过 {DEEPEST} 层。请减少层级。"
            yield error("begins_too_deep", (*one.path, "matter"), message)


def _trails(
    part: SubMatter | FollowUp, way: tuple[str, ...], known: Known, kinds: tuple[type, ...]
) -> Iterator[tuple[str, ...]]:
    """Every way on from here by those kinds, each up to where nothing more is begun or a matter comes again."""
    if not isinstance(part, kinds):
        return
    trail, begun = (*way, part.matter), known(part.matter)
    yield trail
    if begun is not None and part.matter not in way:
        for one in _beginnings(begun):
            yield from _trails(one.part, trail, known, kinds)
