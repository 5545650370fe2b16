"""Cases carried by a real Prefect server and a real executor, each a process of its own that is killed and started again.

Covers: flows/runs/console.py, flows/runs/environment.py, flows/runs/flow.py
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from socket import create_server
from typing import Any

import httpx
import pytest

from flows.bootstrap import open_resources
from flows.processes import ProcessPart, executor_part, prefect_part, start
from flows.resources import Resources
from flows.runs.environment import prefect_environment
from flows.service import Service
from flows.settings import Settings
from flows.views.cases import CaseView, Receipt, SubmitRequest
from flows.views.registers import DoubtLine, DoubtReceipt, DoubtView, SettleRequest
from matters.errors.base import Refusal
from matters.language.document import Definition
from storage import cases, documents, ledger
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from storage.ledger import PlannedEffect
from storage.people import accounts
from tests.flows.effects import story
from tests.matters.family import sub_matter
from tests.matters.forked import decide, rerouted
from tests.sample_folder import planted

pytestmark = pytest.mark.prefect

# An executor whose drawing tells that it has begun, and then takes its time.
SLOW = """
import sys, time
from pathlib import Path
from flows.effects import rendering
from flows.runs.executor import main
from flows.settings import Settings
draw = rendering.draw
def slow(paper):
    Path(sys.argv[1]).touch()
    time.sleep(float(sys.argv[2]))
    return draw(paper)
rendering.draw = slow
main(Settings())
"""

# The same on a busy machine, where an effect takes seconds: whoever stops it waits longer than the 3.5 s of the product.
PATIENT = SLOW.replace(
    "main(Settings())", "from flows.runs import executor\nexecutor.GRACE_SECONDS = 60\nmain(Settings())"
)

# An executor that cannot draw.
BROKEN = """
from flows.effects import rendering
from flows.runs.executor import main
from flows.settings import Settings
def lost(paper):
    raise LookupError("lost")
rendering.draw = lost
main(Settings())
"""

# An executor that cannot clear away, though its own clock would do so in an hour only.
UNTIDY = """
from flows.runs import executor
from flows.settings import Settings
def lost(resources):
    raise LookupError("what nobody may read")
executor.forget_uploads = lost
executor.main(Settings())
"""

RACING = """
import asyncio, sys
from flows.runs.client import WantedRun, connected
async def race():
    async with connected() as prefect:
        wanted = WantedRun("race", sys.argv[1], "race", ())
        runs = [await prefect.create(wanted) for _ in range(3)]
        # Those that meet a locked SQLite are told that Prefect is away, which is no yes either.
        claims = await asyncio.gather(*(prefect.claim(runs[0].id) for _ in range(6)), return_exceptions=True)
        print(len({run.id for run in runs}), claims.count(True))
asyncio.run(race())
"""


@dataclass
class Office:
    """A prepared data folder, its Prefect server, and what both say."""

    resources: Resources
    server: subprocess.Popen[bytes]

    @property
    def settings(self) -> Settings:
        return self.resources.settings

    def start_prefect(self) -> None:
        self.server = start(prefect_part(self.settings), self.settings.data_dir / "logs")
        wait_until(self.prefect_answers, 120)

    def kill_prefect(self) -> None:
        self.server.kill()
        self.server.wait()

    def prefect_answers(self) -> bool:
        try:
            return httpx.get(f"{self.settings.prefect_api}/health").status_code == 200
        except httpx.TransportError:
            return False

    @contextmanager
    def executor(self, *slow: str, program: str = SLOW) -> Iterator[subprocess.Popen[bytes]]:
        part = executor_part(self.settings)
        if slow or program != SLOW:
            part = ProcessPart("slow", (sys.executable, "-c", program, *slow), part.environment)
        with start(part, self.settings.data_dir / "logs") as process:
            try:
                yield process
            finally:
                process.kill()

    def runs(self, case_no: str) -> list[dict[str, Any]]:
        """Prefect's runs of a case, oldest first."""
        sought = {"flow_runs": {"tags": {"all_": [f"case:{case_no}"]}}, "sort": "EXPECTED_START_TIME_ASC"}
        with self.api() as api:
            found: list[dict[str, Any]] = api.post("/flow_runs/filter", json=sought).raise_for_status().json()
        return found

    def deployments(self) -> dict[str, Any]:
        """Prefect's deployments by name."""
        with self.api() as api:
            found = api.post("/deployments/filter", json={}).raise_for_status().json()
        return {one["name"]: one for one in found}

    def started(self, deployment: str, key: str) -> str:
        """Somebody presses “Run”; the run."""
        wanted = {"state": {"type": "SCHEDULED"}, "idempotency_key": key}
        with self.api() as api:
            path = f"/deployments/{self.deployments()[deployment]['id']}/create_flow_run"
            wait_until(lambda: api.post(path, json=wanted).is_success)  # SQLite may be locked just then
            return str(api.post(path, json=wanted).json()["id"])

    def state(self, run: str) -> dict[str, Any]:
        """The run as the console shows it."""
        with self.api() as api:
            found: dict[str, Any] = api.get(f"/flow_runs/{run}").raise_for_status().json()
        return found

    def api(self) -> httpx.Client:
        secret = (self.settings.data_dir / "prefect-auth").read_text()
        user, _, password = secret.partition(":")
        return httpx.Client(base_url=self.settings.prefect_api, auth=(user, password))

    def effects(self, case_no: str) -> list[PlannedEffect]:
        with self.resources.database.reading() as session:
            return [e for e in ledger.effects_of(session, self._case(case_no)) if e.case_no == case_no]

    def is_settled(self, case_no: str) -> bool:
        return all(effect.state == "done" for effect in self.effects(case_no))

    def is_completed(self, case_no: str) -> bool:
        return self.is_settled(case_no) and {run["state_type"] for run in self.runs(case_no)} == {"COMPLETED"}

    def papers(self, case_no: str) -> list[str]:
        with self.resources.database.reading() as session:
            return [document.paper for document in documents.of_case(session, self._case(case_no))]

    def publish(self, definition: Definition) -> str:
        """Put one more matter into force; its code."""
        with self.resources.database.transaction() as session:
            digest = matters.save_draft(session, definition)
            matters.publish(session, digest, by="system", second="system", now=self.resources.clock())
        return definition.code

    def submit(self, matter: str = "MS032") -> str:
        """File the sample county's vehicle request for a month from now."""
        leave, back = (self.resources.today + timedelta(days=days) for days in (30, 31))
        answers = story.ANSWERS | {"depart_at": f"{leave}T08:00", "return_at": f"{back}T18:00"}
        request = SubmitRequest(matter=matter, answers=answers, post=story.APPLICANT)
        applicant = story.caller(self.resources, story.APPLICANT)
        answered = Service(self.resources).cases.submit(applicant, request, None)
        assert isinstance(answered, tuple), answered
        assert isinstance(answered[0], Receipt)
        return answered[0].case_no

    def accept(self, case_no: str) -> None:
        """From now on a number, a drawing, a seal and notices are owed."""
        story.accept(self.resources, case_no)

    def _case(self, case_no: str) -> int:
        with self.resources.database.reading() as session:
            head = cases.find(session, case_no)
        assert head is not None
        return head.id


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One Prefect server for all tests of this module: it takes 6 to 10 s to start."""
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings = Settings(data_dir=tmp_path_factory.mktemp("office"), prefect_port=port, lease_seconds=2)
    server = start(prefect_part(settings), settings.data_dir / "logs")
    planted(settings)
    with open_resources(settings) as resources:
        office = Office(resources, server)
        try:
            wait_until(office.prefect_answers, 120)
            yield office
        finally:
            office.kill_prefect()


def test_each_advance_is_one_run_of_its_matters_flow(office: Office) -> None:
    """Filed and accepted: two runs named after case and step, and a sealed paper."""
    case_no = office.submit()
    with office.executor():
        wait_until(lambda: office.is_completed(case_no))
        office.accept(case_no)
        wait_until(lambda: office.is_completed(case_no) and len(office.runs(case_no)) == 2)
    assert office.papers(case_no) == ["acceptance"]
    runs = office.runs(case_no)
    assert [run["parameters"] for run in runs] == [{"advance": run["idempotency_key"]} for run in runs]
    assert {run["name"].partition(" · ")[0] for run in runs} == {case_no}
    assert {tag.partition(":")[0] for run in runs for tag in run["tags"]} == {"matter", "case", "body"}
    assert {run["run_count"] for run in runs} == {1}
    with office.api() as api:
        flows = {api.get(f"/flows/{run['flow_id']}").json()["name"] for run in runs}
    assert flows == {"MS032"}


def test_the_console_shows_what_was_done_in_a_run(office: Office) -> None:
    """Line by line, told to stop or not; the digest of its paper is to be found, and the flow is called by its matter's name."""
    case_no = _submitted_and_accepted(office)
    with office.executor() as executor:
        wait_until(lambda: office.is_completed(case_no))
        executor.send_signal(signal.SIGTERM)
        assert executor.wait(10) == 0
    (run,) = office.runs(case_no)
    theirs = {"flow_runs": {"id": {"any_": [run["id"]]}}}
    with office.api() as api:
        lines = {"logs": {"flow_run_id": {"any_": [run["id"]]}}, "sort": "TIMESTAMP_ASC"}
        said = [log["message"].partition("，用时")[0] for log in api.post("/logs/filter", json=lines).json()]
        notes = [note["key"] for note in api.post("/artifacts/filter", json=theirs).json()]
        flow = api.get(f"/flows/{run['flow_id']}").json()
    assert said[0].endswith(f"/case?case={case_no}")
    assert said[1:4] == ["编制文号办妥", "制作文书办妥", "加盖电子印章办妥"]
    assert notes == [f"papers-{case_no}"]
    assert flow["tags"] == [next(matter.name for matter in shipped_definitions() if matter.code == "MS032")]


def test_the_run_of_a_case_files_its_sub_matter_whose_run_reports_its_end(office: Office) -> None:
    """Each is a run of the flow of its own matter; nobody but the applicant and the clerk has acted."""
    car = next(matter for matter in shipped_definitions() if matter.code == "MS032")
    end = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
    child = rerouted(car, decide(apart_from=["accept"]), deliver=end).model_copy(update={"code": "TP901", "golden": ()})
    hands = {"fields": {name: name for name in story.ANSWERS}}
    begins = sub_matter(matter=office.publish(child), hands_over=hands, on_withdrawal="end")
    parent = rerouted(car, begins, decide(), deliver=end).model_copy(update={"code": "TP902", "golden": ()})
    case_no, service = office.submit(office.publish(parent)), Service(office.resources)
    applicant = story.caller(office.resources, story.APPLICANT)

    def seen(number: str) -> CaseView:
        view = service.cases.show(applicant, number)
        assert not isinstance(view, Refusal)
        return view

    with office.executor():
        office.accept(case_no)
        wait_until(lambda: bool(seen(case_no).related and seen(case_no).related[0].case_no))
        begun = seen(case_no).related[0].case_no or ""
        service.cases.withdraw(applicant, begun, "另行办理")
        wait_until(lambda: seen(case_no).line.status == "terminated")
        wait_until(lambda: office.is_completed(begun) and office.is_completed(case_no))
    assert {tag for run in office.runs(begun) for tag in run["tags"] if tag.startswith("matter:")} == {"matter:TP901"}
    assert [effect.attempts for effect in office.effects(begun) if effect.effect.kind == "report_up"] == [1]


def test_prefect_answers_only_who_knows_the_secret(office: Office) -> None:
    """Loopback is open to every user of the machine."""
    assert httpx.post(f"{office.settings.prefect_api}/flow_runs/filter", json={}).status_code == 401


def test_the_console_is_one_and_asks_nobody_else(office: Office) -> None:
    """Its second console is not there to be chosen, nor remembered by a browser; every page binds the browser to this host."""
    root = office.settings.prefect_api.removesuffix("/api")
    with httpx.Client(base_url=f"{root}/prefect", cookies={"prefect_ui_version": "v2"}) as browser:
        assert browser.get("/ui-settings").json()["available_uis"] == ["v1"]
        assert browser.get("/v2/runs", headers={"Accept": "text/html"}).headers["location"] == "/prefect/runs"
        page = browser.get("/flow-runs", headers={"Accept": "text/html"})
        assert '<script src="/prefect/links.js"></script>' in page.text
        assert office.settings.address in browser.get("/links.js").text
    for answer in (page, httpx.get(f"{root}/docs"), httpx.get(f"{root}/api/health")):
        assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert (office.settings.prefect_home / "console" / "v1").is_dir()


def test_of_several_claims_of_one_run_exactly_one_is_accepted(office: Office) -> None:
    """Several creates with one key make one run, and of six claims one goes on."""
    environment = prefect_environment(office.settings)
    told = subprocess.run(
        [sys.executable, "-c", RACING, "R:1"], env=environment, capture_output=True, check=True, text=True
    )
    assert told.stdout.split() == ["1", "1"]


def test_effects_wait_while_prefect_is_away_and_go_on_when_it_is_back(office: Office, tmp_path: Path) -> None:
    """Killed in the middle of a run: what was begun is settled without it, what comes later waits, nothing is lost."""
    begun = _submitted_and_accepted(office)
    with office.executor(str(tmp_path / "drawing"), "1") as executor:
        wait_until((tmp_path / "drawing").exists)
        office.kill_prefect()
        wait_until(lambda: office.is_settled(begun))
        later = office.submit()
        wait_until(lambda: "Prefect 暂不可用" in (office.settings.data_dir / "logs" / "slow.log").read_text())
        assert not office.is_settled(later)
        office.start_prefect()
        wait_until(lambda: office.is_completed(later))
        assert executor.poll() is None
    assert {run["state_type"] for run in office.runs(begun)} == {"RUNNING"}
    with office.executor():
        wait_until(lambda: office.is_completed(begun))
    assert office.papers(begun) == ["acceptance"]


def test_an_executor_killed_while_drawing_is_taken_over_and_nothing_happens_twice(
    office: Office, tmp_path: Path
) -> None:
    """kill -9 between claim and settle: the same run goes on when the lease is over, with one paper and one number."""
    case_no = _submitted_and_accepted(office)
    with office.executor(str(tmp_path / "drawing"), "600") as doomed:
        wait_until((tmp_path / "drawing").exists)
        doomed.kill()
        doomed.wait()
    with office.executor():
        wait_until(lambda: office.is_completed(case_no))
    assert len(office.runs(case_no)) == 1
    assert office.papers(case_no) == ["acceptance"]
    attempts = {effect.effect.kind: effect.attempts for effect in office.effects(case_no) if effect.effect.paper}
    assert attempts == {"number": 1, "render": 2, "seal": 1}


def test_an_executor_told_to_stop_puts_its_work_down_first(office: Office, tmp_path: Path) -> None:
    """SIGTERM in the middle of a drawing: the run is finished, and no lease is left to run out."""
    case_no = _submitted_and_accepted(office)
    with office.executor(str(tmp_path / "drawing"), "0.5", program=PATIENT) as executor:
        wait_until((tmp_path / "drawing").exists)
        executor.send_signal(signal.SIGTERM)
        assert executor.wait(90) == 0
    assert office.is_completed(case_no)


def test_an_executor_that_hangs_in_an_effect_ends_all_the_same(office: Office, tmp_path: Path) -> None:
    """Whoever stopped it does not wait for ever; its lease runs out by itself."""
    case_no = _submitted_and_accepted(office)
    with office.executor(str(tmp_path / "drawing"), "600") as executor:
        wait_until((tmp_path / "drawing").exists)
        executor.send_signal(signal.SIGINT)
        assert executor.wait(10) == 1
    assert not office.is_settled(case_no)


def test_after_a_person_has_settled_a_doubt_the_same_run_goes_on_by_itself(office: Office) -> None:
    """An effect that cannot be done stops its run; settled to be done again, an executor takes the run up and completes it."""
    case_no = _submitted_and_accepted(office)
    operator = story.caller(office.resources, "county_data.administrator.2")
    desk = Service(office.resources).doubts

    def doubts() -> list[DoubtLine]:
        found = desk.list(operator)
        assert not isinstance(found, Refusal)
        return [line for line in found if line.case_no == case_no]

    with office.executor(program=BROKEN):
        wait_until(lambda: len(doubts()) == 1)
        wait_until(lambda: [run["state_type"] for run in office.runs(case_no)] == ["FAILED"])
    (doubt,) = doubts()
    shown = desk.show(operator, doubt.key)
    assert isinstance(shown, DoubtView)
    assert shown.run == f"{office.settings.prefect_console}/runs/flow-run/{office.runs(case_no)[0]['id']}"
    assert isinstance(desk.settle(operator, doubt.key, SettleRequest(verdict="again", doubt=1)), DoubtReceipt)
    with office.executor():
        wait_until(lambda: office.is_completed(case_no))
    assert len(office.runs(case_no)) == 1
    assert office.papers(case_no) == ["acceptance"]


def test_logins_that_have_ended_are_forgotten(office: Office) -> None:
    """The executor clears them away, and leaves those that last."""
    now = office.resources.clock()
    with office.resources.database.transaction() as session:
        accounts.add_account(session, "lihua", "p50", "hash", now)
        accounts.open_login(session, "ended", "lihua", "::1", now, now)
        accounts.open_login(session, "lasting", "lihua", "::1", now, now + timedelta(hours=1))
    with office.executor():
        wait_until(lambda: not _is_known(office, "ended"))
    assert _is_known(office, "lasting")


def test_a_sweep_is_scheduled_and_can_be_started_in_the_console_twice_at_once(office: Office) -> None:
    """Two executors serve it: each start is one run of one of them, and what was to be done is done."""
    said = "清除失效的登录，清除无用的文件 0 个，提醒应报单位 0 个，评价通知 0 人，督办提醒 0 件"
    with office.executor(), office.executor():
        wait_until(lambda: {"例行对账", "到期处理", "例行清理"} <= set(office.deployments()))
        now = office.resources.clock()
        with office.resources.database.transaction() as session:
            accounts.add_account(session, "wangfang", "p51", "hash", now)
            accounts.open_login(session, "over", "wangfang", "::1", now, now)
        runs = [office.started("例行清理", key) for key in ("one", "other")]
        wait_until(lambda: [office.state(run)["state"]["message"] for run in runs] == [said] * 2)
    assert not _is_known(office, "over")
    shown = [office.state(run) for run in runs]
    assert {(run["run_count"], run["state_type"]) for run in shown} == {(1, "COMPLETED")}
    schedules = {name: one["schedules"][0] for name, one in office.deployments().items()}
    assert {one["active"] for one in schedules.values()} == {True}
    assert schedules["例行清理"]["schedule"]["interval"] == 3600


def test_a_sweep_that_fails_says_so_in_the_console_and_no_more(office: Office) -> None:
    """The text of an exception may name what the console must not."""
    with office.executor(program=UNTIDY):
        wait_until(lambda: "例行清理" in office.deployments())
        run = office.started("例行清理", "in vain")
        wait_until(lambda: office.state(run)["state_type"] == "FAILED")
    assert office.state(run)["state"]["message"] == "出错，详见执行器的日志"


def _is_known(office: Office, digest: str) -> bool:
    with office.resources.database.reading() as session:
        return accounts.find_login(session, digest) is not None


def _submitted_and_accepted(office: Office) -> str:
    """The notice of the filing is carried out in-process, the acceptance is left to an executor."""
    case_no = office.submit()
    story.drain(office.resources, "test")
    office.accept(case_no)
    return case_no


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    """Until it holds; other processes make it so, therefore it can only be asked."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
