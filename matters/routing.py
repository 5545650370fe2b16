"""Where a step stands on the route (走向): what follows it, which branches are taken, and how a fork ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from matters.conditions import Condition, fields_of, filled, holds
from matters.definition import Definition
from matters.definition.form import ComputedField
from matters.definition.route import Countersign, Exclusive, Inclusive, Parallel, Step

OTHERWISE = "otherwise"
Branching = Parallel | Exclusive | Inclusive
Certainty = Literal["taken", "possible"]


@dataclass(frozen=True, slots=True)
class Within:
    """A branch of a step that forks, or the seat of one signer of a countersigned step."""

    step: Branching | Countersign
    branch: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the route: the row of steps it belongs to, its index there, and the branch that the row is of."""

    steps: tuple[Step, ...]
    index: int
    within: Within | None = None

    @property
    def onward(self) -> tuple[Step, ...]:
        """The step itself and those after it in its row."""
        return self.steps[self.index :]

    @property
    def rest(self) -> tuple[Step, ...]:
        """The steps after it in its row."""
        return self.steps[self.index + 1 :]


def spot_of(matter: Definition, step_id: str) -> Spot:
    """Where the step of that id stands; asked only with ids of this definition."""
    return next(spot for spot in _spots(matter.steps, None) if spot.steps[spot.index].id == step_id)


def _spots(steps: tuple[Step, ...], within: Within | None) -> Iterator[Spot]:
    for index, step in enumerate(steps):
        yield Spot(steps, index, within)
        if isinstance(step, (Parallel, Exclusive, Inclusive)):
            for branch in branches_of(step):
                yield from _spots(steps_of(step, branch), Within(step, branch))


def branches_of(step: Branching) -> tuple[str, ...]:
    """All branches of the step, in order."""
    named = tuple(branch.id for branch in step.branches)
    return (*named, OTHERWISE) if isinstance(step, Exclusive) and step.otherwise else named


def steps_of(step: Branching, branch: str) -> tuple[Step, ...]:
    """The steps of one branch."""
    if isinstance(step, Exclusive) and branch == OTHERWISE:
        return step.otherwise
    return next(b.steps for b in step.branches if b.id == branch)


def branch_name(step: Branching, branch: str) -> str:
    """How people call the branch; “otherwise” has no name of its own."""
    return next((b.name for b in step.branches if b.id == branch), "")


def taken(step: Branching, answers: Mapping[str, Any], today: date) -> tuple[str, ...]:
    """The branches a case with these answers takes: all, those whose condition holds, or the first such one."""
    if isinstance(step, Parallel):
        return branches_of(step)
    fit = tuple(b.id for b in step.branches if b.when is not None and holds(b.when, answers, today))
    if isinstance(step, Inclusive):
        return fit
    return fit[:1] or ((OTHERWISE,) if step.otherwise else ())


def foreseeable(
    matter: Definition, step: Branching, answers: Mapping[str, Any], today: date, filed: bool
) -> Iterator[tuple[str, Certainty]]:
    """The branches that will be taken, and those that may be while a condition hangs on what nobody has answered yet."""
    if isinstance(step, Parallel):
        yield from ((branch, "taken") for branch in branches_of(step))
        return
    open_question = False
    for branch in step.branches:
        known = branch.when is not None and _known(matter, branch.when, answers, filed)
        if known and not (branch.when and holds(branch.when, answers, today)):
            continue
        yield branch.id, "taken" if known and not open_question else "possible"
        if known and isinstance(step, Exclusive):
            return
        open_question = isinstance(step, Exclusive)
    if isinstance(step, Exclusive) and step.otherwise:
        yield OTHERWISE, "possible" if open_question else "taken"


def _known(matter: Definition, condition: Condition, answers: Mapping[str, Any], filed: bool) -> bool:
    """Whether the condition can be told now: what it looks at is answered, or was left empty by the applicant for good."""
    for name in _sources(matter, fields_of(condition)):
        field = matter.field(name)
        settled = filed and field is not None and field.filled_by == "applicant"
        if not settled and not filled(answers.get(name)):
            return False
    return True


def _sources(matter: Definition, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        field = matter.field(name)
        if isinstance(field, ComputedField):
            yield from (getattr(field.value, key) for key in ("field", "sum", "count") if hasattr(field.value, key))
        else:
            yield name


def outcome(step: Branching | Countersign, total: int, passed: int, refused: tuple[str, ...]) -> bool | None:
    """How the fork ends with so many of `total` branches or signers passed and these refused; nothing while it is open.

    The refusal rule stands beside the vote: `collect_all` waits for everybody (收齐再定) unless a branch has a veto (一票否决).
    """
    one_is_enough = isinstance(step, Countersign) and step.vote.rule == "any"
    if passed == total or (one_is_enough and passed):
        return True
    everybody = passed + len(refused) == total
    if refused and (everybody or _ends_at_once(step, refused)):
        return False
    return None


def _ends_at_once(step: Branching | Countersign, refused: tuple[str, ...]) -> bool:
    if isinstance(step, Exclusive):
        return True
    vetoes = set() if isinstance(step, Countersign) else {branch.id for branch in step.branches if branch.veto}
    return step.refusal == "first_refusal_ends" or bool(vetoes & set(refused))
