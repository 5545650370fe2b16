"""Where a step stands among the others (位置): its row, and the branch that the row is of."""

from collections.abc import Iterator
from dataclasses import dataclass

from matters.language.route.steps import Branching, Exclusive, Step

OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Within:
    """A branch of a step that forks."""

    step: Branching
    branch: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the route: the row of steps it belongs to, its index there, and the branch that the row is of."""

    steps: tuple[Step, ...]
    index: int
    within: Within | None = None

    @property
    def step(self) -> Step:
        """The step itself."""
        return self.steps[self.index]

    @property
    def onward(self) -> tuple[Step, ...]:
        """The step itself and those after it in its row."""
        return self.steps[self.index :]

    @property
    def rest(self) -> tuple[Step, ...]:
        """The steps after it in its row."""
        return self.steps[self.index + 1 :]


def spots(steps: tuple[Step, ...], within: Within | None = None) -> Iterator[Spot]:
    """Where each of these steps stands, in reading order, those inside branches included."""
    for index, step in enumerate(steps):
        yield Spot(steps, index, within)
        if isinstance(step, Branching):
            for branch, row in rows_of(step):
                yield from spots(row, Within(step, branch))


def rows_of(step: Branching) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The steps of each branch, in order."""
    named = tuple((branch.id, branch.steps) for branch in step.branches)
    return (*named, (OTHERWISE, step.otherwise)) if isinstance(step, Exclusive) and step.otherwise else named


def branches_of(step: Branching) -> tuple[str, ...]:
    """All branches of the step, in order."""
    return tuple(branch for branch, _ in rows_of(step))


def steps_of(step: Branching, branch: str) -> tuple[Step, ...]:
    """The steps of one branch."""
    return next(steps for one, steps in rows_of(step) if one == branch)
