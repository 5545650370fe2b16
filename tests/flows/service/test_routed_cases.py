"""Real matters through the service: bodies that the form names, the applicant's line before the owner, an owner by case."""

from typing import Any

import pytest

from flows import offering
from flows.views.cases import SubmitRequest
from flows.views.tasks import BatchItem, BatchRequest
from matters.errors.door import NotOffered
from matters.language.guide import Contact
from matters.language.local import LocalPart
from storage.definitions import local_parts, matters
from tests.flows.service.office import START, Office
from tests.matters.public.definitions import public

REVIEWED, VEHICLE, ASSET = (public(code) for code in ("MR047", "MR003", "MR037"))


@pytest.fixture
def house(office: Office) -> Office:
    """The office, which publishes the three."""
    with office.resources.database.transaction() as session:
        for matter in (REVIEWED, VEHICLE, ASSET):
            if not matters.versions(session, matter.code):
                matters.publish(session, matters.save_draft(session, matter), by="system", second="system", now=START)
    return office


def holder(house: Office, post: str) -> str:
    """Whoever holds that post."""
    with house.resources.database.reading() as session:
        organisation = house.resources.organisation(session)
    return organisation.holders_of(organisation.post(post), START.date())[0].person


def filed(house: Office, matter: Any, number: int = 0, **answers: object) -> str:  # noqa: ANN401
    """The number of a case filed as a golden case is, with some answers changed."""
    golden = matter.golden[number]
    who = holder(house, golden.filed_as)
    files = {name: (house.upload(who, f"{name}.pdf").id,) for name in golden.materials}
    said = {**golden.answers, **answers}
    request = SubmitRequest(matter=matter.code, answers=said, materials=files, post=golden.filed_as)
    accepted: Any = house.service.cases.submit(house.who(who), request, None)
    receipt, _ = accepted
    return str(receipt.case_no)


def test_each_named_body_has_it_and_its_answer_is_seen(house: Office) -> None:
    """会签、征求意见: by name on the case, each answer under the body that gave it."""
    case_no = filed(house, REVIEWED)
    house.done(holder(house, "county_office.office_clerk"), case_no, "accept")
    for body in ("county_data", "county_reform"):
        house.done(holder(house, f"{body}.head"), case_no, "approve", opinion="同意。")
    deputy = holder(house, "county_office.deputy_head")
    house.done(
        deputy, case_no, "complete", fills={"review": "须听取意见。", "consulted": ["county_court", "county_secrecy"]}
    )
    for body, answer in (("county_court", "yes"), ("county_secrecy", "no")):
        house.done(holder(house, f"{body}.liaison"), case_no, "answer", answer=answer, opinion="建议写明期限。")
    view: Any = house.service.cases.show(house.who(holder(house, "county_office.head")), case_no)
    assert [(one.body, one.answer) for one in view.inquiries] == [
        ("样例县人民法院", "yes"),
        ("中共样例县委机要和保密局", "no"),
    ]
    assert {one.id: one.text for one in view.answers}["consulted"] == "样例县人民法院、中共样例县委机要和保密局"


def test_the_line_passes_several_filings_on_in_one_act(house: Office) -> None:
    """汇总转报: both are with the owner then, each with its own record."""
    numbers = [filed(house, VEHICLE), filed(house, VEHICLE, vehicles=2)]
    above = holder(house, "county_government.staff")
    lines = [house.task(above, number) for number in numbers]
    items = tuple(BatchItem(task=line.id, expected_version=line.version) for line in lines)
    receipt: Any = house.service.tasks.batch(
        house.who(above), BatchRequest(action="approve", opinion="情况属实，同意转报。", items=items)
    )
    assert [one.done for one in receipt.outcomes] == [True, True]
    chief = holder(house, "county_logistics.vehicle_chief")
    assert [house.task(chief, number).step for number in numbers] == ["accept", "accept"]


def test_the_number_is_of_the_body_that_accepts(house: Office) -> None:
    """分情形受理: what is let for half a year is numbered and accepted by the body above, the rest by finance."""
    short, long = filed(house, ASSET), filed(house, ASSET, number=1)
    assert house.done(holder(house, "county_government.staff"), short, "accept")
    assert house.done(holder(house, "county_finance.staff"), long, "accept")
    assert short[6:9] != long[6:9]


def test_it_is_the_body_that_would_accept_this_that_must_be_ready(
    house: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In an office of its own: finance can be rung up, the body above cannot; what only that one would accept waits for it."""
    monkeypatch.setattr(offering, "_is_sample", lambda *_: False)
    telephones = tuple(Contact(purpose=purpose, phone="6660100") for purpose in ("enquiry", "supervision"))
    with house.resources.database.transaction() as session:
        local_parts.add(session, ASSET.code, "county_finance", LocalPart(contacts=telephones), "system", START)
    assert filed(house, ASSET, number=1)
    golden = ASSET.golden[0]
    request = SubmitRequest(matter=ASSET.code, answers=golden.answers, post=golden.filed_as)
    refused = house.service.cases.submit(house.who(holder(house, golden.filed_as)), request, None)
    assert isinstance(refused, NotOffered)
    assert refused.body == "样例县人民政府"
