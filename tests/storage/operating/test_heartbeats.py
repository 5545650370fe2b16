"""Heartbeats: by the database's clock, told once by one of several, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from storage.database import Database
from storage.operating import heartbeats
from storage.operating.heartbeats import LastBeat
from tests.flows.hearts import grow_old


def test_a_beat_is_as_old_as_the_database_says(database: Database) -> None:
    """Whatever clocks the machines have: the newest beat of a part counts, and whether it was missed is kept."""
    with database.transaction() as session:
        heartbeats.beat(session, ["web", "executor"])
    grow_old(database, ["web", "executor"], minutes=5)
    with database.transaction() as session:
        heartbeats.beat(session, ["web"])
        found = heartbeats.last_beats(session)
    web, executor = found["web"].age, found["executor"].age
    assert web is not None
    assert executor is not None
    assert timedelta() <= web < timedelta(seconds=5)
    assert timedelta(minutes=5) <= executor < timedelta(minutes=5, seconds=5)


def test_of_several_who_notice_one_tells(database: Database) -> None:
    """That a part is missed, one that never lived too, and that it is back."""

    def told(missed: bool) -> int:
        def mark(_: int) -> bool:
            with database.transaction() as session:
                return heartbeats.mark(session, "executor", missed=missed)

        with ThreadPoolExecutor(4) as pool:
            return sum(pool.map(mark, range(4)))

    assert [told(True), told(True), told(False), told(False), told(True)] == [1, 0, 1, 0, 1]
    with database.reading() as session:
        assert heartbeats.last_beats(session) == {"executor": LastBeat(None, missed=True)}
