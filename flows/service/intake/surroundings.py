"""Where a definition is to run: everything of this installation that it may name."""

from flows.cases.deciding import world_of
from flows.checking import sample_organisation
from flows.resources import Resources
from matters.trials.surroundings import Surroundings
from storage import bookings
from storage.database import Session
from storage.definitions import matter_files, matters


def surroundings(session: Session, resources: Resources) -> Surroundings:
    """The organisation in force, the matters published, and what is connected and registered."""
    known = {head.code: resources.definition(session, head.digest) for head in matters.published(session)}
    return Surroundings(
        world=world_of(session, resources),
        known=known,
        sample=sample_organisation(),
        interfaces=frozenset(resources.outside.interfaces),
        systems=frozenset(resources.outside.systems),
        files=matter_files.digests(session),
        resources={one.resource.kind for one in bookings.registered(session)},
    )
