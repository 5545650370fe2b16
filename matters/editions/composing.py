"""The definition that holds where a body accepts a matter: the directory's (目录) as its local list (实施清单) changes it."""

from collections.abc import Iterator

from matters.editions.local import CHANGE_NAMES, PARTS, LocalEdition
from matters.errors.base import Problem
from matters.language.clock import AtOnce, CalendarDays, Clock, WorkingDays, longer
from matters.language.document import Definition, Edition
from matters.language.guide import Guide
from matters.language.materials import Material
from matters.language.words.answers import limit_text
from matters.linter import findings_among
from matters.linter.children import Known

_PLAIN = (AtOnce, WorkingDays, CalendarDays)


def composed(
    directory: Definition, local: LocalEdition, version: int, known: Known
) -> Definition | tuple[Problem, ...]:
    """What is in force at that body, under this number of its list; or everything that the edition may not say, by its part.

    It names the directory version with its digest, so that whoever pins the one pins the other. The golden cases stay with
    the directory: they prove how a matter goes, and how it goes is not changed. `known`: the other matters, by their code.
    """
    problems = tuple(_problems(directory, local))
    if problems:
        return problems
    made = directory.model_copy(
        update={
            "edition": Edition(
                publisher=local.body,
                version=version,
                stands_on=directory.edition.version,
                directory_digest=directory.digest,
            ),
            "guide": _guide(directory.guide, local),
            "clock": _clock(directory.clock, local),
            "materials": tuple(_materials(directory, local)),
            "golden": (),
        }
    )
    return tuple(_broken(made, known)) or made


def _problems(directory: Definition, local: LocalEdition) -> Iterator[Problem]:
    """What the directory does not allow, or does not have."""
    allowed, number = directory.edition.local_may_change, directory.edition.version
    for part, change in PARTS.items():
        if getattr(local, part) and change not in allowed:
            message = (
                f"{part}：目录第 {number} 版不允许地方调整“{CHANGE_NAMES[change]}”。"
                "请删去；确需调整的，提请目录的主管单位放开。"
            )
            yield Problem(part, message)
    yield from _promise(directory, local)
    for part in ("without_materials", "electronic"):
        for place, name in enumerate(getattr(local, part)):
            yield from _material(directory, f"{part}[{place}]", name, on_paper=part == "electronic")


def _promise(directory: Definition, local: LocalEdition) -> Iterator[Problem]:
    wanted, clock = local.promised, directory.clock
    if wanted is None:
        return
    if clock is None or not isinstance(clock.promised, _PLAIN):
        yield Problem("promised", "promised：目录的承诺时限分情形或者分批次，不能由地方改为一个时限。请删去。")
    elif not isinstance(wanted, _PLAIN):
        yield Problem("promised", "promised：地方的承诺时限只能写当日、若干工作日或者若干日。请更正。")
    elif longer(wanted, clock.promised):
        yield Problem("promised", f"promised：承诺时限不能长于目录的{limit_text(clock.promised)}。请改短。")


def _material(directory: Definition, place: str, name: str, *, on_paper: bool) -> Iterator[Problem]:
    found, number = directory.material(name), directory.edition.version
    if found is None:
        yield Problem(place, f"{place}：目录第 {number} 版没有材料“{name}”。请删去。")
    elif on_paper and found.medium == "electronic":
        yield Problem(place, f"{place}：“{found.name}”本来就收电子件。请删去。")


def _guide(guide: Guide, local: LocalEdition) -> Guide:
    told = {one.purpose for one in local.contacts}
    others = tuple(one for one in guide.contacts if local.contacts and one.purpose not in told)
    said = {"contacts": (*local.contacts, *others), "questions": local.questions, "local_code": local.local_code}
    return guide.model_copy(update={part: value for part, value in said.items() if value})


def _clock(clock: Clock | None, local: LocalEdition) -> Clock | None:
    return clock and clock.model_copy(update={"promised": local.promised or clock.promised})


def _materials(directory: Definition, local: LocalEdition) -> Iterator[Material]:
    paperless = {"medium": "electronic", "originals": 0, "copies": 0, "why_paper": ""}
    for one in directory.materials:
        if one.id not in local.without_materials:
            yield one.model_copy(update=paperless) if one.id in local.electronic else one


def _broken(made: Definition, known: Known) -> Iterator[Problem]:
    """What is wrong with the whole: a material that something else speaks of, a step that takes too long for the promise."""
    for one in findings_among(made, known):
        if one.severity == "error" and one.target != "golden":
            yield Problem(one.target, f"{one.target}：按此调整后，{one.message}")
