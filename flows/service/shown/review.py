"""What a filing would say, as it will be read on the case (核对), before it is handed in."""

from collections.abc import Mapping
from typing import Any

from flows.cases.around import look_up
from flows.cases.booking import resource_names
from flows.cases.deciding import refusal_of_filing, world_of
from flows.resources import Resources
from flows.service.shown.cases import answer_views
from flows.views.cases import ReviewView
from matters.commands.cases import Submit
from matters.errors.base import Refusal
from matters.filing.asked import complete
from matters.filing.known import with_settled
from matters.language.document import Definition
from matters.language.words.answers import Names
from matters.world import World
from storage.database import Session


def reviewed(session: Session, resources: Resources, matter: Definition, filing: Submit) -> ReviewView | Refusal:
    """All of it, or why it would be refused; nothing is filed."""
    world = look_up(session, resources, world_of(session, resources), matter, filing.answers)
    applicant = filing.behalf or filing.actor
    answers = with_settled(matter, filing.answers, applicant, world)
    filing = filing.model_copy(update={"answers": answers})
    if refusal := refusal_of_filing(session, resources, matter, filing):
        return refusal
    says = complete(matter, answers, world.today)
    return ReviewView(answers=answer_views(matter, says, names_in(session, matter, says, world)))


def names_in(session: Session, matter: Definition, says: Mapping[str, Any], world: World) -> Names:
    """What people, bodies and resources that answers name are called."""
    lent = resource_names(session, matter, says)
    return Names(world.organisation, world.today, titled=True, resources=lent)
