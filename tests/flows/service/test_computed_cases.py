"""A real matter whose form computes: shares, days and products per row, from the forecast to the drawn paper."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from flows.service.shown.cases import answer_views
from flows.views.cases import SubmitRequest
from matters.errors.door import Invalid
from matters.language.words.answers import Names
from storage.definitions import matters
from tests.flows.service.office import START, Office
from tests.matters.public.definitions import public

MEETING = public("MR066")
WITHIN, OVER = MEETING.golden
ROW = WITHIN.answers["costs"][0]


@pytest.fixture
def hall(office: Office) -> Office:
    """The office, which publishes the approval of meetings."""
    with office.resources.database.transaction() as session:
        if not matters.versions(session, MEETING.code):
            matters.publish(session, matters.save_draft(session, MEETING), by="system", second="system", now=START)
    return office


def holder(hall: Office, post: str) -> str:
    """Whoever holds that post."""
    with hall.resources.database.reading() as session:
        organisation = hall.resources.organisation(session)
    return organisation.holders_of(organisation.post(post), START.date())[0].person


def submitted(hall: Office, **answers: object) -> Any:  # noqa: ANN401 - a receipt or a refusal
    """A filing of the meeting within its quota, with some answers changed."""
    filing = SubmitRequest(matter=MEETING.code, answers={**WITHIN.answers, **answers}, post=WITHIN.filed_as)
    return hall.service.cases.submit(hall.who(holder(hall, WITHIN.filed_as)), filing, None)


def shown(hall: Office, case_no: str) -> dict[str, Any]:
    """The answers as the applicant reads them."""
    view: Any = hall.service.cases.show(hall.who(holder(hall, WITHIN.filed_as)), case_no)
    return {answer.id: answer for answer in view.answers}


def test_the_forecast_tells_what_is_computed_and_why_not(hall: Office) -> None:
    """While the form is filled in: what can be told stands there, the rest names what is missing."""
    who = hall.who(holder(hall, WITHIN.filed_as))
    answers = {"delegates": 60, "staff": 6, "start_on": "2026-03-05", "costs": [ROW]}
    ahead: Any = hall.service.matters.forecast(who, MEETING.code, answers, WITHIN.filed_as)
    told = {one.id: one.text or one.why_not for one in ahead.computed}
    assert told == {
        "days": "“结束日期”尚无内容",
        "people": "66人",
        "staff_share": "10.0%",
        "total": "13,200.00元",
        "dearest": "200.00元",
        "ceiling": "“会期”尚无内容",
        "left": "“综合定额”尚无内容",
    }


def test_a_case_shows_each_row_with_what_is_computed_of_it(hall: Office) -> None:
    """The table has the column that nobody typed, and the sums follow from it."""
    receipt, _ = submitted(hall)
    said = shown(hall, receipt.case_no)
    assert said["costs"].table[0] == ("项目", "单价", "数量", "天数", "小计")
    assert [row[-1] for row in said["costs"].table[1:]] == ["13,200.00元", "14,520.00元", "825.00元"]
    assert (said["total"].text, said["left"].text) == ("28,545.00元", "16,335.00元")


def test_a_typed_cell_is_refused_unless_it_is_what_is_computed(hall: Office) -> None:
    """What comes back with a table that was read is no harm; another number would count for nothing."""
    refused = submitted(hall, costs=[{**ROW, "amount": "1.00"}])
    assert isinstance(refused, Invalid)
    assert [problem.message for problem in refused.problems] == ["费用明细：第 1 行 小计：由系统计算，不能填写"]
    assert isinstance(submitted(hall, costs=[{**ROW, "amount": "13200"}]), tuple)


def test_the_paper_prints_the_computed_column_and_the_sum_in_words(hall: Office) -> None:
    """After a supplement of one row: the row, its product and all that follows from it are new."""
    receipt, _ = submitted(hall)
    clerk, head = (holder(hall, f"province_office.{post}") for post in ("office_clerk", "head"))
    applicant, case_no = holder(hall, WITHIN.filed_as), receipt.case_no
    hall.done(clerk, case_no, "request_supplement", findings={"costs": "请压减住宿。"}, opinion="请补正。")
    read = shown(hall, case_no)["costs"].value
    hall.done(applicant, case_no, "supplement", answers={"costs": [{**read[0], "price": "150.00"}, *read[1:]]})
    hall.done(clerk, case_no, "accept")
    hall.done(head, case_no, "approve", opinion="同意。")
    hall.carry(case_no)
    view: Any = hall.service.cases.show(hall.who(applicant), case_no)
    document = next(document for document in view.documents if document.is_result)
    paper: Any = hall.service.papers.download(hall.who(applicant), document.id)
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper.content)).pages)
    for part in (
        "预算总额控制在25,245.00元以内（大写人民币贰万伍仟贰佰肆拾伍元整）",
        "会期2天",
        "9,900.00元",
        "19,635.00元",
    ):
        assert part in said


def test_what_cannot_be_computed_is_said_to_whoever_decides(hall: Office) -> None:
    """A share of nobody is no number: the reason stands where the number would. What is only blank stands nowhere."""
    with hall.resources.database.reading() as session:
        names = Names(hall.resources.organisation(session), START.date())
    told = {one.id: one.text for one in answer_views(MEETING, {"staff": 6, "delegates": 0}, names)}
    assert told == {"staff": "6人", "delegates": "0人", "staff_share": "（“参会代表”为零，不能计算比例）"}
