"""To whom an item may be handed (同事): people of the same body who could decide on it themselves."""

from collections.abc import Collection, Iterable, Iterator

from matters.case.aggregate import Case
from matters.case.items import ASIDE, CONSENTS, WorkItem
from matters.case.values import SeatKey
from matters.commands.items import AddSigners, Delegate, Handing
from matters.errors.handling import UnfitPerson
from matters.language.document import Definition
from matters.language.route.steps import Step
from matters.organisation.snapshot import Body, Holder
from matters.who.actors import decides_business, kept_apart, must_step_aside
from matters.world import World

# Whoever consents to a rest or to more time decides nothing of the step, and who is asked or owes a duty acts beside it: no
# 回避 binds them.
_UNBOUND = CONSENTS | ASIDE


def colleagues(
    matter: Definition, case: Case, item: WorkItem, hat: Holder, world: World, agent: str | None = None
) -> tuple[Holder, ...]:
    """Everybody in the body of that hat who may take the item over, give an opinion on it or sign beside.

    Nobody whose own case it is (当事人), from whom the step is kept apart (受审分离) or who must step aside (回避), none of
    the three administrators (三员), and nobody who holds it or has a say in the step already; nor the `agent` who acts
    in the stead of that hat (代理): no item comes into his own hands by his own act.
    """
    mine = (*item.holders, hat, *item.awaiting, *((item.lender,) if item.lender else ()))
    out = {agent, *(holder.person for holder in mine), *_barred(matter, case, item)}
    found = world.organisation.everybody(world.organisation.post(hat.post).body, world.today)
    free = tuple(one for one in found if one.person not in out and decides_business(one, world))
    return free if item.purpose in _UNBOUND else _unbiased(free, matter.step(item.step), case)


def _unbiased(holders: tuple[Holder, ...], step: Step, case: Case) -> tuple[Holder, ...]:
    """Those whom no conflict of interest keeps from the step (回避)."""
    acted = {hat.person for deed in case.deeds for hat in deed.hats}  # nobody else can be in a conflict
    return tuple(one for one in holders if one.person not in acted or not must_step_aside(one, step, case.deeds))


def superiors(matter: Definition, case: Case, item: WorkItem, world: World) -> tuple[Holder, ...]:
    """The heads of the holders' bodies (主要负责人) who may have a say on the item, whatever seat of its step they have."""
    organisation, out = world.organisation, _outside(matter, case, item)
    bodies = dict.fromkeys(organisation.post(holder.post).body for holder in item.holders)
    found = (head for body in bodies for head in organisation.heads(body, world.today))
    free = tuple(head for head in found if head.person not in out and decides_business(head, world))
    return free if item.purpose in _UNBOUND else _unbiased(free, matter.step(item.step), case)


def seated(
    matter: Definition, case: Case, item: WorkItem, hat: Holder, world: World, agent: str | None = None
) -> tuple[Holder, ...]:
    """The heads who may be asked for an opinion on the item besides: they have a say in its step already, and keep it."""
    out = {hat.person, agent, *(holder.person for holder in item.holders)}
    free = {holder.person for holder in colleagues(matter, case, item, hat, world, agent)}
    return tuple(one for one in superiors(matter, case, item, world) if one.person not in out | free)


def heads(matter: Definition, case: Case, item: WorkItem, world: World) -> tuple[Holder, ...]:
    """The heads of the holders' bodies (主要负责人) who could decide on the item themselves and do not hold it."""
    found = (one for holder in item.holders for one in colleagues(matter, case, item, holder, world))
    return tuple(dict.fromkeys(one for one in found if world.organisation.post(one.post).head))


def supervisors(holding: Iterable[Holder], world: World) -> tuple[str, ...]:
    """The people who supervise (督查) the bodies of these hats."""
    return supervising({world.organisation.post(holder.post).body for holder in holding}, world)


def supervising(bodies: Iterable[str], world: World) -> tuple[str, ...]:
    """The people who supervise (督查) one of these bodies."""
    return world.organisation.all_granted("supervisor", bodies, world.today)


def readers(case: Case, hat: Holder, world: World, agent: str | None = None) -> tuple[Holder, ...]:
    """Everybody who may be sent a copy (抄送).

    People of the bodies that take part, and the heads and liaison officers of the others in their regions.
    """
    organisation, today = world.organisation, world.today
    taking_part = dict.fromkeys((organisation.post(hat.post).body, case.owner_body, case.applicant_body))
    found = [holder for body in taking_part for holder in organisation.everybody(body, today)]
    for body in _around(taking_part, world):
        found += organisation.representatives(body.id, today)
    out = (hat.person, case.applicant.person, agent)
    return tuple(holder for holder in dict.fromkeys(found) if holder.person not in out)


def _around(bodies: Collection[str], world: World) -> Iterator[Body]:
    """The other bodies in the regions of these."""
    regions = {world.organisation.body(body).region for body in bodies}
    for body in world.organisation.bodies:
        if body.region in regions and body.id not in bodies and body.valid(world.today):
            yield body


def unfit(
    matter: Definition, case: Case, item: WorkItem, command: Handing | AddSigners, world: World
) -> UnfitPerson | None:
    """The first person named who cannot be handed this item."""
    fit = colleagues(matter, case, item, command.hat, world, command.actor.person)
    if isinstance(command, Delegate):
        fit = (*fit, *seated(matter, case, item, command.hat, world, command.actor.person))
    people = [holder.person for holder in command.to]
    for nth, holder in enumerate(command.to):
        if holder not in fit or holder.person in people[:nth]:
            person = world.organisation.find_person(holder.person)
            return UnfitPerson(who=person.name if person else "所选人员")
    return None


def able(matter: Definition, case: Case, item: WorkItem, holder: Holder) -> bool:
    """Whether that person could decide on the item if they held it, so that it does not get stuck with them.

    Nobody who must step aside could (回避), nor whom the item is kept from.
    """
    aside = item.purpose not in _UNBOUND and must_step_aside(holder, matter.step(item.step), case.deeds)
    return not aside and holder.person not in _barred(matter, case, item)


def _barred(matter: Definition, case: Case, item: WorkItem) -> set[str]:
    """Those outside of it, and who has signed its step in this round or has another seat of it.

    Of what is asked for from another item (挂起、延长): who holds that.
    """
    out = _outside(matter, case, item)
    if item.purpose in CONSENTS:
        about = case.item(item.about)
        return {*out, *(holder.person for holder in (about.holders if about else ()))}
    if item.purpose in ASIDE:
        return out
    others = tuple(other for other in case.items if other.key != item.key)
    return {*out, *deciding(case, item.step, others, item.seat)}


def _outside(matter: Definition, case: Case, item: WorkItem) -> set[str]:
    """Who has no say on the item at all: whose own case it is, and those from whom its step is kept apart (受审分离)."""
    apart = () if item.purpose in _UNBOUND else kept_apart(matter.step(item.step), case)
    return {*case.own, *apart}


def deciding(case: Case, step: str, items: tuple[WorkItem, ...], seat: SeatKey | None = None) -> set[str]:
    """The people who hold one of these items of the step or wait to have it back, or have signed a seat of it in this round.

    Those named for a seat that has not opened as well, but for this `seat`.
    """
    sides = (side for item in items if item.step == step for side in (*item.holders, item.lender, *item.awaiting))
    fork = case.fork(step)
    named = (one for arm in fork.under_way if arm.id != seat for one in arm.who) if fork else ()
    return {one.person for one in (*sides, *named) if one} | case.signed(step).keys()
