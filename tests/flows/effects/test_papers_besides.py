"""Papers besides that of the result, from the act to the verdict: of a step on the way, and for each row of a table.

Covers: flows/cases/composing.py
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pypdfium2
import pytest

from flows.cases.alarms import ring
from flows.effects import sealing
from flows.effects.carrying import carry_out
from flows.evidence import evidence
from flows.views.papers import DocumentView, VerdictView
from matters.calendar import SHANGHAI
from storage import cases, doubts, ledger
from storage.database import Session
from tests.flows.effects.oracle import complaints
from tests.flows.service.office import Office
from tests.matters.public.definitions import public

# of 市财政局, then of 市委编办 and of 市机关事务管理局
APPLICANT, CLERK, HEAD, DEPUTY, GUARD, CHIEF = "p27", "p135", "p133", "p134", "p22", "p20"
POST = "city_finance.staff"


@pytest.fixture
def office(new_office: Callable[[str], Office]) -> Office:
    """An office of its own: all its numbers are counted."""
    made = new_office("sqlite")
    made.publish(public("MR020"), "MR020")
    made.publish(public("MR011"), "MR011")
    return made


def allowed(office: Office, *, carried: bool = True) -> str:
    """A person who enters, whose use of a post has been allowed; the notice is out, once that is carried out."""
    person = {"full_name": "金路", "from_where": "邻市财政局", "post_now": "科员"}
    materials = {name: (office.upload(APPLICANT).id,) for name in ("form", "orders")}
    answers = {"how": "transfer", "persons": [person]}
    case_no = office.file_as("MR020", APPLICANT, answers=answers, materials=materials, post=POST)
    office.done(CLERK, case_no, "accept", fills={"free_posts": 1})
    office.done(HEAD, case_no, "approve", opinion="同意使用编制。", fills={"use_until": "2026-03-31"})
    if carried:
        office.carry(case_no)
    return case_no


def passes(office: Office, *plates: str) -> str:
    """Passes for these cars, granted; nothing is sealed yet but the notice of acceptance."""
    office.clock.now = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
    rows = [{"plate": plate, "kind": "official", "driver": f"驾驶人{n}"} for n, plate in enumerate(plates, 1)]
    parts: dict[str, Any] = {"answers": {"reason": "新购车辆", "list": rows}, "post": POST}
    case_no = office.file_as("MR011", APPLICANT, **parts, materials={"licences": (office.upload(APPLICANT).id,)})
    office.done(GUARD, case_no, "accept")
    office.carry(case_no)
    office.clock.now = datetime(2026, 3, 9, 9, 0, tzinfo=SHANGHAI)
    ring(office.resources)
    office.done(CHIEF, case_no, "approve", opinion="同意。", fills={"valid_until": "2027-03-31"})
    return case_no


def notices(office: Office, case_no: str) -> list[DocumentView]:
    """The notices of use, as the applicant sees them."""
    return [one for one in office.case(APPLICANT, case_no).documents if "编用" in one.number]


def content(office: Office, document: DocumentView) -> bytes:
    """The file."""
    found: Any = office.service.papers.download(office.who(APPLICANT), document.id)
    return bytes(found.content)


def verdict(office: Office, document: DocumentView) -> VerdictView:
    """As anybody verifies it."""
    return office.service.papers.verify(content(office, document))


def text(pdf: bytes) -> str:
    """All that is printed, without white space."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def test_a_notice_goes_out_in_mid_route_with_what_the_step_has_said(office: Office) -> None:
    """Sealed by the body of the step; the case goes on; the applicant is told and finds it in the case and over the API."""
    case_no = allowed(office)
    (notice,) = notices(office, case_no)
    assert (notice.is_result, notice.superseded, notice.number) == (False, False, "样市编办编用〔2026〕1号")
    assert notice.sealed_by == ("中共样例市委机构编制委员会办公室",)
    printed = text(content(office, notice))
    assert "2026年3月31日" in printed
    assert "邻市财政局" in printed
    assert verdict(office, notice).verdict == "valid"
    assert office.case(APPLICANT, case_no).line.status == "in_progress"
    told: Any = office.service.notices.list(office.who(APPLICANT))
    assert any("已出具编制使用通知单（样市编办编用〔2026〕1号）" in line.text for line in told)


def test_after_a_return_the_later_notice_is_in_force_and_the_earlier_one_says_so(office: Office) -> None:
    """Each with its own number and the facts of its round; whoever verifies the earlier one is told."""
    case_no = allowed(office)
    office.done(CLERK, case_no, "return_to_step", step="allow", opinion="请重新核准期限。")
    office.done(HEAD, case_no, "approve", opinion="同意延期。", fills={"use_until": "2026-06-30"})
    office.carry(case_no)
    first, second = notices(office, case_no)
    assert [(one.superseded, one.number[-2]) for one in (first, second)] == [(True, "1"), (False, "2")]
    assert ("3月31日" in text(content(office, first)), "6月30日" in text(content(office, second))) == (True, True)
    old, new = verdict(office, first), verdict(office, second)
    assert (old.verdict, old.verdict_name, new.verdict) == ("superseded", "已被取代", "valid")
    assert old.reasons == ("印章有效，但出具本文书的环节已经重新办理，请以后来出具的同名文书为准。",)
    office.done(CLERK, case_no, "approve", opinion="已登记。", fills={"card_no": "样编卡2026-001"})
    office.done(DEPUTY, case_no, "approve", opinion="同意上编。")
    office.carry(case_no)
    assert office.case(APPLICANT, case_no).line.status == "concluded"
    assert complaints(office.resources) == []


def test_the_notice_is_seen_before_the_step_issues_it(office: Office) -> None:
    """预览: before the head agrees, who is told what will come."""
    case_no = office.file_as(
        "MR020",
        APPLICANT,
        answers={"how": "exam", "persons": [{"full_name": "金路", "from_where": "样例大学", "post_now": "科员"}]},
        materials={name: (office.upload(APPLICANT).id,) for name in ("form", "orders")},
        post=POST,
    )
    office.done(CLERK, case_no, "accept", fills={"free_posts": 1})
    (task,) = office.case(HEAD, case_no).tasks
    assert task.papers["approve"] == "编制使用通知单"
    assert [(one.name, one.papers) for one in office.case(HEAD, case_no).ahead][:2]


def test_each_car_has_its_own_pass_and_the_case_ends_with_the_last(office: Office) -> None:
    """Number, seal and facts of its row; a result beside that of the case; who applied is told once."""
    case_no = passes(office, "样B12345", "样B6D789", "样B00001")
    office.carry(case_no)
    case = office.case(APPLICANT, case_no)
    found = [one for one in case.documents if "证字" in one.number]
    assert [(one.title, one.number, one.is_result) for one in found] == [
        ("机关大院车辆通行证（样B12345）", "样市机管证字〔2026〕1号", True),
        ("机关大院车辆通行证（样B6D789）", "样市机管证字〔2026〕2号", True),
        ("机关大院车辆通行证（样B00001）", "样市机管证字〔2026〕3号", True),
    ]
    for number, one in enumerate(found, 1):
        printed = text(content(office, one))
        assert f"驾驶人{number}" in printed
        assert f"驾驶人{number % 3 + 1}" not in printed
        assert verdict(office, one).verdict == "valid"
    assert case.line.status == "concluded"
    told: Any = office.service.notices.list(office.who(APPLICANT))
    assert [line.text for line in told if "车辆通行证（共" in line.text] == [
        f"机关大院车辆通行证办理（{case_no}）已出具车辆通行证（共 3 份），可在办件中下载。"
    ]
    assert complaints(office.resources) == []


def test_a_pass_in_doubt_cannot_be_dropped_and_a_notice_can(office: Office) -> None:
    """存疑: without the paper of a row the case would be decided for ever; it goes on without that of a step."""
    for case_no, droppable in ((passes(office, "样E00001"), False), (allowed(office, carried=False), True)):
        with office.resources.database.transaction() as session:
            last = [
                one for one in ledger.effects_of(session, head_of(session, case_no)) if one.effect.kind == "number"
            ][-1]
            doubts.give_up(session, last, "程序出错", office.clock())
        with office.resources.database.reading() as session:
            found = doubts.find(session, last.key)
            assert found is not None
            assert evidence(session, office.resources, found).droppable is droppable


def head_of(session: Session, case_no: str) -> int:
    """The id of the case."""
    head = cases.find(session, case_no)
    assert head is not None
    return head.id


def test_a_crash_in_the_middle_of_the_rows_makes_no_pass_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine goes down at the second pass, once before it is kept and once after."""
    case_no = passes(office, *(f"样C{n:05}" for n in range(4)))
    done: list[str] = []
    for name in ("keep", "_settle"):
        hand = getattr(sealing, name)

        def dies(*given: Any, hand: Any = hand, name: str = name) -> Any:  # noqa: ANN401
            done.append(name)
            if done.count(name) == 3:
                raise OSError("the machine went down")
            return hand(*given)

        monkeypatch.setattr(sealing, name, dies)
    while office.case(APPLICANT, case_no).line.status != "concluded":
        office.clock.pass_by(seconds=301)
        while advance := office.lease(case_no):
            carry_out(office.resources, advance, "worker")
    assert len([one for one in office.case(APPLICANT, case_no).documents if "证字" in one.number]) == 4
    assert complaints(office.resources) == []


@pytest.mark.long
def test_as_many_rows_as_the_table_takes_are_as_many_papers(office: Office) -> None:
    """In one advance, each effect under its own key."""
    case_no = passes(office, *(f"样D{n:05}" for n in range(50)))
    office.carry(case_no)
    case = office.case(APPLICANT, case_no)
    assert len({one.number for one in case.documents if "证字" in one.number}) == 50
    assert len({one.key for one in case.effects if one.kind == "seal"}) == 52
    assert complaints(office.resources) == []
