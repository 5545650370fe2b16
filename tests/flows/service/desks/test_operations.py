"""The operations desk: cases whose rows do not say what has happened are found, healed by an act, or mended on demand."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from flows.adapters.identity import LOCAL_MACHINE
from flows.part_logs import PartLog
from flows.views.operations import Check, fit_for_requests
from flows.views.tasks import ActReceipt
from matters.errors.base import Refusal
from storage import cases
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


def test_an_engine_that_cannot_start_is_told_with_its_cause_and_turns_nobody_away(
    new_office: Callable[[str], Office],
) -> None:
    """People go on deciding; only what waits for the engine is late. One that nobody misses is no defect."""
    office = new_office("sqlite")
    told = _engine(office)
    assert (told.ok, told.blocking) == (True, False)
    assert "没有应答" in told.detail
    logs = office.resources.settings.logs_dir
    logs.mkdir(parents=True)
    PartLog(logs / "prefect.log").note_end(
        "流程引擎意外退出（3），正在自动重启；原因：它的 PostgreSQL 没有扩展 pg_trgm"
    )
    told = _engine(office)
    assert not told.ok
    assert "pg_trgm" in told.detail
    assert fit_for_requests(office.service.operations.ready())
    checks = office.service.operations.doctor(LOCAL_MACHINE)
    assert not isinstance(checks, Refusal)
    assert told in checks


def test_an_engine_is_missed_when_something_waits_for_it(new_office: Callable[[str], Office]) -> None:
    """After a minute."""
    office = new_office("sqlite")
    office.file()
    assert _engine(office).ok
    office.clock.pass_by(seconds=61)
    assert not _engine(office).ok


def _engine(office: Office) -> Check:
    return next(check for check in office.service.operations.ready() if check.name == "流程引擎")
