"""What is written down of refused access: everything once, and a flood by its size."""

from datetime import UTC, datetime, timedelta

from flows.refused import MOST_ATTEMPTS, OTHERS, SPAN, RefusedAccess

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
READ = "查看办件"


def test_the_same_attempt_is_written_down_once_and_then_counted() -> None:
    """A thousand equal attempts are four rows."""
    refused = RefusedAccess()
    noted = [refused.noted("p1", READ, "C1", NOW) for _ in range(1000)]
    assert [one for one in noted if one] == [("C1", 1), ("C1", 10), ("C1", 100), ("C1", 1000)]


def test_other_people_objects_and_operations_are_other_attempts() -> None:
    """None of them hides behind another."""
    refused = RefusedAccess()
    attempts = [("p1", READ, "C1"), ("p2", READ, "C1"), ("p1", READ, "C2"), ("p1", "下载文书", "C1")]
    assert all(refused.noted(*attempt, NOW) == (attempt[2], 1) for attempt in attempts)


def test_after_an_hour_it_is_written_down_again() -> None:
    """An attempt of the afternoon is not that of the morning."""
    refused = RefusedAccess()
    times = (NOW, NOW + SPAN - timedelta(seconds=1), NOW + SPAN)
    assert [refused.noted("p1", READ, "C1", at) for at in times] == [("C1", 1), None, ("C1", 1)]


def test_who_searches_through_many_objects_is_counted() -> None:
    """The rows of one person are bounded, however many objects there are."""
    refused = RefusedAccess()
    noted = [one for n in range(1000) if (one := refused.noted("p1", READ, f"C{n}", NOW))]
    assert noted[:MOST_ATTEMPTS] == [(f"C{n}", 1) for n in range(MOST_ATTEMPTS)]
    assert noted[MOST_ATTEMPTS:] == [(OTHERS, 1), (OTHERS, 10), (OTHERS, 100)]
    assert refused.noted("p2", READ, "C999", NOW) == ("C999", 1)
