"""Kill -9 at every point between claim, act and settle: after recovery everything is there exactly once."""

import pytest

from tests.flows.effects.conftest import Place
from tests.flows.effects.oracle import assert_sound, complaints
from tests.flows.effects.points import CRASHES, ON_THE_OTHER, POINTS

LONGER = [pytest.param(*crash, marks=pytest.mark.crash) for crash in ON_THE_OTHER]


@pytest.mark.both
def test_every_point_is_passed(approved: Place) -> None:
    """The list of points is what a worker really passes, so no boundary is left out and none is made up."""
    assert approved.run() == "settled"
    passed = (approved.folder / "points.txt").read_text().split()
    assert set(passed) == set(POINTS)
    assert_sound(approved)


@pytest.mark.parametrize(("dialect", "point"), [*CRASHES, *LONGER], indirect=["dialect"])
@pytest.mark.both
def test_a_worker_dies_at(point: str, approved: Place) -> None:
    """Whatever the point of the crash, the next worker finishes and nothing is lost, doubled or burnt."""
    assert approved.run(point) == "killed"
    assert approved.recover() == "settled"
    assert_sound(approved)


@pytest.mark.both
def test_a_dead_workers_lease_is_respected(approved: Place) -> None:
    """Before the lease of the dead has run out nobody takes its work up."""
    assert approved.run("seal:after_claim_commit") == "killed"
    assert approved.run() == "settled"
    with approved.resources() as resources:
        assert complaints(resources) != []
    assert approved.recover() == "settled"
    assert_sound(approved)


def test_every_recovery_dies_too(approved: Place) -> None:
    """Each worker that takes over dies itself, at each point in turn, and the last one still finds one of everything."""
    for point in POINTS:
        assert approved.recover(point) in ("killed", "settled")
    assert approved.recover() == "settled"
    assert_sound(approved)


@pytest.mark.parametrize("point", ["seal:after_put"])
@pytest.mark.both
def test_the_recovery_dies_at_the_same_point(point: str, approved: Place) -> None:
    """Twice dead at one place, an effect is still repeated from the data of its first claim."""
    assert approved.run(point) == "killed"
    approved.wait_for_leases()
    assert approved.run(point) == "killed"
    assert approved.recover() == "settled"
    assert_sound(approved)


@pytest.mark.parametrize("point", ["render:before_put", "seal:before_put"])
@pytest.mark.both
def test_a_disk_that_is_full_delays_a_paper(point: str, approved: Place) -> None:
    """A file that cannot be written leaves the effect owed; with room on the disk it is done once."""
    assert approved.run(point, deed="fail") == "waiting"
    assert approved.recover() == "settled"
    assert_sound(approved)
