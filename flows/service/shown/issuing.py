"""Which papers (文书) the acts on an item bring, so that they can be looked at before."""

from collections.abc import Iterable, Mapping

from matters.commands.acts import ON_ITEMS
from matters.language.actions import Action
from matters.language.document import Definition
from matters.language.outcome import Occasion
from matters.language.route.steps import Decide, Step


def papers_of(matter: Definition, step: Step | None, actions: Iterable[Action]) -> Mapping[Action, str]:
    """By act, what the paper is called. Where others must act before it is issued, the preview says so."""
    found = (
        (action, _paper(matter, step, ON_ITEMS[action].issues) or _at(matter, step, action))
        for action in actions
        if step
    )
    return {action: name for action, name in found if name}


def _at(matter: Definition, step: Step, action: Action) -> str:
    """What the step issues once it is done (中途出具)."""
    papers = matter.outcome.papers_at(step.id) if matter.outcome and ON_ITEMS[action].bent == "agreeing" else ()
    return papers[0].name if papers else ""


def _paper(matter: Definition, step: Step | None, on: Occasion | None) -> str:
    """To agree grants the matter where it is decided, and nowhere else."""
    if (
        matter.outcome is None
        or on is None
        or not (step and step.issues)
        or (on == "granted" and not isinstance(step, Decide))
    ):
        return ""
    paper = matter.outcome.paper_on(on)
    return paper.name if paper else ""
