"""The main job once, unattended (演示): golden cases of the catalogue, filed and carried to their ends by the sample people."""

import fcntl
import json
import os
import socket
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from flows.adapters.calendars import statutory_calendar
from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import now, open_service
from flows.processes import ProcessPart, executor_part, prefect_part, start
from flows.retelling import KnownBefore, StoryBrokenError, known_before, moved, stand_in, told_within_a_day
from flows.sample import DEMO_ACCOUNTS, prepare_sample
from flows.service import Service
from flows.settings import Settings, UnfitError, loopback
from flows.verification import ROOT_CERTIFICATE, verify_file
from flows.views.base import View
from flows.views.cases import CaseView, FileContent, SubmitRequest
from flows.views.people import Caller
from flows.views.rosters import EntryAddition
from flows.views.tasks import ActRequest, TaskLine
from matters.calendar import local_day
from matters.errors.base import Refusal
from matters.language.actions import Action
from matters.language.document import Definition
from matters.language.golden import Act, GoldenCase
from matters.language.rosters import Roster
from matters.organisation.snapshot import Organisation
from storage.definitions import catalog
from storage.ledger import SETTLED

T = TypeVar("T")

SECONDS = 480.0
_LOOK_AGAIN_SECONDS = 1.0  # a look at ten cases costs 0.6 s, which the executor could use
_STOP_SECONDS = 10.0


class DemoDocument(View):
    """A sealed paper that was written out, with the verdict of an offline check."""

    file: str
    title: str
    number: str
    sha256: str
    verdict: str


class DemoCase(View):
    """A case as it ended. `expected`: what the golden case says comes out."""

    case_no: str
    matter: str
    matter_name: str
    story: str
    status: str
    status_name: str
    result: str | None
    expected: str
    as_expected: bool
    settled: bool
    errands: int
    documents: tuple[DemoDocument, ...]


class DemoSummary(View):
    """What `summary.json` says. `complete`: every case ended as expected and every effect is settled."""

    cases: tuple[DemoCase, ...]
    granted: int
    papers: int
    complete: bool
    failures: tuple[str, ...]
    seconds: float


def run(out: Path, codes: Collection[str] = ()) -> DemoSummary:
    """Play it in a fresh temporary data folder; papers, root.pem and summary.json are left in `out`, for one run at a time.

    One case of every matter that ships; of those named in `codes` alone one of each outcome.
    """
    started = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    with _alone_in(out), TemporaryDirectory(prefix="once-demo-") as folder, ExitStack() as stack:
        settings = _fresh_settings(Path(folder))
        prepare_sample(settings)
        for part in (prefect_part(settings), executor_part(settings)):
            stack.enter_context(_running(part, settings.data_dir / "logs"))
        service = stack.enter_context(open_service(settings))
        shipped = catalog.shipped_definitions()
        stage = _Stage(
            service,
            _accounts(settings),
            {one.id: one for matter in shipped for one in matter.rosters},
            catalog.sample_organisation(),
        )
        wanted = [one for one in shipped if not codes or one.code in codes]
        tales = [_Tale(stage, *one) for one in planned(wanted, every_outcome=bool(codes))]
        deadline = time.monotonic() + SECONDS
        failures = _told(tales, deadline)
        _settled(tales, deadline)
        return _summary(tales, failures, service, out, started)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """A lock on the folder itself, which the kernel lets go when its holder dies."""
    held = os.open(folder, os.O_RDONLY)
    try:
        _lock(held, folder)
        yield
    finally:
        os.close(held)


def _lock(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UnfitError(f"另一次演示正在向 {folder} 写入。请等它结束，或用 --out 另选一个目录。") from error


def _fresh_settings(folder: Path) -> Settings:
    """Nothing of the environment may lead to a real database; nobody is there to type a password."""
    family = socket.AF_INET6 if ":" in loopback() else socket.AF_INET
    with socket.create_server((loopback(), 0), family=family) as taken:
        port = taken.getsockname()[1]
    return Settings(
        data_dir=folder,
        database_url="",
        prefect_api_url="",
        prefect_auth="",
        prefect_auth_file=None,
        prefect_database_url="",
        secret_key_file=None,
        prefect_port=port,
        identity_check_minutes=0,
    )


@contextmanager
def _running(part: ProcessPart, logs: Path) -> Iterator[None]:
    logs.mkdir(parents=True, exist_ok=True)
    process = start(part, logs)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _accounts(settings: Settings) -> Mapping[str, str]:
    """The account behind each post."""
    listed = json.loads((settings.data_dir / DEMO_ACCOUNTS).read_text("utf-8"))
    return {post["post"]: account["username"] for account in listed for post in account["posts"]}


@dataclass(frozen=True)
class _Stage:
    """The service, and who sits on which post."""

    service: Service
    accounts: Mapping[str, str]
    rosters: Mapping[str, Roster]
    organisation: Organisation

    def caller(self, post: str) -> Caller:
        """The person on that post."""
        return _done(self.service.accounts.local(LOCAL_MACHINE, self.accounts[post]))

    def hand_in(self, caller: Caller, materials: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """Upload what each material consists of."""
        return {material: self.upload(caller, names) for material, names in materials.items()}

    def upload(self, caller: Caller, names: Sequence[str]) -> tuple[str, ...]:
        """Upload a stand-in for each fixture."""
        return tuple(_done(self.service.files.upload(caller, name, stand_in(name))).id for name in names)

    def enter(self, known: KnownBefore) -> None:
        """Put an entry into a roster, as whoever heads the body that keeps it."""
        addition = EntryAddition(body=known.body, belongs=known.belongs, values=known.values, reason="演示前已在册")
        _done(self.service.rosters.add(self.caller(f"{known.body}.head"), known.roster, addition))

    def item(self, caller: Caller, case_no: str, act: Act) -> TaskLine | None:
        """The caller's open item on that case which offers the act; of several the one in which its parts are filled in."""
        case = _done(self.service.cases.show(caller, case_no))
        offering = (task for task in case.tasks if act.action in task.line.actions)
        return next(
            (task.line for task in offering if act.fills.keys() <= {part.definition["id"] for part in task.fills}), None
        )


class _Tale:
    """One golden case on its way."""

    def __init__(self, stage: _Stage, matter: Definition, golden: GoldenCase) -> None:
        self.matter = matter
        self.golden = golden
        self._stage = stage
        # Whole weeks, so that week days stay, and at least a day, so that what lay ahead of the filing still does.
        elapsed = (local_day(now()) - local_day(golden.now)).days
        self._shift = timedelta(weeks=elapsed // 7 + 1)
        self._pending = list(golden.story)
        self.case_no = self._file()

    @property
    def pending(self) -> bool:
        """Whether somebody still has to act."""
        return bool(self._pending)

    def _file(self) -> str:
        answers = self._moved(self.golden.answers)
        for known in known_before(self.matter, self.golden, answers, self._stage.rosters, self._stage.organisation):
            self._stage.enter(known)
        caller = self._stage.caller(self.golden.filed_as)
        request = SubmitRequest(
            matter=self.matter.code,
            answers=answers,
            post=self.golden.filed_as,
            materials=self._stage.hand_in(caller, self.golden.materials),
        )
        receipt, _ = _done(self._stage.service.cases.submit(caller, request, None))
        return receipt.case_no

    def advance(self) -> bool:
        """Take the next act if its turn has come."""
        act = self._pending[0]
        caller = self._stage.caller(act.by)
        if act.action == "withdraw":
            _done(self._stage.service.cases.withdraw(caller, self.case_no, act.opinion, act.by))
        elif item := self._stage.item(caller, self.case_no, act):
            _done(self._stage.service.tasks.act(caller, item.id, self._request(caller, act, item)))
        else:
            return False
        self._pending.pop(0)
        return True

    def _request(self, caller: Caller, act: Act, item: TaskLine) -> ActRequest:
        action: Action = next(offered for offered in item.actions if offered == act.action)
        return ActRequest(
            action=action,
            expected_version=item.version,
            opinion=act.opinion,
            post=act.by,
            findings={finding.target: finding.message for finding in act.findings},
            fills=self._moved(act.fills),
            answers=self._moved(act.answers),
            materials=self._stage.hand_in(caller, act.materials),
            answer=act.answer,
            files=self._stage.upload(caller, act.files),
            step=act.step,
        )

    def _moved(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {name: moved(self.matter.field(name), value, self._shift) for name, value in answers.items()}

    def view(self) -> CaseView:
        """The case as its applicant sees it."""
        return _done(self._stage.service.cases.show(self._stage.caller(self.golden.filed_as), self.case_no))

    def paper(self, document_id: str) -> bytes:
        """A sealed paper as its applicant downloads it."""
        download = self._stage.service.papers.download
        found: FileContent = _done(download(self._stage.caller(self.golden.filed_as), document_id))
        return found.content


def planned(matters: Iterable[Definition], *, every_outcome: bool) -> list[tuple[Definition, GoldenCase]]:
    """Of every matter the first golden case that can be told within a day, a granted one if there is; or one of each outcome."""
    organisation, calendar = catalog.sample_organisation(), statutory_calendar()
    told: list[tuple[Definition, GoldenCase]] = []
    for matter in matters:
        told_today = [one for one in matter.golden if told_within_a_day(matter, one, organisation, calendar)]
        first = {one.expect.outcome: one for one in reversed(told_today)}
        ordered = sorted(first.values(), key=lambda one: one.expect.outcome != "granted")
        told += [(matter, one) for one in ordered[: None if every_outcome else 1]]
    return told


def _told(tales: Sequence[_Tale], deadline: float) -> tuple[str, ...]:
    """Everybody acts as soon as it is their turn; what the machine does in between is waited for."""
    failures: dict[str, str] = {}
    while time.monotonic() < deadline:
        moved = [_moved_on(tale, failures) for tale in tales if tale.pending and tale.case_no not in failures]
        if not moved:
            break
        if not any(moved):
            time.sleep(_LOOK_AGAIN_SECONDS)
    late = {tale.case_no: f"{SECONDS:.0f} 秒内没有办完" for tale in tales if tale.pending}
    return tuple(f"{case_no}：{why}" for case_no, why in (late | failures).items())


def _moved_on(tale: _Tale, failures: dict[str, str]) -> bool:
    try:
        return tale.advance()
    except StoryBrokenError as broken:
        failures[tale.case_no] = str(broken)
        return True


def _settled(tales: Sequence[_Tale], deadline: float) -> None:
    """Wait until no machine owes anything."""
    while time.monotonic() < deadline:
        if all(_is_settled(tale.view()) for tale in tales):
            return
        time.sleep(_LOOK_AGAIN_SECONDS)


def _is_settled(case: CaseView) -> bool:
    return all(effect.state in SETTLED for effect in case.effects)


def _summary(
    tales: Sequence[_Tale], failures: tuple[str, ...], service: Service, out: Path, started: float
) -> DemoSummary:
    root: bytes = service.papers.root_certificate()
    (out / ROOT_CERTIFICATE).write_bytes(root)
    cases = tuple(_ended(tale, root, out) for tale in tales)
    summary = DemoSummary(
        cases=cases,
        granted=sum(case.status == "concluded" and case.result == "granted" for case in cases),
        papers=sum(len(case.documents) for case in cases),
        failures=failures,
        complete=not failures and all(case.as_expected and case.settled for case in cases),
        seconds=round(time.monotonic() - started, 1),
    )
    (out / "summary.json").write_text(summary.model_dump_json(indent=2), "utf-8")
    return summary


def _ended(tale: _Tale, root: bytes, out: Path) -> DemoCase:
    case = tale.view()
    line = case.line
    result = line.result
    ended = result if line.status == "concluded" else line.status
    documents = []
    for number, document in enumerate(case.documents, start=1):
        content = tale.paper(document.id)
        file = f"{line.case_no}-{number}.pdf"
        (out / file).write_bytes(content)
        documents.append(
            DemoDocument(
                file=file,
                title=document.title,
                number=document.number,
                sha256=sha256(content).hexdigest(),
                verdict=verify_file(content, (root,), document.sha256).verdict,
            )
        )
    return DemoCase(
        case_no=line.case_no,
        matter=line.matter,
        matter_name=line.matter_name,
        story=tale.golden.name,
        status=line.status,
        status_name=line.status_name,
        result=result,
        expected=tale.golden.expect.outcome,
        as_expected=ended == tale.golden.expect.outcome,
        settled=_is_settled(case),
        errands=case.errands,
        documents=tuple(documents),
    )


def _done(outcome: T | Refusal) -> T:
    """What the service answered; a story in which it refuses is broken."""
    if isinstance(outcome, Refusal):
        raise StoryBrokenError(outcome.message)
    return outcome
