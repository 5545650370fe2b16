"""Acting on several items at once (批量办理): the act that needs nothing but an opinion, and which items are of equal shape."""

from matters.case.items import Purpose
from matters.commands.acts import ITEM_ACT_OF
from matters.commands.base import OnItem
from matters.engine.transitions import OFFERED
from matters.language.document import Definition
from matters.language.route.steps import HumanStep, Signed, of_kind
from matters.language.route.who import ByChoice


def batch_act(matter: Definition, step_id: str, purpose: Purpose) -> type[OnItem] | None:
    """The act that can be given to several items of this step at once.

    None where an item waits for something else than the step itself, or the step wants each one looked at: because a field has
    to be filled in, or because whoever acts chooses the actor of a later step.
    """
    step = matter.find_step(step_id)
    if purpose != "act" or not isinstance(step, Signed) or step.rights.required or _chooses(matter):
        return None
    offered = (ITEM_ACT_OF[kind] for kind in OFFERED[step.kind])
    # Only what brings the step on: nobody is refused, and nothing is sent back, in a row of others.
    return next((act.command for act in offered if act.bent == "agreeing"), None)


def _chooses(matter: Definition) -> bool:
    rules = (step.who for step in of_kind(matter.steps, HumanStep))
    return any(isinstance(who, ByChoice) and who.chooser == "previous_actor" for who in rules)


def shape(definition: str, step_id: str) -> str:
    """What items have in common that are handled alike (同类待办). `definition`: the digest of the version their case pins."""
    return f"{definition[:16]}.{step_id}"
