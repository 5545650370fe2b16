"""What of the notices is one's own to choose, and when what is told may leave the house."""

from datetime import datetime, time

import pytest

from matters.calendar import SHANGHAI
from matters.case.news import ALL_NEWS, NEWS_KINDS, NewsChoice, QuietHours, kind_of
from matters.case.topics import TOPICS

NIGHT, NOON = QuietHours(time(22), time(7)), QuietHours(time(12), time(14, 30))
BINDS = (
    "accepted",
    "acceptance_refused",
    "supplement_requested",
    "paper_issued",
    "concluded",
    "revoked",
    "went_overdue",
    "materials_overdue",
    "urged",
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March here."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_nothing_that_binds_is_of_a_kind() -> None:
    """What gives a right, a day or work to do is told whatever one has chosen; each topic of a kind is one that there is."""
    nothing = NewsChoice(muted=tuple(NEWS_KINDS))
    assert all(nothing.wants(topic) for topic in BINDS)
    assert all(nothing.wants(topic.name) for topic in TOPICS.values() if topic.work)
    assert {topic for kind in NEWS_KINDS.values() for topic in kind.topics} <= TOPICS.keys()
    assert nothing.wants("role_asked")


def test_what_only_informs_is_told_unless_its_kind_is_left_out() -> None:
    """By kind, and the others stay."""
    chosen = NewsChoice(muted=("copies",))
    assert kind_of("copy_sent") == "copies"
    assert (chosen.wants("copy_sent"), chosen.wants("discussed"), ALL_NEWS.wants("copy_sent")) == (False, True, True)


@pytest.mark.parametrize(
    ("hours", "told", "sent"),
    [
        (NIGHT, at(2, 21, 59), at(2, 21, 59)),
        (NIGHT, at(2, 22), at(3, 7)),
        (NIGHT, at(3, 0), at(3, 7)),
        (NIGHT, at(3, 6, 59), at(3, 7)),
        (NIGHT, at(3, 7), at(3, 7)),
        (NOON, at(2, 11, 59), at(2, 11, 59)),
        (NOON, at(2, 12), at(2, 14, 30)),
        (NOON, at(2, 14, 30), at(2, 14, 30)),
    ],
)
def test_quiet_hours_end_when_they_end(hours: QuietHours, told: datetime, sent: datetime) -> None:
    """Over midnight too; their last minute is quiet, and the one after it is not."""
    assert NewsChoice(quiet=hours).outside_from("new_task", told) == sent


def test_what_presses_goes_outside_at_once() -> None:
    """Somebody waits for the very person; what is overdue since midnight does not wake anybody."""
    chosen = NewsChoice(quiet=NIGHT)
    assert chosen.outside_from("urged", at(3, 0)) == at(3, 0)
    assert chosen.outside_from("went_overdue", at(3, 0)) == at(3, 7)
    assert ALL_NEWS.outside_from("went_overdue", at(3, 0)) == at(3, 0)
