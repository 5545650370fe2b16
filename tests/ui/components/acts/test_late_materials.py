"""先办后补 on the pages: told before filing and on the case, brought at the applicant's item, named in lists, guide and help."""

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from flows.views.cases import CaseList, DraftView
from flows.views.late_materials import LateMaterials, OwedMaterial
from flows.views.matters import ForecastView
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.language.document import Definition
from tests.ui.conftest import Open
from tests.ui.sample_matter import SAMPLE
from tests.ui.stub import AT, CASE_NO, LINE, ONE_PAGE, TASK, StubService, accept_task, case
from tests.ui.stub_files import FILE
from ui.components.markup import plain

KEY = "act.t1.3."
OWED = LateMaterials(
    due=date(2026, 3, 5),
    provisional=False,
    materials=(OwedMaterial(id="notice", name="活动<b>通知</b>"), OwedMaterial(id="roster", name="名单")),
)
MATERIAL: dict[str, Any] = {"name": "活动通知", "source": {"kind": "applicant"}, "trust": "D"}


def acting_first() -> Definition:
    """The sample matter, which may be filed first whenever a purpose is given."""
    document = SAMPLE.model_dump(mode="json", by_alias=True)
    urgent = {"when": {"filled": "purpose"}, "within_working_days": 3}
    document["clock"] = {"promised": {"kind": "working_days", "days": 1}, "act_first": urgent}
    document["materials"] = [{**MATERIAL, "id": "notice"}]
    return Definition.model_validate(document)


def html(page: AppTest) -> str:
    """Everything on the page that is not a widget."""
    return "".join(str(part.proto.body) for part in page.get("html"))


def filing(open_page: Open, office: StubService, late: LateMaterials | None, **draft: Any) -> AppTest:  # noqa: ANN401
    """The form, with what the service says may come later."""
    office.answers["matter"] = acting_first()
    office.answers["forecast"] = ForecastView(steps=(), errands=0, promised="1 个工作日", late=late)
    office.draft = DraftView(matter="XX001", answers={}, materials={}, post=None, saved_at=AT).model_copy(update=draft)
    return open_page("filing_page", matter="XX001")


def test_the_form_says_what_may_come_later_and_when(open_page: Open, office: StubService) -> None:
    """In one sentence, and at the material itself."""
    page = filing(open_page, office, OWED, answers={"purpose": "会议"})
    (said,) = (info.value for info in page.info)
    assert "材料不齐也可以先提交申请" in said
    assert plain("应于2026年3月5日前补交") in said
    assert "<b>" not in said
    assert "可以先提交申请，之后补交" in html(page)


def test_the_form_names_only_what_is_not_there_yet(open_page: Open, office: StubService) -> None:
    """Uploaded already is not owed; nothing left, nothing said."""
    page = filing(open_page, office, OWED, answers={"purpose": "会议"}, materials={"notice": (FILE,)})
    assert "名单" in page.info[0].value
    assert "通知" not in page.info[0].value
    everything = {"notice": (FILE,), "roster": (FILE,)}
    assert not filing(open_page, office, OWED, answers={"purpose": "会议"}, materials=everything).info


def test_the_form_is_silent_where_everything_comes_at_once(open_page: Open, office: StubService) -> None:
    """The answers do not allow it."""
    page = filing(open_page, office, None)
    assert not page.info
    assert "必须提交" in html(page)
    assert "之后补交" not in html(page)


def shown(open_page: Open, office: StubService, late: LateMaterials | None) -> AppTest:
    """The case with what it owes."""
    seen = case()
    office.answers["case"] = seen.model_copy(update={"line": seen.line.model_copy(update={"late": late})})
    return open_page("case_page", case=CASE_NO)


def test_whoever_reads_the_case_is_told(open_page: Open, office: StubService) -> None:
    """What and until when; louder once the day has passed; nothing of a case that owes nothing."""
    page = shown(open_page, office, OWED)
    (told,) = (warning.value for warning in page.warning)
    assert told.startswith(plain("本办件先办后补，应于2026年3月5日前补交："))
    assert "名单" in told
    late = shown(open_page, office, OWED.model_copy(update={"overdue": True}))
    (alarm,) = (error.value for error in late.error)
    assert "（逾期未补）" in alarm
    assert not shown(open_page, office, None).warning


def test_the_list_names_the_day(open_page: Open, office: StubService) -> None:
    """Of each case that owes something."""
    line = LINE.model_copy(update={"late": OWED.model_copy(update={"materials": (), "overdue": True})})
    office.answers["cases"] = CaseList(items=(line,), page=ONE_PAGE)
    assert "应于2026年3月5日前补交材料（逾期未补）" in html(open_page("my_cases_page"))


def owing(open_page: Open, office: StubService) -> AppTest:
    """Two materials that I owe."""
    line = TASK.model_copy(update={"actions": ("hand_in_late",), "step_name": "补交材料"})
    materials = tuple(acting_first().materials[0].model_dump(mode="json") | {"id": one} for one in ("notice", "roster"))
    nothing = {"fills": (), "form": (), "phrases": (), "opinion_required": ()}
    task = accept_task().model_copy(update={"line": line, "materials": materials, **nothing})
    office.answers["case"] = case(task)
    return open_page("case_page", case=CASE_NO)


def test_what_is_there_is_brought(open_page: Open, office: StubService) -> None:
    """Kept by the server as it arrives; a material without a file is left for later."""
    page = owing(open_page, office)
    page.file_uploader(key=KEY + "late.notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    assert office.did("attach_supplement")[-1] == ("attach_supplement", "t1", "notice", (FILE.id,))
    page.button(key=KEY + "submit.hand_in_late").click().run()
    assert not page.exception
    request = office.did("act")[-1][2]
    assert (request.action, request.materials, request.expected_version) == ("hand_in_late", {"notice": (FILE.id,)}, 3)


def test_a_second_click_carries_the_same_key(open_page: Open, office: StubService) -> None:
    """So that it is answered with the first result; the item has changed by then."""
    page = owing(open_page, office)
    page.file_uploader(key=KEY + "late.notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    for _ in range(2):
        page.button(key=KEY + "submit.hand_in_late").click().run()
    first, second = office.did("act")
    assert first == second


def test_what_is_wrong_stands_beside_the_material(open_page: Open, office: StubService) -> None:
    """And is gone with the next attempt."""
    office.answers["act"] = Invalid(problems=(Problem("roster", "“名单”最多 1 个文件"),))
    page = owing(open_page, office)
    page.button(key=KEY + "submit.hand_in_late").click().run()
    assert "最多 1 个文件" in html(page)
    assert 'data-to="st-key-' in html(page)


def test_the_guide_and_the_help_know_it(open_page: Open, office: StubService) -> None:
    """When one may file first, and within how many days."""
    office.answers["matter"] = acting_first()
    told = html(open_page("guide_page", matter="XX001"))
    assert "可以先提交申请，3 个工作日内补交材料" in told
    assert "补交材料" in html(open_page("help_page"))
