"""Several refusals told as one (一次性告知)."""

from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import PostRequired


def told_together(*refusals: Refusal) -> Refusal:
    """These, of which there is at least one, as one: of every target the first defect, the post that is not chosen among them.

    What says that nothing may come in at all, such as a mark of secrecy, stands alone.
    """
    final = (one for one in refusals if not isinstance(one, (Invalid, PostRequired)))
    alone = next(final, refusals[0] if len(refusals) == 1 else None)
    if alone:
        return alone
    first: dict[str, Problem] = {}
    for problem in (problem for one in refusals for problem in _problems(one)):
        first.setdefault(problem.target, problem)
    return Invalid(problems=tuple(first.values()))


def _problems(refusal: Refusal) -> tuple[Problem, ...]:
    return refusal.problems if isinstance(refusal, Invalid) else (Problem("post", refusal.message),)
