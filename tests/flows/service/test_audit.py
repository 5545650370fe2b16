"""The audit trail: each change leaves one line, reads leave none, and the chain shows tampering."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from flows.identity import LOCAL_MACHINE
from flows.views import ActRequest
from matters.errors import Refusal
from storage import audit
from tests.flows.service.office import CAR, CLERK, PDF, STAFF, Office


def _prepared_act(office: Office) -> Callable[[], object]:
    task = office.task(CLERK, office.file())
    request = ActRequest(action="accept", expected_version=1, fills=CAR)
    return lambda: office.service.tasks.act(office.who(CLERK), task.id, request)


def _prepared_withdrawal(office: Office) -> Callable[[], object]:
    case_no = office.file()
    return lambda: office.service.cases.withdraw(office.who(STAFF), case_no, "改期")


CHANGES: dict[str, Callable[[Office], Callable[[], object]]] = {
    "提交申请": lambda office: lambda: office.service.cases.submit(office.who(STAFF), office.request(), None),
    "办理待办：受理": _prepared_act,
    "撤回办件": _prepared_withdrawal,
    "上传文件": lambda office: lambda: office.service.files.upload(office.who(STAFF), "a.pdf", PDF),
    "新增账号": lambda office: (
        lambda: office.service.accounts.add(LOCAL_MACHINE, "clerk-account", CLERK, "correct-horse-9")
    ),
    "新增接口令牌": lambda office: lambda: office.service.accounts.add_token(LOCAL_MACHINE, "clerk-account", "对接"),
    "登录": lambda office: lambda: office.service.accounts.login("clerk-account", "correct-horse-9", "10.5.5.6"),
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


def test_what_a_name_brings_along_is_kept_readable(office: Office) -> None:
    """Controls and half characters in what was asked for do not break the trail."""
    office.service.files.upload(office.who(STAFF), "a\x00\u202e\ud800.pdf", PDF)
    assert office.last_audit().object_id == "a???.pdf"


def test_the_chain_of_a_busy_office_holds_and_shows_a_changed_line(office: Office) -> None:
    """The doctor finds it whole; one changed word in one line and it is named."""
    office.file()
    with office.resources.database.reading() as session:
        assert audit.check(session) == ()
    change = "UPDATE audit SET person = :who WHERE seq = 2"
    with office.resources.database.transaction() as session:
        was = session.connection().execute(text("SELECT person FROM audit WHERE seq = 2")).scalar_one()
        session.connection().execute(text(change), {"who": "nobody"})
    checks = office.service.operations.doctor(LOCAL_MACHINE)
    with office.resources.database.transaction() as session:
        session.connection().execute(text(change), {"who": was})
    assert not isinstance(checks, Refusal)
    assert [check.detail for check in checks if check.name == "审计链"] == ["第 2 行 changed"]
    again = office.service.operations.doctor(LOCAL_MACHINE)
    assert not isinstance(again, Refusal)
    assert all(check.ok for check in again if check.name != "数据库结构")
