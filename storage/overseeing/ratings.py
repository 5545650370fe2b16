"""Ratings (好差评): one for a case, its answer and its second grade; each is said once, and what was written is encrypted."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, bindparam, exists, literal, select, update

from matters.case.rating import ASKED, BAD, Grade, Rating, RatingState
from storage.database import Session, asked, changed, insert_rows, record_of
from storage.tables.base import JsonObject, table_of
from storage.tables.cases import CaseRow
from storage.tables.people import Notice
from storage.tables.ratings import RatingRow, RatingWordRow
from storage.vault import SecretKey

Part = Literal["rating", "answer", "second"]
_RATING, _WORD, _CASE, _NOTICE = (table_of(row) for row in (RatingRow, RatingWordRow, CaseRow, Notice))
_ONE = select(_RATING).where(_RATING.c.case_id == bindparam("case_id"))
_WORDS = select(_WORD).where(_WORD.c.case_id == bindparam("case_id"))
_IN_BODIES = _RATING.c.body.in_(bindparam("bodies", expanding=True))
_UNANSWERED = and_(_RATING.c.due.is_not(None), _RATING.c.answered_on.is_(None))
_OWING = (
    select(_RATING).where(_UNANSWERED, _IN_BODIES).order_by(_RATING.c.due, _RATING.c.case_id).limit(bindparam("most"))
)
_ANSWER = (
    update(_RATING).where(_RATING.c.case_id == bindparam("rated"), _UNANSWERED).values(answered_on=bindparam("on"))
)
_AGAIN = (
    update(_RATING)
    .where(
        _RATING.c.case_id == bindparam("rated"), _RATING.c.answered_on.is_not(None), _RATING.c.second_grade.is_(None)
    )
    .values(second_grade=bindparam("grade_now"), second_on=bindparam("on"))
)
_NOT_RATED = ~exists().where(_RATING.c.case_id == _CASE.c.id)
_ENDED = and_(_CASE.c.ended_at >= bindparam("since"), _CASE.c.status.in_(ASKED), _NOT_RATED)
_TO_RATE = (
    select(_CASE.c.case_no)
    .where(_CASE.c.applicant_person == bindparam("person"), _ENDED)
    .order_by(_CASE.c.ended_at.desc())
    .limit(bindparam("most"))
)
_TO_RATE_AGAIN = (
    select(_RATING)
    .join(_CASE, _CASE.c.id == _RATING.c.case_id)
    .where(
        _CASE.c.applicant_person == bindparam("person"),
        _RATING.c.grade.in_(sorted(BAD)),
        _RATING.c.answered_on >= bindparam("since"),
        _RATING.c.second_grade.is_(None),
    )
    .order_by(_RATING.c.answered_on)
)
_NOT_REMINDED = ~exists().where(_NOTICE.c.effect_key == literal("rate:") + _CASE.c.case_no)
_NOT_TOLD = ~exists().where(_NOTICE.c.effect_key == literal("rating:") + _RATING.c.case_no + literal(":late"))
_LATE = (
    select(_RATING)
    .where(_UNANSWERED, _RATING.c.due < bindparam("today"), _NOT_TOLD)
    .order_by(_RATING.c.due)
    .limit(bindparam("most"))
)
_TO_REMIND = (
    select(_CASE.c.case_no)
    .where(_ENDED, _CASE.c.ended_at < bindparam("before"), _NOT_REMINDED)
    .order_by(_CASE.c.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Words:
    """What was written in one part, by whom and when."""

    part: Part
    at: datetime
    person: str
    post: str
    said: JsonObject


@dataclass(frozen=True, slots=True)
class RatedLine:
    """As little of a rating as sums take."""

    grade: Grade
    body: str
    matter: str
    day: date
    answered_on: date | None
    second_grade: Grade | None


def of_case(session: Session, case_id: int) -> Rating | None:
    """How the case was rated; nothing while it is not."""
    row = asked(session, _ONE, case_id=case_id).first()
    return record_of(Rating, row) if row else None


def give(session: Session, rating: Rating) -> None:
    """The rating stands; a second one of the case is a collision."""
    insert_rows(session, RatingRow, [asdict(rating)])


def answer(session: Session, case_id: int, on: date) -> bool:
    """It is answered; false where it was already, or nobody has to."""
    return changed(session, _ANSWER, {"rated": case_id, "on": on})


def rate_again(session: Session, case_id: int, grade: Grade, on: date) -> bool:
    """The second grade; false where there is one, or nothing was answered."""
    return changed(session, _AGAIN, {"rated": case_id, "grade_now": grade, "on": on})


def write(session: Session, key: SecretKey, case_id: int, words: Words) -> None:
    """Keep what was written; a second time is a collision."""
    place = f"rating:{case_id}:{words.part}"
    row = {"case_id": case_id, "part": words.part, "at": words.at, "person": words.person, "post": words.post}
    insert_rows(session, RatingWordRow, [{**row, "ciphertext": key.encrypt(words.said, place)}])


def words_of(session: Session, key: SecretKey | None, case_id: int) -> dict[Part, Words]:
    """What was written in each part; nothing once the key of the case is destroyed."""
    if key is None:
        return {}
    found = asked(session, _WORDS, case_id=case_id)
    return {row.part: _words(row, key) for row in found}


def _words(row: Any, key: SecretKey) -> Words:  # noqa: ANN401 - a row
    said = key.decrypt(row.ciphertext, f"rating:{row.case_id}:{row.part}")
    return Words(row.part, row.at, row.person, row.post, said)


def owing(session: Session, bodies: Collection[str], most: int) -> tuple[Rating, ...]:
    """Those of the work of these bodies that nobody has answered, the earliest due first."""
    return _ratings(asked(session, _OWING, bodies=list(bodies), most=most)) if bodies else ()


def late(session: Session, today: date, most: int) -> tuple[Rating, ...]:
    """Those that should have been answered before that day and of which nobody was told so, of whatever body."""
    return _ratings(asked(session, _LATE, today=today, most=most))


def to_rate(session: Session, person: str, since: datetime, most: int) -> tuple[str, ...]:
    """The cases of that applicant that ended since then and are not rated, the newest first."""
    return tuple(asked(session, _TO_RATE, person=person, since=since, most=most).scalars())


def to_rate_again(session: Session, person: str, since: date) -> tuple[Rating, ...]:
    """What was mended since that day, and the applicant has not rated once more."""
    return _ratings(asked(session, _TO_RATE_AGAIN, person=person, since=since))


def to_remind(session: Session, since: datetime, before: datetime, most: int) -> tuple[str, ...]:
    """The cases that ended within that time, are not rated, and whose applicant was not reminded."""
    return tuple(asked(session, _TO_REMIND, since=since, before=before, most=most).scalars())


def listed(
    session: Session, bodies: Collection[str], state: RatingState | None, today: date, most: int
) -> tuple[Rating, ...]:
    """The ratings of the work of these bodies that stand so, the newest first."""
    rows = (
        select(_RATING)
        .where(_IN_BODIES, *_standing(state, today))
        .order_by(_RATING.c.day.desc(), _RATING.c.case_id.desc())
    )
    return _ratings(asked(session, rows.limit(most), bodies=list(bodies))) if bodies else ()


def between(session: Session, bodies: Collection[str], since: date, until: date) -> tuple[RatedLine, ...]:
    """Every rating of the work of these bodies that was given from day to day, both included."""
    rows = select(_RATING).where(_IN_BODIES, _RATING.c.day >= since, _RATING.c.day <= until)
    return tuple(record_of(RatedLine, row) for row in asked(session, rows, bodies=list(bodies))) if bodies else ()


def _standing(state: RatingState | None, today: date) -> tuple[ColumnElement[bool], ...]:
    rating, again = _RATING.c, _RATING.c.second_grade.is_not(None)
    match state:
        case None:
            return ()
        case "plain":
            return (rating.due.is_(None),)
        case "owed":
            return (_UNANSWERED, rating.due >= today)
        case "late":
            return (_UNANSWERED, rating.due < today)
        case "answered":
            return (rating.answered_on.is_not(None), ~again)
        case "again":
            return (again, rating.second_grade.not_in(sorted(BAD)))
        case "still_bad":
            return (again, rating.second_grade.in_(sorted(BAD)))


def _ratings(rows: Any) -> tuple[Rating, ...]:  # noqa: ANN401 - a result of rows
    return tuple(record_of(Rating, row) for row in rows)
