"""What one enters another settles, and of what came into force the last holds."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from flows.service.second_person import became, in_force, may_be_second, open_to
from flows.views.people import Caller
from tests.flows.service.office import START

FIRST = Caller(person="p1", name="甲", username="p1", roles=frozenset(), posts=())
OTHER, MACHINE = FIRST.model_copy(update={"person": "p2"}), FIRST.model_copy(update={"local": True})


@dataclass(frozen=True)
class Thing:
    """Of a year, entered by the first person."""

    id: int
    year: int = 2026
    number: int | None = None
    settled_at: datetime | None = None
    entered_by: str = "p1"


@pytest.mark.parametrize(("caller", "may"), [(FIRST, False), (OTHER, True), (MACHINE, True)])
def test_another_is_the_second_person(caller: Caller, may: bool) -> None:
    """Or the machine's own administration, which may do both; nobody is of what is settled."""
    assert may_be_second(caller, "p1") is may
    assert open_to(Thing(1), caller) is may
    assert not open_to(Thing(1, settled_at=START), caller)


def test_of_each_thing_the_last_to_come_into_force_holds() -> None:
    """Whatever the order in which they are read; what was sent back or waits never does."""
    first, last = Thing(1, number=1, settled_at=START), Thing(2, number=3, settled_at=START)
    elsewhere, back, waits = Thing(3, 2027, 2, START), Thing(4, settled_at=START), Thing(5)
    newest = in_force((last, elsewhere, first, back, waits), lambda one: one.year)
    assert newest == {2, 3}
    states = [became(one, newest) for one in (first, last, elsewhere, back, waits)]
    assert states == ["replaced", "in_force", "in_force", "sent_back", "waiting"]
