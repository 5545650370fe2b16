"""The audit trail: each change leaves one line, reads leave none, and the chain shows tampering.

Covers: flows/service/shown/forecast.py
"""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from storage import audit
from tests.flows.good_files import PDF
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, STAFF, Office

PASSWORD = "correct-horse-9"


def _prepared_act(office: Office) -> Callable[[], object]:
    task = office.task(CLERK, office.file())
    request = ActRequest(action="accept", expected_version=1, fills=CAR)
    return lambda: office.service.tasks.act(office.who(CLERK), task.id, request)


def _prepared_withdrawal(office: Office) -> Callable[[], object]:
    case_no = office.file()
    return lambda: office.service.cases.withdraw(office.who(STAFF), case_no, "改期")


def _account(office: Office, name: str, person: str) -> object:
    return office.service.account_keeping.add(LOCAL_MACHINE, name, person, PASSWORD)


def _prepared_token(office: Office) -> Callable[[], object]:
    _account(office, "token-account", CLERK_2)
    return lambda: office.service.accounts.add_token(LOCAL_MACHINE, "token-account", "对接")


def _prepared_login(office: Office) -> Callable[[], object]:
    _account(office, "login-account", CHIEF)
    return lambda: office.service.accounts.login("login-account", PASSWORD, "10.5.5.6")


CHANGES: dict[str, Callable[[Office], Callable[[], object]]] = {
    "提交申请": lambda office: lambda: office.service.cases.submit(office.who(STAFF), office.request(), None),
    "办理待办": _prepared_act,
    "撤回办件": _prepared_withdrawal,
    "上传文件": lambda office: lambda: office.service.files.upload(office.who(STAFF), "a.pdf", PDF),
    "新增账号": lambda office: lambda: _account(office, "new-account", CLERK),
    "新增接口令牌": _prepared_token,
    "登录": _prepared_login,
}


@pytest.mark.parametrize("operation", CHANGES)
def test_each_change_leaves_one_line(office: Office, operation: str) -> None:
    """Who, what and how it ended, and the digest of what was asked."""
    change = CHANGES[operation](office)
    before = office.audited()
    answer = change()
    assert not isinstance(answer, Refusal)
    assert office.audited() == before + 1
    line = office.last_audit()
    assert (line.operation, line.outcome, line.code) == (operation, "done", "")


def test_reads_and_ones_own_scribbles_leave_none(one_office: Office) -> None:
    """Lists, pages, drafts and read marks change no business; a trail full of them would hide what matters."""
    case_no, staff, service = one_office.file(), one_office.who(STAFF), one_office.service
    before = one_office.audited()
    service.cases.show(staff, case_no)
    service.cases.list(staff)
    service.tasks.queue(staff)
    service.matters.list(staff)
    service.matters.show(staff, "MS032")
    service.matters.forecast(staff, "MS032", {}, "county_finance.staff")
    service.drafts.save(staff, "MS032", {"purpose": "x"})
    service.drafts.discard(staff, "MS032")
    service.notices.mark_read(staff, "1")
    service.papers.list(staff, case_no)
    assert one_office.audited() == before


def test_a_stored_answer_given_again_leaves_none(office: Office) -> None:
    """Nothing happened the second time."""
    staff, request = office.who(STAFF), office.request()
    office.service.cases.submit(staff, request, "audit-key")
    before = office.audited()
    office.service.cases.submit(staff, request, "audit-key")
    assert office.audited() == before


def test_the_trail_names_the_case_and_no_file_name(office: Office) -> None:
    """The chain can never be cleaned, so it names things by number and id; hostile names do not even reach it."""
    case_no = office.file()
    assert office.last_audit().object_id == case_no
    kept = office.service.files.upload(office.who(STAFF), "张三病历.pdf", PDF)
    assert not isinstance(kept, Refusal)
    assert office.last_audit().object_id == kept.id
    office.service.files.upload(office.who(STAFF), "a\x00\u202e\ud800.pdf", PDF)
    assert (office.last_audit().object_id, office.last_audit().code) == ("", "file_refused")


def test_the_machines_acts_are_in_the_trail(office: Office) -> None:
    """Number, seal and notice of the acceptance paper: one line each, by the system."""
    case_no = office.file()
    office.carry(case_no)
    office.done(CLERK, case_no, "accept", fills=CAR)
    before = office.audited()
    office.carry(case_no)
    with office.resources.database.reading() as session:
        lines = audit.entries(session, limit=office.audited() - before)
    assert [line.operation for line in reversed(lines)] == ["编制文号", "加盖电子印章", "发送通知", "发送通知"]
    assert {line.person for line in lines} == {"system"}


def test_the_chain_of_a_busy_office_holds_and_shows_a_changed_line(office: Office) -> None:
    """The doctor finds it whole; one changed word in one line and it is named."""
    office.file()
    with office.resources.database.reading() as session:
        assert audit.check(session) == ()
    change = "UPDATE audit SET person = :who WHERE seq = 2"
    with office.resources.database.transaction() as session:
        was = session.connection().execute(text("SELECT person FROM audit WHERE seq = 2")).scalar_one()
        session.connection().execute(text(change), {"who": f"not {was}"})
    checks = office.service.operations.doctor(LOCAL_MACHINE)
    with office.resources.database.transaction() as session:
        session.connection().execute(text(change), {"who": was})
    assert not isinstance(checks, Refusal)
    assert [check.detail for check in checks if check.name == "审计链"] == ["第 2 行：内容被改动"]
    again = office.service.operations.doctor(LOCAL_MACHINE)
    assert not isinstance(again, Refusal)
    assert [check.ok for check in again if check.name == "审计链"] == [True]
