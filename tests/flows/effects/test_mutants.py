"""The crash tests can fail: each protection taken away is caught by one of them."""

from collections.abc import Callable

import pytest

from tests.flows.effects.conftest import Place, Then
from tests.flows.effects.oracle import complaints


def complaints_of(place: Place) -> list[str]:
    """What the oracle says."""
    with place.resources() as resources:
        return complaints(resources)


@pytest.mark.parametrize(
    ("mutant", "point", "complaint"),
    [
        ("", "seal:after_put", ""),
        ("seed not from claim", "seal:after_put", "sealed again"),
        ("", "number:begin", ""),
        ("number before claim", "number:after_claim", "stands at"),
        ("claim data not kept", "seal:after_claim_commit", "seal used"),
        ("document after settle", "seal:begin", ""),
        ("document after settle", "seal:after_settle_commit", "documents of"),
    ],
)
def test_a_mutant_is_caught_by_a_crash(
    mutant: str, point: str, complaint: str, place_at: Callable[[str, Then], Place]
) -> None:
    """After kill -9 at that point and recovery the oracle complains of the mutant, and of nothing without one."""
    place = place_at("sqlite", "approved")
    assert place.run(point, mutant=mutant) == "killed"
    place.recover(mutant=mutant)
    said = complaints_of(place)
    assert any(complaint in line for line in said) if complaint else said == []


@pytest.mark.parametrize(
    ("mutant", "point"),
    [
        ("claim without guard", "seal:begin"),
        ("settle without fence", "seal:after_put"),
    ],
)
def test_a_mutant_is_caught_by_a_late_worker(mutant: str, point: str, place_at: Callable[[str, Then], Place]) -> None:
    """A worker that comes late is not turned away: it runs into a constraint, or leaves the effect open again."""
    place = place_at("sqlite", "approved")
    late, _ = place.start(point, deed="stop", mutant=mutant)
    assert place.recover(mutant=mutant) == "settled"
    ((_, ending),) = place.workers.resume(late)
    assert (ending, complaints_of(place)) != ("waiting", [])
