"""Many things one after the other: what goes wrong with one is said and keeps nobody waiting, by itself or with others."""

import logging
from collections.abc import Sequence

import pytest

from flows.cases.walking import Walk
from storage.collisions import CollisionError

LOG = logging.getLogger("once.test")
WALK = Walk[int](LOG, "第 {} 项出错".format)
ALONE = Walk[int](LOG, "第 {} 项出错".format, shared=False)


def doubled(thing: int) -> int:
    """The third goes wrong, the fifth collides."""
    if thing == 3:
        raise RuntimeError
    if thing == 5:
        raise CollisionError("pk_late_call")
    return 2 * thing


@pytest.mark.parametrize(("walk", "said"), [(WALK, ["第 3 项出错"]), (ALONE, ["第 3 项出错", "第 5 项出错"])])
def test_a_fault_of_one_keeps_nobody_waiting(
    walk: Walk[int], said: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It is said which one; what collides where another process does the same has been done by that."""
    assert walk.each(range(7), doubled) == 2 * (0 + 1 + 2 + 4 + 6)
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == said


@pytest.mark.parametrize("most", [1, 2, 3, 7, 50])
def test_together_comes_to_the_same_as_one_by_one(most: int, caplog: pytest.LogCaptureFixture) -> None:
    """Those that were with a faulty one are done by themselves, and each that is whole just once."""
    done: list[int] = []

    def act(some: Sequence[int]) -> int:
        found = [doubled(one) for one in some]  # as in one transaction: of a fault nothing is kept
        done.extend(some)
        return sum(found)

    assert WALK.together(range(7), act, most) == WALK.each(range(7), doubled)
    assert sorted(done) == [0, 1, 2, 4, 6]
    assert "第 3 项出错" in caplog.text


def test_so_many_at_a_time_and_no_more_is_read_ahead() -> None:
    """What is found while one goes on need not be found before."""
    seen: list[tuple[int, ...]] = []
    things = iter(range(7))

    def act(some: Sequence[int]) -> int:
        seen.append(tuple(some))
        return len(some)

    assert WALK.together(things, act, 3) == 7
    assert seen == [(0, 1, 2), (3, 4, 5), (6,)]


@pytest.mark.parametrize("most", [1, 2])
def test_who_is_stopped_does_not_go_on(most: int) -> None:
    """A machine that is told to stop is no fault of a thing."""
    done: list[int] = []

    def act(some: Sequence[int]) -> int:
        if 2 in some:
            raise KeyboardInterrupt
        done.extend(some)
        return 0

    with pytest.raises(KeyboardInterrupt):
        WALK.together(range(7), act, most)
    assert done == [0, 1]
