"""重复申请: whoever files the same once more under another key gets a hint, and the new case all the same."""

from typing import Any

import pytest

from flows.views.cases import Receipt
from matters.errors.base import Refusal
from storage.definitions.catalog import shipped_definitions
from tests.flows.good_files import PDF
from tests.flows.service.office import STAFF, Office
from tests.matters.stories import varied


def filed(office: Office, key: str | None, **answers: Any) -> Receipt:  # noqa: ANN401 - answers are JSON
    """A filing under that key."""
    found = office.service.cases.submit(office.who(STAFF), office.request(**answers), key)
    assert not isinstance(found, Refusal), found
    return found[0]


def said_once(**more: object) -> dict[str, Any]:
    """Answers that no other test files."""
    return {"purpose": "赴样例镇核查重复申请", **more}


def test_the_same_once_more_is_taken_with_a_hint(office: Office) -> None:
    """Named with its day and status; what differs in one answer, or is somebody else's, is none."""
    first = filed(office, "first", **said_once())
    assert (first.earlier, "内容与本件相同" in first.message) == (None, False)
    again = filed(office, "second", **said_once())
    assert again.case_no != first.case_no
    assert again.earlier == first.case_no
    assert first.case_no in again.message
    assert "待受理" in again.message
    assert filed(office, "third", **said_once(passengers=2)).earlier is None


def test_the_same_key_is_the_same_case_and_no_repetition(office: Office) -> None:
    """The first answer comes back as it was."""
    answers = said_once(destination="同一编号")
    first = filed(office, "once", **answers)
    assert filed(office, "once", **answers) == first


def test_what_was_withdrawn_is_filed_again_without_a_hint(office: Office) -> None:
    """That is what one withdraws for."""
    answers = said_once(destination="撤回重报")
    first = filed(office, None, **answers)
    assert not isinstance(office.service.cases.withdraw(office.who(STAFF), first.case_no), Refusal)
    assert filed(office, None, **answers).earlier is None


def test_what_the_post_settles_is_compared_too(office: Office) -> None:
    """Nobody sends it, and it is kept all the same: a body's name is no difference between a filing and itself."""
    unit = {"id": "unit", "label": "申请单位", "type": "text", "prefill": {"applicant": "body_name"}}
    cars = next(matter for matter in shipped_definitions() if matter.code == "MS032")
    code = office.publish(varied(cars, lambda said: said["form"]["sections"][0]["fields"].append(unit)))
    first = office.file_as(code)
    request = office.request().model_copy(update={"matter": code})
    again: Any = office.service.cases.submit(office.who(STAFF), request, None)
    assert again[0].earlier == first


@pytest.mark.parametrize("same", [True, False])
def test_materials_are_compared_by_their_content(office: Office, same: bool) -> None:
    """Uploaded twice, a file has two ids."""
    answers = said_once(destination=f"材料{same}", passengers=9)
    office_file = office.upload(name="通知.pdf")
    request = office.request(**answers).model_copy(update={"materials": {"notice": (office_file.id,)}})
    first: Any = office.service.cases.submit(office.who(STAFF), request, None)
    assert not isinstance(first, Refusal), first
    other = office.upload(name="另一份.pdf", content=PDF if same else PDF + b"\n")
    again: Any = office.service.cases.submit(
        office.who(STAFF), request.model_copy(update={"materials": {"notice": (other.id,)}}), None
    )
    assert not isinstance(again, Refusal), again
    assert (again[0].earlier == first[0].case_no) is same
