"""The long run of `make crash`: random kills at random points, many times over."""

import random
from collections.abc import Callable

import pytest

from tests.flows.effects.conftest import Place, Then
from tests.flows.effects.oracle import complaints
from tests.flows.effects.points import POINTS

ROUNDS = 50
KILLS = 2


@pytest.mark.crash
@pytest.mark.parametrize("number", range(ROUNDS))
def test_random_kills(number: int, dialect: str, place_at: Callable[[str, Then], Place]) -> None:
    """Two workers die at random points, some of them in the recovery of the other; 200 kills in all."""
    seed = random.SystemRandom().randrange(2**32)
    chance = random.Random(seed)
    place, kills, deaths = place_at(dialect, "approved"), 0, list[tuple[str, int]]()
    while kills < KILLS:
        point, nth = chance.choice(POINTS), chance.randint(1, 2)
        deaths.append((point, nth))
        ending = place.run(point, nth)
        place.wait_for_leases()
        if ending == "settled":
            place = place_at(dialect, "approved")
        kills += ending == "killed"
    assert place.recover() == "settled"
    with place.resources() as resources:
        assert complaints(resources) == [], f"seed {seed}, round {number}: {deaths}"
