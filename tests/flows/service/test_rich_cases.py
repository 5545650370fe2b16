"""A case whose form has rows, computed values, people and bodies, from filing to the drawn paper."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from flows.views.cases import SubmitRequest
from matters.errors.door import Invalid
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CHIEF, CLERK, STAFF, START, Office
from tests.matters.rich_form import ANSWERS, rich_form


@pytest.fixture
def market(office: Office) -> Office:
    """The office, which publishes the matter with the rich form."""
    with office.resources.database.transaction() as session:
        if not matters.versions(session, "XX002"):
            digest = matters.save_draft(session, rich_form(next(m for m in shipped_definitions() if m.code == "MS032")))
            matters.publish(session, digest, by="system", second="system", now=START)
    return office


def request(**answers: object) -> SubmitRequest:
    """A filing with some answers changed; `None` leaves one out."""
    given = {key: value for key, value in {**ANSWERS, **answers}.items() if value is not None}
    return SubmitRequest(matter="XX002", answers=given, post="county_finance.staff")


def filed(market: Office, **answers: object) -> str:
    """A new case; its number."""
    receipt = market.service.cases.submit(market.who(STAFF), request(**answers), None)
    assert isinstance(receipt, tuple), receipt
    return receipt[0].case_no


def shown(market: Office, case_no: str) -> dict[str, str]:
    """The answers as the applicant reads them."""
    view: Any = market.service.cases.show(market.who(STAFF), case_no)
    return {answer.id: answer.text for answer in view.answers}


def test_a_case_shows_totals_and_names(market: Office) -> None:
    """What was computed stands among the answers; people are told from namesakes; rows come as a table too."""
    case_no = filed(market)
    texts = shown(market, case_no)
    assert (texts["total"], texts["lines"]) == ("9,200.50元", "2行")
    assert texts["carrier"] == "样例县数字通信有限公司"
    assert "（样例县财政局 " in texts["owner"]
    assert texts["items"].splitlines()[0] == "1．名称：服务器；类别：货物；金额：8,000.50元"
    view: Any = market.service.cases.show(market.who(STAFF), case_no)
    table = next(answer.table for answer in view.answers if answer.id == "items")
    assert table[0] == ("名称", "类别", "金额", "需用日期", "说明")
    assert table[2] == ("运维", "服务", "1,200.00元", "2026年3月20日", "")


@pytest.mark.parametrize(
    ("answers", "target"),
    [
        ({"total": "1"}, "total"),
        ({"items": [{**ANSWERS["items"][0], "amount": "20000"}]}, "reason"),
        ({"contact": "p50"}, "contact"),
    ],
)
def test_wrong_filings_are_told_where_they_are_wrong(market: Office, answers: dict[str, object], target: str) -> None:
    """A typed total, a large purchase without reason, a person of another body."""
    refused = market.service.cases.submit(market.who(STAFF), request(**answers), None)
    assert isinstance(refused, Invalid)
    assert [problem.target for problem in refused.problems] == [target]


def test_a_supplement_changes_the_rows_and_their_total(market: Office) -> None:
    """The total follows the rows; it is neither asked nor sent."""
    case_no = filed(market)
    market.done(CLERK, case_no, "request_supplement", findings={"items": "单价过高"}, opinion="请补正。")
    market.done(STAFF, case_no, "supplement", answers={"items": ANSWERS["items"][:1]})
    texts = shown(market, case_no)
    assert (texts["total"], texts["lines"]) == ("8,000.50元", "1行")


def result(market: Office) -> str:
    """What stands on the paper of a granted case, without white space."""
    case_no = filed(market)
    fills = {"checker": "p40", "prices": [{"name": "服务器", "price": "7900.00", "limit": "8100.00"}]}
    market.done(CLERK, case_no, "accept", fills=fills)
    market.done(CHIEF, case_no, "approve", opinion="同意。")
    market.carry(case_no)
    view: Any = market.service.cases.show(market.who(STAFF), case_no)
    document = next(document for document in view.documents if document.is_result)
    paper: Any = market.service.papers.download(market.who(STAFF), document.id)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper.content)).pages)


def test_the_paper_reads_names_rows_and_totals(market: Office) -> None:
    """The office's own person and rows too; on paper a person is a name, and an amount may stand in words."""
    said = result(market)
    for part in ("“购置办公设备”（2行，合计9,200.50元，大写人民币玖仟贰佰元伍角）", "样例县数字通信有限公司"):
        assert part in said
    with market.resources.database.reading() as session:
        checker = market.resources.organisation(session).person("p40").name
    assert f"核价人{checker}" in said


def test_rows_stand_in_tables_with_the_columns_the_paper_chooses(market: Office) -> None:
    """Among the facts every column but the sensitive ones; in a table of its own the chosen ones, in their order."""
    said = result(market)
    for part in (
        "采购明细序号名称类别金额需用日期说明1服务器货物",
        "核定单价序号名称单价1服务器7,900.00元",
        "序号金额名称18,000.50元服务器",
    ):
        assert part in said
    assert "控制价" not in said
    assert "8100" not in said
    assert "名称：" not in said
