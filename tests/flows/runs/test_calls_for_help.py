"""Administrators are told in time that effects wait, and are not told without end."""

from collections.abc import Callable

from flows.runs.calls_for_help import CallsForHelp
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
