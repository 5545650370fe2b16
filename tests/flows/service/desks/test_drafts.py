"""The draft desk: what is written on an item is its handler's alone, never outlives it, and never has a secrecy mark."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import col, func, select

from flows.service.desks.drafts import MOST_BEGUN
from flows.views.cases import CopiedView, DraftView
from flows.views.tasks import ActReceipt, ActRequest
from matters.errors.door import DraftUnderWay, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotApplicantsCase
from storage import cases, drafts
from storage.tables.people import DraftRow
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, STAFF, STRANGER, Office
from tests.flows.service.racing import runners

OPINION = "申请内容完整，予以受理。"
WAITED = 0.3  # long enough for both threads to stand at the lock


def _kept(office: Office, task: str) -> int:
    """How many people's drafts there are on an item."""
    with office.resources.database.reading() as session:
        count = select(func.count()).where(col(DraftRow.matter) == drafts.of_item(task))
        return session.exec(count).one()


def _drafted(office: Office, person: str, task: str) -> object:
    return office.service.drafts.keep_begun(office.who(person), task, {"opinion": "拟同意"})


@pytest.mark.both
def test_a_draft_saved_while_the_act_waits_for_the_case_is_gone_with_the_item(office: Office) -> None:
    """Whichever of the two comes first when the case is free: the draft is forgotten, or no longer taken."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    task, who = office.task(CHIEF, case_no), office.who(CHIEF)
    request = ActRequest(action="approve", expected_version=task.version, opinion="同意")
    with runners(office) as services, ThreadPoolExecutor(2) as pool:
        with services[2].tasks._resources.database.transaction() as holding:
            cases.lock(holding, case_no)
            acting = pool.submit(services[0].tasks.act, who, task.id, request)
            time.sleep(WAITED)
            saving = pool.submit(services[1].drafts.keep_begun, who, task.id, {"opinion": "拟同意"})
            time.sleep(WAITED)
        saving.result(timeout=60)
        assert isinstance(acting.result(timeout=60), ActReceipt)
    assert _kept(office, task.id) == 0


def test_what_a_colleague_had_begun_is_forgotten_once_somebody_has_acted(office: Office) -> None:
    """The item was offered to both; the other one's text would never be shown again, nor thrown away."""
    case_no = office.file()
    task = office.task(CLERK, case_no)
    assert _drafted(office, CLERK_2, task.id) is None
    assert _kept(office, task.id) == 1
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert _kept(office, task.id) == 0
    assert isinstance(_drafted(office, CLERK_2, task.id), NotFound)


def test_drafts_are_forgotten_with_a_case_that_ends_without_them(office: Office) -> None:
    """A withdrawal closes what nobody has decided."""
    case_no = office.file()
    task = office.task(CLERK, case_no)
    assert _drafted(office, CLERK, task.id) is None
    office.service.cases.withdraw(office.who(STAFF), case_no, "改期")
    assert _kept(office, task.id) == 0


def test_an_act_that_leaves_the_item_open_forgets_ones_own_draft(office: Office) -> None:
    """What the colleague has begun stays for as long as the item may be hers."""
    case_no = office.file()
    task = office.task(CLERK, case_no)
    assert _drafted(office, CLERK, task.id) is None
    assert _drafted(office, CLERK_2, task.id) is None
    office.done(CLERK, case_no, "claim")
    assert _kept(office, task.id) == 1
    assert office.service.drafts.load_begun(office.who(CLERK), task.id) == {}


def test_an_opinion_is_kept_until_the_item_is_done(office: Office) -> None:
    """The newest counts; whoever has decided has none any more."""
    case_no = office.file()
    task, who, desk = office.task(CLERK, case_no), office.who(CLERK), office.service.drafts
    assert desk.load_begun(who, task.id) == {}
    desk.keep_begun(who, task.id, {"opinion": "申请内容"})
    desk.keep_begun(who, task.id, {"opinion": OPINION})
    assert desk.load_begun(who, task.id) == {"opinion": OPINION}
    office.done(CLERK, case_no, "refuse_acceptance", opinion="不予受理。")
    assert desk.load_begun(who, task.id) == {}
    assert isinstance(desk.keep_begun(who, task.id, {"opinion": OPINION}), NotFound)


def test_an_opinion_is_its_writers_alone(office: Office) -> None:
    """Neither the applicant nor a stranger reads or writes it."""
    case_no = office.file()
    task, desk = office.task(CLERK, case_no), office.service.drafts
    desk.keep_begun(office.who(CLERK), task.id, {"opinion": OPINION})
    for other in (STAFF, STRANGER):
        assert desk.load_begun(office.who(other), task.id) == {}
        assert isinstance(desk.keep_begun(office.who(other), task.id, {"opinion": "改"}), NotFound)
    assert desk.load_begun(office.who(CLERK), task.id) == {"opinion": OPINION}


def test_a_secrecy_mark_is_not_kept(office: Office) -> None:
    """Refused before it reaches the disk; what was kept before stays."""
    task, desk = office.task(CLERK, office.file()), office.service.drafts
    desk.keep_begun(office.who(CLERK), task.id, {"opinion": OPINION})
    assert isinstance(desk.keep_begun(office.who(CLERK), task.id, {"opinion": "机密★长期"}), SecrecyMark)
    assert desk.load_begun(office.who(CLERK), task.id) == {"opinion": OPINION}


def test_parts_of_an_act_are_kept_one_by_one(office: Office) -> None:
    """Each alone, taken out by nothing, too many refused; a mark deep inside never reaches the disk."""
    task, who, desk = office.task(CLERK, office.file()), office.who(CLERK), office.service.drafts
    assert desk.keep_begun(who, task.id, {"opinion": "拟受理", "fill.plate": "样A12345"}) is None
    assert desk.keep_begun(who, task.id, {"opinion": None, "targets": ["purpose"]}) is None
    assert desk.load_begun(who, task.id) == {"fill.plate": "样A12345", "targets": ["purpose"]}
    assert isinstance(desk.keep_begun(who, task.id, {"fill.rows": [{"name": "绝密★十年"}]}), SecrecyMark)
    assert isinstance(desk.keep_begun(who, task.id, {"reason": "长" * MOST_BEGUN}), Invalid)
    assert desk.load_begun(who, task.id) == {"fill.plate": "样A12345", "targets": ["purpose"]}


def test_an_earlier_case_begins_a_fresh_draft(office: Office) -> None:
    """A withdrawn one too; what is signed and dated is named and left out, and nothing is filed by it."""
    who, case_no = office.who(STAFF), office.file(purpose="赴样例镇核查")
    office.service.cases.withdraw(who, case_no, "改期")
    found = office.service.drafts.copy(who, case_no)
    assert isinstance(found, CopiedView)
    assert {one.name for one in found.left_out} == {"出发时间", "预计返回时间", "用车承诺"}
    draft = office.service.drafts.load(who, "MS032")
    assert isinstance(draft, DraftView)
    assert (draft.answers["purpose"], draft.post, draft.outdated) == ("赴样例镇核查", "county_finance.staff", ())
    assert {"depart_at", "return_at", "pledge"} & set(draft.answers) == set()
    office.service.drafts.discard(who, "MS032")


def test_a_draft_under_way_is_left_as_it_is(office: Office) -> None:
    """It is said, and what was written stands."""
    who, case_no = office.who(STAFF), office.file()
    office.service.drafts.save(who, "MS032", {"purpose": "尚未提交"}, "county_finance.staff")
    assert isinstance(office.service.drafts.copy(who, case_no), DraftUnderWay)
    draft = office.service.drafts.load(who, "MS032")
    assert isinstance(draft, DraftView)
    assert draft.answers == {"purpose": "尚未提交"}
    office.service.drafts.discard(who, "MS032")


def test_only_ones_own_case_is_copied(office: Office) -> None:
    """Who handles it is told so; who may not see it hears that there is none."""
    case_no = office.file()
    assert isinstance(office.service.drafts.copy(office.who(CLERK), case_no), NotApplicantsCase)
    assert isinstance(office.service.drafts.copy(office.who(STRANGER), case_no), NotFound)


def test_what_an_office_fills_in_is_judged_while_it_is_filled_in(one_office: Office) -> None:
    """Whose item it is hears what is wrong with what is there, not what is missing; nobody else hears anything."""
    office = one_office
    task, desk = office.task(CLERK, office.file()), office.service.drafts
    found = desk.wrong(office.who(CLERK), task.id, {"plate": "字" * 200})
    assert isinstance(found, tuple)
    (wrong,) = found
    assert wrong.target == "plate"
    assert wrong.message.startswith("车牌号：")
    assert desk.wrong(office.who(CLERK), task.id, CAR) == ()
    assert desk.wrong(office.who(CLERK), task.id, {}) == ()
    assert desk.wrong(office.who(STRANGER), task.id, {"plate": "字" * 200}) == ()
    assert desk.wrong(office.who(CLERK), "gone", {"plate": "字" * 200}) == ()
