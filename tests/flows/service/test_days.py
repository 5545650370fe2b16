"""Days that come by themselves, at the service with its clock moved: claims that lapse, and what is overdue.

Covers: flows/cases/alarms.py, storage/alarms.py
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from flows.cases.alarms import ring
from flows.views.tasks import ActRequest
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import CHIEF, CLERK, CLERK_2, HEAD, STAFF, Office
from tests.flows.service.test_verbs import TO_DEPUTY, begun, code, holds
from tests.matters.forked import decide, step
from tests.matters.stories import CAR, varied
from tests.matters.verbs.test_supplement_limits import limited

TWO_DAYS = {"kind": "working_days", "days": 2}
SUPERVISOR = "p62"


def told(office: Office, person: str, case_no: str) -> list[str]:
    """What the person was told of the case, newest first."""
    office.carry(case_no)
    listed: Any = office.service.notices.list(office.who(person))
    return [notice.text for notice in listed if case_no in notice.text]


def what(office: Office, case_no: str) -> list[str]:
    """What has happened, as people read it."""
    return [entry.what for entry in office.case(HEAD, case_no).timeline]


@pytest.mark.both
def test_a_claim_lapses_and_the_group_has_it_again(office: Office) -> None:
    """认领: on the day after it was due, by two sweeps at once, once; the colleague is told and may act."""
    case_no = begun(office, step("wash", "work", post="vehicle_clerk", limit=TWO_DAYS), decide())
    office.done(CLERK, case_no, "claim")
    assert not holds(office, CLERK_2, case_no)
    office.clock.pass_by(days=2)
    ring(office.resources)
    assert not holds(office, CLERK_2, case_no)
    office.clock.pass_by(days=1)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: ring(office.resources), range(2)))
    entries = [entry for entry in office.case(CLERK_2, case_no).timeline if entry.what == "退回待办池"]
    assert [(entry.who, entry.opinion) for entry in entries] == [("系统", "认领后逾期未办理，自动退回待办池")]
    assert "已退回待办池" in told(office, CLERK_2, case_no)[0]
    office.done(CLERK_2, case_no, "claim")
    assert ring(office.resources) == 0
    office.done(CLERK_2, case_no, "complete", opinion="已洗")


@pytest.mark.parametrize(
    ("rule", "shown", "besides", "not_told"),
    [
        ("remind", "超期提醒", CHIEF, SUPERVISOR),
        ("supervise", "超期督办", SUPERVISOR, HEAD),
        ("escalate", "超期，负责人可以直接办理", HEAD, SUPERVISOR),
    ],
)
def test_what_is_overdue_is_told_once(office: Office, rule: str, shown: str, besides: str, not_told: str) -> None:
    """提醒, 督办, 由负责人办理: whoever the rule says, and the holder, on the day after; never a second time."""
    case_no = begun(office, step("check", post="vehicle_chief", limit=TWO_DAYS, overdue=rule), decide())
    office.clock.pass_by(days=2)
    ring(office.resources)
    assert shown not in what(office, case_no)
    office.clock.pass_by(days=1)
    for _ in range(2):
        ring(office.resources)
    office.clock.pass_by(days=1)
    ring(office.resources)
    assert what(office, case_no).count(shown) == 1
    for person in {CHIEF, besides}:
        assert sum("已超过办理期限（2026年3月4日）" in text for text in told(office, person, case_no)) == 1
    for person in (not_told, STAFF):
        assert not any("已超过办理期限" in text for text in told(office, person, case_no))


@pytest.mark.both
def test_what_is_not_supplemented_in_time_is_over(office: Office) -> None:
    """视为撤回: the last day stands on the notice, the task and its paper; the day after, once, both sides hear of it."""
    car = next(matter for matter in shipped_definitions() if matter.code == "MS032")
    code = office.publish(limited(car, days=2))
    case_no = office.file_as(code)
    office.done(CLERK, case_no, "request_supplement", findings={"destination": "请写明单位"})
    task = office.task(STAFF, case_no)
    assert (task.due, task.step_name) == (date(2026, 3, 4), "补正")
    assert any("一次补齐，请于2026年3月4日前办理。" in text for text in told(office, STAFF, case_no))
    (view,) = office.case(STAFF, case_no).tasks
    assert view.instructions == "请按所列内容一次补齐。逾期未办的，视为撤回申请。"
    office.clock.pass_by(days=2)
    assert ring(office.resources) == 0
    office.clock.pass_by(days=1)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: ring(office.resources), range(2)))
    assert [entry.who for entry in office.case(STAFF, case_no).timeline if "视为撤回" in entry.what] == ["系统"]
    assert office.case(CLERK, case_no).line.status == "withdrawn"
    for person in (STAFF, CLERK):
        assert sum("的“补正”逾期未办，视为撤回申请" in text for text in told(office, person, case_no)) == 1


@pytest.mark.both
def test_the_applicant_has_a_part_in_mid_route(office: Office) -> None:
    """申请人办理: told, listed and offered to the applicant alone; sent back, done again, and the case goes on."""
    part = {"id": "try", "name": "试用确认", "kind": "applicant", "limit": TWO_DAYS, "undone": "proceed_noted"}
    case_no = begun(office, step("set_up", "work", post="vehicle_clerk"), part, decide())
    office.done(CLERK, case_no, "complete", opinion="已开通")
    task = office.task(STAFF, case_no)
    assert (task.step_name, task.due, task.actions) == ("试用确认", date(2026, 3, 4), ("complete", "return_to_step"))
    (view,) = office.case(STAFF, case_no).tasks
    assert view.instructions == "逾期未办的，办件按规定继续办理。"
    assert any("试用确认" in text for text in told(office, STAFF, case_no))
    assert not office.case(CLERK, case_no).tasks
    office.done(STAFF, case_no, "return_to_step", step="set_up", opinion="打不开")
    office.done(CLERK, case_no, "complete", opinion="已修复")
    office.done(STAFF, case_no, "complete", opinion="可以使用")
    assert [what for what in what(office, case_no) if "退回环节" in what] == ["退回环节：环节set_up"]


def test_who_is_told_to_supervise_sees_the_case(office: Office) -> None:
    """督办: of a body that is party by a step of its own too; and can do nothing but look."""
    case_no = begun(office, step("check", post="vehicle_chief", limit=TWO_DAYS, overdue="supervise"), decide())
    assert not office.case(SUPERVISOR, case_no).tasks


def test_the_head_takes_the_overdue_item(office: Office) -> None:
    """由负责人办理: it stands in the head's queue; who had it open before is told to look again."""
    case_no = begun(office, step("check", post="vehicle_chief", limit=TWO_DAYS, overdue="escalate"), decide())
    before = office.task(CHIEF, case_no)
    assert not holds(office, HEAD, case_no)
    office.clock.pass_by(days=3)
    ring(office.resources)
    assert holds(office, HEAD, case_no)
    late = ActRequest(action="approve", expected_version=before.version, opinion="同意")
    assert code(office.service.tasks.act(office.who(CHIEF), before.id, late)) == "stale"
    office.done(HEAD, case_no, "approve", opinion="同意")
    assert office.task(HEAD, case_no).step == "settle"


def test_a_reminder_leaves_the_open_page_in_force(office: Office) -> None:
    """提醒: the version is what it was; after a transfer the new holder is the one who is told."""
    case_no = begun(office, step("check", post="vehicle_chief", limit=TWO_DAYS, overdue="remind"), decide())
    office.done(CHIEF, case_no, "transfer", to=(TO_DEPUTY,), opinion="出差")
    before = office.task(TO_DEPUTY.person, case_no)
    office.clock.pass_by(days=3)
    ring(office.resources)
    assert office.task(TO_DEPUTY.person, case_no) == before
    assert any("已超过办理期限" in text for text in told(office, TO_DEPUTY.person, case_no))
    assert not any("已超过办理期限" in text for text in told(office, CHIEF, case_no))
    request = ActRequest(action="approve", expected_version=before.version, opinion="同意")
    office.service.tasks.act(office.who(TO_DEPUTY.person), before.id, request)
    assert office.task(HEAD, case_no).step == "settle"


def test_whoever_applied_is_told_that_a_result_ends(office: Office) -> None:
    """结果有效期: on the case from the decision on; in 通知 once, so long before, while nobody has anything to do about it."""

    def add(document: dict[str, Any]) -> None:
        granted = next(one for one in document["outcome"]["results"] if one["on"] == "granted")
        granted["validity"] = {"months": 6, "remind_days": 30}
        paper = next(one for one in document["outcome"]["papers"] if one["on"] == "granted")
        paper["blocks"].insert(0, {"text": "本批复有效期至{result_valid_until}。"})

    car = next(matter for matter in shipped_definitions() if matter.code == "MS032")
    case_no = office.file_as(office.publish(varied(car, add)))
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.done(CHIEF, case_no, "approve", opinion="同意")
    office.carry(case_no)
    shown = office.case(STAFF, case_no)
    assert shown.valid_until == date(2026, 9, 2)
    assert [one.step for one in shown.waiting if not one.who] == []
    assert [one.what for one in shown.timeline if "有效期" in one.what] == ["决定：同意派车，有效期至2026年9月2日"]
    (document,) = (one for one in shown.documents if one.is_result)
    paper: Any = office.service.papers.download(office.who(STAFF), document.id)
    said = "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(paper.content)).pages)
    assert "有效期至2026年9月2日" in said
    office.clock.pass_by(days=153)
    assert ring(office.resources) == 0
    office.clock.pass_by(days=1)
    assert (ring(office.resources), ring(office.resources)) == (1, 0)
    assert sum("结果有效期至2026年9月2日，届时失效" in text for text in told(office, STAFF, case_no)) == 1
    assert not any("届时失效" in text for text in told(office, CHIEF, case_no))
