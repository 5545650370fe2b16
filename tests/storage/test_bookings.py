"""The register of resources and the slots that are held: kept, moved, freed, looked up, and given out under a lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from matters.organisation.resources import Hold, Resource, Slot, fits
from storage import bookings
from storage.collisions import ResourceTakenError
from storage.database import Database, Session
from tests.storage.samples import begun

ROOM = Resource("r1", "bureau", "meeting_room", "会议室一", 20, date(2026, 1, 1))
OTHER = replace(ROOM, id="r2", name="会议室二")
CAR = replace(ROOM, id="c1", kind="car", name="样A00001", notes="七座", until=date(2026, 12, 31))
PAIRS = 40


def slot(begins: int, ends: int) -> Slot:
    """Hours of a day."""
    return Slot(datetime(2026, 11, 23, begins, tzinfo=UTC), datetime(2026, 11, 23, ends, tzinfo=UTC))


MORNING = Hold("r1", slot(1, 3))


@pytest.fixture
def lent(database: Database) -> Database:
    """Two rooms and a car."""
    with database.transaction() as session:
        for resource in (ROOM, OTHER, CAR):
            bookings.add(session, resource)
    return database


def taken(session: Session, *resources: str, window: Slot = slot(0, 24 - 1), but: int | None = None) -> set[Hold]:  # noqa: B008
    """What is held."""
    return set(bookings.taken(session, resources or ("r1", "r2", "c1"), window, but))


def test_the_register_gives_back_what_was_put_in(lent: Database) -> None:
    """By body, by kind, by id, and those alike."""
    with lent.reading() as session:
        listed = [known.resource for known in bookings.registered(session)]
        assert sorted(listed, key=lambda resource: resource.id) == [CAR, ROOM, OTHER]
        assert [known.resource for known in bookings.registered(session, ("bureau",), "car")] == [CAR]
        assert bookings.registered(session, ("office",)) == bookings.registered(session, ()) == ()
        assert bookings.find(session, ("c1", "nothing")) == (CAR,)
        assert bookings.one(session, "nothing") is None
        assert set(bookings.alike(session, (ROOM,))) == {ROOM, OTHER}


def test_a_name_is_given_once_within_body_and_kind(lent: Database) -> None:
    """Another kind or body may use it."""
    with pytest.raises(ResourceTakenError), lent.transaction() as session:
        bookings.add(session, replace(ROOM, id="r9"))
    with lent.transaction() as session:
        bookings.add(session, replace(ROOM, id="r9", kind="desk"))
        bookings.add(session, replace(ROOM, id="r10", body="office"))


def test_a_change_is_made_at_the_version_that_was_seen(lent: Database) -> None:
    """Seats, days and notes; the second of two who saw the same is refused, and a name stays."""
    smaller = replace(ROOM, capacity=8, until=date(2026, 6, 30), notes="投影仪送修", name="另一个名字")
    with lent.transaction() as session:
        assert bookings.change(session, smaller, 1)
        assert not bookings.change(session, ROOM, 1)
        assert not bookings.change(session, replace(ROOM, id="nothing"), 1)
        known = bookings.one(session, "r1")
        assert known == bookings.Registered(replace(smaller, name=ROOM.name), 2)


def test_what_a_case_holds_is_kept_moved_and_freed(lent: Database) -> None:
    """By field; the same again changes nothing, and nothing more frees all."""
    with lent.transaction() as session:
        case = begun(session).id
        bookings.keep(session, case, {"room": MORNING, "car": Hold("c1", slot(2, 8), 3)})
        assert taken(session) == {MORNING, Hold("c1", slot(2, 8), 3)}
        bookings.keep(session, case, {"room": MORNING, "car": Hold("c1", slot(2, 8), 3)})
        bookings.keep(session, case, {"room": Hold("r2", slot(4, 5))})
        assert taken(session) == {Hold("r2", slot(4, 5))}
        bookings.keep(session, case, {})
        assert taken(session) == set()


def test_what_is_taken_is_looked_up_by_window_and_without_a_case(lent: Database) -> None:
    """Holds that only touch the window are not in it; a case does not stand in its own way."""
    with lent.transaction() as session:
        mine, others = begun(session).id, begun(session, "C2").id
        bookings.keep(session, mine, {"room": MORNING})
        bookings.keep(session, others, {"room": Hold("r1", slot(3, 5))})
        assert taken(session, window=slot(2, 3)) == {MORNING}
        assert taken(session, window=slot(5, 6)) == set()
        assert taken(session, "r2") == set()
        assert taken(session, but=mine) == {Hold("r1", slot(3, 5))}


def test_what_lies_ahead_names_the_case(lent: Database) -> None:
    """What is over is left out; the earliest stands first."""
    with lent.transaction() as session:
        bookings.keep(session, begun(session).id, {"room": Hold("r1", slot(6, 7))})
        bookings.keep(session, begun(session, "C2", body="court").id, {"room": MORNING})
        ahead = bookings.ahead(session, ("r1", "r2"), datetime(2026, 11, 23, 2, tzinfo=UTC))
        assert [(held.case_no, held.applicant, held.applicant_body, held.hold.slot) for held in ahead] == [
            ("C2", "li", "court", MORNING.slot),
            ("C1", "li", "office", slot(6, 7)),
        ]
        assert [held.case_no for held in bookings.ahead(session, ("r1",), datetime(2026, 11, 23, 3, tzinfo=UTC))] == [
            "C1"
        ]


def test_of_two_that_want_the_same_slot_one_gets_it(lent: Database) -> None:
    """Many pairs at once, each for an hour of its own: look under the lock, then take."""
    with lent.transaction() as session:
        cases = [begun(session, f"C{number}").id for number in range(2 * PAIRS)]
    start = Barrier(8)

    def take(worker: int) -> int:
        start.wait(timeout=60)
        return sum(_take(lent, cases[number], _hour(number // 2)) for number in range(worker, 2 * PAIRS, 8))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == PAIRS
    with lent.reading() as session:
        assert len(taken(session, window=Slot(_hour(0).slot.begins, _hour(PAIRS).slot.ends))) == PAIRS


def _hour(number: int) -> Hold:
    day, hour = divmod(number, 24)
    begins = datetime(2026, 12, 1 + day, hour, tzinfo=UTC)
    return Hold("r1", Slot(begins, begins.replace(minute=45)))


def _take(database: Database, case: int, wanted: Hold) -> bool:
    with database.transaction() as session:
        (room,) = bookings.lock(session, (wanted.resource,))
        free = fits(room, wanted, bookings.taken(session, (room.id,), wanted.slot))
        if free:
            bookings.keep(session, case, {"room": wanted})
        return free


def test_locks_are_taken_in_one_order(lent: Database) -> None:
    """Two cases that want the same two rooms, named the other way round, do not wait for each other for ever."""
    start = Barrier(2)

    def both(ids: tuple[str, ...]) -> Callable[[], None]:
        def run() -> None:
            start.wait(timeout=60)
            for _ in range(30):
                with lent.transaction() as session:
                    assert {room.id for room in bookings.lock(session, ids)} == {"r1", "r2"}

        return run

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(both(("r1", "r2"))), pool.submit(both(("r2", "r1")))]:
            done.result(timeout=120)
