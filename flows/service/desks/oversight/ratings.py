"""The desk of ratings (好差评): the applicant rates once, the body that decided answers, the applicant rates what was mended."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from flows.cases.beginning import published
from flows.cases.deciding import Opened
from flows.rating import standing, telling
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import cut
from flows.service.intake.texts import text_refusal
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.views.base import Turn
from flows.views.oversight.ratings import (
    AnswerRequest,
    GivenRating,
    RatingDuties,
    RatingLine,
    RatingList,
    RatingReceipt,
    RatingRequest,
    RatingSum,
    RatingSums,
    RatingView,
    SecondRequest,
    SumBy,
    ToRate,
)
from flows.views.people import Caller
from matters.calendar import day_begins, local_day
from matters.case.rating import (
    BAD,
    GRADE_NAMES,
    GRADES,
    REASON_NAMES,
    STATE_NAMES,
    Rating,
    RatingState,
    last_day,
    reasons_for,
    refusal_of_words,
    refusal_to_rate,
)
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotApplicantsCase, NotPossible
from matters.organisation.snapshot import Holder
from storage import cases
from storage.database import Session
from storage.overseeing import ratings
from storage.overseeing.ratings import Part, RatedLine, Words
from storage.searching.finding import MOST_TOLD

Q = TypeVar("Q", RatingRequest, AnswerRequest, SecondRequest)
_MOST = 50  # cases that one applicant is asked to rate at a time
_SUPERVISORS = roles("supervisor")
_DONE = "已过保管期限，办件的内容已经销毁"


class RatingDesk(WorkingDesk):
    """The applicant, who answers for the body and who supervises it read a rating; who handled the case does not."""

    @allowed_to(SIGNED_IN, "查看待评价和待答复")
    def duties(self, caller: Caller) -> RatingDuties:
        """What the caller may rate, and has to answer."""
        with self._resources.database.reading() as session:
            owed = standing.owed_by(session, self._resources, caller.person)
            return RatingDuties(
                to_rate=tuple(self._to_rate(session, caller)),
                to_answer=tuple(self._line(session, one) for one in owed),
            )

    @allowed_to(SIGNED_IN, "查看评价")
    def show(self, caller: Caller, case_no: str) -> RatingView | NotFound:
        """What of the rating of a case concerns the caller."""
        with self._resources.database.reading() as session:
            opened = self._reach(session, caller).whole(case_no)
            return opened if isinstance(opened, NotFound) else self._view(session, caller, opened)

    @allowed_to(roles("applicant"), "评价办件")
    def rate(
        self, caller: Caller, case_no: str, request: RatingRequest, key: str | None = None
    ) -> RatingReceipt | Refusal:
        """The applicant rates the case, once."""
        return self._act(caller, "评价办件", case_no, request, key, self._rate)

    @allowed_to(SIGNED_IN, "答复评价")
    def answer(
        self, caller: Caller, case_no: str, request: AnswerRequest, key: str | None = None
    ) -> RatingReceipt | Refusal:
        """Who answers for the body says what was mended (整改), once."""
        return self._act(caller, "答复评价", case_no, request, key, self._answer)

    @allowed_to(roles("applicant"), "复评办件")
    def rate_again(
        self, caller: Caller, case_no: str, request: SecondRequest, key: str | None = None
    ) -> RatingReceipt | Refusal:
        """The applicant rates what was mended, once."""
        return self._act(caller, "复评办件", case_no, request, key, self._rate_again)

    @allowed_to(_SUPERVISORS, "查看服务评价")
    def list(self, caller: Caller, state: RatingState | None = None, page: int | Turn = 1) -> RatingList:
        """The ratings of the work of bodies that the caller watches over; those that stand so."""
        with self._resources.database.reading() as session:
            watched, today = self._reach(session, caller).bodies_overseen(), self._resources.today
            found = ratings.listed(session, watched, state, today, MOST_TOLD + 1)
            shown, where = cut(found[:MOST_TOLD], page)
            return RatingList(
                items=tuple(self._line(session, one) for one in shown),
                page=where.model_copy(update={"more": len(found) > MOST_TOLD}),
            )

    @allowed_to(_SUPERVISORS, "查看服务评价")
    def sums(
        self, caller: Caller, by: SumBy = "body", since: date | None = None, until: date | None = None
    ) -> RatingSums:
        """How many of each grade, of the same bodies; without days those of this year."""
        until = until or self._resources.today
        since = since or until.replace(month=1, day=1)
        with self._resources.database.reading() as session:
            watched = self._reach(session, caller).bodies_overseen()
            found = ratings.between(session, watched, since, until)
            items = (_sum(key, self._called(session, by, key), of_it) for key, of_it in _grouped(found, by).items())
            return RatingSums(since=since, until=until, items=tuple(sorted(items, key=lambda one: (-one.bad, one.key))))

    def _act(
        self,
        caller: Caller,
        name: str,
        case_no: str,
        request: Q,
        key: str | None,
        do: Callable[[Session, Caller, Opened, Q], RatingReceipt | Refusal],
    ) -> RatingReceipt | Refusal:
        def work(session: Session) -> RatingReceipt | Refusal:
            opened = self._reach(session, caller).whole(case_no, lock=True)
            if isinstance(opened, NotFound):
                return opened
            refusal = text_refusal(opened.matter, {name: request.text})
            return refusal or do(session, caller, opened, request)

        content = [case_no, request.model_dump(mode="json")]
        return self._change(Operation(caller, name, case_no, key=key, content=content), work, RatingReceipt)

    def _rate(
        self, session: Session, caller: Caller, opened: Opened, request: RatingRequest
    ) -> RatingReceipt | Refusal:
        known, until = ratings.of_case(session, opened.head.id), standing.until(self._resources, opened)
        refusal = refusal_to_rate(opened.case, caller.person, known, self._resources.today, until)
        refusal = refusal or refusal_of_words(request.grade, request.reasons, request.text)
        if refusal:
            return refusal
        owed = request.grade in BAD or bool(request.text)
        rating = standing.rated(session, self._resources, opened, request.grade, owed)
        ratings.give(session, rating)
        said = {"reasons": list(dict.fromkeys(request.reasons)), "text": request.text}
        gone = self._keep(session, opened, "rating", opened.case.applicant, said)
        telling.given(session, self._resources, rating)
        thanks = "已评价。" + ("承办单位将在期限内答复。" if owed else "")
        return gone or RatingReceipt(case_no=opened.case.case_no, message=thanks)

    def _answer(
        self, session: Session, caller: Caller, opened: Opened, request: AnswerRequest
    ) -> RatingReceipt | Refusal:
        rating = standing.to_answer(session, self._resources, opened.head.id, caller.person)
        if rating is None:
            return NotPossible(action="答复评价", why="本办件没有须由您答复的评价")
        if not request.text:
            return Invalid.of("text", "请写明答复；差评的，写明怎样整改")
        if not ratings.answer(session, opened.head.id, self._resources.today):
            return NotPossible(action="答复评价", why="该评价已经答复，只答复一次")
        hat = next(hat for hat in standing.answerers(session, self._resources, rating) if hat.person == caller.person)
        gone = self._keep(session, opened, "answer", hat, {"text": request.text})
        telling.answered(session, self._resources, rating, opened.case.applicant.person)
        return gone or RatingReceipt(case_no=opened.case.case_no, message="已答复，并通知了申请人。")

    def _rate_again(
        self, session: Session, caller: Caller, opened: Opened, request: SecondRequest
    ) -> RatingReceipt | Refusal:
        if caller.person != opened.case.applicant.person:
            return NotApplicantsCase(action="复评本办件")
        rating = ratings.of_case(session, opened.head.id)
        if rating is None or not rating.waits_for_second:
            return NotPossible(action="复评", why="只有整改答复后的差评可以复评，一件只复评一次")
        if not ratings.rate_again(session, opened.head.id, request.grade, self._resources.today):
            return NotPossible(action="复评", why="本办件已经复评")
        gone = self._keep(session, opened, "second", opened.case.applicant, {"text": request.text})
        if request.grade in BAD:
            telling.still_bad(session, self._resources, rating)
        return gone or RatingReceipt(case_no=opened.case.case_no, message="已复评。")

    def _keep(
        self, session: Session, opened: Opened, part: Part, hat: Holder, said: Mapping[str, object]
    ) -> Refusal | None:
        if opened.key is None:
            return NotPossible(action="评价和答复", why=_DONE)
        words = Words(part, self._resources.clock(), hat.person, hat.post, dict(said))
        ratings.write(session, opened.key, opened.head.id, words)
        return None

    def _to_rate(self, session: Session, caller: Caller) -> Iterator[ToRate]:
        days, today = self._resources.settings.rating_days, self._resources.today
        first = today - timedelta(days=days)
        for one in ratings.to_rate_again(session, caller.person, first):
            if one.answered_on:
                yield self._asks(session, one.case_no, last_day(one.answered_on, days), again=True)
        for case_no in ratings.to_rate(session, caller.person, day_begins(first), _MOST):
            head = cases.find(session, case_no)
            if head and head.ended_at:
                yield self._asks(session, case_no, last_day(local_day(head.ended_at), days), again=False)

    def _asks(self, session: Session, case_no: str, until: date, *, again: bool) -> ToRate:
        head = cases.find(session, case_no)
        title = (head.title or self._resources.definition(session, head.definition).name) if head else case_no
        return ToRate(case_no=case_no, title=title, until=until, again=again)

    def _view(self, session: Session, caller: Caller, opened: Opened) -> RatingView:
        rating, until = ratings.of_case(session, opened.head.id), standing.until(self._resources, opened)
        refused = refusal_to_rate(opened.case, caller.person, rating, self._resources.today, until)
        mine = caller.person == opened.case.applicant.person
        answers = standing.to_answer(session, self._resources, opened.head.id, caller.person) is not None
        return RatingView(
            case_no=opened.case.case_no,
            may_rate=refused is None,
            until=None if refused else until,
            may_answer=bool(answers and rating and rating.waits_for_answer),
            may_rate_again=bool(mine and rating and rating.waits_for_second),
            reasons={grade: reasons_for(grade) for grade in GRADES},
            given=self._read(session, caller, opened, rating) if rating else None,
        )

    def _read(self, session: Session, caller: Caller, opened: Opened, rating: Rating) -> GivenRating | None:
        """The rating for whom it concerns; nothing for whoever handled the case."""
        theirs = caller.person == opened.case.applicant.person or (
            standing.to_answer(session, self._resources, rating.case_id, caller.person) is not None
            or rating.body in self._reach(session, caller).bodies_overseen()
        )
        return self._given(session, opened, rating) if theirs else None

    def _given(self, session: Session, opened: Opened, rating: Rating) -> GivenRating:
        today, said = self._resources.today, ratings.words_of(session, opened.key, rating.case_id)
        text = {part: str(words.said.get("text", "")) for part, words in said.items()}
        ticked = said["rating"].said.get("reasons", ()) if "rating" in said else ()
        state = rating.state(today)
        return GivenRating(
            grade=rating.grade,
            grade_name=GRADE_NAMES[rating.grade],
            reasons=tuple(REASON_NAMES.get(one, one) for one in ticked),
            text=text.get("rating", ""),
            day=rating.day,
            body_name=self._resources.organisation(session).body_name(rating.body, today),
            due=rating.due,
            state=state,
            state_name=STATE_NAMES[state],
            answer=text.get("answer", ""),
            answered_on=rating.answered_on,
            second_grade=rating.second_grade,
            second_grade_name=GRADE_NAMES[rating.second_grade] if rating.second_grade else "",
            second_text=text.get("second", ""),
        )

    def _line(self, session: Session, rating: Rating) -> RatingLine:
        today, matter = self._resources.today, published(session, self._resources, rating.matter)
        state, waits = rating.state(today), rating.waits_for_answer
        return RatingLine(
            case_no=rating.case_no,
            matter=rating.matter,
            matter_name=rating.matter if isinstance(matter, Refusal) else matter.name,
            body=rating.body,
            body_name=self._resources.organisation(session).body_name(rating.body, today),
            day=rating.day,
            grade=rating.grade,
            grade_name=GRADE_NAMES[rating.grade],
            due=rating.due,
            days_late=(today - rating.due).days if rating.due and waits else 0,
            state=state,
            state_name=STATE_NAMES[state],
        )

    def _called(self, session: Session, by: SumBy, key: str) -> str:
        match by:
            case "grade":
                return next(name for grade, name in GRADE_NAMES.items() if grade == key)
            case "body":
                return self._resources.organisation(session).body_name(key, self._resources.today)
            case "matter":
                matter = published(session, self._resources, key)
                return key if isinstance(matter, Refusal) else matter.name
            case "month":
                return f"{int(key[:4])}年{int(key[5:])}月"


def _grouped(found: Iterable[RatedLine], by: SumBy) -> dict[str, list[RatedLine]]:
    groups: dict[str, list[RatedLine]] = {}
    for one in found:
        keys = {"grade": one.grade, "body": one.body, "matter": one.matter, "month": f"{one.day:%Y-%m}"}
        groups.setdefault(keys[by], []).append(one)
    return groups


def _sum(key: str, name: str, found: Sequence[RatedLine]) -> RatingSum:
    counts, bad = Counter(one.grade for one in found), [one for one in found if one.grade in BAD]
    return RatingSum(
        key=key,
        name=name,
        counts={grade: counts[grade] for grade in GRADES},
        total=len(found),
        bad=len(bad),
        mended=sum(one.answered_on is not None for one in bad),
    )
