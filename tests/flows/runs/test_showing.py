"""What the console is told of a run: sentences of its effects, the way to the case, digests of papers, nothing of a person."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence
from typing import NoReturn

import pytest

from flows.documents.paper import DrawnPaper
from flows.effects import rendering
from flows.effects.carrying import Carried, carry_out
from flows.runs.client import RunLine, RunNote
from flows.runs.showing import Showing
from storage import cases, documents, ledger
from tests.flows.service.office import CAR, CLERK, Office


class FakeConsole:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[RunLine] = []
        self.notes: list[RunNote] = []
        self.flows: dict[str, str] = {}

    async def tell(self, lines: Sequence[RunLine]) -> None:
        self.lines.extend(lines)

    async def keep(self, note: RunNote) -> None:
        self.notes.append(note)

    async def call_flow(self, flow: str, name: str) -> None:
        assert flow not in self.flows, "introduced once"
        self.flows[flow] = name


class Stage:
    """An office whose advances are carried out before the eyes of a console."""

    def __init__(self, office: Office) -> None:
        self.office, self.console = office, FakeConsole()
        self.showing = Showing(office.resources, self.console)

    def run(self, case_no: str) -> Carried:
        """The next advance of the case, in a thread as an executor does it, as a run that is called after it."""
        owed = self.office.lease(case_no)
        assert owed
        with self.office.resources.database.reading() as session:
            advance = ledger.advance(session, owed)
        assert advance

        async def carried() -> Carried:
            with self.showing.of(f"run of {owed}", advance):
                return await asyncio.to_thread(carry_out, self.office.resources, owed, "worker")

        with self.showing.gathering():
            verdict = asyncio.run(carried())
            logging.getLogger("once.effects").error("said between two runs")
        asyncio.run(self.showing.send())
        return verdict

    def said(self) -> list[str]:
        """The lines since I asked last."""
        lines, self.console.lines = self.console.lines, []
        return [line.text for line in lines]


@pytest.fixture
def stage(new_office: Callable[[str], Office], caplog: pytest.LogCaptureFixture) -> Stage:
    """On a database of its own, as the product logs."""
    caplog.set_level(logging.INFO, "once")
    return Stage(new_office("sqlite"))


def test_a_run_tells_its_case_and_each_effect_with_its_seconds(stage: Stage) -> None:
    """Numbered, drawn, sealed, told; the way to the case leads to its page; what is said outside of a run is of none."""
    case_no = stage.office.file()
    assert stage.run(case_no) == "settled"
    stage.said()
    stage.office.done(CLERK, case_no, "accept", fills=CAR)
    assert stage.run(case_no) == "settled"
    assert {line.run_id for line in stage.console.lines} == {f"run of {case_no}:3"}
    way, *effects = stage.said()
    assert way == f"办件 {case_no}： {stage.office.resources.settings.address}/case?case={case_no}"
    done = [text.partition("，用时 ")[0] for text in effects]
    assert done == ["编制文号办妥", "制作文书办妥", "加盖电子印章办妥", "发送通知办妥", "发送通知办妥"]
    assert all(0 <= float(text.partition("，用时 ")[2].removesuffix(" 秒")) < 60 for text in effects)


def test_the_papers_of_a_run_are_noted_by_number_and_digest_and_its_matter_by_name(stage: Stage) -> None:
    """The digest is that of the file that people get; nobody and nothing of the case is named."""
    case_no = stage.office.file()
    stage.run(case_no)
    stage.office.done(CLERK, case_no, "accept", fills=CAR)
    stage.run(case_no)
    papers, matter = (
        [note for note in stage.console.notes if note.key.startswith(word)] for word in ("papers-", "matter-")
    )
    resources = stage.office.resources
    with resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head
        (document,) = documents.of_case(session, head.id)
        people = [person.name for person in resources.organisation(session).people]
    content = resources.files.read(document.digest)
    (note,) = papers
    assert (note.key, note.run_id) == (f"papers-{case_no}", f"run of {case_no}:3")
    assert f"| acceptance | {document.number} |" in note.text
    assert f"`{hashlib.sha256(content).hexdigest()}`" in note.text
    assert [one.key for one in matter] == ["matter-ms032"]
    assert stage.console.flows == {"MS032": matter[0].title}
    told = " ".join([*stage.said(), *(note.title + note.text for note in papers)])
    assert not [name for name in (*CAR.values(), *people) if name in told]


def test_a_retry_is_told_with_its_rest_and_its_count(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault has a number in the log of the executor; what the exception says stays there."""
    case_no = stage.office.file()
    stage.run(case_no)
    stage.office.done(CLERK, case_no, "accept", fills=CAR)
    stage.said()
    with monkeypatch.context() as broken:
        broken.setattr(rendering, "draw", _broken)
        assert stage.run(case_no) == "failed"
    first = stage.said()
    assert first[-1] == "制作文书第 1 次未能办成，2 秒后自动再试"
    assert first[-2].startswith("故障 ")
    assert "马行健" not in "".join(first)
    stage.office.clock.pass_by(seconds=3)
    assert stage.run(case_no) == "settled"
    assert [text for text in stage.said() if text.startswith("制作文书办妥（第 2 次），用时 ")]


def _broken(paper: DrawnPaper) -> NoReturn:
    raise OSError("马行健")
