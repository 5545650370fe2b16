"""Ratings of the service (好差评): five grades, reasons to tick, and what of a case may be rated by whom and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from matters.case.aggregate import STATUS_NAMES, Case, Status
from matters.case.deeds import HANDED_IN, Deed
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotApplicantsCase, NotPossible, WrongStatus
from matters.organisation.snapshot import SYSTEM

Grade = Literal["very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied"]
GRADE_NAMES: Mapping[Grade, str] = {
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "fairly_satisfied": "基本满意",
    "dissatisfied": "不满意",
    "very_dissatisfied": "非常不满意",
}
GRADES: tuple[Grade, ...] = get_args(Grade)
BAD: frozenset[Grade] = frozenset({"dissatisfied", "very_dissatisfied"})
_PRAISE = {
    "warm": "服务热情",
    "at_once": "一次办成",
    "quick": "办理快捷",
    "few_materials": "材料精简",
    "clear": "告知清楚",
    "guided": "指导到位",
}
_BLAME = {
    "rude": "态度不好",
    "passed_around": "推诿扯皮",
    "slow": "超期办理",
    "errands": "多次跑动或者多次补正",
    "materials": "材料要求过多",
    "unclear": "告知不清",
    "system": "系统不好用",
    "result": "对结果说明不够",
}
REASON_NAMES: Mapping[str, str] = {**_PRAISE, **_BLAME}
# One is asked to rate these. A case that was withdrawn may be rated, but nobody is asked to: most who withdraw were mistaken.
ASKED: tuple[Status, ...] = ("concluded", "acceptance_refused", "terminated", "revoked")

RatingState = Literal["plain", "owed", "late", "answered", "again", "still_bad"]
STATE_NAMES: Mapping[RatingState, str] = {
    "plain": "无需答复",
    "owed": "待答复",
    "late": "逾期未答复",
    "answered": "已答复",
    "again": "已复评",
    "still_bad": "复评仍不满意",
}


def reasons_for(grade: Grade) -> Mapping[str, str]:
    """What may be ticked along with that grade: praise, blame, or both for who is satisfied on the whole."""
    if grade in BAD:
        return _BLAME
    return REASON_NAMES if grade == "fairly_satisfied" else _PRAISE


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating 评价 of a case as it stands, without what was written and without who rated.

    `body`, `step`, `version`: the body that decided, at which step, by which version of the matter; `decided_by`: the people
    who did. `due`: by when it is to be answered; nothing where nobody has to. `answered_on`: of a bad one, when it was mended.
    """

    case_id: int
    case_no: str
    matter: str
    version: int
    body: str
    step: str
    decided_by: str
    day: date
    grade: Grade
    due: date | None = None
    answered_on: date | None = None
    second_grade: Grade | None = None
    second_on: date | None = None

    @property
    def is_bad(self) -> bool:
        """Whether it opens a rectification (整改)."""
        return self.grade in BAD

    @property
    def deciders(self) -> frozenset[str]:
        """The people whose work was rated."""
        return frozenset(self.decided_by.split())

    @property
    def waits_for_answer(self) -> bool:
        """Whether the body owes an answer."""
        return self.due is not None and self.answered_on is None

    @property
    def waits_for_second(self) -> bool:
        """Whether the applicant may rate what was mended (复评)."""
        return self.is_bad and self.answered_on is not None and self.second_grade is None

    def state(self, today: date) -> RatingState:
        """How it stands on that day."""
        if self.second_grade:
            return "still_bad" if self.second_grade in BAD else "again"
        if self.due is None:
            return "plain"
        if self.answered_on:
            return "answered"
        return "late" if today > self.due else "owed"


def last_day(ended_on: date, days: int) -> date:
    """Until when a case that ended on that day may be rated."""
    return ended_on + timedelta(days=days)


def rated_deed(case: Case) -> Deed | None:
    """The deed of an official that a rating is about: the one by which it was decided, else the last; none where nobody acted."""
    decided = case.decided_at
    deeds = (deed for deed in case.deeds if decided is None or deed.at <= decided)
    theirs = [deed for deed in deeds if _is_officials(deed, case)]
    return theirs[-1] if theirs else None


def _is_officials(deed: Deed, case: Case) -> bool:
    aside = deed.step in case.aside or deed.what in HANDED_IN
    return not aside and deed.actor.person not in (SYSTEM.person, *case.applying)


def refusal_to_rate(case: Case, person: str, known: Rating | None, today: date, until: date | None) -> Refusal | None:
    """Why that person may not rate the case today (一事一评、不可代评).

    Whatever the office has ended may be rated: granted and denied, not accepted, terminated, revoked; a rating is of the
    service, not of the result. What the applicant has withdrawn may be rated once an official has acted on it, so that nobody
    is talked into withdrawing to be spared a bad grade; before that no service was rendered. `until`: the last day to rate.
    """
    if person != case.applicant.person:
        return NotApplicantsCase(action="评价本办件")
    if case.ended is None or until is None:
        return WrongStatus(status=STATUS_NAMES[case.status], action="评价")
    if known:
        return NotPossible(action="评价", why="本办件已经评价，一件只评一次")
    if case.ended == "withdrawn" and rated_deed(case) is None:
        return NotPossible(action="评价", why="本办件在办理之前已经撤回，没有可以评价的服务")
    if today > until:
        return NotPossible(action="评价", why="已过评价期限")
    return None


def refusal_of_words(grade: Grade, reasons: tuple[str, ...], text: str) -> Invalid | None:
    """What is wrong with what was ticked; a bad grade says why, or nobody could mend anything (有差必改)."""
    unfit = [one for one in reasons if one not in reasons_for(grade)]
    if unfit:
        return Invalid(
            problems=tuple(Problem("reasons", f"“{GRADE_NAMES[grade]}”没有“{one}”这一原因") for one in unfit)
        )
    if grade in BAD and not reasons and not text:
        return Invalid.of("reasons", f"评“{GRADE_NAMES[grade]}”的，请至少选一项原因，或者写明情况，以便整改")
    return None
