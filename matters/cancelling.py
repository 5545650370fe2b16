"""Cancelling a matter (事项取消): from which day nobody files it any more, on what ground, and what becomes of open cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matters.calendar import day_text
from matters.errors.base import Problem

OpenCases = Literal["go_on", "ended"]
OPEN_CASES_NAMES: Mapping[OpenCases, str] = {
    "go_on": "继续办理，直至办结",
    "ended": "自取消之日起终止办理，已作出决定的除外",
}


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Cancellation 事项取消. From `since` on the matter is neither listed nor filed.

    `ground`: the document by which it is cancelled (依据), `document_no` its number (文号). `open_cases`: those under way on that
    day go on to their end, or are ended; what is decided goes on in any case.
    """

    code: str
    since: date
    ground: str
    document_no: str
    open_cases: OpenCases

    def holds(self, today: date) -> bool:
        """Whether the matter is cancelled by that day."""
        return self.since <= today

    @property
    def source(self) -> str:
        """The document with its number."""
        return f"{self.ground}（{self.document_no}）"


def cancellation_problems(wanted: Cancellation, today: date) -> Iterator[Problem]:
    """What is wrong with it, all at once; whoever looked a thing up yesterday was told that it may be filed."""
    if wanted.since <= today:
        yield Problem("since", f"取消的日子应在今天之后，最早为{day_text(date.fromordinal(today.toordinal() + 1))}。")
    if not wanted.ground:
        yield Problem("ground", "请写明取消的依据，例如“关于取消和调整一批机关内部办事事项的通知”。")
    if not wanted.document_no:
        yield Problem("document_no", "请写明依据的文号，例如“样政办发〔2026〕8号”。")
