"""Refused access as the audit log keeps it: the same attempt once an hour for each person, and after that only how often."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

SPAN = timedelta(hours=1)
MOST_ATTEMPTS = 200  # different ones of one person in that time; who tries more is searching, and is counted
OTHERS = "其他对象"


@dataclass
class _Count:
    since: datetime
    times: int = 0


class RefusedAccess:
    """How often each person was refused what of late, in this process.

    The first refusal has a row, then the 10th, the 100th and so on: neither a flood nor a crash hides how many there were.
    """

    def __init__(self) -> None:
        self._counts: dict[str, dict[tuple[str, str], _Count]] = {}
        self._lock = Lock()

    def noted(self, person: str, operation: str, object_id: str, now: datetime) -> tuple[str, int] | None:
        """Under which object it is to be written down and as which of how many; nothing where it is only counted."""
        with self._lock:
            counts = self._counts[person] = {
                attempt: count for attempt, count in self._counts.get(person, {}).items() if now - count.since < SPAN
            }
            attempt = (operation, object_id)
            if attempt not in counts and len(counts) >= MOST_ATTEMPTS:
                attempt = ("", OTHERS)
            count = counts.setdefault(attempt, _Count(now))
            count.times += 1
            return (attempt[1], count.times) if _is_told(count.times) else None


def _is_told(times: int) -> bool:
    return str(times).rstrip("0") == "1"
