"""What people paste and type, from the door to the record: taken in one form, or refused with all that is wrong.

Covers: matters/errors/together.py
"""

from typing import Any

import pytest

from flows.views.cases import DraftView
from matters.errors.door import Invalid, SecrecyMark
from matters.errors.handling import OpinionRequired, PostRequired
from matters.language.actions import Action
from matters.organisation.snapshot import Holder
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CAR, CLERK, STAFF, Office
from tests.matters.stories import varied

RARE = "欧阳·\U00020021\U0002ceb0"


def answer(office: Office, case_no: str, field: str) -> str:
    """As the case shows it."""
    return next(one.text for one in office.case(STAFF, case_no).answers if one.id == field)


def refused(office: Office, **answers: Any) -> Invalid:  # noqa: ANN401 - as in Office.request
    """What is wrong with the filing."""
    found = office.service.cases.submit(office.who(STAFF), office.request(**answers), None)
    assert isinstance(found, Invalid), found
    return found


def test_what_is_pasted_from_word_is_filed_without_what_nobody_sees(one_office: Office) -> None:
    """Zero widths, hard blanks and soft breaks at the ends; a rare name with its middle dot stays whole."""
    case_no = one_office.file(
        purpose="\ufeff调研\u200b\u00a0防汛\u2028", destination=RARE, contact_phone="(0571)8765 4321转801"
    )
    assert answer(one_office, case_no, "purpose") == "调研 防汛"
    assert answer(one_office, case_no, "destination") == RARE
    assert answer(one_office, case_no, "contact_phone") == "0571-87654321-801"


def test_a_soft_break_inside_one_line_is_a_line_break(one_office: Office) -> None:
    """It would break a sentence of the sealed paper; the field says that it takes one line."""
    for end in ("\r", "\x85", "\x0b", "\u2028", "\n"):
        assert [p.target for p in refused(one_office, purpose=f"甲{end}乙").problems] == ["purpose"]


def test_fills_and_findings_are_taken_like_answers(one_office: Office) -> None:
    """An office types and pastes as applicants do; a plate keeps no blank."""
    case_no = one_office.file()
    one_office.done(CLERK, case_no, "accept", fills={**CAR, "plate": "样a 12345", "driver": "张\u200b三\u00a0"})
    assert answer(one_office, case_no, "plate") == "样A12345"
    assert answer(one_office, case_no, "driver") == "张三"
    other = one_office.file()
    one_office.done(CLERK, other, "request_supplement", findings={"destination": "写明\u200b乡镇\x85和村"})
    (told,) = [finding.message for entry in one_office.case(STAFF, other).timeline for finding in entry.findings]
    assert told == "写明乡镇 和村"


def test_a_mark_of_secrecy_does_not_hide_behind_what_nobody_sees(one_office: Office) -> None:
    """A zero width between its characters is taken out before the mark is looked for."""
    found = one_office.service.cases.submit(
        one_office.who(STAFF), one_office.request(purpose="机\u200b密\u2060★"), None
    )
    assert isinstance(found, SecrecyMark)


def test_a_draft_keeps_what_was_understood(one_office: Office) -> None:
    """The page shows what will be filed."""
    saved = one_office.service.drafts.save(one_office.who(STAFF), "MS032", {"contact_phone": "138 0000 0000"})
    assert isinstance(saved, DraftView)
    assert saved.answers["contact_phone"] == "13800000000"


def test_a_character_that_cannot_be_printed_is_shown_with_its_neighbours(one_office: Office) -> None:
    """A code point alone tells its author nothing."""
    (problem,) = refused(one_office, purpose="赴样例镇调研😀防汛").problems
    assert "“赴样例镇调研”后面的😀" in problem.message
    (problem,) = refused(one_office, purpose="\ue000调研").problems
    assert "开头的不可见字符" in problem.message


def test_both_times_are_named_when_they_are_in_the_wrong_order(one_office: Office) -> None:
    """“前一时间” is no field of any form."""
    (problem,) = refused(one_office, depart_at="2026-03-10T08:00", return_at="2026-03-10T08:00").problems
    assert problem.message == "预计返回时间：应晚于“出发时间”（2026年3月10日 08:00）"


@pytest.mark.parametrize("day", ["9999-03-10T08:00", "0026-03-10T08:00", "2101-01-01T00:00"])
def test_a_year_that_cannot_be_meant_is_refused(one_office: Office, day: str) -> None:
    """A slip of the keyboard is told before it is printed."""
    (problem,) = refused(one_office, return_at=day).problems
    assert problem.message == "预计返回时间：应在1900年至2100年之间，请核对年份"


def test_all_defects_are_told_at_once_whatever_stands_in_the_way(one_office: Office) -> None:
    """A character that cannot be printed, a file of somebody else, a wrong value and a missing one, in one answer."""
    request = one_office.request(purpose="调研😀", passengers="三", destination=None)
    request = request.model_copy(update={"materials": {"notice": ("f-unknown",)}})
    found = one_office.service.cases.submit(one_office.who(STAFF), request, None)
    assert isinstance(found, Invalid)
    assert {problem.target for problem in found.problems} == {"purpose", "passengers", "destination", "notice"}


def test_the_missing_post_is_told_with_everything_else(one_office: Office) -> None:
    """Who has several posts and has chosen none hears of the other defects in the same answer; without any, of the post alone."""
    several = one_office.who(STAFF)
    wrong = one_office.request(passengers="三").model_copy(update={"post": None})
    found = one_office.service.cases.submit(several, wrong, None)
    assert isinstance(found, Invalid)
    assert [problem.target for problem in found.problems] == ["post", "passengers"]
    right = one_office.service.cases.submit(several, one_office.request().model_copy(update={"post": None}), None)
    assert isinstance(right, PostRequired)


def test_what_the_post_settles_is_kept_whatever_a_call_says(one_office: Office) -> None:
    """Another body than that of the post is refused by name; left out it is written down all the same."""
    shown = {"id": "unit", "label": "申请单位", "type": "text", "prefill": {"applicant": "body_name"}}

    def change(document: dict[str, Any]) -> None:
        document["form"]["sections"][0]["fields"].append(shown)

    made = one_office.publish(varied(next(one for one in shipped_definitions() if one.code == "MS032"), change))
    request = one_office.request(unit="样例乡政府").model_copy(update={"matter": made})
    found = one_office.service.cases.submit(one_office.who(STAFF), request, None)
    assert isinstance(found, Invalid)
    assert [problem.message for problem in found.problems] == ["申请单位：由系统按申请岗位带出“样例县财政局”，不能改写"]
    assert answer(one_office, one_office.file_as(made), "unit") == "样例县财政局"


def told(office: Office, person: str, case_no: str, action: Action, **parts: Any) -> list[str]:  # noqa: ANN401 - as in Office.act
    """What of an act on the person's item is wrong, all at once."""
    found = office.act(person, case_no, action, **parts)
    assert isinstance(found, Invalid), found
    return [problem.target for problem in found.problems]


def test_all_defects_of_an_act_are_told_at_once(one_office: Office) -> None:
    """An opinion that is missing or cannot be printed, a wrong fill, one that cannot be printed and one that is missing."""
    case_no = one_office.file()
    fills = {"driver": "张😀三", "plate": "车"}
    assert told(one_office, CLERK, case_no, "accept", opinion="可以😀", fills=fills) == ["driver", "办理意见", "plate"]
    assert told(one_office, CLERK, case_no, "accept", fills={"plate": "车"}) == ["plate", "driver"]


def test_all_defects_of_findings_are_told_at_once(one_office: Office) -> None:
    """One without a word, one of no field, one that cannot be printed."""
    findings = {"destination": " ", "nothing": "请改正", "purpose": "写明😀"}
    case_no = one_office.file()
    targets = told(one_office, CLERK, case_no, "request_supplement", findings=findings)
    assert sorted(targets) == ["destination", "nothing", "purpose"]


def test_all_defects_of_a_supplement_are_told_at_once(one_office: Office) -> None:
    """What cannot be printed, what is wrong, and what nobody has asked for."""
    case_no = one_office.file()
    one_office.done(CLERK, case_no, "request_supplement", findings={"purpose": "写明", "passengers": "核对"})
    answers = {"purpose": "调研😀", "passengers": "三", "destination": "他处"}
    assert sorted(told(one_office, STAFF, case_no, "supplement", answers=answers)) == [
        "destination",
        "passengers",
        "purpose",
    ]


def test_what_an_act_needs_is_told_together_with_the_missing_opinion(one_office: Office) -> None:
    """转办 without anybody, without a reason; to somebody who may not, without a reason; a refusal with a wrong fill."""
    case_no = one_office.file()
    assert told(one_office, CLERK, case_no, "transfer") == ["to", "opinion"]
    stranger = (Holder(person=STAFF, post="county_finance.staff"),)
    assert told(one_office, CLERK, case_no, "transfer", to=stranger) == ["opinion", "to"]


def test_one_defect_of_an_act_keeps_its_own_name(one_office: Office) -> None:
    """Callers from outside tell refusals by their code."""
    assert isinstance(one_office.act(CLERK, one_office.file(), "refuse_acceptance"), OpinionRequired)
