"""Definitions tried out in the sample organisation, without a data folder: checked, forecast, explored."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.adapters.calendars import statutory_calendar
from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import now
from flows.catalogue import read, text_of
from flows.checking import SOURCE, check_text, sample_organisation
from flows.service import Service
from flows.service.intake.definitions import identity_remarks
from flows.service.shown.forecast import foreseen
from flows.views.base import View
from flows.views.editing import DefinitionView, RemarkView, Severity
from flows.views.matters import ForecastView
from matters.commands.acts import ACT_OF
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotYourPost
from matters.language.document import Definition
from matters.language.text.reading import read_definition
from matters.language.words.keys import word_name
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Holder
from matters.trials import exploring
from matters.trials.golden_run import Stage
from matters.trials.surroundings import Surroundings
from matters.world import World
from storage.definitions import catalog


class Remark(View):
    """One defect of a file: where it is, what is wrong and how to mend it. `draft`: the engine cannot run it yet."""

    file: str
    line: int
    severity: Severity
    message: str


class Checked(View):
    """A file that was checked: schema, linter and golden cases. `wrong`: it has an error; `runnable`: the engine can run it."""

    file: str
    code: str | None
    name: str | None
    golden: int
    remarks: tuple[Remark, ...]
    wrong: bool
    runnable: bool


class ExploredView(View):
    """What becomes of the filings of the golden cases, whatever people do. See `matters/trials/exploring.py`.

    `outcomes`, `unopened`, `stuck`: as people call them; a story is a row of acts, none when the filing itself leads nowhere.
    """

    states: int
    moves: int
    outcomes: tuple[str, ...]
    unopened: tuple[str, ...]
    stuck: tuple[tuple[str, ...], ...]
    whole: bool


def check(paths: Iterable[Path], *, to_publish: bool = False) -> tuple[Checked, ...]:
    """Check files, and the YAML files of folders.

    Other matters are looked for beside them, in the newest version there, then among what ships.
    """
    files = _files(paths)
    readable = [matter for file in files if isinstance(matter := read(file), Definition)]
    beside = {matter.code: matter for matter in sorted(readable, key=lambda matter: matter.edition.version)}
    known = {matter.code: matter for matter in catalog.shipped_definitions()} | beside
    around = Surroundings(_world(), known, sample_organisation())

    def checked(text: str) -> tuple[Definition | None, tuple[RemarkView, ...]]:
        found = check_text(text, around)
        matter = found.definition
        next_one = matter.edition.version - 1 if matter else 0
        placed = identity_remarks(matter, text, matter.code, next_one, None) if matter and to_publish else ()
        return matter, (*found.remarks, *placed)

    return tuple(_checked(file, checked) for file in files)


def check_at_desk(service: Service, paths: Iterable[Path]) -> tuple[Checked, ...]:
    """Check files as the desk of a data folder would before it publishes them: its organisation, its matters, its versions."""

    def checked(text: str) -> tuple[Definition | None, tuple[RemarkView, ...]]:
        found = read_definition(text, SOURCE)
        matter = found if isinstance(found, Definition) else None
        view = service.matter_editing.show(LOCAL_MACHINE, matter.code) if matter else None
        if matter and isinstance(view, DefinitionView) and matter.digest in {one.digest for one in view.versions}:
            said = "这一版已经发布，不会再次发布。"
            return matter, (RemarkView(line=1, severity="warning", target="", message=said),)
        answer = service.matter_editing.check(LOCAL_MACHINE, matter.code if matter else "", text)
        if isinstance(answer, Refusal):
            raise PermissionError(answer.message)
        return matter, answer.remarks

    return tuple(_checked(file, checked) for file in _files(paths))


def _files(paths: Iterable[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]


def _checked(path: Path, check_one: Callable[[str], tuple[Definition | None, tuple[RemarkView, ...]]]) -> Checked:
    text = text_of(path)
    unread = (
        (RemarkView(line=1, severity="error", target="", message=text.message),) if isinstance(text, Problem) else ()
    )
    found, remarks = (None, unread) if isinstance(text, Problem) else check_one(text)
    severities = {remark.severity for remark in remarks}
    return Checked(
        file=str(path),
        code=found.code if found else None,
        name=found.name if found else None,
        golden=len(found.golden) if found else 0,
        remarks=tuple(_remark(path, one) for one in remarks),
        wrong="error" in severities,
        runnable=found is not None and "draft" not in severities,
    )


def _remark(path: Path, remark: RemarkView) -> Remark:
    return Remark(file=str(path), line=remark.line, severity=remark.severity, message=remark.message)


def forecast(matter: Definition, answers: Mapping[str, Any], post: str | None = None) -> ForecastView | Refusal:
    """Who would see a filing of the sample organisation, and what would be refused.

    `post` defaults to the one the first golden case is filed as.
    """
    world = _world()
    applicant = _applicant(world, post or next((golden.filed_as for golden in matter.golden), ""))
    if isinstance(applicant, Refusal):
        return applicant
    return foreseen(matter, applicant, answers, world)


def explore(matter: Definition) -> ExploredView | Invalid:
    """Every way in which the golden filings can be handled in the sample organisation; a draft that cannot run is refused."""
    drafts = tuple(Problem(finding.target, finding.message) for finding in not_runnable(matter))
    if drafts:
        return Invalid(problems=drafts)
    found = exploring.explore(Stage(matter, sample_organisation(), statutory_calendar()))
    return ExploredView(
        states=found.states,
        moves=found.moves,
        outcomes=tuple(word_name("outcome", outcome) for outcome in found.outcomes),
        unopened=tuple(matter.step(step).name for step in found.unopened),
        stuck=tuple(tuple(_told(matter, move) for move in story) for story in found.stuck),
        whole=found.whole,
    )


def _world() -> World:
    return World(sample_organisation(), statutory_calendar(), now())


def _told(matter: Definition, move: exploring.Move) -> str:
    return f"【{matter.called(move.step)}】{ACT_OF[move.what].name}"


def _applicant(world: World, post_id: str) -> Holder | NotYourPost:
    post = world.organisation.find_post(post_id)
    holders: Sequence[Holder] = world.organisation.holders_of(post, world.today) if post else ()
    return holders[0] if holders else NotYourPost()
