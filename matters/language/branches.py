"""Which of two steps comes first on the route (走向), and which branches are taken."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from matters.language.conditions import Condition
from matters.language.document import Definition
from matters.language.form import ComputedField, FormField, RowsField
from matters.language.quantities import filled
from matters.language.route.machines import Instant
from matters.language.route.spots import OTHERWISE, Spot, branches_of
from matters.language.route.steps import Acceptance, Branching, Decide, Exclusive, Inclusive, Parallel, Step

Certainty = Literal["taken", "possible"]


def lineage(matter: Definition, step_id: str) -> tuple[Spot, ...]:
    """The spots of the forks around a step, outermost first, and its own."""
    spots = [matter.spot(step_id)]
    while spots[0].within:
        spots.insert(0, matter.spot(spots[0].within.step.id))
    return tuple(spots)


def parting(matter: Definition, step_id: str, other_id: str) -> int | None:
    """How deep in both lineages the two steps stand in one row at different places; nothing when they never do."""
    depth, _ = _parted(lineage(matter, step_id), lineage(matter, other_id))
    return depth


def comes_before(matter: Definition, step_id: str, other_id: str) -> bool:
    """Whether every case that passes both passes the first one first."""
    _, distance = _parted(lineage(matter, step_id), lineage(matter, other_id))
    return distance > 0


def _parted(line: tuple[Spot, ...], other_line: tuple[Spot, ...]) -> tuple[int | None, int]:
    """The depth at which two steps stand in one row at different places, and how many places the other stands behind."""
    for depth, (one, other) in enumerate(zip(line, other_line, strict=False)):
        if one.steps is not other.steps:
            break
        if one.index != other.index:
            return depth, other.index - one.index
    return None, 0


def instant_of(step: Step) -> Instant | None:
    """What the definition lets a machine do at once at that step."""
    return step.instant if isinstance(step, Acceptance | Decide) else None


def branch_name(step: Branching, branch: str) -> str:
    """How people call the branch; “otherwise” has no name of its own."""
    return next((b.name for b in step.branches if b.id == branch), "")


def taken(step: Branching, answers: Mapping[str, Any], today: date) -> tuple[str, ...]:
    """The branches a case with these answers takes: all, those whose condition holds, or the first such one."""
    if isinstance(step, Parallel):
        return branches_of(step)
    fit = tuple(b.id for b in step.branches if b.when is not None and b.when.met(answers, today))
    if isinstance(step, Inclusive):
        return fit
    return fit[:1] or ((OTHERWISE,) if step.otherwise else ())


def needed(
    matter: Definition, when: Condition | None, answers: Mapping[str, Any], today: date, filed: bool
) -> Certainty | None:
    """Whether what hangs on that condition will come; nothing where it will not."""
    if when is None:
        return "taken"
    if not _known(matter, when, answers, filed):
        return "possible"
    return "taken" if when.met(answers, today) else None


def foreseeable(
    matter: Definition, step: Branching, answers: Mapping[str, Any], today: date, filed: bool
) -> Iterator[tuple[str, Certainty]]:
    """The branches that will be taken, and those that may be while a condition hangs on what nobody has answered yet."""
    if isinstance(step, Parallel):
        return ((branch, "taken") for branch in branches_of(step))
    told = (
        (branch.id, needed(matter, branch.when, answers, today, filed) if branch.when else "possible")
        for branch in step.branches
    )
    coming = ((branch, certainty) for branch, certainty in told if certainty)
    return _up_to_the_first(coming, step) if isinstance(step, Exclusive) else coming


def _up_to_the_first(coming: Iterator[tuple[str, Certainty]], step: Exclusive) -> Iterator[tuple[str, Certainty]]:
    """Of branches of which one is taken: what stands behind one that may be is no more than possible either."""
    certain: Certainty = "taken"
    for branch, certainty in coming:
        if certainty == "taken":
            yield branch, certain
            return
        yield branch, "possible"
        certain = "possible"
    if step.otherwise:
        yield OTHERWISE, certain


def _known(matter: Definition, condition: Condition, answers: Mapping[str, Any], filed: bool) -> bool:
    """Whether the condition can be told now: what it looks at is answered, or was left empty by the applicant for good."""
    for name in sources(matter, condition.looks_at):
        field = matter.field(name)
        settled = filed and field is not None and field.filled_by == "applicant"
        if not settled and not filled(answers.get(name)):
            return False
    return True


def sources(matter: Definition, names: tuple[str, ...]) -> Iterator[str]:
    """The fields that these hang on: what a computed one is computed from, any other itself; columns belong to their rows."""
    waiting, met = list(names), set(names)
    while waiting:
        name = waiting.pop(0)
        field = matter.field(name)
        further = _computed_from(field)
        waiting += [one for one in dict.fromkeys(further) if one not in met]
        met.update(further)
        if field is not None and not isinstance(field, ComputedField):
            yield name


def _computed_from(field: FormField | None) -> tuple[str, ...]:
    """What the value of a computed field, or of the computed columns of rows, is worked out from, beside the rows themselves."""
    if isinstance(field, ComputedField):
        return field.value.looks_at
    if not isinstance(field, RowsField):
        return ()
    columns = {column.id for column in field.columns}
    return tuple(name for column in field.computed for name in column.value.looks_at if name not in columns)
