"""To whom an item may be handed (同事): people of the same body who could decide on it themselves."""

from matters.actors import decides_business, kept_apart
from matters.case import Case, WorkItem
from matters.commands import AddSigners, Handing
from matters.definition import Definition
from matters.definition.route import Deliver, HumanStep
from matters.errors import UnfitPerson
from matters.organisation import Holder
from matters.world import World


def colleagues(matter: Definition, case: Case, item: WorkItem, hat: Holder, world: World) -> tuple[Holder, ...]:
    """Everybody in the body of that hat who may take the item over, give an opinion on it or sign beside.

    Not the applicant, nobody from whom the step is kept apart (受审分离), none of the three administrators (三员), and
    nobody who holds it or has a say in the step already.
    """
    organisation, today = world.organisation, world.today
    step = matter.find_step(item.step)
    apart = kept_apart(step, case) if isinstance(step, HumanStep | Deliver) else frozenset()
    out = {case.applicant.person, hat.person, *apart, *_deciding(case, item)}
    posts = organisation.posts_in(organisation.post(hat.post).body)
    found = (holder for post in posts for holder in organisation.holders_of(post, today))
    return tuple(h for h in found if h.person not in out and decides_business(h, world))


def readers(case: Case, hat: Holder, world: World) -> tuple[Holder, ...]:
    """Everybody who may be sent a copy (抄送).

    People of the bodies that take part, and the heads and liaison officers of the others in their regions.
    """
    organisation, today = world.organisation, world.today
    taking_part = dict.fromkeys((organisation.post(hat.post).body, case.owner_body, case.applicant_body))
    regions = {organisation.body(body).region for body in taking_part}
    others = (b.id for b in organisation.bodies if b.region in regions and b.valid(today) and b.id not in taking_part)
    posts = [post for body in taking_part for post in organisation.posts_in(body)]
    posts += [post for body in others for post in organisation.posts_in(body) if post.head or post.liaison]
    found = dict.fromkeys(holder for post in posts for holder in organisation.holders_of(post, today))
    return tuple(holder for holder in found if holder.person not in (hat.person, case.applicant.person))


def unfit(
    matter: Definition, case: Case, item: WorkItem, command: Handing | AddSigners, world: World
) -> UnfitPerson | None:
    """The first person named who cannot be handed this item."""
    fit = colleagues(matter, case, item, command.hat, world)
    people = [holder.person for holder in command.to]
    for nth, holder in enumerate(command.to):
        if holder not in fit or holder.person in people[:nth]:
            person = world.organisation.find_person(holder.person)
            return UnfitPerson(who=person.name if person else "所选人员")
    return None


def _deciding(case: Case, item: WorkItem) -> set[str]:
    """The people who hold the item or have lent it, or another seat of its step, or have signed one in this round."""
    here = [other for other in case.items if other.step == item.step]
    holding = (holder for other in here for holder in other.holders)
    lending = (other.lender for other in here if other.lender)
    fork = case.fork(item.step)
    named = (holder for arm in fork.under_way for holder in arm.who) if fork else ()
    return {holder.person for holder in (*holding, *lending, *named)} | case.signed(item.step).keys()
