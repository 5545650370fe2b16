"""Times in milliseconds, their percentiles, and the table they are shown in."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Times:
    """What one kind of work took, each in milliseconds."""

    name: str
    taken: list[float] = field(default_factory=list)

    def of(self, work: Callable[[], T]) -> T:
        """Do the work and note how long it took."""
        with self.span():
            return work()

    @contextmanager
    def span(self) -> Iterator[None]:
        """Note how long the block took."""
        begin = time.perf_counter()
        yield
        self.taken.append((time.perf_counter() - begin) * 1000)

    def percentile(self, share: float) -> float:
        """The time that this share of the work did not exceed."""
        ordered = sorted(self.taken)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: Sequence[Times], beside: Times | None = None) -> str:
    """One line for each, with its p50 as a multiple of that of `beside`."""
    lines = [f"{'':44}{'n':>6}{'p50 ms':>10}{'p95 ms':>10}{'× raw':>8}"]
    for times in rows:
        ratio = f"{times.percentile(0.5) / beside.percentile(0.5):8.1f}" if beside else ""
        lines.append(
            f"{times.name:44}{len(times.taken):6}{times.percentile(0.5):10.2f}{times.percentile(0.95):10.2f}{ratio}"
        )
    return "\n".join(lines)
