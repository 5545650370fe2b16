"""Whether a matter is offered (开通) where it is: in an office of its own not before the body that accepts it can be rung up."""

from collections.abc import Collection, Mapping
from typing import Any

from flows.cases.deciding import world_of
from flows.checking import sample_organisation
from flows.resources import Resources
from matters.calendar import day_text
from matters.errors.door import MatterCancelled, NotOffered, NotYetListed
from matters.filing.asked import complete
from matters.language.document import Definition
from matters.language.local import LocalPart, lacking, localised, without_examples
from matters.organisation.snapshot import SYSTEM, Body
from matters.who.parties import owner_of, owners_of
from storage import installations
from storage.database import Session
from storage.definitions import cancellations, local_parts, matters

_PLATES = "样A"  # as plates of the cars of the sample begin


def is_open(session: Session, resources: Resources, matter: Definition) -> bool:
    """Whether nothing local is asked for: the sample is offered as it ships; what was published here was written here."""
    if _is_sample(session, resources):
        return True
    head = matters.newest(session, matter.code)
    return head is None or head.published_by != SYSTEM.person


def _is_sample(session: Session, resources: Resources) -> bool:
    founded = resources.installation(session, installations.FIRST)  # for good: read once in the life of a process
    return founded.sample


def missing_of(session: Session, matter: Definition, body: str) -> tuple[str, ...]:
    """What that body has not filled in of a matter that is not open."""
    return tuple(lacking(matter, local_parts.latest(session, matter.code, body)[1], sample_places()))


def sample_places() -> frozenset[str]:
    """What shipped matters name when they give an example of a place, or of a car."""
    return frozenset({_PLATES, *(region.name for region in sample_organisation().regions)})


def unlisted(session: Session, resources: Resources, matter: Definition) -> NotYetListed | MatterCancelled | None:
    """Why nobody may file it: its batch of the directory (目录批次) is not published yet, or it is cancelled (取消)."""
    batch = matter.guide.batch
    if batch and batch.published_on > resources.today:
        return NotYetListed(matter=matter.name, number=batch.number, opens=day_text(batch.published_on))
    by = cancellations.in_force(session, matter.code, resources.today)
    return MatterCancelled(matter=matter.name, since=day_text(by.since), source=by.source) if by else None


def is_offered(session: Session, resources: Resources, matter: Definition, applicant_body: str) -> bool:
    """Whether a body finds it among what it may file: it is listed, somebody accepts it, and can be rung up."""
    if unlisted(session, resources, matter):
        return False
    if is_open(session, resources, matter):
        return True
    owners = owners_of(matter, applicant_body, world_of(session, resources))
    return any(not missing_of(session, matter, owner.id) for owner in owners)


def offered_at(
    session: Session, resources: Resources, matter: Definition, accepting: Collection[str]
) -> tuple[str, ...]:
    """Those of the bodies that accept a matter at which it can be filed."""
    if unlisted(session, resources, matter):
        return ()
    free = is_open(session, resources, matter)
    return tuple(body for body in accepting if free or not missing_of(session, matter, body))


def offered_to_any(session: Session, resources: Resources, matter: Definition, bodies: Collection[str]) -> bool:
    """Whether it is offered to one of these bodies; whoever acts for none sees all there is."""
    return not bodies or any(is_offered(session, resources, matter, body) for body in bodies)


def not_offered(
    session: Session, resources: Resources, matter: Definition, applicant_body: str, answers: Mapping[str, Any]
) -> NotYetListed | MatterCancelled | NotOffered | None:
    """Why a body cannot file this now; who accepts it nowhere is told elsewhere."""
    if closed := unlisted(session, resources, matter):
        return closed
    if is_open(session, resources, matter):
        return None
    world = world_of(session, resources)
    owner = owner_of(matter, applicant_body, world, complete(matter, answers, world.today))
    if not isinstance(owner, Body) or not (missing := missing_of(session, matter, owner.id)):
        return None
    name = world.organisation.body_name(owner.id, world.today)
    return NotOffered(matter=matter.name, body=name, missing="、".join(missing))


def shown_to(session: Session, resources: Resources, matter: Definition, owner: str | None) -> Definition:
    """The matter with what its owner has filled in."""
    part = local_parts.latest(session, matter.code, owner)[1] if owner else LocalPart()
    if _says_contacts(session, resources, matter):
        part = part.model_copy(update={"contacts": ()})
    return localised(matter, part) if part != LocalPart() else matter


def _says_contacts(session: Session, resources: Resources, matter: Definition) -> bool:
    """Whether a local list (实施清单) says itself whom to ask: two persons have confirmed that."""
    stands_on = matter.edition.directory_digest
    return bool(stands_on) and resources.definition(session, stands_on).guide.contacts != matter.guide.contacts


def told_to(session: Session, resources: Resources, matter: Definition, *, edits: bool) -> dict[str, Any]:
    """The matter as a caller is told it: in an office of its own without the examples that name places of the sample.

    Golden cases (金样) play on a sample as well; they are for whoever edits definitions.
    """
    told = matter.model_dump(mode="json", by_alias=True)
    if _is_sample(session, resources):
        return told
    golden = told.pop("golden")
    own = told if is_open(session, resources, matter) else without_examples(told, sample_places())
    return {**own, "golden": golden if edits else []}
