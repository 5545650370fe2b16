"""The table of the parts: each is said once, and its silence is measured against what it does how often."""

from datetime import timedelta

import pytest

from flows.machine.parts import BEAT_SECONDS, NAMED, PARTS
from flows.processes import LONGEST_REST_SECONDS
from flows.runs.executor import ALARM_SECONDS, CHECKPOINT_BUSY_SECONDS, FORGET_SECONDS, LATENESS_SECONDS, SWEEP_SECONDS

ROUNDS = {
    "web": BEAT_SECONDS,
    "executor": BEAT_SECONDS,
    "prefect": BEAT_SECONDS,
    "reconciling": SWEEP_SECONDS,
    "alarms": ALARM_SECONDS,
    "lateness": LATENESS_SECONDS,
    "checkpoints": CHECKPOINT_BUSY_SECONDS,
    "housekeeping": FORGET_SECONDS,
}


def test_no_part_is_called_silent_between_two_rounds() -> None:
    """A round may fail and be done again, and a process may rest as long as its supervisor lets it, before anybody is told."""
    assert ROUNDS.keys() == NAMED.keys()
    for part in PARTS:
        assert part.silent_after >= timedelta(seconds=2 * ROUNDS[part.name])
        assert part.silent_after > timedelta(seconds=LONGEST_REST_SECONDS + BEAT_SECONDS)
        assert set(part.needs) < NAMED.keys()


@pytest.mark.parametrize(
    ("age", "silent"),
    [(timedelta(seconds=45), False), (timedelta(seconds=46), True), (timedelta(days=-1), True), (None, True)],
)
def test_a_beat_from_before_the_clock_was_put_back_proves_nothing(age: timedelta | None, silent: bool) -> None:
    """A part that lives beats again within seconds; one that died with a clock a day ahead is not alive until tomorrow."""
    assert NAMED["executor"].is_silent(age) is silent
