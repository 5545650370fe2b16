"""好差评 on the pages: given on the case, answered and given again there; owed on 工作台; listed and summed for supervisors.

Covers: ui/components/oversight/rating.py
"""

from datetime import date

from flows.views.oversight.ratings import AnswerRequest, RatingRequest, RatingSums, SecondRequest
from matters.errors.handling import NotPossible
from tests.ui.conftest import Open
from tests.ui.pages.test_rosters_page import htmls
from tests.ui.stub import CASE_NO, StubService
from tests.ui.stub_ratings import ANSWERED, DUTIES, TO_BE_ANSWERED, TO_BE_RATED

KEY = f"rating.{CASE_NO}"


def test_a_case_is_rated_with_reasons_and_words(open_page: Open, office: StubService) -> None:
    """The reasons are those of the grade; nothing is sent before a grade is chosen; a refusal is told."""
    assert "服务评价" not in [one.value for one in open_page("case_page", case=CASE_NO).header]
    office.answers["rating"] = TO_BE_RATED
    page = open_page("case_page", case=CASE_NO)
    assert KEY not in [one.key for one in page.button]
    page.radio(key=f"{KEY}.grade").set_value("dissatisfied").run()
    page.button_group(key=f"{KEY}.dissatisfied").set_value(["slow"]).run()
    page.text_area(key=f"{KEY}.text").set_value("等了三天").run()
    page.button(key=KEY).click().run()
    ((_, case_no, request, key),) = office.did("rate")
    assert (case_no, request) == (CASE_NO, RatingRequest(grade="dissatisfied", reasons=("slow",), text="等了三天"))
    assert key
    assert page.success[0].value == "已评价。"
    office.answers["rate"] = NotPossible(action="评价", why="本办件已经评价，一件只评一次")
    page.button(key=KEY).click().run()
    assert "一件只评一次" in page.error[0].value


def test_who_answers_sees_what_was_said(open_page: Open, office: StubService) -> None:
    """With its day; what people wrote is no markup."""
    office.answers["rating"] = TO_BE_ANSWERED
    page = open_page("case_page", case=CASE_NO)
    assert "<dt>原因</dt><dd>超期办理</dd>" in htmls(page)
    assert "<dt>答复期限</dt><dd>2026年3月9日</dd>" in htmls(page)
    assert "<script>" not in htmls(page)
    page.text_area(key=f"{KEY}.answer.text").set_value(" 已整改 ").run()
    page.button(key=f"{KEY}.answer").click().run()
    assert office.did("answer_rating")[0][1:3] == (CASE_NO, AnswerRequest(text="已整改"))


def test_what_was_mended_is_rated_again(open_page: Open, office: StubService) -> None:
    """With the answer before one's eyes."""
    office.answers["rating"] = ANSWERED
    page = open_page("case_page", case=CASE_NO)
    assert "已整改（2026年3月4日）" in htmls(page)
    page.radio(key=f"{KEY}.second.grade").set_value("satisfied").run()
    page.button(key=f"{KEY}.second").click().run()
    assert office.did("rate_again")[0][1:3] == (CASE_NO, SecondRequest(grade="satisfied"))


def test_what_is_owed_stands_on_the_first_page(open_page: Open, office: StubService) -> None:
    """To answer with a light, to rate without one; and among one's own cases."""
    office.answers["rating_duties"] = DUTIES
    page = open_page("home_page")
    assert {"待答复的评价", "待评价"} <= {one.value for one in page.header}
    assert "样例中心，2026年3月2日评价，应于2026年3月9日前答复" in htmls(page)
    assert "已超期 3 天" in htmls(page)
    assert "2026年4月1日前可以评价，也可以不评" in htmls(page)
    assert "待评价" in [one.value for one in open_page("my_cases_page").header]


def test_supervisors_see_what_is_not_answered(open_page: Open, office: StubService) -> None:
    """All, or those in one state; the sums below, a dash where there was nothing to mend."""
    page = open_page("ratings_page")
    assert "逾期未答复：样例中心" in htmls(page)
    assert "<td>1/2</td>" in htmls(page)
    page.selectbox(key="ratings.state").set_value("again").run()
    assert "没有这样的评价" in page.info[0].value
    office.answers["rating_sums"] = RatingSums(since=date(2026, 1, 1), until=date(2026, 3, 2), items=())
    assert "本年还没有评价" in htmls(open_page("ratings_page"))
