"""On which sides of a charge (督办单) somebody stands, asked of the organisation of today."""

from flows.cases.deciding import world_of
from flows.resources import Resources
from matters.charges import Charge, Side, opener_side
from matters.organisation.snapshot import Holder
from matters.who.answering import answering
from storage.database import Session


def speaking(session: Session, resources: Resources, body: str) -> tuple[Holder, ...]:
    """Who answers for the body: its head and its liaison officer (负责人、联络员); without them as `answering` says."""
    organisation, today = resources.organisation(session), resources.today
    found = organisation.representatives(body, today)
    return found or answering(body, (), world_of(session, resources))


def spoken_for(session: Session, resources: Resources, person: str) -> tuple[str, ...]:
    """The bodies for which that person speaks."""
    posts = resources.organisation(session).posts_of(person, resources.today)
    own = dict.fromkeys(post.body for post in posts)
    return tuple(body for body in own if _speaks(session, resources, person, body))


def side(session: Session, resources: Resources, charge: Charge, person: str) -> Side:
    """What that person may do with the charge."""
    return Side(
        answers=_speaks(session, resources, person, charge.body),
        opener=opener_side(
            person,
            charge,
            watches=watches(session, resources, person, charge.body),
            opener_watches=watches(session, resources, charge.opened_by, charge.body),
        ),
    )


def watches(session: Session, resources: Resources, person: str, body: str) -> bool:
    """Whether somebody supervises that body today; of a body that is not there nobody does."""
    organisation = resources.organisation(session)
    there = organisation.find_body(body) is not None
    return there and organisation.granted(person, "supervisor", body, resources.today)


def _speaks(session: Session, resources: Resources, person: str, body: str) -> bool:
    return any(hat.person == person for hat in speaking(session, resources, body))
