"""A stand-in for the desk of ratings: nothing to do, unless a test says otherwise."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flows.views.base import Page
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
from matters.case.rating import GRADES, STATE_NAMES, RatingState, reasons_for

if TYPE_CHECKING:
    from tests.ui.stub import StubService

CASE_NO = "99012100320260302000018"
NOTHING = RatingView(
    case_no=CASE_NO,
    may_rate=False,
    until=None,
    may_answer=False,
    may_rate_again=False,
    reasons={grade: reasons_for(grade) for grade in GRADES},
    given=None,
)
TO_BE_RATED = NOTHING.model_copy(update={"may_rate": True, "until": date(2026, 4, 1)})
GIVEN = GivenRating(
    grade="dissatisfied",
    grade_name="不满意",
    reasons=("超期办理",),
    text="<script>等了三天</script>",
    day=date(2026, 3, 2),
    body_name="样例中心",
    due=date(2026, 3, 9),
    state="owed",
    state_name="待答复",
    answer="",
    answered_on=None,
    second_grade=None,
    second_grade_name="",
    second_text="",
)
TO_BE_ANSWERED = NOTHING.model_copy(update={"given": GIVEN, "may_answer": True})
MENDED = {"answer": "已整改", "answered_on": date(2026, 3, 4), "state": "answered", "state_name": "已答复"}
ANSWERED = NOTHING.model_copy(update={"given": GIVEN.model_copy(update=MENDED), "may_rate_again": True})


def line(state: RatingState, days_late: int = 0) -> RatingLine:
    """One line of the list."""
    return RatingLine(
        case_no=f"C-{state}",
        matter="XX001",
        matter_name="公务用车派车",
        body="logistics",
        body_name="样例中心",
        day=date(2026, 3, 2),
        grade="dissatisfied",
        grade_name="不满意",
        due=date(2026, 3, 9),
        days_late=days_late,
        state=state,
        state_name=STATE_NAMES[state],
    )


DUTIES = RatingDuties(
    to_rate=(ToRate(case_no="C-1", title="派车：赴镇", until=date(2026, 4, 1), again=False),),
    to_answer=(line("late", 3),),
)
SUM = RatingSum(key="logistics", name="样例中心", counts=dict.fromkeys(GRADES, 1), total=5, bad=2, mended=1)


@dataclass
class Ratings:
    """The desk."""

    stub: "StubService"

    def duties(self, caller: Caller) -> Any:  # noqa: ANN401 - what the test says
        """Nothing."""
        return self.stub.answer("rating_duties", RatingDuties(to_rate=(), to_answer=()))

    def show(self, caller: Caller, case_no: str) -> Any:  # noqa: ANN401 - what the test says
        """Nothing that concerns the viewer."""
        return self.stub.answer("rating", NOTHING)

    def rate(self, caller: Caller, case_no: str, request: RatingRequest, key: str | None = None) -> Any:  # noqa: ANN401
        """Done."""
        self.stub.calls.append(("rate", case_no, request, key))
        return self.stub.answer("rate", RatingReceipt(case_no=case_no, message="已评价。"))

    def answer(self, caller: Caller, case_no: str, request: AnswerRequest, key: str | None = None) -> Any:  # noqa: ANN401
        """Done."""
        self.stub.calls.append(("answer_rating", case_no, request, key))
        return self.stub.answer("answer_rating", RatingReceipt(case_no=case_no, message="已答复。"))

    def rate_again(self, caller: Caller, case_no: str, request: SecondRequest, key: str | None = None) -> Any:  # noqa: ANN401
        """Done."""
        self.stub.calls.append(("rate_again", case_no, request, key))
        return self.stub.answer("rate_again", RatingReceipt(case_no=case_no, message="已复评。"))

    def list(self, caller: Caller, state: RatingState | None = None, page: Any = 1) -> RatingList:  # noqa: ANN401
        """Two."""
        shown = tuple(one for one in (line("late", 3), line("plain")) if state in (None, one.state))
        return RatingList(items=shown, page=Page(page=1, size=20, total=len(shown)))

    def sums(self, caller: Caller, by: SumBy = "body", since: Any = None, until: Any = None) -> RatingSums:  # noqa: ANN401
        """One row."""
        usual = RatingSums(since=date(2026, 1, 1), until=date(2026, 3, 2), items=(SUM,))
        found: RatingSums = self.stub.answer("rating_sums", usual)
        return found
