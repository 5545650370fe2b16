"""Definitions tried out in the sample organisation, without a data folder: checked, forecast, explored."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from flows.adapters.calendars import statutory_calendar
from flows.bootstrap import now
from flows.catalogue import read, text_of
from flows.checking import check_text
from flows.service.shown.forecast import foreseen
from flows.views.base import View
from flows.views.editing import RemarkView, Severity
from flows.views.matters import ForecastView
from matters.commands.acts import ACT_OF
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotYourPost
from matters.language.document import Definition
from matters.language.words.keys import word_name
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Holder
from matters.trials import exploring
from matters.trials.golden_run import Stage
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


def check(paths: Iterable[Path]) -> tuple[Checked, ...]:
    """Check files, and the YAML files of folders.

    Other matters are looked for beside them, in the newest version there, then among what ships.
    """
    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    readable = [matter for file in files if isinstance(matter := read(file), Definition)]
    beside = {matter.code: matter for matter in sorted(readable, key=lambda matter: matter.edition.version)}
    known = {matter.code: matter for matter in catalog.shipped_definitions()} | beside
    return tuple(_checked(file, known) for file in files)


def _checked(path: Path, known: Mapping[str, Definition]) -> Checked:
    text = text_of(path)
    if isinstance(text, Problem):
        remarks = (Remark(file=str(path), line=1, severity="error", message=text.message),)
        return Checked(file=str(path), code=None, name=None, golden=0, remarks=remarks, wrong=True, runnable=False)
    world = World(catalog.sample_organisation(), statutory_calendar(), now())
    checked = check_text(text, world, known)
    found = checked.definition
    return Checked(
        file=str(path),
        code=found.code if found else None,
        name=found.name if found else None,
        golden=len(found.golden) if found else 0,
        remarks=tuple(_remark(path, one) for one in checked.remarks),
        wrong=checked.wrong,
        runnable=checked.runnable,
    )


def _remark(path: Path, remark: RemarkView) -> Remark:
    return Remark(file=str(path), line=remark.line, severity=remark.severity, message=remark.message)


def forecast(matter: Definition, answers: Mapping[str, Any], post: str | None = None) -> ForecastView | Refusal:
    """Who would see a filing of the sample organisation, and what would be refused.

    `post` defaults to the one the first golden case is filed as.
    """
    world = World(catalog.sample_organisation(), statutory_calendar(), now())
    applicant = _applicant(world, post or next((golden.filed_as for golden in matter.golden), ""))
    if isinstance(applicant, Refusal):
        return applicant
    return foreseen(matter, applicant, answers, world)


def explore(matter: Definition) -> ExploredView | Invalid:
    """Every way in which the golden filings can be handled in the sample organisation; a draft that cannot run is refused."""
    drafts = tuple(Problem(finding.target, finding.message) for finding in not_runnable(matter))
    if drafts:
        return Invalid(problems=drafts)
    found = exploring.explore(Stage(matter, catalog.sample_organisation(), statutory_calendar()))
    return ExploredView(
        states=found.states,
        moves=found.moves,
        outcomes=tuple(word_name("outcome", outcome) for outcome in found.outcomes),
        unopened=tuple(matter.step(step).name for step in found.unopened),
        stuck=tuple(tuple(_told(matter, move) for move in story) for story in found.stuck),
        whole=found.whole,
    )


def _told(matter: Definition, move: exploring.Move) -> str:
    return f"【{matter.called(move.step)}】{ACT_OF[move.what].name}"


def _applicant(world: World, post_id: str) -> Holder | NotYourPost:
    post = world.organisation.find_post(post_id)
    holders: Sequence[Holder] = world.organisation.holders_of(post, world.today) if post else ()
    return holders[0] if holders else NotYourPost()
