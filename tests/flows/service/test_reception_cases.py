"""A real matter with choices that hang on others, and with what the office must fill in some cases only."""

from typing import Any

import pytest

from flows.views.cases import SubmitRequest
from matters.errors.door import Invalid
from storage.definitions import matters
from tests.flows.service.office import STAFF, START, Office
from tests.matters.public.definitions import public

RECEPTION = public("MR065")
FILED = RECEPTION.golden[0].answers
SUPPORT, DEPUTY = "p41", "p43"


@pytest.fixture
def house(office: Office) -> Office:
    """The office, which publishes the approval of receptions."""
    with office.resources.database.transaction() as session:
        if not matters.versions(session, RECEPTION.code):
            matters.publish(session, matters.save_draft(session, RECEPTION), by="system", second="system", now=START)
    return office


def submitted(house: Office, **answers: object) -> Any:  # noqa: ANN401 - a receipt or a refusal
    """A filing of the reception, with some answers changed."""
    letter = house.upload(name="公函.pdf")
    request = SubmitRequest(
        matter=RECEPTION.code,
        answers={**FILED, **answers},
        materials={"letter": (letter.id,)},
        post="county_finance.staff",
    )
    return house.service.cases.submit(house.who(STAFF), request, None)


@pytest.mark.parametrize(
    ("rank", "room", "told"),
    [
        ("other", "single", "接待对象：第 1 行 房型：按已填内容不能选“单间”，请重新选择"),
        ("bureau", "suite", "接待对象：第 1 行 房型：按已填内容不能选“普通套间”，请重新选择"),
        ("minister", "tent", "接待对象：第 1 行 房型：请从所列选项中选择"),
        ("minister", "suite", ""),
    ],
)
def test_a_choice_must_fit_what_it_hangs_on(house: Office, rank: str, room: str, told: str) -> None:
    """Whoever files past the page is refused what the page would not offer."""
    verdict = submitted(house, guests=[{"guest": "甲", "rank": rank, "room": room}])
    assert [problem.message for problem in verdict.problems] == [told] if told else isinstance(verdict, tuple)


def test_the_office_owes_a_reason_when_more_was_spent(house: Office) -> None:
    """条件必填: without it the settlement is refused beside its field; within the budget nobody asks."""
    receipt, _ = submitted(house)
    house.done(SUPPORT, receipt.case_no, "accept")
    house.done(DEPUTY, receipt.case_no, "approve", opinion="同意。")
    refused = house.act(SUPPORT, receipt.case_no, "complete", fills={"spent": "3260.50"})
    assert isinstance(refused, Invalid)
    assert [(one.target, one.message) for one in refused.problems] == [("over_reason", "请填写“超出原因”")]
    house.done(SUPPORT, receipt.case_no, "complete", fills={"spent": "3260.50", "over_reason": "航班延误。"})
    view: Any = house.service.cases.show(house.who(STAFF), receipt.case_no)
    assert {one.id: one.text for one in view.answers}["over"] == "260.50元"


def test_within_the_budget_no_reason_is_owed(house: Office) -> None:
    """Spent to the last yuan; what is over is nothing, and never less."""
    receipt, _ = submitted(house)
    house.done(SUPPORT, receipt.case_no, "accept")
    house.done(DEPUTY, receipt.case_no, "approve", opinion="同意。")
    house.done(SUPPORT, receipt.case_no, "complete", fills={"spent": "2500.00"})
    view: Any = house.service.cases.show(house.who(STAFF), receipt.case_no)
    assert {one.id: one.text for one in view.answers}["over"] == "0.00元"
