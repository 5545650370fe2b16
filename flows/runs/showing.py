"""What the console of Prefect shows of a run beside its state: its lines, the way to the case, digests of papers, the matter.

Everything is sent behind the runs and nothing of it is evidence: lines that Prefect was not there to take are in the log of the
executor. Numbers, codes and digests only; whoever looks at the console may look into no case.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.cases.beginning import published
from flows.resources import Resources
from flows.runs.client import Console, RunLine, RunNote
from flows.watching import address_of_web
from matters.language.document import Definition
from storage import ledger
from storage.database import Session
from storage.ledger import OpenAdvance

SHOWN = logging.getLogger("once.effects")
_MOST = 10_000  # lines that wait; a run has some ten of them

_run: ContextVar[str] = ContextVar("run", default="")


class _Lines(logging.Handler):
    """What effects log while a run carries them out. The message alone: a traceback may have what the console must not."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._kept: deque[RunLine] = deque(maxlen=_MOST)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it, if a run is being carried out."""
        if run := _run.get():
            at = datetime.fromtimestamp(record.created, UTC)
            self._kept.append(RunLine(run, at, record.levelno, record.getMessage()))

    def taken(self) -> list[RunLine]:
        """Those that were kept, once."""
        return [self._kept.popleft() for _ in range(len(self._kept))]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A run that was begun."""

    run: str
    advance: OpenAdvance
    at: datetime


class Showing:
    """Of one executor: gathered while its hands work, and sent once a second."""

    def __init__(self, resources: Resources, console: Console) -> None:
        self._resources = resources
        self._console = console
        self._lines = _Lines()
        self._begun: deque[_Begun] = deque(maxlen=_MOST)
        self._ended: deque[_Begun] = deque(maxlen=_MOST)
        self._told: set[str] = set()

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """While the executor works."""
        SHOWN.addHandler(self._lines)
        try:
            yield
        finally:
            SHOWN.removeHandler(self._lines)

    @contextmanager
    def of(self, run: str, advance: OpenAdvance) -> Iterator[None]:
        """What is logged in here, in threads too, is of that run."""
        begun = _Begun(run, advance, self._resources.clock())
        self._begun.append(begun)
        token = _run.set(run)
        try:
            yield
        finally:
            _run.reset(token)
            self._ended.append(begun)

    async def send(self) -> None:
        """What has come together since."""
        begun, ended, lines = _emptied(self._begun), _emptied(self._ended), self._lines.taken()
        if begun or ended:
            shown = await asyncio.to_thread(self._read, begun, ended)
            await self._console.tell([*shown.ways, *lines])
            for note in shown.papers:
                await self._console.keep(note)
            for matter in shown.matters:
                await self._introduce(matter, shown.address)
        elif lines:
            await self._console.tell(lines)

    def _read(self, begun: Sequence[_Begun], ended: Sequence[_Begun]) -> "_Shown":
        codes = {one.advance.matter for one in begun} - self._told
        with self._resources.database.reading() as session:
            address = address_of_web(session, self._resources.settings)
            found = [published(session, self._resources, code) for code in sorted(codes)]
            papers = [note for one in ended if (note := _papers(session, one))]
        matters = [matter for matter in found if isinstance(matter, Definition)]
        return _Shown(address, [_way_to_case(one, address) for one in begun], papers, matters)

    async def _introduce(self, matter: Definition, address: str) -> None:
        """A flow has a code for a name, which is for good; its tag and a note say what it is."""
        link = f"[在系统中查看办事指南]({address}/matter?matter={matter.code})"
        text = f"# {matter.name}（{matter.code}）\n\n{matter.guide.summary}\n\n{link}"
        await self._console.call_flow(matter.code, matter.name)
        await self._console.keep(RunNote(f"matter-{matter.code.lower()}", matter.name, text))
        self._told.add(matter.code)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the database adds to the lines."""

    address: str
    ways: Sequence[RunLine]
    papers: Sequence[RunNote]
    matters: Sequence[Definition]


def _emptied(waiting: deque[_Begun]) -> list[_Begun]:
    return [waiting.popleft() for _ in range(len(waiting))]


def _way_to_case(begun: _Begun, address: str) -> RunLine:
    case_no = begun.advance.case_no
    return RunLine(begun.run, begun.at, logging.INFO, f"办件 {case_no}： {address}/case?case={case_no}")


def _papers(session: Session, ended: _Begun) -> RunNote | None:
    """The papers that the advance has come to, each with its digest: what `once verify` and the registers say of it as well."""
    theirs = [one for one in ledger.effects_of(session, ended.advance.case_id) if one.advance_id == ended.advance.id]
    numbers = {
        one.key.beside("seal"): one.outcome["number"] for one in theirs if one.outcome and "number" in one.outcome
    }
    rows = [
        f"| {one.effect.paper} | {numbers.get(one.key)} | {one.outcome['seal_number']} | `{one.outcome['digest']}` |"
        for one in theirs
        if one.effect.kind == "seal" and one.outcome
    ]
    if not rows:
        return None
    case_no = ended.advance.case_no
    text = "\n".join(("| 文书 | 文号 | 印章编号 | SHA-256 |", "|---|---|---|---|", *rows))
    return RunNote(f"papers-{case_no.lower()}", f"办件 {case_no} 的文书", text, ended.run)
