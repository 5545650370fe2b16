"""One answer per request: the stored one for the same content, a refusal for other content."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storage import idempotency, numbers
from storage.collisions import RequestKeyTakenError
from storage.database import Database
from storage.idempotency import OtherContent, Request, Stored
from tests.storage.samples import NOON


def test_the_same_request_gets_the_stored_answer(database: Database) -> None:
    """Same key, same content; other content conflicts; another person's or operation's key is another key."""
    with database.transaction() as session:
        idempotency.keep(session, Request("li", "submit", "k", "d1"), {"case_no": "C1"}, NOON)
    with database.reading() as session:
        assert idempotency.look_up(session, Request("li", "submit", "k", "d1")) == Stored({"case_no": "C1"})
        assert idempotency.look_up(session, Request("li", "submit", "k", "d2")) == OtherContent()
        assert idempotency.look_up(session, Request("wang", "submit", "k", "d1")) is None
        assert idempotency.look_up(session, Request("li", "withdraw", "k", "d1")) is None


def test_an_answer_is_kept_with_its_deed_or_not_at_all(database: Database) -> None:
    """The key of a failed transaction is free again."""

    def fail() -> None:
        with database.transaction() as session:
            idempotency.keep(session, Request("li", "submit", "k", "d1"), {}, NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as session:
        assert idempotency.look_up(session, Request("li", "submit", "k", "d1")) is None


def test_eight_clicks_are_one_deed(database: Database) -> None:
    """Eight threads send one request; whoever collides finds the stored answer, and it is the same for all."""
    start = Barrier(8)

    def click(_: int) -> int:
        start.wait()
        try:
            return attempt()
        except RequestKeyTakenError:
            return attempt()

    def attempt() -> int:
        with database.transaction() as session:
            known = idempotency.look_up(session, Request("li", "submit", "k", "d0"))
            if isinstance(known, Stored):
                return int(known.response["number"])
            number = numbers.allot(session, "case")
            idempotency.keep(session, Request("li", "submit", "k", "d0"), {"number": number}, NOON)
            return number

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(click, range(8))) == {1}
    with database.transaction() as session:
        assert numbers.allot(session, "case") == 2
