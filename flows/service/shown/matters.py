"""Matters in lists: among what one may file, and in the list that the administration publishes (事项清单)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.cases.editions import edition_at
from flows.directory import accepted_at, directory
from flows.offering import offered_at
from flows.resources import Resources
from flows.service.intake.narrowing import Narrowing
from flows.views.matters import CancelledView, Facet, FacetCount, ListedBatch, ListedMatter, MatterLine, MatterQuery
from matters.cancelling import OPEN_CASES_NAMES, Cancellation
from matters.filing.admission import opens_next
from matters.language.document import Definition
from matters.language.errands import ERRAND_CLASSES, errand_class, errands
from matters.language.words.answers import Names, limit_text
from matters.language.words.keys import word_name
from matters.organisation.kinds import LEVEL_NAMES
from storage.database import Session
from storage.definitions import cancellations


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


@dataclass(frozen=True, slots=True)
class Listed:
    """The list (事项清单) as it is asked for: what is offered anywhere or, by its standing, what is cancelled (取消)."""

    query: MatterQuery
    narrowing: Narrowing
    offered: tuple[Definition, ...]
    cancelled: tuple[Definition, ...]
    cancellations: Mapping[str, Cancellation]
    local: Mapping[str, Definition]
    today: date

    @property
    def left(self) -> list[Definition]:
        """What meets every condition, in order."""
        return self.narrowing.left(self._meant)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """The conditions with their counts, first that of the standing where anything is cancelled."""
        count = len(self.narrowing.left(self.cancelled))
        values = (FacetCount(value="cancelled", name="已取消", count=count),)
        standing = (Facet(id="standing", name="状态", usual="现行", values=values),) if self.cancelled else ()
        return (*standing, *self.narrowing.facets(self._meant))

    def line(self, matter: Definition) -> ListedMatter:
        """How it stands in the list: where it is asked for at one body alone, by the list of that body (实施清单)."""
        edition = self.local.get(matter.code, matter)
        return listed_matter(edition, self.narrowing, cancelled_view(self.cancellations.get(matter.code), self.today))

    def told(self) -> Iterator[tuple[str, str]]:
        """What is asked for, as people call it."""
        if self.query.standing:
            yield "状态", "已取消"
        yield from self.narrowing.told()

    @property
    def _meant(self) -> tuple[Definition, ...]:
        return self.cancelled if self.query.standing == "cancelled" else self.offered


def listed(session: Session, resources: Resources, query: MatterQuery) -> Listed:
    """The matters as the words of the query mean them, and what narrows them."""
    known, accepted, today = directory(session, resources), accepted_at(session, resources), resources.today
    meant, standing = known.at(known.found(query.q).hits), cancellations.standing(session)
    offered = {one.code: offered_at(session, resources, one, accepted[one.code]) for one in meant}
    gone = tuple(one for one in meant if (by := standing.get(one.code)) and by.holds(today))
    accepting = offered | {one.code: accepted[one.code] for one in gone}
    narrowing = Narrowing(query, accepting, Names(resources.organisation(session), today))
    there = tuple(one for one in meant if offered[one.code])
    local = dict(_local(session, resources, narrowing, meant))
    return Listed(query, narrowing, there, gone, standing, local, today)


def _local(
    session: Session, resources: Resources, narrowing: Narrowing, meant: Sequence[Definition]
) -> Iterator[tuple[str, Definition]]:
    """By code the edition of the one body at which a matter is asked for."""
    for matter in meant if narrowing.query.region or narrowing.query.body else ():
        bodies = narrowing.bodies(matter)
        if len(bodies) == 1:
            yield matter.code, edition_at(session, resources, matter, bodies[0])


def cancelled_view(by: Cancellation | None, today: date) -> CancelledView | None:
    """By what a matter is or will be cancelled (取消)."""
    if by is None:
        return None
    return CancelledView(
        since=by.since,
        ground=by.ground,
        document_no=by.document_no,
        open_cases_name=OPEN_CASES_NAMES[by.open_cases],
        in_force=by.holds(today),
    )


def listed_matter(matter: Definition, narrowing: Narrowing, cancelled: CancelledView | None) -> ListedMatter:
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
        cancelled=cancelled,
    )
