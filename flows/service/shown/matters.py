"""Matters in lists: among what one may file, and in the list that the administration publishes (事项清单)."""

from datetime import date

from flows.directory import accepted_at, directory
from flows.offering import offered_at
from flows.resources import Resources
from flows.service.intake.narrowing import Narrowing
from flows.views.matters import ListedBatch, ListedMatter, MatterLine, MatterQuery
from matters.filing.admission import opens_next
from matters.language.document import Definition
from matters.language.errands import ERRAND_CLASSES, errand_class, errands
from matters.language.words.answers import Names, limit_text
from matters.language.words.keys import word_name
from matters.organisation.kinds import LEVEL_NAMES
from storage.database import Session


def matter_line(matter: Definition, today: date, owner_name: str | None = None) -> MatterLine:
    """A matter with its promise and its errands, who accepts it from whoever looks, and when."""
    guide = matter.guide
    return MatterLine(
        code=matter.code,
        name=matter.name,
        category=guide.category,
        summary=guide.summary,
        aliases=matter.aliases,
        levels=tuple(LEVEL_NAMES[level] for level in guide.owner.levels),
        promised=limit_text(matter.clock.promised if matter.clock else None),
        errands=errands(matter).worst,
        online=guide.access.kind == "online",
        version=matter.edition.version,
        owner_name=owner_name,
        opens_on=opens_next(matter.clock, today),
    )


def listed(session: Session, resources: Resources, query: MatterQuery) -> tuple[tuple[Definition, ...], Narrowing]:
    """The matters that are offered anywhere, as the words of the query mean them, and what narrows them."""
    known, accepted = directory(session, resources), accepted_at(session, resources)
    meant = known.at(known.found(query.q).hits)
    offered = {one.code: offered_at(session, resources, one, accepted[one.code]) for one in meant}
    names = Names(resources.organisation(session), resources.today)
    return tuple(one for one in meant if offered[one.code]), Narrowing(query, offered, names)


def listed_matter(matter: Definition, narrowing: Narrowing) -> ListedMatter:
    """A matter with its elements and who accepts it, of those that are asked for."""
    guide, clock, visits = matter.guide, matter.clock, errands(matter)
    stands = errand_class(matter)
    return ListedMatter(
        code=matter.code,
        name=matter.name,
        category=guide.category,
        scopes=tuple(word_name("scope", scope) for scope in guide.scope),
        levels=tuple(LEVEL_NAMES[level] for level in guide.owner.levels),
        bodies=tuple(map(narrowing.names.body, narrowing.bodies(matter))),
        legal=limit_text(clock.legal) if clock and clock.legal else "",
        promised=limit_text(clock.promised if clock else None),
        errands=visits.worst,
        errand_class=stands,
        errand_class_name=ERRAND_CLASSES[stands],
        reasons=tuple(filter(None, (*visits.reasons, guide.why_more_errands))),
        batch=ListedBatch.model_validate(guide.batch.model_dump()) if guide.batch else None,
        basis=tuple(f"{one.title}{one.clause}" for one in guide.legal_basis),
        version=matter.edition.version,
    )
