"""Times in milliseconds on the wall and on the processor, their percentiles, and the table they are shown in."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Times:
    """What one kind of work took, each in milliseconds; `worked` is this thread's share of the processor."""

    name: str
    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def of(self, work: Callable[[], T]) -> T:
        """Do the work and note how long it took."""
        with self.span():
            return work()

    @contextmanager
    def span(self) -> Iterator[None]:
        """Note how long the block took."""
        begin, worked = time.perf_counter(), time.thread_time()
        yield
        self.taken.append((time.perf_counter() - begin) * 1000)
        self.worked.append((time.thread_time() - worked) * 1000)

    def also(self, other: "Times") -> None:
        """Count in the latest of another kind."""
        self.taken.append(other.taken[-1])
        self.worked.append(other.worked[-1])


def percentile(taken: Sequence[float], share: float) -> float:
    """The time that this share of the work did not exceed."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table_of_pairs(pairs: Sequence[tuple[Times, Times]]) -> str:
    """One line for each pair: the work, and how many times its p50 is that of the reference beside it."""
    lines = [f"{'':44}{'n':>5}{'p50 ms':>9}{'p95 ms':>9}{'cpu p50':>9}{'ref p50':>9}{'× ref':>8}"]
    for times, reference in pairs:
        middle, beside = percentile(times.taken, 0.5), percentile(reference.taken, 0.5)
        figures = f"{middle:9.2f}{percentile(times.taken, 0.95):9.2f}{percentile(times.worked, 0.5):9.2f}"
        lines.append(f"{times.name:44}{len(times.taken):5}{figures}{beside:9.2f}{middle / beside:8.1f}")
    return "\n".join(lines)


def table(rows: Sequence[Times], beside: Times | None = None) -> str:
    """One line for each, with its p50 as a multiple of that of `beside`; on a busy machine read the processor's column."""
    lines = [f"{'':32}{'n':>6}{'p50 ms':>10}{'p95 ms':>10}{'cpu p50':>10}{'× raw':>8}"]
    for times in rows:
        middle = percentile(times.taken, 0.5)
        ratio = f"{middle / percentile(beside.taken, 0.5):8.1f}" if beside else ""
        figures = f"{middle:10.2f}{percentile(times.taken, 0.95):10.2f}{percentile(times.worked, 0.5):10.2f}"
        lines.append(f"{times.name:32}{len(times.taken):6}{figures}{ratio}")
    return "\n".join(lines)
