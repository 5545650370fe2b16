"""交一次、办一次: the same request is answered once, and of many acts on one item one wins.

Covers: flows/service/__init__.py
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest

from flows.views.cases import Receipt
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.errors.door import IdempotencyConflict, Invalid
from matters.errors.handling import AlreadyDecided
from tests.flows.good_files import pdf
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, STAFF, Office

pytestmark = pytest.mark.both

MANY = 20


def at_once(work: Callable[[int], Any], many: int = MANY) -> list[Any]:
    """The answers of that many threads that begin together."""
    start = Barrier(many)

    def begin(number: int) -> Any:  # noqa: ANN401 - whatever the work answers
        start.wait(timeout=60)
        return work(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(begin, range(many)))


def test_the_same_key_and_content_give_the_same_case(office: Office) -> None:
    """A repeated click after a lost answer files nothing and says so."""
    staff, request = office.who(STAFF), office.request()
    first = office.service.cases.submit(staff, request, "same-key")
    before = office.rows()
    again = office.service.cases.submit(staff, request, "same-key")
    assert isinstance(first, tuple)
    assert isinstance(again, tuple)
    assert (first[1], again[1]) == (True, False)
    assert again[0] == first[0]
    assert office.rows() == before


def test_the_same_key_with_other_content_is_refused(office: Office) -> None:
    """The key stands for one request."""
    staff = office.who(STAFF)
    office.service.cases.submit(staff, office.request(), "one-key")
    before = office.rows()
    other = office.service.cases.submit(staff, office.request(passengers=4), "one-key")
    assert isinstance(other, IdempotencyConflict)
    assert office.rows() == before


def test_keys_of_two_people_do_not_meet(office: Office) -> None:
    """Nobody reads another's answer by guessing a key."""
    first = office.service.cases.submit(office.who(STAFF), office.request(), "shared-key")
    other = office.service.cases.submit(office.who("p64"), office.request("county_court.staff"), "shared-key")
    assert isinstance(first, tuple)
    assert isinstance(other, tuple)
    assert isinstance(first[0], Receipt)
    assert isinstance(other[0], Receipt)
    assert first[0].case_no != other[0].case_no


def test_a_refused_request_may_be_mended_under_its_key(office: Office) -> None:
    """A refusal uses nothing up."""
    staff = office.who(STAFF)
    assert isinstance(office.service.cases.submit(staff, office.request(passengers=0), "mended"), Invalid)
    assert isinstance(office.service.cases.submit(staff, office.request(), "mended"), tuple)


def test_an_act_repeated_under_its_key_gives_the_same_answer(office: Office) -> None:
    """The second click reads the receipt of the first; without a key it reads who decided."""
    case_no = office.file()
    clerk, task = office.who(CLERK), office.task(CLERK, case_no)
    request = ActRequest(action="accept", expected_version=1, fills=CAR)
    first = office.service.tasks.act(clerk, task.id, request, "act-key")
    assert not isinstance(first, Refusal)
    assert office.service.tasks.act(clerk, task.id, request, "act-key") == first
    assert isinstance(office.service.tasks.act(clerk, task.id, request), AlreadyDecided)


def test_a_withdrawal_repeated_under_its_key_gives_the_same_answer(office: Office) -> None:
    """The case is withdrawn once."""
    case_no, staff = office.file(), office.who(STAFF)
    first = office.service.cases.withdraw(staff, case_no, "改期", key="w")
    assert office.service.cases.withdraw(staff, case_no, "改期", key="w") == first
    assert not isinstance(first, Refusal)


def test_many_equal_filings_at_once_make_one_case(office: Office) -> None:
    """A nervous finger: one is filed, all get its number."""
    staff, request, before = office.who(STAFF), office.request(), office.rows()
    answers = at_once(lambda _: office.service.cases.submit(staff, request, f"nervous-{id(request)}"))
    assert Counter(new for _, new in answers) == {True: 1, False: MANY - 1}
    assert len({receipt.case_no for receipt, _ in answers}) == 1
    assert office.rows()["case_row"] == before["case_row"] + 1


def test_many_equal_acts_at_once_are_answered_alike(office: Office) -> None:
    """Those that waited for the first get its receipt and are not told that they were too late."""
    case_no = office.file()
    clerk, task = office.who(CLERK), office.task(CLERK, case_no)
    request = ActRequest(action="accept", expected_version=1, fills=CAR)
    answers = at_once(lambda _: office.service.tasks.act(clerk, task.id, request, "same-act"))
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    assert len({answer.model_dump_json() for answer in answers}) == 1


def test_one_key_for_different_filings_at_once_is_answered_and_refused(office: Office) -> None:
    """One content wins the key; every other is refused and none is a fault."""
    staff = office.who(STAFF)
    requests = [office.request(passengers=1 + number % 2) for number in range(8)]
    answers = at_once(lambda n: office.service.cases.submit(staff, requests[n], f"mixed-{id(requests)}"), 8)
    assert Counter(type(answer) for answer in answers) == {tuple: 4, IdempotencyConflict: 4}


def test_of_twenty_at_once_one_approves_and_nineteen_read_who_and_when(office: Office) -> None:
    """Two clerks, ten clicks each: one acceptance, one set of events, and the name of the winner."""
    case_no = office.file()
    people = [office.who(CLERK), office.who(CLERK_2)]
    task = office.task(CLERK, case_no)
    request = ActRequest(action="accept", expected_version=task.version, fills=CAR)
    answers = at_once(lambda n: office.service.tasks.act(people[n % 2], task.id, request))
    won = [answer for answer in answers if not isinstance(answer, Refusal)]
    lost = [answer for answer in answers if isinstance(answer, Refusal)]
    view = office.service.cases.show(office.who(STAFF), case_no)
    assert not isinstance(view, Refusal)
    (winner,) = [line.who for line in view.timeline if line.what == "受理"]
    assert len(won) == 1
    assert lost == [AlreadyDecided(who=winner, at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC))] * (MANY - 1)


def test_an_approval_and_a_withdrawal_at_once_never_both_happen(office: Office) -> None:
    """Whichever is first; the case is decided or withdrawn, and says which."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    chief, staff, task = office.who(CHIEF), office.who(STAFF), office.task(CHIEF, case_no)
    approve = ActRequest(action="approve", expected_version=task.version)
    acts: list[Callable[[], Any]] = [
        lambda: office.service.tasks.act(chief, task.id, approve),
        lambda: office.service.cases.withdraw(staff, case_no),
    ]
    answers = at_once(lambda n: acts[n](), 2)
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1
    view = office.service.cases.show(staff, case_no)
    assert not isinstance(view, Refusal)
    assert view.line.status == next(answer.status for answer in answers if not isinstance(answer, Refusal))


def test_one_file_is_taken_up_by_one_case(office: Office) -> None:
    """Two filings at once with the same notice: the second is told that it is taken."""
    staff, file = office.who(STAFF), office.upload(content=pdf(content=b"% 1"))
    request = office.request(passengers=8).model_copy(update={"materials": {"notice": (file.id,)}})
    answers = at_once(lambda n: office.service.cases.submit(staff, request, f"file-{file.id}-{n}"), 4)
    assert Counter(type(answer) for answer in answers) == {tuple: 1, Invalid: 3}
