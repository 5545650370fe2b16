"""Which edition of a matter holds where (目录、实施清单), and how local lists follow when the directory has a further version."""

from collections.abc import Mapping
from typing import Any

from flows.cases.calling import edition_unfit
from flows.cases.deciding import world_of
from flows.resources import Resources
from matters.editions.composing import composed
from matters.editions.local import LocalEdition
from matters.errors.base import Problem
from matters.filing.asked import complete
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM, Body
from matters.who.parties import NOTHING, owner_of
from storage.database import Session
from storage.definitions import local_editions, matters
from storage.definitions.local_editions import KeptEdition


def edition_at(session: Session, resources: Resources, matter: Definition, body: str | None) -> Definition:
    """The edition that holds where that body accepts the matter: its own list's, else the directory's."""
    digest = local_editions.in_force(session).get((matter.code, body or ""))
    return resources.definition(session, digest) if digest else matter


def edition_for(
    session: Session, resources: Resources, matter: Definition, applicant: str, says: Mapping[str, Any] = NOTHING
) -> Definition:
    """The edition under which a body files with these answers: that of the body which accepts it then."""
    if all(code != matter.code for code, _ in local_editions.in_force(session)):
        return matter
    world = world_of(session, resources)
    owner = owner_of(matter, applicant, world, complete(matter, says, world.today))
    return edition_at(session, resources, matter, owner.id if isinstance(owner, Body) else None)


def compose(
    session: Session, resources: Resources, directory: Definition, edition: LocalEdition
) -> Definition | tuple[Problem, ...]:
    """What would be in force at the body next, or why not."""
    newest = matters.newest(session, edition.code, edition.body)
    known = {head.code: head.digest for head in matters.published(session)}

    def named(code: str) -> Definition | None:
        return resources.definition(session, known[code]) if code in known else None

    return composed(directory, edition, newest.version + 1 if newest else 1, named)


def put_into_force(session: Session, resources: Resources, made: Definition, by: str, second: str) -> None:
    """New filings where that body accepts the matter go by it; cases under way stay on theirs."""
    digest = matters.save_draft(session, made)
    matters.publish(session, digest, by, second, resources.clock())
    local_editions.renewed(session)


def follow(session: Session, resources: Resources, directory: Definition) -> int:
    """Every local list follows a further version of the directory, or is told not to fit it; how many of either.

    What does not fit goes on as it was until it is mended, and its keepers are told once.
    """
    behind = _behind(session, resources, directory)
    for kept in behind:
        made = compose(session, resources, directory, kept.edition)
        if isinstance(made, Definition):
            put_into_force(session, resources, made, SYSTEM.person, SYSTEM.person)
        else:
            edition_unfit(session, resources, kept.edition.body, directory, tuple(one.message for one in made))
        local_editions.misfit(session, kept.id, None if isinstance(made, Definition) else directory.edition.version)
    return len(behind)


def catch_up(resources: Resources) -> int:
    """The same for every matter of which a version came with a release of the product.

    Looked at every minute: the database is written to where a list is behind alone.
    """
    with resources.database.reading() as session:
        codes = sorted({code for code, _ in local_editions.in_force(session)})
        found = (_directory(session, resources, code) for code in codes)
        behind = [one.code for one in found if one and _behind(session, resources, one)]
    return sum(_caught_up(resources, code) for code in behind)


def _caught_up(resources: Resources, code: str) -> int:
    with resources.database.transaction() as session:
        directory = _directory(session, resources, code)
        return follow(session, resources, directory) if directory else 0


def _directory(session: Session, resources: Resources, code: str) -> Definition | None:
    head = matters.newest(session, code)
    return resources.definition(session, head.digest) if head else None


def _behind(session: Session, resources: Resources, directory: Definition) -> list[KeptEdition]:
    """The local lists that neither stand on that version nor are known not to fit it."""
    version = directory.edition.version
    return [
        kept
        for kept in local_editions.standing(session, directory.code)
        if edition_at(session, resources, directory, kept.edition.body).edition.stands_on != version != kept.unfit_for
    ]
