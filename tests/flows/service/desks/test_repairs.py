"""办件修复: which cases wait for a second administrator, and for whom."""

from collections.abc import Callable
from typing import Any

from flows.views.mending import RepairRequest
from storage.people import organisations
from tests.flows.service.office import STRANGER, Office
from tests.matters.stories import granted, replaced

ASKER, SECOND = "p48", "p37"  # 事项管理员 of the sample organisation
WISH = RepairRequest(what="end", reason="重复提交")


def appointed(office: Office, person: str) -> None:
    """One more administrator of matters from now on."""
    with office.resources.database.transaction() as session:
        before = office.resources.organisation(session)
        after = granted(before, person, "matter_admin", since=office.resources.today)
        organisations.add(session, replaced(after, version=before.version + 1), office.clock())


def test_whoever_is_administrator_now_may_confirm(new_office: Callable[[str], Office]) -> None:
    """Asked before the appointment or after, it stands in the list until somebody has said yes or no; never for who asked."""
    office = new_office("sqlite")
    repairs: Any = office.service.repairs
    case_no, other = office.file(), office.file()
    for one in (case_no, other):
        repairs.ask(office.who(ASKER), one, WISH)
        office.carry(one)
    appointed(office, STRANGER)
    new = office.who(STRANGER)
    assert repairs.waiting(office.who(SECOND)) == repairs.waiting(new) == (other, case_no)
    assert repairs.waiting(office.who(ASKER)) == ()
    assert repairs.confirm(new, case_no).message == "已修复。"
    repairs.drop(office.who(SECOND), other)
    assert repairs.waiting(new) == repairs.waiting(office.who(SECOND)) == ()
