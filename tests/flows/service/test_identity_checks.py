"""身份确认 at the service: whoever seals a paper gives the password again when it was given long ago, by whatever way they act.

Covers: flows/service/intake/proving.py
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Any

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.people import Caller, SessionView
from flows.views.tasks import ActReceipt, ActRequest, BatchItem, BatchReceipt, BatchRequest
from matters.errors.base import Refusal
from matters.errors.door import Invalid, LoginRefused
from matters.errors.handling import ProofRequired
from storage import cases
from tests.flows.service.office import CAR, CHIEF, CLERK, START, Office
from tests.flows.service.test_verbs import matter_of
from tests.matters.forked import step

PASSWORD, WRONG = "correct-horse-9", "wrong-horse-9"
_names = count(1)
_addresses = (f"10.9.{number // 250}.{number % 250}" for number in count())


class Chief:
    """The chief at a login of their own, in an office that asks for a password after a quarter of an hour."""

    def __init__(self, office: Office, minutes: int = 15) -> None:
        settings = office.resources.settings.model_copy(update={"identity_check_minutes": minutes})
        self.plain = office
        self.office = Office(replace(office.resources, settings=settings), office.clock)
        self.address, self.service = next(_addresses), self.office.service
        self.name = _account(office)
        self.session = self.log_in()

    def log_in(self) -> str:
        """The token of a fresh login."""
        opened = self.service.accounts.login(self.name, PASSWORD, self.address)
        assert isinstance(opened, SessionView), opened
        return opened.token

    def caller(self, token: str = "") -> Caller:
        """Who the login, or a token, stands for now."""
        found = self.service.accounts.resolve(token or self.session, self.address, "tasks")
        assert isinstance(found, Caller), found
        return found

    def before(self, **more: Any) -> str:  # noqa: ANN401 - what the deciding step says
        """A case that only waits for the chief's decision."""
        case_no = self.office.file_as(matter_of(self.office, step("settle", "decide", **more)))
        self.plain.done(CLERK, case_no, "accept", fills=CAR)
        return case_no

    def decides(
        self, case_no: str, password: str = "", token: str = "", key: str | None = None
    ) -> ActReceipt | Refusal:
        """Agree."""
        line = self.office.task(CHIEF, case_no)
        request = ActRequest(action="approve", expected_version=line.version, password=password)
        return self.service.tasks.act(self.caller(token), line.id, request, key)


def _account(office: Office) -> str:
    """The chief has one account in an office."""
    listed = office.service.account_keeping.add(LOCAL_MACHINE, "chief-at-door", CHIEF, PASSWORD)
    return "chief-at-door" if isinstance(listed, Refusal) else listed


@pytest.fixture(scope="module")
def own_offices(new_office: Callable[[str], Office]) -> Callable[[str], Office]:
    """One on each database, for this module alone: elsewhere the chief may have another account, and has but one."""
    return cache(new_office)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, own_offices: Callable[[str], Office]) -> Office:
    """At nine o'clock on Monday."""
    found = own_offices(request.param)
    found.clock.now = START
    return found


@pytest.fixture
def chief(office: Office) -> Chief:
    """Just logged in."""
    office.clock.pass_by(hours=next(_names))  # whatever another test has locked is open again
    return Chief(office)


@pytest.mark.both
def test_an_old_login_does_not_decide_before_the_password_is_given_again(chief: Chief) -> None:
    """Nothing is done meanwhile; the same request with the password is done, and what follows soon needs none."""
    first, second, third = chief.before(), chief.before(), chief.before()
    assert isinstance(chief.decides(first), ActReceipt)
    chief.office.clock.pass_by(minutes=16)
    rows = chief.office.rows()
    assert isinstance(chief.decides(second, key=f"k-{second}"), ProofRequired)
    assert chief.office.rows() == rows
    assert isinstance(chief.decides(second, PASSWORD, key=f"k-{second}"), ActReceipt)
    chief.office.clock.pass_by(minutes=14)
    assert isinstance(chief.decides(third), ActReceipt)


@pytest.mark.both
def test_the_record_tells_that_and_when_who_acts_was_proved(chief: Chief) -> None:
    """In the event and in the history; the audit trail has a line of its own for it."""
    case_no = chief.before()
    chief.office.clock.pass_by(minutes=16)
    at = chief.office.clock()
    chief.decides(case_no, PASSWORD)
    entry = next(one for one in chief.office.case(CHIEF, case_no).timeline if one.what == "同意")
    assert entry.proven_at == at
    with chief.office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        told = [event for event in cases.histories(session, [head.id])[head.id] if event.proven]
    assert [(event.type, event.proven) for event in told] == [("approved", at)]


@pytest.mark.both
def test_five_wrong_passwords_lock_the_login_too(chief: Chief) -> None:
    """They are counted as one; the act is not done, nor with the right one until the lock is over."""
    case_no = chief.before()
    chief.office.clock.pass_by(minutes=16)
    for _ in range(3):
        assert isinstance(chief.decides(case_no, WRONG), Invalid)
    for _ in range(2):
        assert isinstance(chief.service.accounts.login(chief.name, WRONG, chief.address), LoginRefused)
    assert isinstance(chief.decides(case_no, PASSWORD), Invalid)
    assert isinstance(chief.service.accounts.login(chief.name, PASSWORD, chief.address), LoginRefused)
    chief.office.clock.pass_by(minutes=15, seconds=1)
    assert isinstance(chief.decides(case_no, PASSWORD), ActReceipt)


def test_a_wrong_password_is_in_the_audit_trail(chief: Chief) -> None:
    """Under the name of the account, without what was typed."""
    case_no = chief.before()
    chief.decides(case_no, WRONG)
    entry = chief.office.last_audit()
    assert (entry.operation, entry.object_id, entry.outcome, entry.code) == (
        "确认身份",
        chief.name,
        "refused",
        "invalid",
    )


def test_a_token_proves_nothing_by_itself(chief: Chief) -> None:
    """However new it is; with the password of its owner the call is as good as any, and the next one needs it again."""
    first, second = chief.before(), chief.before()
    token = chief.service.accounts.add_token(LOCAL_MACHINE, chief.name, "对接")
    assert isinstance(token, str)
    assert isinstance(chief.decides(first, token=token), ProofRequired)
    assert isinstance(chief.decides(first, PASSWORD, token=token), ActReceipt)
    assert isinstance(chief.decides(second, token=token), ProofRequired)


def test_a_step_asks_each_time_whatever_the_installation_says(office: Office) -> None:
    """Just logged in, just proved: the password comes with the act itself."""
    office.clock.pass_by(hours=next(_names))
    chief = Chief(office, minutes=0)
    asking, other = chief.before(identity_check="always"), chief.before()
    assert isinstance(chief.decides(asking), ProofRequired)
    assert isinstance(chief.decides(other), ActReceipt)
    assert isinstance(chief.decides(asking, PASSWORD), ActReceipt)


def test_a_batch_is_proved_once_for_all_its_items(chief: Chief) -> None:
    """Without the password none is done and the batch is not answered yet: the same request goes on with it."""
    matter = matter_of(chief.office, step("settle", "decide"))
    filed = [chief.office.file_as(matter) for _ in range(3)]
    for case_no in filed:
        chief.plain.done(CLERK, case_no, "accept", fills=CAR)
    chief.office.clock.pass_by(minutes=16)
    lines = [chief.office.task(CHIEF, case_no) for case_no in filed]
    items = tuple(BatchItem(task=line.id, expected_version=line.version) for line in lines)
    request, key = BatchRequest(action="approve", items=items), f"batch-{filed[0]}"
    assert isinstance(chief.service.tasks.batch(chief.caller(), request, key), ProofRequired)
    wrong = request.model_copy(update={"password": WRONG})
    assert isinstance(chief.service.tasks.batch(chief.caller(), wrong, key), Invalid)
    given = request.model_copy(update={"password": PASSWORD})
    receipt = chief.service.tasks.batch(chief.caller(), given, key)
    assert isinstance(receipt, BatchReceipt)
    assert [one.done for one in receipt.outcomes] == [True] * 3
    assert chief.service.tasks.batch(chief.caller(), request, key) == receipt


def test_the_password_is_taken_as_it_was_typed_and_shown_nowhere() -> None:
    """Unlike other texts it is not cleaned; it is not written, compared or printed with the request."""
    typed = "a\u200bb\u3000c\u2028d"
    request = ActRequest.model_validate(
        {"action": "approve", "expected_version": 1, "password": typed, "opinion": typed}
    )
    assert request.password == typed != request.opinion
    assert "password" not in request.model_dump() | request.model_dump(mode="json")
    assert typed not in repr(request)
