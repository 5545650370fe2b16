"""The operations desk: cases whose rows do not say what has happened are found, healed by an act, or mended on demand."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import text

from flows.adapters.identity import LOCAL_MACHINE
from flows.machine.part_logs import PartLog
from flows.machine.parts import PARTS
from flows.service import Service
from flows.views.operations import Check, all_well
from flows.views.tasks import ActReceipt
from matters.errors.base import Refusal
from matters.errors.door import Busy
from storage import cases, ledger
from storage.database import Database, UnavailableError
from storage.operating import heartbeats
from tests.flows.hearts import grow_old
from tests.flows.service.office import CAR, CLERK, STAFF, Office

LOST = (
    "DELETE FROM work_item_holder WHERE item_id IN (SELECT id FROM work_item WHERE case_id = :case)",
    "DELETE FROM work_item WHERE case_id = :case",
)
WRONG = ("UPDATE case_row SET seq = 1, status = 'concluded', ended_at = filed_at WHERE id = :case",)


def _spoilt(office: Office, *statements: str) -> str:
    """A case that waits to be accepted, with rows that say something else."""
    case_no = office.file()
    with office.resources.database.transaction() as session:
        head = cases.find(session, case_no)
        assert head is not None
        for statement in statements:
            session.connection().execute(text(statement), {"case": head.id})
    return case_no


def _checked(office: Office) -> Check:
    checks = office.service.operations.doctor(LOCAL_MACHINE)
    assert not isinstance(checks, Refusal)
    return next(check for check in checks if check.name == "办件登记")


def _mended(office: Office) -> tuple[Check, ...]:
    mended = office.service.operations.mend(LOCAL_MACHINE)
    assert not isinstance(mended, Refusal)
    return mended


@pytest.mark.parametrize("statements", [LOST, WRONG], ids=["lost", "wrong"])
def test_a_case_astray_is_found_and_mended(office: Office, statements: tuple[str, ...]) -> None:
    """The doctor names it; mended and audited, its item waits again for whoever held it."""
    case_no = _spoilt(office, *statements)
    found = _checked(office)
    assert not found.ok
    assert case_no in found.detail
    assert _mended(office) == (Check(name=f"办件 {case_no}", ok=True, detail="已按办理记录更正"),)
    assert (office.last_audit().operation, office.last_audit().object_id) == ("更正办件登记", case_no)
    assert _checked(office).ok
    assert _mended(office) == ()
    office.done(CLERK, case_no, "accept", fills=CAR)


def test_an_act_on_a_case_astray_heals_it(office: Office) -> None:
    """Nobody reads the number of a fault: what the act would change is written anew from what has happened."""
    lost, wrong = _spoilt(office, *LOST), _spoilt(office, *WRONG)
    assert not isinstance(office.service.cases.withdraw(office.who(STAFF), lost, "改期"), Refusal)
    assert isinstance(office.act(CLERK, wrong, "accept", fills=CAR), ActReceipt)
    assert _checked(office).ok
    assert office.case(STAFF, lost).line.status == "withdrawn"
    assert office.case(STAFF, wrong).line.status == "in_progress"


def test_a_case_without_events_cannot_be_mended(new_office: Callable[[str], Office]) -> None:
    """It is said, and nothing is made up."""
    office = new_office("sqlite")
    _spoilt(office, "DELETE FROM case_event WHERE case_id = :case")
    mended = _mended(office)
    assert [(check.ok, check.detail) for check in mended] == [(False, "没有办理记录，无法更正，请从备份恢复")]
    assert not _checked(office).ok


def test_an_engine_of_the_office_itself_is_asked_by_the_doctor_at_once(new_office: Callable[[str], Office]) -> None:
    """Before anything was started; and when it is silent, nobody is sent to a log or a command of ours."""
    office = new_office("sqlite")
    others = office.resources.settings.model_copy(update={"prefect_api_url": "http://127.0.0.1:1/api"})
    desk = Service(replace(office.resources, settings=others)).operations

    def told(name: str) -> list[tuple[bool, str]]:
        checks = desk.doctor(LOCAL_MACHINE)
        assert not isinstance(checks, Refusal)
        return [(check.ok, check.detail) for check in checks if check.name == name]

    assert told("流程引擎控制台") == [(True, "http://127.0.0.1:1/")]
    assert told("流程引擎地址") == [(False, "没有应答（ConnectError）")]
    with office.resources.database.transaction() as session:
        heartbeats.beat(session, ["web", "executor", "prefect"])
    grow_old(office.resources.database, minutes=5, parts=("prefect",))
    ((well, detail),) = told("流程引擎")
    assert not well
    assert detail.endswith(
        "。没有应答（ConnectError）。流程引擎由 ONCE_PREFECT_API_URL 所指的服务提供，请核对该地址，并在那里查看"
    )


def test_a_part_that_stands_still_is_told_with_cause_harm_and_mend(new_office: Callable[[str], Office]) -> None:
    """By readiness, the doctor and the administrators' page alike; a sweep says whom it waits for."""
    office = new_office("sqlite")
    desk = office.service.operations
    assert all_well(desk.ready())
    with office.resources.database.transaction() as session:
        heartbeats.beat(session, [part.name for part in PARTS])
    assert all_well(desk.ready())
    logs = office.resources.settings.logs_dir
    logs.mkdir(parents=True)
    PartLog(logs / "prefect.log").note_end(
        "流程引擎意外退出（3），正在自动重启；原因：它的 PostgreSQL 没有扩展 pg_trgm"
    )
    grow_old(office.resources.database, minutes=5, parts=("prefect", "reconciling"))
    silent = {check.part: check.detail for check in desk.ready() if not check.ok}
    assert list(silent) == ["prefect", "reconciling"]
    assert silent["prefect"].startswith(
        "已 5 分钟没有动静，办理不受影响，但文书和通知会推迟。没有应答（ConnectError）。"
    )
    assert "pg_trgm" in silent["prefect"]
    assert silent["prefect"].endswith("请查看日志 logs/prefect.log，并运行 once up（分开部署的，运行 once prefect）")
    assert silent["reconciling"].endswith("流程引擎恢复后自动恢复")
    for checks in (desk.doctor(LOCAL_MACHINE), desk.state(LOCAL_MACHINE)):
        assert not isinstance(checks, Refusal)
        assert {check.part: check.detail for check in checks if check.part and not check.ok} == silent


def test_a_seal_that_rests_is_no_silent_engine(new_office: Callable[[str], Office]) -> None:
    """What is put off waits for nobody, and so hides nobody who is waited for; what came due and lies there does."""
    office = new_office("sqlite")

    def waiting() -> str:
        checks = office.service.operations.state(LOCAL_MACHINE)
        assert not isinstance(checks, Refusal)
        return next(check.detail for check in checks if check.name == "待执行事项")

    put_off = office.lease(office.file())
    assert put_off is not None
    office.clock.pass_by(minutes=20)
    with office.resources.database.transaction() as session:
        ledger.release(session, put_off, "worker", office.clock.now + timedelta(seconds=30))
    assert waiting() == "1 项，最早一项已等候 0 分钟"
    office.clock.pass_by(minutes=5, seconds=30)
    assert waiting() == "1 项，最早一项已等候 5 分钟"


@pytest.mark.parametrize("closed", ["once.db", "files"])
def test_a_folder_that_cannot_be_written_is_told_before_anything_fails(
    new_office: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    """By readiness, so that nobody is let in; by its path, with the mend."""
    office = new_office("sqlite")
    (office.resources.settings.files_dir).mkdir(exist_ok=True)
    assert all_well(office.service.operations.ready())
    access = os.access
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place).name != closed and access(place, mode))
    (wrong,) = (check for check in office.service.operations.ready() if not check.ok)
    assert wrong.name == "数据目录"
    assert f"{closed} 不能写入，请核对权限" in wrong.detail


def test_a_database_that_is_not_to_be_had_is_told_as_busy(
    new_office: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held by another program, say: the same request gives the case later; health says it, and no number of a fault is told."""
    office = new_office("sqlite")
    request, real = office.request(), Database.transaction

    def held(self: Database) -> NoReturn:
        raise UnavailableError("database is locked")

    monkeypatch.setattr(Database, "transaction", held)
    assert isinstance(office.service.cases.submit(office.who(STAFF), request, "k"), Busy)
    monkeypatch.setattr(Database, "transaction", real)
    filed = office.service.cases.submit(office.who(STAFF), request, "k")
    assert not isinstance(filed, Refusal)
    assert filed[1]
    monkeypatch.setattr(Database, "reading", held)
    (check,) = office.service.operations.ready()
    assert (check.ok, check.detail) == (
        False,
        "无法读取。数据库正被其他程序占用，请稍后重试，或者停止占用它的程序",
    )


@pytest.mark.both
def test_a_clock_that_differs_from_the_databases_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """By how much, with the mend; on SQLite both are the same clock."""
    found = {check.name: check for check in office.service.operations.doctor(LOCAL_MACHINE)}  # type: ignore[union-attr]
    if office.resources.database.dialect == "sqlite":
        assert "时钟" not in found
        return
    assert not found["时钟"].ok
    assert found["时钟"].detail.endswith("秒，请在各台机器上启用时间同步（NTP）")
    monkeypatch.setattr(office.clock, "now", datetime.now(UTC))
    again = {check.name: check for check in office.service.operations.doctor(LOCAL_MACHINE)}  # type: ignore[union-attr]
    assert again["时钟"].ok
