"""A further round of supplementing (再次补正): defects are told once; to ask again, a superior has to say why (一次性告知)."""

from matters.case.aggregate import Case
from matters.case.items import WorkItem
from matters.language.document import Definition
from matters.language.route.steps import PriorReview, of_kind
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Holder
from matters.who.colleagues import superiors
from matters.world import World


def further_round(matter: Definition, case: Case) -> bool:
    """Whether the applicant has had to supplement for the owner in this case already; what the own line returned is no round."""
    before = {step.id for step in of_kind(matter.steps, PriorReview)}
    return any(deed.what == "supplement_requested" and deed.step not in before for deed in case.deeds)


def superiors_to_ask(matter: Definition, case: Case, item: WorkItem, hat: Holder, world: World) -> tuple[Holder, ...]:
    """The heads (主要负责人) one of whom has to give an opinion on the item before it is sent back another time.

    Nobody where a head sends it back or has given an opinion on it, and where the body has no head who could. A head who has a
    seat of the step is asked like any other.
    """
    spoken = any(_is_head(one, world) for one in (hat, *item.advisers))
    return superiors(matter, case, item, world) if further_round(matter, case) and not spoken else ()


def must_explain(matter: Definition, case: Case, item: WorkItem, world: World) -> bool:
    """Whether who sends it back another time gives the reason himself: as a head, or where there is none to ask."""
    return further_round(matter, case) and not any(_is_head(adviser, world) for adviser in item.advisers)


def why_not_yet(to_ask: tuple[Holder, ...], world: World) -> str:
    """What is to be done before another round, as people read it."""
    names = "、".join(dict.fromkeys(person_name(world.organisation, one.person) for one in to_ask))
    return f"本办件已要求补正过，再次要求须先“委派”本单位负责人（{names}）签署意见"


def _is_head(holder: Holder, world: World) -> bool:
    return world.organisation.post(holder.post).head
