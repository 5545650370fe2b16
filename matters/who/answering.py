"""Who answers for a body (责任人): to a rating of its work, or to what a supervisor asks of it."""

from collections.abc import Collection, Iterator

from matters.organisation.snapshot import Body, Holder, Organisation
from matters.world import World


def answering(body: str, besides: Collection[str], world: World) -> tuple[Holder, ...]:
    """The head of the body, or of the nearest body above it whose head is none of these people; else whoever has a post in it.

    `besides`: those whose own work it is about. Nobody answers for themselves alone.
    """
    organisation, on = world.organisation, world.today
    for one in _line(organisation, body):
        heads = tuple(hat for hat in organisation.heads(one, on) if hat.person not in besides)
        if heads:
            return heads
    return tuple(hat for hat in organisation.everybody(body, on) if hat.person not in besides)


def answered_for(person: str, world: World) -> frozenset[str]:
    """The bodies for which that person may be asked to answer: their own, and all below those that they head."""
    organisation, on = world.organisation, world.today
    hats = organisation.posts_of(person, on)
    own = {post.body for post in hats}
    headed = {post.body for post in hats if post.head}
    below = (body.id for body in organisation.bodies if not headed.isdisjoint(_line(organisation, body.id)))
    return frozenset(own.union(below))


def _line(organisation: Organisation, body: str) -> Iterator[str]:
    """The body, then those above it (行政隶属), nearest first."""
    seen: set[str] = set()
    here: Body | None = organisation.find_body(body)
    while here is not None and here.id not in seen:
        seen.add(here.id)
        yield here.id
        here = organisation.superior(here.id, "administrative")
