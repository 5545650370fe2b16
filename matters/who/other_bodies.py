"""To which other bodies an item may be passed on (上报、转下级、转报), and who has it there."""

from collections.abc import Iterator
from dataclasses import dataclass

from matters.calendar import local_day
from matters.case.aggregate import Case
from matters.case.events.passing import PassedOn
from matters.case.filed import Filed
from matters.case.items import WorkItem
from matters.case.values import Passing
from matters.language.actions import ACTION_NAMES
from matters.language.document import Definition
from matters.language.route.passing_on import AlongLine, BodyAround, PassDown, PassOn, PassTo, PassUp
from matters.language.route.steps import HumanStep
from matters.language.vocabulary import Id
from matters.organisation.snapshot import Body, Holder, Organisation
from matters.who.actors import decides_business, holders_in, kept_apart, must_step_aside
from matters.who.colleagues import deciding
from matters.who.parties import Parties, body_of, parties_of
from matters.world import World


@dataclass(frozen=True, slots=True)
class Way:
    """A body that the item may be passed on to, and who has it there.

    `answers`: it answers, and the item comes back; `informs`: who passes the item on is told what became of it.
    """

    kind: Passing
    body: str
    holders: tuple[Holder, ...]
    answers: bool
    informs: bool


def ways(matter: Definition, case: Case, item: WorkItem, hat: Holder, filed: Filed, world: World) -> tuple[Way, ...]:
    """Every way on that the step allows, seen from the body of that hat; only to bodies where somebody may act.

    A body that waits for the answer itself is not asked.
    """
    step, parties = matter.step(item.step), parties_of(matter, case, filed)
    own = world.organisation.body(world.organisation.post(hat.post).body)
    closed = {own.id, *(world.organisation.post(one.post).body for one in item.awaiting)}
    found: dict[Way, None] = {}
    for rule in getattr(step, "passes_on", ()):
        for body in _bodies(rule, parties, own, world):
            there = receivers(matter, case, item, body.id, world)
            fit = tuple(one for one in there if one not in item.holders and one.person != hat.person)
            if fit and body.id not in closed and body.valid(world.today):
                found[Way(rule.kind, body.id, fit, _answers(rule), _informs(rule))] = None
    return tuple(found)


def receivers(matter: Definition, case: Case, item: WorkItem, body: str, world: World) -> tuple[Holder, ...]:
    """Who acts in that body, by the same rule as in our own.

    Nobody whose own case it is, from whom the step is kept apart (受审分离), none of the three administrators (三员),
    nobody whom a conflict of interest keeps from it (回避), and nobody who has another say in the step.
    """
    step = matter.step(item.step)
    if not isinstance(step, HumanStep):
        return ()
    others = tuple(other for other in case.items if other.key != item.key)
    waiting = {one.person for one in item.awaiting}
    out = {*case.own, *kept_apart(step, case), *deciding(case, item.step, others), *waiting}
    found = (h for h in holders_in(step.who, body, world) if h.person not in out and decides_business(h, world))
    return tuple(holder for holder in found if not must_step_aside(holder, step, case.deeds))


def passed_text(event: PassedOn, organisation: Organisation) -> str:
    """What was done, with the body under its name of that day: 上报样例市财政局."""
    return f"{ACTION_NAMES[event.leg.kind]}{organisation.body_name(event.leg.body, local_day(event.at))}"


def _informs(rule: PassOn) -> bool:
    return isinstance(rule, PassUp) and rule.informs


def _answers(rule: PassOn) -> bool:
    """What is sent down comes back with an answer; what is reported up is decided there."""
    match rule:
        case PassUp():
            return False
        case PassDown():
            return True
        case PassTo():
            return rule.comes_back


def _bodies(rule: PassOn, parties: Parties, own: Body, world: World) -> tuple[Body, ...]:
    match rule:
        case PassUp():
            return _above(rule.to, own, world)
        case PassDown():
            return tuple(_below(rule.to, own, world))
        case PassTo():
            named = (body_of(ref, parties, world) for ref in rule.to)
            return tuple(body for body in named if body)


def _above(to: BodyAround, own: Body, world: World) -> tuple[Body, ...]:
    """The superior along the line, or the nearest body of a level above that holds the duty."""
    organisation = world.organisation
    if isinstance(to, AlongLine):
        superior = organisation.superior(own.id, to.line)
        return (superior,) if superior else ()
    regions = organisation.region_line(own.region)[1:]
    holding = (organisation.duty_body(to.duty, region.code, world.today) for region in regions)
    return tuple(body for body in holding if body)[:1]


def _below(to: BodyAround, own: Body, world: World) -> Iterator[Body]:
    """The subordinates along the line, or of each region below the nearest body that holds the duty."""
    if isinstance(to, AlongLine):
        yield from world.organisation.subordinates(own.id, to.line)
    else:
        yield from _holding_below(to.duty, own.region, world)


def _holding_below(duty: Id, region: str, world: World) -> Iterator[Body]:
    for below in world.organisation.regions_below(region):
        body = world.organisation.duty_body(duty, below.code, world.today)
        if body:
            yield body
        else:
            yield from _holding_below(duty, below.code, world)
