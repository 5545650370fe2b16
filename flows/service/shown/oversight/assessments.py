"""Schemes of assessment (考核办法) and the scores by them, as those see them who may."""

from collections.abc import Iterable
from dataclasses import asdict

from flows.figures.assessing import assessed, scores
from flows.figures.summing import Sight
from flows.figures.telling import month_text
from flows.resources import Resources
from flows.service import second_person
from flows.service.reach import Reach
from flows.views.assessing.schemes import STATE_NAMES, SchemeEntry, SchemeLine, SchemeState, ScoreSheet
from flows.views.people import Caller
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation
from storage.database import Session
from storage.overseeing import assessments
from storage.overseeing.assessments import KeptScheme


def score_sheet(session: Session, resources: Resources, reach: Reach, scheme: int) -> ScoreSheet | None:
    """By a scheme that was published, of the bodies that the caller watches over today."""
    kept, organisation = assessments.all_schemes(session), resources.organisation(session)
    found = next((one for one in kept if one.id == scheme and one.number), None)
    if found is None:
        return None
    whom = frozenset(assessed(found.scheme, organisation))
    seen = tuple(body for body in reach.bodies_overseen() if body in whom)
    since, until = found.scheme.span
    return ScoreSheet(
        scheme=scheme_line(found, in_force(kept), organisation, reach.caller),
        since=month_text(since),
        until=month_text(until),
        bodies=scores(found.scheme, Sight(session, resources, seen, since, until)),
        unseen=len(whom) - len(seen),
    )


def in_force(kept: Iterable[KeptScheme]) -> frozenset[int]:
    """The ids of those that hold: of each region and year the one that was published last."""
    return second_person.in_force(kept, lambda one: (one.scheme.region, one.scheme.year))


def keeps(caller: Caller) -> bool:
    """Whether the caller keeps the rules."""
    return caller.local or "matter_admin" in caller.roles


def open_to(kept: KeptScheme, caller: Caller) -> bool:
    """Whether the caller may be the second person; supervisors read schemes, too."""
    return keeps(caller) and second_person.open_to(kept, caller)


def _state(kept: KeptScheme, newest: frozenset[int]) -> SchemeState:
    state = second_person.became(kept, newest)
    return "published" if state == "in_force" else state


def scheme_line(kept: KeptScheme, newest: frozenset[int], organisation: Organisation, caller: Caller) -> SchemeLine:
    """With what became of it."""
    state = _state(kept, newest)
    regions = {one.code: one.name for one in organisation.regions}
    return SchemeLine(
        id=kept.id,
        region_name=regions.get(kept.scheme.region, kept.scheme.region),
        scheme=SchemeEntry.model_validate(asdict(kept.scheme)),
        digest=kept.scheme.digest,
        state=state,
        state_name=STATE_NAMES[state],
        entered_by=person_name(organisation, kept.entered_by),
        entered_at=kept.entered_at,
        settled_by=person_name(organisation, kept.settled_by) if kept.settled_by else "",
        settled_at=kept.settled_at,
        open_to_caller=open_to(kept, caller),
    )
