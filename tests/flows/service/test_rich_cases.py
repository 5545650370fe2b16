"""A case whose form has rows, computed values, people and bodies, from filing to the drawn paper."""

from pathlib import Path
from typing import Any

import pytest

from flows.views.cases import SubmitRequest
from matters.errors.door import Invalid
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from tests.flows.documents.poppler import text
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
    assert (texts["total"], texts["lines"]) == ("9200.50元", "2行")
    assert texts["carrier"] == "样例县数字通信有限公司"
    assert "（样例县财政局 " in texts["owner"]
    assert texts["items"].splitlines()[0] == "1．名称：服务器；类别：货物；金额：8000.50元"
    view: Any = market.service.cases.show(market.who(STAFF), case_no)
    table = next(answer.table for answer in view.answers if answer.id == "items")
    assert table[0] == ("名称", "类别", "金额", "需用日期", "说明")
    assert table[2] == ("运维", "服务", "1200元", "2026年3月20日", "")


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
    assert (texts["total"], texts["lines"]) == ("8000.50元", "1行")


def test_the_paper_reads_names_rows_and_totals(market: Office, tmp_path: Path) -> None:
    """The office's own person and rows too; on paper a person is a name."""
    case_no = filed(market)
    fills = {"checker": "p40", "prices": [{"name": "服务器", "price": "7900.00"}]}
    market.done(CLERK, case_no, "accept", fills=fills)
    market.done(CHIEF, case_no, "approve", opinion="同意。")
    market.carry(case_no)
    view: Any = market.service.cases.show(market.who(STAFF), case_no)
    document = next(document for document in view.documents if document.is_result)
    paper: Any = market.service.papers.download(market.who(STAFF), document.id)
    said = text(paper.content, tmp_path)
    for part in ("“购置办公设备”（2行，合计9200.50元）", "1．名称：服务器；类别：货物；", "样例县数字通信有限公司"):
        assert part in said
    with market.resources.database.reading() as session:
        checker = market.resources.organisation(session).person("p40").name
    assert f"核价人{checker}" in said
