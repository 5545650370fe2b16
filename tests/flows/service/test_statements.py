"""What people and machines cost the database, in statements: those do not depend on the machine it runs on."""

from collections.abc import Callable
from typing import Any

import pytest

from flows.views.tasks import ActReceipt, ActRequest
from matters.language.actions import Action
from tests.flows.service.office import CAR, CHIEF, CLERK, STAFF, Office
from tests.statements import sent

MOST = 16
SUPPLEMENT = 17  # one more: what the house says of supplements that do not come
# Six more: whether the matter is cancelled, what the local list says, whether the same person has filed the same before, the
# words by which it is found, what it counts and the sum of that.
FILING = 22
READINGS = 2
COURSE: tuple[tuple[str, Action, dict[str, Any]], ...] = (
    (CLERK, "accept", {"fills": CAR}),
    (CHIEF, "approve", {}),
    (CLERK, "conclude", {}),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_office(new_office: Callable[[str], Office], request: pytest.FixtureRequest) -> Office:
    """One in which nobody has filed anything: what was filed before is read as well."""
    return new_office(request.param)


def test_an_act_asks_the_database_sixteen_times_at_most(fresh_office: Office) -> None:
    """From filing, which asks five times more, to approval, each under a key, as pages and programs send it."""
    office, who = fresh_office, fresh_office.who(STAFF)
    office.service.matters.show(who, "MS032")  # organisation and definitions are read once in the life of a process
    with sent(office.resources.database) as filing:
        answered = office.service.cases.submit(who, office.request(), "filed once")
    assert isinstance(answered, tuple)
    case_no, told = answered[0].case_no, _too_many("submit", filing, FILING)
    findings = {"destination": "请写明单位"}
    told += _acted(office, CLERK, case_no, "request_supplement", SUPPLEMENT, findings=findings, opinion="补正")
    told += _acted(office, STAFF, case_no, "supplement", answers={"destination": "样例市财政局"})
    told += _acted(office, CLERK, case_no, "accept", fills=CAR, opinion="拟同意")
    told += _acted(office, CHIEF, case_no, "approve", opinion="同意派车。")
    assert not told, "\n".join(told)


def _acted(
    office: Office,
    person: str,
    case_no: str,
    action: Action,
    most: int = MOST,
    **parts: Any,  # noqa: ANN401
) -> list[str]:
    task = office.task(person, case_no)
    request, who = ActRequest(action=action, expected_version=task.version, **parts), office.who(person)
    with sent(office.resources.database) as statements:
        receipt = office.service.tasks.act(who, task.id, request, f"{action} once")
    assert isinstance(receipt, ActReceipt), receipt
    return _too_many(action, statements, most)


def _too_many(act: str, statements: list[str], most: int = MOST) -> list[str]:
    if len(statements) <= most:
        return []
    advice = f"{act}: {len(statements)} statements where {most} are enough. Read once in a transaction and hand on:"
    return [advice, *(f"    {statement[:150]}" for statement in statements)]


def test_a_case_is_read_twice_at_most_while_an_advance_is_carried_out(office: Office) -> None:
    """Number, drawing, seal and notices go on with what was read; that the case is still the same its row tells."""
    case_no = office.file()
    read = {"submit": _carried(office, case_no)}
    for person, action, parts in COURSE:
        office.done(person, case_no, action, opinion="同意", **parts)
        read[action] = _carried(office, case_no)
    assert office.case(STAFF, case_no).line.status == "concluded"
    assert all(readings <= READINGS for readings in read.values()), f"hand the case along: {read} readings"


def _carried(office: Office, case_no: str) -> int:
    """How often the events of a case were read meanwhile: each time it is opened, decrypted and folded."""
    with sent(office.resources.database) as statements:
        office.carry(case_no)
    return sum("case_event.payload" in statement for statement in statements if statement.startswith("SELECT"))
