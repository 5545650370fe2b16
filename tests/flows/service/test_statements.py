"""What an act of a person costs the database, in statements: those do not depend on the machine."""

from typing import Any

from flows.views.tasks import Action, ActReceipt, ActRequest
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office
from tests.statements import sent

MOST = 16


def test_an_act_asks_the_database_sixteen_times_at_most(office: Office) -> None:
    """From filing to approval, each under a key, as pages and programs send it."""
    who = office.who(STAFF)
    office.service.matters.list(who)  # organisation and definitions are read once in the life of a process
    with sent(office.resources.database) as filing:
        answered = office.service.cases.submit(who, office.request(), "filed once")
    assert isinstance(answered, tuple)
    case_no, told = answered[0].case_no, _too_many("submit", filing)
    told += _acted(office, CLERK, case_no, "request_supplement", findings={"destination": "请写明单位"}, opinion="补正")
    told += _acted(office, STAFF, case_no, "supplement", answers={"destination": "样例市财政局"})
    told += _acted(office, CLERK, case_no, "accept", fills=CAR, opinion="拟同意")
    told += _acted(office, CHIEF, case_no, "approve", opinion="同意派车。")
    assert not told, "\n".join(told)


def _acted(office: Office, person: str, case_no: str, action: Action, **parts: Any) -> list[str]:  # noqa: ANN401
    task = office.task(person, case_no)
    request, who = ActRequest(action=action, expected_version=task.version, **parts), office.who(person)
    with sent(office.resources.database) as statements:
        receipt = office.service.tasks.act(who, task.id, request, f"{action} once")
    assert isinstance(receipt, ActReceipt), receipt
    return _too_many(action, statements)


def _too_many(act: str, statements: list[str]) -> list[str]:
    if len(statements) <= MOST:
        return []
    advice = f"{act}: {len(statements)} statements where {MOST} are enough. Read once in a transaction and hand on:"
    return [advice, *(f"    {statement[:150]}" for statement in statements)]
