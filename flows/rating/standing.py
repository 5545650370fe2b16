"""Whose work a rating is about, until when a case may be rated, and who has to answer (待整改、待答复)."""

from datetime import date

from flows.cases.deciding import Opened, world_of
from flows.resources import Resources
from matters.calendar import local_day
from matters.case.rating import Grade, Rating, last_day, rated_deed
from matters.organisation.snapshot import Holder
from matters.who.answering import answered_for, answering
from storage.database import Session
from storage.overseeing import ratings

_MOST = 200  # that one person is shown as owed; the earliest due first


def until(resources: Resources, opened: Opened) -> date | None:
    """The last day on which the case may be rated; nothing while it goes on."""
    ended = opened.head.ended_at
    return last_day(local_day(ended), resources.settings.rating_days) if ended else None


def rated(session: Session, resources: Resources, opened: Opened, grade: Grade, owed: bool) -> Rating:
    """The rating of the case today: of the body by which it was decided. `owed`: somebody has to answer it."""
    deed, today = rated_deed(opened.case), resources.today
    post = resources.organisation(session).find_post(deed.hat.post) if deed else None
    limit = resources.calendar(session).add_working_days(today, resources.settings.rectify_days)
    return Rating(
        case_id=opened.head.id,
        case_no=opened.head.case_no,
        matter=opened.head.matter,
        version=opened.matter.edition.version,
        body=post.body if post else opened.head.owner_body,
        step=deed.step if deed else "",
        decided_by=" ".join(sorted(deed.people)) if deed else "",
        day=today,
        grade=grade,
        due=limit.day if owed else None,
    )


def answerers(session: Session, resources: Resources, rating: Rating) -> tuple[Holder, ...]:
    """Who answers for the body today; never only those whose work was rated."""
    return answering(rating.body, rating.deciders, world_of(session, resources))


def owed_by(session: Session, resources: Resources, person: str) -> tuple[Rating, ...]:
    """The ratings that this person has to answer, the earliest due first."""
    bodies = answered_for(person, world_of(session, resources))
    found = ratings.owing(session, bodies, _MOST)
    return tuple(one for one in found if _answers(session, resources, one, person))


def to_answer(session: Session, resources: Resources, case_id: int, person: str) -> Rating | None:
    """The rating of that case, if this person answers or answered for it; so much of the case they see."""
    rating = ratings.of_case(session, case_id)
    mine = rating and rating.due and _answers(session, resources, rating, person)
    return rating if mine else None


def _answers(session: Session, resources: Resources, rating: Rating, person: str) -> bool:
    return any(hat.person == person for hat in answerers(session, resources, rating))
