"""事项取消: it holds from its day on, and says by which document."""

from datetime import date

import pytest

from matters.cancelling import Cancellation, cancellation_problems

TODAY = date(2026, 3, 2)
WANTED = Cancellation("MS001", date(2026, 3, 3), "关于取消一批事项的通知", "样政办〔2026〕8号", "go_on")


def test_it_holds_from_its_day_on() -> None:
    """The day before, the matter is filed as ever."""
    assert [WANTED.holds(day) for day in (TODAY, date(2026, 3, 3), date(2027, 1, 1))] == [False, True, True]
    assert WANTED.source == "关于取消一批事项的通知（样政办〔2026〕8号）"
    assert not list(cancellation_problems(WANTED, TODAY))


@pytest.mark.parametrize("since", [TODAY, date(2025, 12, 31)])
def test_all_that_is_wrong_is_told_at_once(since: date) -> None:
    """No day that has begun, no ground left out."""
    wrong = Cancellation("MS001", since, "", "", "ended")
    found = list(cancellation_problems(wrong, TODAY))
    assert [one.target for one in found] == ["since", "ground", "document_no"]
    assert "2026年3月3日" in found[0].message
