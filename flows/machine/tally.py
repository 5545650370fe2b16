"""What this process has done since it started, counted for whoever watches over it; it is forgotten with the process."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

Labels = tuple[str, ...]


@dataclass
class Tally:
    """Counts by name and labels, safe among threads."""

    _counts: dict[str, Counter[Labels]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def add(self, name: str, *labels: str) -> None:
        """Once more."""
        with self._lock:
            self._counts.setdefault(name, Counter())[labels] += 1

    def counts(self, name: str) -> Mapping[Labels, int]:
        """How often, by labels."""
        with self._lock:
            return dict(self._counts.get(name, {}))
