"""Administrators are told in time that effects wait, and are not told without end."""

from collections.abc import Callable
from datetime import timedelta

from flows.runs.calls_for_help import CallsForHelp
from matters.case.effect_keys import AdvanceId
from storage import ledger
from tests.flows.service.office import Office

KEEPER = "p77"  # the system administrator of the sample organisation


def test_the_system_administrator_hears_once_that_effects_wait(new_office: Callable[[str], Office]) -> None:
    """After a minute; not again while the same stop lasts, but within the hour when another one begins."""
    office = new_office("sqlite")
    calls = CallsForHelp(office.resources)

    def heard_after(**delta: float) -> int:
        office.clock.pass_by(**delta)
        calls.look()
        told = office.service.notices.list(office.who(KEEPER))
        assert isinstance(told, tuple)
        return len([one for one in told if one.topic == "effects_waiting"])

    case_no = office.file()
    assert [heard_after(seconds=59), heard_after(seconds=2), heard_after(minutes=30)] == [0, 1, 1]
    office.carry(case_no)
    assert heard_after(seconds=1) == 1
    other = office.file()
    assert [heard_after(seconds=61), heard_after(minutes=59), heard_after(hours=1)] == [2, 2, 2]
    office.carry(other)
    told = office.service.notices.list(office.who(KEEPER))
    assert isinstance(told, tuple)
    assert "1 项事后动作" in told[0].text


def test_what_is_put_off_is_no_stop_and_hides_none(new_office: Callable[[str], Office]) -> None:
    """An advance that waits for a seal to be taken back into use is tried every half minute; a stop beside it is told at once."""
    office = new_office("sqlite")
    calls = CallsForHelp(office.resources)

    def heard() -> int:
        calls.look()
        told = office.service.notices.list(office.who(KEEPER))
        assert isinstance(told, tuple)
        return sum(one.topic == "effects_waiting" for one in told)

    resting = office.lease(office.file())
    assert resting is not None

    def rested(resting: AdvanceId = resting) -> None:
        with office.resources.database.transaction() as session:
            ledger.release(session, resting, "worker", office.clock.now + timedelta(seconds=30))

    for _ in range(4):
        rested()
        office.clock.pass_by(seconds=29)
        assert heard() == 0
        office.clock.pass_by(seconds=2)
        assert office.lease(resting.case_no) == resting
    office.file()
    rested()
    office.clock.pass_by(seconds=61)
    assert heard() == 1
