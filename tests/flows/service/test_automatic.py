"""Steps of machines, at the service with their effects carried out: rules, registers, other systems, decisions at once.

Covers: flows/effects/automating.py
"""

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.outside import Outside
from flows.cases.alarms import ring
from flows.effects.carrying import carry_out
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.organisation.snapshot import Grant, Organisation
from storage import doubts, ledger
from storage.definitions.catalog import shipped_definitions
from storage.people import organisations
from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, Office
from tests.matters.forked import OWNER, decide, rerouted
from tests.matters.stories import decided_by_machine

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
ROBOT = "p43"
END = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
ROBOTS = {"by": "role", "role": "robot", "of": OWNER}
TAKES_OVER = {"by": "post", "post": "vehicle_chief", "of": OWNER}
DAYS = {"kind": "working_days", "days": 2}


def fewer_than(most: int) -> dict[str, Any]:
    """A rule on the number of passengers, who are three."""
    holds = {"compare": "below", "left": {"field": "passengers"}, "right": {"value": most}}
    return {"text": "人数不多", "holds": holds}


def automatic(work: dict[str, Any]) -> dict[str, Any]:
    """A step that a machine does."""
    return {"id": "auto", "name": "自动", "kind": "automatic", "work": work, "on_failure": TAKES_OVER, "limit": DAYS}


RULES = automatic({"do": "rule_check", "rules": [fewer_than(5)]})
ASKS = automatic({"do": "look_up", "interface": "cars", "asks": ["destination"], "fills": ["plate", "driver"]})
CALLS = automatic(
    {"do": "outside_call", "system": "dispatch", "hands_over": ["destination"], "fills": ["plate"], "robot": ROBOTS}
)
UNTIL = {"id": "until", "name": "等候到站", "kind": "wait", "for_event": "arrival", "robot": ROBOTS}


def begun(office: Office, *middle: dict[str, Any]) -> str:
    """An accepted case of 派车 with these steps."""
    made = rerouted(CAR_MATTER, *middle, deliver=END)
    case_no = office.file_as(office.publish(made))
    office.done(CLERK, case_no, "accept", fills=CAR)
    return case_no


def connected(office: Office, **outside: Any) -> Office:  # noqa: ANN401 - as its file says it
    """The office with registers and systems outside."""
    places = Outside.model_validate({"interfaces": {}, "systems": {}, **outside})
    return Office(dataclasses.replace(office.resources, outside=places), office.clock)


def with_robot(office: Office) -> Office:
    """A system has an account in the owner body."""
    with office.resources.database.transaction() as session:
        now = office.resources.organisation(session)
        grant = Grant(person=ROBOT, role="robot", scope="county_logistics", since=date(2020, 1, 1))
        parts = {name: getattr(now, name) for name in Organisation.model_fields}
        if grant in now.grants:
            return office
        changed = {**parts, "grants": (*now.grants, grant), "version": now.version + 1}
        organisations.add(session, Organisation(**changed), office.clock())
    return office


def history(office: Office, case_no: str) -> list[str]:
    """What the case page tells."""
    return [entry.what for entry in office.case(STAFF, case_no).timeline]


def test_rules_are_checked_by_the_machine_and_named_when_they_fail(one_office: Office) -> None:
    """The rule that failed stands in the history by its own words, with the version; a person takes over."""
    office = one_office
    case_no = begun(office, RULES, decide())
    assert office.case(STAFF, case_no).waiting[0].note == "由系统自动办理"
    office.carry(case_no)
    version = CAR_MATTER.edition.version
    assert f"规则核验：1 条规则全部符合（事项第 {version} 版）" in history(office, case_no)
    office.task(HEAD, case_no)

    case_no = begun(office, automatic({"do": "rule_check", "rules": [fewer_than(3)]}), decide())
    office.carry(case_no)
    assert f"规则核验：不符合：人数不多（事项第 {version} 版）" in history(office, case_no)
    refused = office.act(CHIEF, case_no, "complete")
    assert isinstance(refused, Refusal)
    assert refused.code == "opinion_required"
    office.done(CHIEF, case_no, "complete", opinion="人数属实，可行")
    office.task(HEAD, case_no)


def test_a_register_fills_the_form(office: Office, tmp_path: Path) -> None:
    """From a file of this machine; what it answers stands in the case like any answer."""
    cars = tmp_path / "cars.json"
    record = {"destination": "样例镇", "plate": "样A00007", "driver": "马行健", "owner": "不应取用"}
    cars.write_text(json.dumps([record]), "utf-8")
    office = connected(office, interfaces={"cars": {"file": str(cars)}})
    case_no = begun(office, ASKS, decide())
    office.carry(case_no)
    answers = {answer.id: answer.value for answer in office.case(STAFF, case_no).answers}
    assert answers["plate"] == "样A00007"
    assert "owner" not in answers
    cars.write_text("[]", "utf-8")
    unknown = begun(office, ASKS, decide())
    office.carry(unknown)
    assert "自动办理未成，转人工办理：数据接口没有返回可用的结果" in history(office, unknown)
    office.done(CHIEF, unknown, "complete", opinion="电话核实", fills={"plate": "样A00008", "driver": "马行健"})
    office.task(HEAD, unknown)


def test_a_register_that_is_away_is_asked_thrice_and_then_a_person_takes_over(one_office: Office) -> None:
    """Each try after a rest; the person may have the machine try again once it is back."""
    office = one_office
    case_no = begun(office, ASKS, decide())
    for _ in range(3):
        _carry_once(office, case_no)
    assert "自动办理未成，转人工办理：外部接口或系统暂时无法连接" in history(office, case_no)
    office.done(CHIEF, case_no, "run_again")
    assert office.case(STAFF, case_no).waiting[0].note == "由系统自动办理"


def _carry_once(office: Office, case_no: str) -> str:
    """One attempt at what is owed, as far as it goes."""
    carried = "settled"
    while carried == "settled" and (owed := office.lease(case_no)):
        carried = carry_out(office.resources, owed, "worker")
        with office.resources.database.transaction() as session:
            ledger.release(session, owed, "worker", None)
    return carried


def test_another_system_gets_what_is_handed_over_and_its_robot_reports_once(office: Office, tmp_path: Path) -> None:
    """Nothing else of the form leaves the house; the same report again changes nothing, another is told that it is done."""
    folder = tmp_path / "dispatch"
    office = connected(with_robot(office), systems={"dispatch": {"folder": str(folder)}})
    case_no = begun(office, CALLS, decide())
    office.carry(case_no)
    (request,) = (json.loads(file.read_text("utf-8")) for file in folder.iterdir())
    assert (request["case_no"], request["answers"]) == (case_no, {"destination": "样例镇"})
    assert "转外部系统办理：dispatch" in history(office, case_no)
    robot = office.who(ROBOT)
    report = ActRequest(action="complete", expected_version=1, fills={"plate": "样A00009"}, post=None)
    first = office.service.tasks.act(robot, request["task"], report, key="report-1")
    rows = office.rows()
    assert office.service.tasks.act(robot, request["task"], report, key="report-1") == first
    assert office.rows() == rows
    late = office.service.tasks.act(robot, request["task"], report, key="report-2")
    assert isinstance(late, Refusal)
    assert late.code == "already_decided"
    office.task(HEAD, case_no)


def test_a_system_that_is_not_connected_or_does_not_report_is_visible(one_office: Office, tmp_path: Path) -> None:
    """Never an exception: a person takes over, after three tries or after the limit."""
    office = with_robot(one_office)
    case_no = begun(office, CALLS, decide())
    for _ in range(3):
        _carry_once(office, case_no)
    assert "自动办理未成，转人工办理：外部接口或系统暂时无法连接" in history(office, case_no)
    silent = connected(office, systems={"dispatch": {"folder": str(tmp_path)}})
    case_no = begun(silent, CALLS, decide())
    silent.carry(case_no)
    office.clock.pass_by(days=5)
    ring(silent.resources)
    assert "自动办理未成，转人工办理：外部系统逾期未报告" in history(silent, case_no)
    silent.task(CHIEF, case_no)


def test_a_call_of_which_nobody_knows_goes_in_doubt(one_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine never sends it twice by itself; a person may, after asking the other side."""
    office = connected(with_robot(one_office), systems={"dispatch": {"url": "http://127.0.0.1:9/"}})
    case_no = begun(office, CALLS, decide())

    def lost(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("flows.effects.automating.hand_over", lost)
    assert _carry_once(office, case_no) == "doubt"
    with office.resources.database.reading() as session:
        (doubtful,) = [one for one in doubts.in_doubt(session) if one.effect.case_no == case_no]
    assert doubtful.effect.effect.kind == "outside_call"
    admin = _with_role(office, "system_admin")
    view: Any = office.service.doubts.show(office.who(admin), str(doubtful.effect.key))
    assert "again" in view.allowed
    assert "done" not in view.allowed


def _with_role(office: Office, role: str) -> str:
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    return next(p.id for p in organisation.people if role in organisation.roles_of(p.id, office.resources.today))


def test_an_outside_event_is_reported_through_the_queue_of_the_robot(one_office: Office) -> None:
    """Its robot sees it among its items; to others it is nobody's."""
    office = with_robot(one_office)
    case_no = begun(office, UNTIL, decide())
    task = office.task(ROBOT, case_no)
    assert task.actions == ("complete",)
    office.done(ROBOT, case_no, "complete")
    office.task(HEAD, case_no)


def test_a_machine_decides_at_once_and_the_decision_is_revoked(office: Office, tmp_path: Path) -> None:
    """Sealed paper within the advance; the record names rules and version; revoked, the paper verifies as such."""
    made = decided_by_machine(CAR_MATTER)
    case_no = office.file_as(office.publish(made))
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    view = office.case(STAFF, case_no)
    assert view.line.status == "decided"
    assert any("2 条规则全部符合" in what and "由系统即时办理" in what for what in history(office, case_no))
    reply = next(paper for paper in view.documents if paper.is_result)
    sealed: Any = office.service.papers.download(office.who(STAFF), reply.id)
    assert office.service.papers.verify(sealed.content).verdict == "valid"
    early = office.act(HEAD, case_no, "revoke")
    assert isinstance(early, Refusal)
    assert early.code == "opinion_required"
    office.done(HEAD, case_no, "revoke", opinion="与另一行程重复")
    office.carry(case_no)
    assert office.case(STAFF, case_no).line.status_name == "决定已撤销"
    assert office.service.papers.verify(sealed.content).verdict == "revoked"
    notices: Any = office.service.notices.list(office.who(STAFF))
    assert any("已撤销" in line.text for line in notices)


def test_a_case_decided_by_a_machine_concludes_with_its_check_open(one_office: Office, tmp_path: Path) -> None:
    """The check waits in the queue of who looks again, and is done with one click."""
    office = one_office
    made = decided_by_machine(rerouted(CAR_MATTER, decide("decide"), deliver=END))
    case_no = office.file_as(office.publish(made))
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    view = office.case(STAFF, case_no)
    assert view.line.status == "concluded"
    record: Any = office.service.papers.download(office.who(STAFF), view.documents[-1].id)
    assert "系统核验规则" in "".join(text(record.content, tmp_path).split())
    task = office.task(HEAD, case_no)
    assert (task.actions, task.step_name) == (("pass_spot_check", "revoke"), "审定：抽检")
    office.done(HEAD, case_no, "pass_spot_check")
    assert office.case(STAFF, case_no).line.status == "concluded"
