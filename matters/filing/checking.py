"""A whole filing, or what an official fills at a step, against the definition."""

from collections.abc import Collection, Iterator
from datetime import date

from matters.errors.base import Problem
from matters.filing.admission import too_soon
from matters.filing.asked import Values, asked, complete, must_be_given, shown
from matters.filing.entries import copying_problems, entering_problems, named_anew
from matters.filing.known import known_answers, settled
from matters.filing.late_materials import Files, acts_first, demanded
from matters.filing.values import value_problem
from matters.language.branches import sources
from matters.language.document import Definition
from matters.language.form import BookingField, ComputedField, FormField, RowsField, When
from matters.language.quantities import filled
from matters.language.route.demands import Rights
from matters.organisation.resources import hold_of
from matters.who.parties import Parties
from matters.world import World


def filing_problems(
    matter: Definition,
    answers: Values,
    files: Files,
    world: World,
    parties: Parties | None = None,
    owed: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """All defects of an applicant's filing. Without its parties it is not known who is theirs, and any person passes.

    `owed`: the materials that may be brought later (先办后补); of a new filing the answers say it.
    """
    unknown = [Problem(key, f"没有“{key[:40]}”这个填报项，请删除") for key in answers if matter.field(key) is None]
    says = complete(matter, answers, world.today)
    fields = [
        problem
        for field in matter.fields
        if (problem := _field_problem(matter, field, answers.get(field.id), says, world, parties))
    ]
    fields += copying_problems(matter, says, world, parties, named_anew(says, parties))
    fields += entering_problems(matter, says, world, parties) if parties else ()
    if owed is None:
        owed = demanded(matter, says, world.today) if acts_first(matter, says, world.today) else ()
    soon = too_soon(matter, says, world, parties, (*unknown, *fields))
    return (*unknown, *fields, *soon, *material_problems(matter, says, files, world, owed))


def wrong_so_far(matter: Definition, answers: Values, world: World, parties: Parties | None) -> tuple[Problem, ...]:
    """What is wrong with what has been filled in by now, told while the rest is still to come; nothing is missing yet."""
    says = complete(matter, answers, world.today)
    given = (field for field in matter.fields if field.id in answers and _can_be_judged(field, answers[field.id]))
    asked_now = (field for field in given if shown(matter, field, says, world.today))
    found = ((f, _wrong(matter, _under_way(f), answers[f.id], says, world, parties)) for f in asked_now)
    wrong = [Problem(field.id, f"{field.label}：{message}") for field, message in found if message]
    return (*wrong, *too_soon(matter, says, world, parties, wrong))


def _can_be_judged(field: FormField, value: object) -> bool:
    return not isinstance(field, ComputedField) and (not isinstance(field, BookingField) or hold_of(value) is not None)


def _under_way(field: FormField) -> FormField:
    """The field as it is judged in the middle of its rows."""
    if not isinstance(field, RowsField):
        return field
    columns = tuple(column.model_copy(update={"required": "optional"}) for column in field.columns)
    return field.model_copy(update={"at_least": 0, "columns": columns})


def fill_problems(
    matter: Definition, fills: Values, editable: tuple[str, ...], world: World, parties: Parties
) -> tuple[Problem, ...]:
    """All defects of the fields an official fills at a step that may edit these."""
    found, says = [], complete(matter, {**parties.says, **fills}, world.today)
    for key, value in fills.items():
        field = matter.field(key)
        if field is None or key not in editable:
            found.append(Problem(key, f"本环节不能填写“{matter.label(key)[:40]}”"))
        elif filled(value) and (message := value_problem(field, value, says, world, parties, matter.label)):
            found.append(Problem(key, f"{field.label}：{message}"))
    return (*found, *copying_problems(matter, says, world, parties, fills))


def left_out(matter: Definition, rights: Rights, answers: Values, today: date, *, agreeing: bool) -> Iterator[Problem]:
    """What an official should have filled at a step with these rights and has not, with what it all says by then.

    Who brings the case on fills what the step demands, and what the form demands in that case (条件必填). Who refuses fills what
    is demanded because of something the office has found itself.
    """
    says = complete(matter, answers, today)
    for name in dict.fromkeys((*rights.required, *rights.edit)):
        field = matter.field(name)
        bites = field is not None and _bites(field, says, today) and (agreeing or _found_by_office(matter, field))
        if (bites or (agreeing and name in rights.required)) and not filled(says.get(name)):
            yield Problem(name, f"请填写“{matter.label(name)}”")


def _bites(field: FormField, says: Values, today: date) -> bool:
    return isinstance(field.required, When) and field.required.when.met(says, today)


def _found_by_office(matter: Definition, field: FormField) -> bool:
    """Whether the condition under which it is demanded looks at what the office fills."""
    looks_at = field.required.when.looks_at if isinstance(field.required, When) else ()
    fields = (matter.field(name) for name in sources(matter, looks_at))
    return any(one is not None and one.filled_by == "office" for one in fields)


def _field_problem(
    matter: Definition, field: FormField, value: object, says: Values, world: World, parties: Parties | None
) -> Problem | None:
    if isinstance(field, ComputedField) and parties and value == parties.says.get(field.id):
        return None  # not typed: what the case itself said comes back with a supplement
    if not shown(matter, field, says, world.today):
        reason = "由受理机构填写，申请时不能填" if field.filled_by == "office" else "按已填内容无需填写，请清空"
        return Problem(field.id, f"{field.label}：{reason}") if filled(value) else None
    if not filled(value):
        return Problem(field.id, f"请填写“{field.label}”") if must_be_given(field, says, world.today) else None
    message = _wrong(matter, field, value, says, world, parties)
    return Problem(field.id, f"{field.label}：{message}") if message else None


def _wrong(
    matter: Definition, field: FormField, value: object, says: Values, world: World, parties: Parties | None
) -> str | None:
    altered = _altered(matter, field, value, world, parties)
    return altered or value_problem(field, value, says, world, parties, matter.label)


def _altered(matter: Definition, field: FormField, value: object, world: World, parties: Parties | None) -> str | None:
    """What is wrong where something else was typed than what the post that applies settles; a case keeps what it said."""
    if parties is None or not settled(field) or value == parties.says.get(field.id):
        return None
    hat = parties.applicant
    known = known_answers(matter, hat.person, hat.post, world).get(field.id)
    return None if known in (None, value) else f"由系统按申请岗位带出“{known}”，不能改写"


def material_problems(
    matter: Definition, says: Values, files: Files, world: World, owed: Collection[str]
) -> tuple[Problem, ...]:
    """All defects of the materials handed in so far; what is `owed` may be missing."""
    found = [Problem(key, f"没有“{key[:40]}”这份材料，请移除") for key in files if matter.material(key) is None]
    for material in matter.materials:
        given = files.get(material.id, ())
        if not asked(material):
            found += [Problem(material.id, f"“{material.name}”由机关内部获取，无需提交，请移除")] if given else []
        elif not given and material.id not in owed and must_be_given(material, says, world.today):
            found.append(Problem(material.id, f"请提交材料“{material.name}”"))
        elif len(given) > material.max_files:
            found.append(Problem(material.id, f"“{material.name}”最多 {material.max_files} 个文件"))
    return tuple(found)
