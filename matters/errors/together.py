"""Several refusals told as one (一次性告知)."""

from collections.abc import Mapping
from typing import TypeGuard

from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import ChoiceRequired, FindingsRequired, OpinionRequired, PostRequired, UnfitPerson

# What is wrong with the form at hand besides its answers, by the part of the form that it is about.
_ABOUT: Mapping[type[Refusal], str] = {
    PostRequired: "post",
    OpinionRequired: "opinion",
    FindingsRequired: "findings",
    ChoiceRequired: "choices",
    UnfitPerson: "to",
}


def mendable(refusal: Refusal | None) -> TypeGuard[Refusal]:
    """Whether the person can mend it in the form at hand."""
    return isinstance(refusal, (Invalid, *_ABOUT))


def told_together(*refusals: Refusal) -> Refusal:
    """These, of which there is at least one, as one: of every target the first defect, and each step that waits for a choice.

    What says that nothing may come in at all, such as a mark of secrecy, stands alone.
    """
    refusals = _choices_as_one(refusals)
    final = (one for one in refusals if not mendable(one))
    alone = next(final, refusals[0] if len(refusals) == 1 else None)
    if alone:
        return alone
    first: dict[str, Problem] = {}
    for problem in (problem for one in refusals for problem in _problems(one)):
        first.setdefault(problem.target, problem)
    return Invalid(problems=tuple(first.values()))


def _choices_as_one(refusals: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    """One sentence names all the steps for which somebody has to be chosen."""
    steps = dict.fromkeys(one.step for one in refusals if isinstance(one, ChoiceRequired))
    others = tuple(one for one in refusals if not isinstance(one, ChoiceRequired))
    return (*others, ChoiceRequired(step="”“".join(steps))) if steps else others


def _problems(refusal: Refusal) -> tuple[Problem, ...]:
    return refusal.problems if isinstance(refusal, Invalid) else (Problem(_ABOUT[type(refusal)], refusal.message),)
