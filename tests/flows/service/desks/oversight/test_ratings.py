"""Ratings of cases: by the applicant once, answered by who answers for the body, rated again, and shown to few.

Covers: flows/rating/standing.py, flows/rating/telling.py, flows/views/oversight/ratings.py, storage/overseeing/ratings.py
Covers: storage/tables/ratings.py
"""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from flows.rating.telling import remind
from flows.views.oversight.ratings import AnswerRequest, RatingRequest, RatingView, SecondRequest
from matters.case.rating import Grade
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotApplicantsCase, NotPossible, WrongStatus
from matters.language.actions import Action
from storage import cases, notices, vault
from storage.tables.ratings import RatingWordRow
from tests.flows.service.office import CAR, CHIEF, CLERK, HEAD, STAFF, STRANGER, Office
from tests.flows.service.test_verbs import begun
from tests.matters.forked import decide

OWNER, SUPERVISOR, ABOVE = "county_logistics", "p62", "p33"
GOOD = RatingRequest(grade="satisfied", reasons=("quick",))
BAD = RatingRequest(grade="dissatisfied", reasons=("slow",), text="等了三天没有人接电话")


@pytest.fixture
def fresh(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which nothing was rated."""
    return new_office(getattr(request, "param", "sqlite"))


def ended(office: Office, action: Action = "approve", by: str = CHIEF) -> str:
    """A case that somebody has decided, and that is concluded."""
    case_no = begun(office, decide()) if by == HEAD else office.file()
    if by == CHIEF:
        office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(by, case_no, action, opinion="意见在此。")
    office.carry(case_no)
    if office.case(CLERK, case_no).tasks:
        office.done(CLERK, case_no, "conclude")
    office.carry(case_no)
    return case_no


def desk(office: Office) -> Any:  # noqa: ANN401 - what it answers is looked into
    """The desk."""
    return office.service.ratings


def rate(office: Office, case_no: str, request: RatingRequest = BAD, person: str = STAFF, key: str = "") -> Any:  # noqa: ANN401
    """A rating; its receipt or why not."""
    return desk(office).rate(office.who(person), case_no, request, key or None)


def seen(office: Office, person: str, case_no: str) -> RatingView:
    """What of the rating concerns that person."""
    found = desk(office).show(office.who(person), case_no)
    assert isinstance(found, RatingView), found
    return found


def told(office: Office, person: str) -> list[str]:
    """What the person was told of ratings."""
    with office.resources.database.reading() as session:
        box = notices.inbox(session, person, 200)
    return [one.topic for one in box if one.topic.startswith("rat")]


def test_the_applicant_rates_once(fresh: Office) -> None:
    """Under a key at most once; a second rating is refused, and the case is no longer to be rated."""
    case_no = ended(fresh)
    assert [one.case_no for one in desk(fresh).duties(fresh.who(STAFF)).to_rate] == [case_no]
    assert (seen(fresh, STAFF, case_no).may_rate, seen(fresh, STAFF, case_no).until) == (True, date(2026, 4, 1))
    first = rate(fresh, case_no, GOOD, key="r-1")
    assert first.message == "已评价。"
    assert fresh.last_audit().operation == "评价办件"
    assert rate(fresh, case_no, GOOD, key="r-1") == first
    again = rate(fresh, case_no, BAD)
    assert isinstance(again, NotPossible)
    assert "一件只评一次" in again.message
    assert desk(fresh).duties(fresh.who(STAFF)).to_rate == ()
    given = seen(fresh, STAFF, case_no).given
    assert given
    assert (given.grade_name, given.reasons, given.state, given.due) == ("满意", ("办理快捷",), "plain", None)
    assert told(fresh, HEAD) == []


@pytest.mark.both
@pytest.mark.parametrize("fresh", ["sqlite", "postgresql"], indirect=True)
def test_of_two_at_once_one_stands(fresh: Office) -> None:
    """They wait for each other at the case; the later one is refused and leaves nothing."""
    case_no, answers, start = ended(fresh), list[Any](), threading.Barrier(2)

    def give(request: RatingRequest) -> None:
        start.wait()
        answers.append(rate(fresh, case_no, request))

    both = [threading.Thread(target=give, args=(one,)) for one in (GOOD, BAD)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(isinstance(one, Refusal) for one in answers) == [False, True]
    assert fresh.rows()["rating"] == fresh.rows()["rating_word"] == 1


def test_nobody_else_rates(fresh: Office) -> None:
    """Not who decided it, nor a supervisor; a stranger does not even find it."""
    case_no = ended(fresh)
    for person in (CHIEF, CLERK, SUPERVISOR):
        assert isinstance(rate(fresh, case_no, person=person), NotApplicantsCase)
    assert isinstance(rate(fresh, case_no, person=STRANGER), NotFound)
    assert isinstance(desk(fresh).show(fresh.who(STRANGER), case_no), NotFound)
    assert fresh.rows()["rating"] == 0


def test_a_case_is_rated_when_it_is_over(fresh: Office) -> None:
    """Not before, and not after the last day; whoever withdraws before anybody acted has nothing to rate."""
    case_no = fresh.file()
    assert isinstance(rate(fresh, case_no), WrongStatus)
    fresh.service.cases.withdraw(fresh.who(STAFF), case_no)
    untouched = rate(fresh, case_no)
    assert isinstance(untouched, NotPossible)
    assert "在办理之前已经撤回" in untouched.message
    handled = fresh.file()
    fresh.done(CLERK, handled, "accept", fills=CAR)
    fresh.service.cases.withdraw(fresh.who(STAFF), handled)
    assert desk(fresh).duties(fresh.who(STAFF)).to_rate == ()
    assert not isinstance(rate(fresh, handled), Refusal)
    denied, late = ended(fresh, "reject"), ended(fresh)
    assert not isinstance(rate(fresh, denied, GOOD), Refusal)
    fresh.clock.pass_by(days=31)
    over = rate(fresh, late)
    assert isinstance(over, NotPossible)
    assert "已过评价期限" in over.message
    assert desk(fresh).duties(fresh.who(STAFF)).to_rate == ()


@pytest.mark.parametrize(
    ("grade", "reasons", "why"),
    [
        ("satisfied", ("slow",), "没有“slow”这一原因"),
        ("dissatisfied", ("quick",), "没有“quick”这一原因"),
        ("very_dissatisfied", (), "请至少选一项原因"),
    ],
)
def test_what_is_ticked_fits_the_grade(one_office: Office, grade: Grade, reasons: tuple[str, ...], why: str) -> None:
    """Praise for a good one, blame for a bad one, which says why."""
    case_no = ended(one_office)
    refused = rate(one_office, case_no, RatingRequest(grade=grade, reasons=reasons))
    assert isinstance(refused, Invalid)
    assert why in refused.message
    assert not isinstance(
        rate(one_office, case_no, RatingRequest(grade="fairly_satisfied", reasons=("slow", "warm"))), Refusal
    )


def test_what_is_classified_does_not_come_in(one_office: Office) -> None:
    """As in any text of a case; nothing is kept."""
    case_no = ended(one_office)
    assert isinstance(rate(one_office, case_no, RatingRequest(grade="satisfied", text="机密★10年")), SecrecyMark)
    assert seen(one_office, STAFF, case_no).given is None


def test_a_bad_one_is_mended_and_rated_again(fresh: Office) -> None:
    """By the head of the body that decided, within five working days; each of the three is said once."""
    case_no = ended(fresh)
    rate(fresh, case_no)
    (owed,) = desk(fresh).duties(fresh.who(HEAD)).to_answer
    assert (owed.case_no, owed.body, owed.grade, owed.due, owed.state) == (
        case_no,
        OWNER,
        "dissatisfied",
        date(2026, 3, 9),
        "owed",
    )
    assert told(fresh, HEAD) == ["rating_owed"]
    for person in (CHIEF, CLERK, SUPERVISOR, ABOVE, STAFF):
        assert desk(fresh).duties(fresh.who(person)).to_answer == ()
    early = desk(fresh).rate_again(fresh.who(STAFF), case_no, SecondRequest(grade="satisfied"))
    assert isinstance(early, NotPossible)
    assert isinstance(desk(fresh).answer(fresh.who(HEAD), case_no, AnswerRequest(text="")), Invalid)
    answer = AnswerRequest(text="已安排专人值守电话，并向申请人致歉。")
    done = desk(fresh).answer(fresh.who(HEAD), case_no, answer, "a-1")
    assert done.message == "已答复，并通知了申请人。"
    assert desk(fresh).answer(fresh.who(HEAD), case_no, answer, "a-1") == done
    assert isinstance(desk(fresh).answer(fresh.who(HEAD), case_no, answer), NotPossible)
    assert told(fresh, STAFF) == ["rating_answered"]
    (again,) = desk(fresh).duties(fresh.who(STAFF)).to_rate
    assert (again.case_no, again.again) == (case_no, True)
    second = desk(fresh).rate_again(fresh.who(STAFF), case_no, SecondRequest(grade="satisfied", text="改了"))
    assert second.message == "已复评。"
    assert isinstance(desk(fresh).rate_again(fresh.who(STAFF), case_no, SecondRequest(grade="satisfied")), NotPossible)
    given = seen(fresh, SUPERVISOR, case_no).given
    assert given
    assert (given.state, given.answer, given.second_grade_name, given.second_text) == (
        "again",
        answer.text,
        "满意",
        "改了",
    )
    assert told(fresh, SUPERVISOR) == []


def test_mending_that_did_not_help_is_told_to_the_supervisors(fresh: Office) -> None:
    """It stands in their list as such."""
    case_no = ended(fresh)
    rate(fresh, case_no)
    desk(fresh).answer(fresh.who(HEAD), case_no, AnswerRequest(text="已整改"))
    desk(fresh).rate_again(fresh.who(STAFF), case_no, SecondRequest(grade="very_dissatisfied"))
    assert told(fresh, SUPERVISOR) == ["rating_still_bad"]
    assert [one.case_no for one in desk(fresh).list(fresh.who(SUPERVISOR), "still_bad").items] == [case_no]


def test_nobody_answers_for_their_own_work(fresh: Office) -> None:
    """Where the head has decided, the head of the body above answers, and finds the case."""
    case_no = ended(fresh, by=HEAD)
    assert isinstance(fresh.service.cases.show(fresh.who(ABOVE), case_no), NotFound)
    rate(fresh, case_no)
    assert desk(fresh).duties(fresh.who(HEAD)).to_answer == ()
    assert isinstance(desk(fresh).answer(fresh.who(HEAD), case_no, AnswerRequest(text="很好")), NotPossible)
    assert [one.case_no for one in desk(fresh).duties(fresh.who(ABOVE)).to_answer] == [case_no]
    assert fresh.case(ABOVE, case_no).line.case_no == case_no
    assert not isinstance(desk(fresh).answer(fresh.who(ABOVE), case_no, AnswerRequest(text="已谈话")), Refusal)


def test_who_handled_it_is_not_shown_the_rating(fresh: Office) -> None:
    """The applicant, who answers and who supervises are; what was written lies encrypted and goes with the key of the case."""
    case_no = ended(fresh)
    rate(fresh, case_no)
    for person in (CHIEF, CLERK):
        view = seen(fresh, person, case_no)
        assert (view.given, view.may_rate, view.may_answer) == (None, False, False)
    for person in (STAFF, HEAD, SUPERVISOR):
        given = seen(fresh, person, case_no).given
        assert given
        assert given.text == BAD.text
    with fresh.resources.database.transaction() as session:
        (row,) = session.exec(select(RatingWordRow)).all()
        assert BAD.text.encode() not in row.ciphertext
        head = cases.find(session, case_no)
        assert head
        vault.destroy(session, head.id)
    gone = seen(fresh, STAFF, case_no).given
    assert gone
    assert (gone.grade, gone.text) == ("dissatisfied", "")


def test_praise_with_words_is_answered_too(fresh: Office) -> None:
    """有评必答: it is owed like any other, and there is nothing to rate again."""
    case_no = ended(fresh)
    rate(fresh, case_no, RatingRequest(grade="very_satisfied", text="谢谢"))
    desk(fresh).answer(fresh.who(HEAD), case_no, AnswerRequest(text="感谢肯定"))
    assert seen(fresh, STAFF, case_no).may_rate_again is False
    assert [one.state for one in desk(fresh).list(fresh.who(SUPERVISOR)).items] == ["answered"]


def test_each_is_reminded_once(fresh: Office) -> None:
    """Who has not rated three days after the end, who has not answered in time and who supervises; a missed round is made up."""
    rated, unrated = ended(fresh), ended(fresh)
    rate(fresh, rated)
    assert remind(fresh.resources) == 0
    fresh.clock.pass_by(days=4)
    assert [remind(fresh.resources), remind(fresh.resources)] == [1, 0]
    assert told(fresh, STAFF) == ["rate"]
    fresh.clock.pass_by(days=10)
    assert [remind(fresh.resources), remind(fresh.resources)] == [2, 0]
    assert (told(fresh, HEAD), told(fresh, SUPERVISOR)) == (["rating_late", "rating_owed"], ["rating_late"])
    (late,) = desk(fresh).list(fresh.who(SUPERVISOR), "late").items
    assert (late.case_no, late.days_late) == (rated, 7)
    assert seen(fresh, STAFF, unrated).may_rate


def test_supervisors_see_their_bodies_without_names(fresh: Office) -> None:
    """Counted by grade, body, matter and month; nobody else lists them, and other bodies are not theirs."""
    rate(fresh, ended(fresh), GOOD)
    rate(fresh, ended(fresh))
    found = desk(fresh).list(fresh.who(SUPERVISOR))
    assert {(one.grade, one.state) for one in found.items} == {("satisfied", "plain"), ("dissatisfied", "owed")}
    assert STAFF not in found.model_dump_json()
    assert [one.grade for one in desk(fresh).list(fresh.who(SUPERVISOR), "owed").items] == ["dissatisfied"]
    for by, key in (("body", OWNER), ("matter", "MS032"), ("month", "2026-03")):
        (row,) = desk(fresh).sums(fresh.who(SUPERVISOR), by).items
        assert (row.key, row.total, row.bad, row.mended, row.counts["satisfied"]) == (key, 2, 1, 0, 1)
    assert [one.name for one in desk(fresh).sums(fresh.who(SUPERVISOR), "grade").items] == ["不满意", "满意"]
    earlier = desk(fresh).sums(fresh.who(SUPERVISOR), "body", date(2025, 1, 1), date(2025, 12, 31))
    assert earlier.items == ()
    assert isinstance(desk(fresh).list(fresh.who(CHIEF)), Forbidden)
    assert isinstance(desk(fresh).sums(fresh.who(HEAD)), Forbidden)
