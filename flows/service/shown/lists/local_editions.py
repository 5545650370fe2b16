"""Local lists (实施清单) as read models: what each says, whether it fits the directory, and where it came from."""

from flows.cases.editions import compose, edition_at
from flows.resources import Resources
from flows.service.second_person import may_be_second
from flows.service.shown.definitions import differences_view
from flows.views.lists.local_editions import (
    STATE_NAMES,
    LocalContent,
    LocalEditionLine,
    LocalEditionView,
    LocalMaterial,
    LocalQuestion,
)
from flows.views.people import Caller
from matters.editions.local import CHANGE_NAMES, LocalEdition
from matters.language.clock import AtOnce, CalendarDays, WorkingDays
from matters.language.document import Definition
from matters.language.words.answers import limit_text, person_name
from storage.database import Session
from storage.definitions import local_editions, matters
from storage.definitions.local_editions import KeptEdition


def edition_view(
    session: Session, resources: Resources, caller: Caller, matter: Definition, body: str
) -> LocalEditionView:
    """Of one matter at one body."""
    held, organisation = edition_at(session, resources, matter, body), resources.organisation(session)
    own = held.edition.stands_on is not None
    changed = differences_view(matter, held, organisation.vocabulary).items if own else ()
    allowed = [change for change in CHANGE_NAMES if change in matter.edition.local_may_change]
    return LocalEditionView(
        code=matter.code,
        name=matter.name,
        body=body,
        body_name=organisation.body_name(body, resources.today),
        directory_version=matter.edition.version,
        allowed=tuple(allowed),
        allowed_names=tuple(CHANGE_NAMES[change] for change in allowed),
        promised=limit_text(matter.clock.promised if matter.clock else None),
        materials=tuple(
            LocalMaterial(id=one.id, name=one.name, paper=one.medium != "electronic") for one in matter.materials
        ),
        stands_on=held.edition.stands_on,
        differences=tuple(one for one in changed if not one.target.startswith(("edition", "golden"))),
        lines=tuple(
            edition_line(session, resources, caller, one) for one in local_editions.at(session, matter.code, body)
        ),
    )


def edition_line(session: Session, resources: Resources, caller: Caller, kept: KeptEdition) -> LocalEditionLine:
    """One with what became of it."""
    edition, organisation = kept.edition, resources.organisation(session)
    head, origin = matters.newest(session, edition.code), _origin(session, kept)
    return LocalEditionLine(
        id=kept.id,
        code=edition.code,
        name=head.name if head else edition.code,
        body=edition.body,
        body_name=organisation.body_name(edition.body, resources.today),
        number=kept.number,
        state=kept.state,
        state_name=STATE_NAMES[kept.state],
        current=kept.number is not None and kept.id == _current(session, edition.code, edition.body),
        content=_content(edition),
        origin=_origin_text(resources, session, origin) if origin else "",
        origin_renewed=origin is not None and origin.id != _current(session, origin.edition.code, origin.edition.body),
        unfit=_unfit(session, resources, kept) if head else (),
        asked_by=person_name(organisation, kept.asked_by),
        asked_at=kept.asked_at,
        settled_by=person_name(organisation, kept.settled_by) if kept.settled_by else "",
        settled_at=kept.settled_at,
        open_to_caller=kept.state == "waiting" and may_be_second(caller, kept.asked_by),
    )


def _current(session: Session, code: str, body: str) -> int | None:
    return next((one.id for one in local_editions.at(session, code, body) if one.number), None)


def _origin(session: Session, kept: KeptEdition) -> KeptEdition | None:
    return local_editions.find(session, kept.origin) if kept.origin else None


def _origin_text(resources: Resources, session: Session, origin: KeptEdition) -> str:
    body = resources.organisation(session).body_name(origin.edition.body, resources.today)
    return f"{body}第 {origin.number} 份"


def _unfit(session: Session, resources: Resources, kept: KeptEdition) -> tuple[str, ...]:
    head = matters.newest(session, kept.edition.code)
    if head is None or kept.unfit_for != head.version:
        return ()
    made = compose(session, resources, resources.definition(session, head.digest), kept.edition)
    return () if isinstance(made, Definition) else tuple(one.message for one in made)


def _content(edition: LocalEdition) -> LocalContent:
    told = {one.purpose: one for one in edition.contacts}
    enquiry, supervision, limit = told.get("enquiry"), told.get("supervision"), edition.promised
    plain = isinstance(limit, AtOnce | WorkingDays | CalendarDays)
    return LocalContent(
        local_code=edition.local_code,
        promise=limit.kind if isinstance(limit, AtOnce | WorkingDays | CalendarDays) else None,
        promise_days=getattr(limit, "days", None) if plain else None,
        enquiry=enquiry.phone if enquiry else "",
        place=enquiry.place if enquiry else "",
        hours=enquiry.hours if enquiry else "",
        supervision=supervision.phone if supervision else "",
        questions=tuple(LocalQuestion(question=one.question, answer=one.answer) for one in edition.questions),
        without_materials=edition.without_materials,
        electronic=edition.electronic,
    )
