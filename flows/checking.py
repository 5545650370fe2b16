"""Checking the text of a definition: form, rules, what cannot run yet, and golden cases, each remark at its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from flows.documents.faces import misprint
from flows.views.editing import RemarkView, Severity
from matters.errors.base import Problem
from matters.language.document import Definition
from matters.language.places import Data, Path, path_text
from matters.language.text.reading import parse_definition, read_definition
from matters.language.text.yaml_text import Parsed, Unreadable
from matters.linter import findings_among
from matters.linter.finding import Finding
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Organisation
from matters.secrecy import secrecy_mark
from matters.trials.fitting import misfits
from matters.trials.golden_run import run
from matters.trials.surroundings import Surroundings
from storage.definitions import catalog

SOURCE = "定义"
_PREFIX = re.compile(r"^.* 第 \d+ 行：", re.DOTALL)


@dataclass(frozen=True)
class CheckedText:
    """What was read, nothing when the form is wrong, and every remark in the order of the lines."""

    definition: Definition | None
    remarks: tuple[RemarkView, ...]

    @property
    def clean(self) -> bool:
        """Whether it may be published: it is readable, has no error, and the engine can run all of it."""
        return self.definition is not None and all(one.severity not in ("error", "draft") for one in self.remarks)


class Lines:
    """Which line a place of the definition is written on."""

    def __init__(self, text: str) -> None:
        parsed = parse_definition(text)
        self._unreadable = parsed.line if isinstance(parsed, Unreadable) else 1
        written = {} if isinstance(parsed, Unreadable) else parsed.lines
        self._lines = {path_text(path): line for path, line in written.items()}

    def of(self, target: str) -> int:
        """The line of the place, or of the nearest one around it that is written down."""
        while target and target not in self._lines:
            target = target[: max(target.rfind("."), target.rfind("["), 0)]
        return self._lines.get(target, self._unreadable)


def check_text(text: str, around: Surroundings) -> CheckedText:
    """Check everything that can be known of a text where it is to run. Golden cases are played once nothing else is wrong."""
    lines = Lines(text)
    found = read_definition(text, SOURCE)
    if not isinstance(found, Definition):
        remarks = [remark(lines, problem, "error") for problem in found]
        return CheckedText(None, _in_order((*remarks, *_characters(text, lines))))
    ruled = tuple(_ruled(found, lines, around))
    sound = not any(one.severity in ("error", "draft") for one in ruled)
    played = tuple(_played(found, lines, around)) if sound else ()
    return CheckedText(found, _in_order((*_characters(text, lines), *ruled, *played)))


def remark(lines: Lines, defect: Finding | Problem, severity: Severity) -> RemarkView:
    """A defect at its line; the line is not repeated in the sentence."""
    message = _PREFIX.sub("", defect.message) if isinstance(defect, Problem) else defect.message
    return RemarkView(line=lines.of(defect.target), severity=severity, target=defect.target, message=message)


def _ruled(matter: Definition, lines: Lines, around: Surroundings) -> Iterator[RemarkView]:
    for finding in (*findings_among(matter, around.known.get), *misfits(matter, around)):
        yield remark(lines, finding, finding.severity)
    for finding in not_runnable(matter):
        yield remark(lines, finding, "draft")


def _played(matter: Definition, lines: Lines, around: Surroundings) -> Iterator[RemarkView]:
    elsewhere = [golden for golden in matter.golden if around.stage_of(golden) is not around.world.organisation]
    if elsewhere:
        message = (
            f"{len(elsewhere)} 个金样随事项带来，按样例组织走过；本单位的职责、岗位、人员已另行核对。"
            "要按本单位的组织机构走，请把金样中的岗位改为现有的岗位。"
        )
        yield remark(lines, Problem("golden", message), "warning")
    for position, golden in enumerate(matter.golden):
        place, organisation = path_text(("golden", position)), around.stage_of(golden)
        for problem in run(matter, golden, organisation, around.world.calendar):
            yield remark(lines, Problem(place, problem.message), "error")


@cache
def sample_organisation() -> Organisation:
    """The one in which the golden cases that ship play."""
    return catalog.sample_organisation()


def _characters(text: str, lines: Lines) -> Iterator[RemarkView]:
    """What no font prints, and marks of secrecy, comments included: the one cannot be drawn, the other not be kept."""
    parsed = parse_definition(text)
    for path, written in _texts(parsed.data) if isinstance(parsed, Parsed) else ():
        if wrong := misprint(written):
            yield remark(lines, Problem(path_text(path), f"{wrong}。"), "error")
    for number, line in enumerate(text.split("\n"), 1):
        if mark := secrecy_mark(line):
            message = f"含有密级标志“{mark}”。本系统只办理非涉密内容，请删除。"
            yield RemarkView(line=number, severity="error", target="", message=message)


def _texts(data: Data, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, part in data.items():
            yield from _texts(part, (*path, key))
    elif isinstance(data, list):
        for position, part in enumerate(data):
            yield from _texts(part, (*path, position))


def _in_order(remarks: tuple[RemarkView, ...]) -> tuple[RemarkView, ...]:
    return tuple(sorted(remarks, key=lambda one: one.line))
