"""Numbers: no gap, no twin, under threads and after rollbacks."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest

from matters.case.effect_keys import EffectKey
from storage import numbers
from storage.collisions import EffectKeyTakenError
from storage.database import Database
from tests.storage.samples import NOON


def test_sequences_count_apart_from_one(database: Database) -> None:
    """Each sequence begins at 1."""
    with database.transaction() as session:
        given = [numbers.allot(session, name) for name in ("文:2026", "文:2026", "文:2027")]
    assert given == [1, 2, 1]


def test_sixteen_threads_leave_no_gap_and_no_twin(database: Database) -> None:
    """Every fourth transaction fails after it was given a number; its number is given again."""
    start = Barrier(16)
    kept: list[int] = []

    def given(effect: EffectKey, fails: bool) -> int:
        with database.transaction() as session:
            value = numbers.allot(session, "a")
            numbers.keep(session, "a", value, f"号{value}", effect, NOON)
            if fails:
                raise RuntimeError
        return value

    def work(thread: int) -> None:
        start.wait()
        for turn in range(12):
            with suppress(RuntimeError):
                kept.append(given(EffectKey(str(thread), turn, "number"), fails=(thread + turn) % 4 == 0))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    assert sorted(kept) == list(range(1, 16 * 9 + 1))


def test_an_effect_gets_one_number(database: Database) -> None:
    """A second number for the same effect is refused by the database."""
    with database.transaction() as session:
        numbers.keep(session, "a", 1, "号1", EffectKey("c", 1, "number"), NOON)
    with pytest.raises(EffectKeyTakenError) as refused, database.transaction() as session:
        numbers.keep(session, "a", 2, "号2", EffectKey("c", 1, "number"), NOON)
    assert refused.value.constraint == "uq_number_allotted_effect_key"
