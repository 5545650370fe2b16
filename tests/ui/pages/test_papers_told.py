"""What pages tell of papers: of several bodies, of a step on the way, for each row of a table.

Covers: ui/components/forecast.py
"""

from datetime import date

import pytest

from flows.views.matters import CancelledView, Expectation
from flows.views.papers import SealView, VerdictView
from tests.matters.public.definitions import public
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import AT, CASE_NO, Papers, StubService, case

JOINT = tuple(
    SealView(name=name, signed_at=AT, covers_whole_document=last)
    for name, last in (("样例市机关事务管理局", False), ("样例市财政局", True))
)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("MR052", "同意租用（受理机构、市级负责“finance”的单位联合行文）"),
        ("MR020", "编制使用通知单（“编委主任核准用编”办结后出具）"),
        ("MR011", "车辆通行证（随结果出具，“车辆清单”每行一份）"),
    ],
)
def test_the_guide_says_which_papers_come_besides_and_who_signs(
    open_page: Open, office: StubService, code: str, told: str
) -> None:
    """Before anybody files."""
    office.answers["matter"] = public(code)
    assert told in said(open_page("guide_page", matter=code))


@pytest.mark.parametrize("in_force", [False, True])
def test_the_guide_says_that_the_matter_is_cancelled(open_page: Open, office: StubService, in_force: bool) -> None:
    """With date and ground; it is applied for until its day, and not from then on."""
    gone = CancelledView(
        since=date(2026, 4, 1),
        ground="关于取消的通知",
        document_no="样政办〔2026〕8号",
        open_cases_name="终止办理",
        in_force=in_force,
    )
    office.answers["cancelled"] = gone
    page = open_page("guide_page", matter="XX001")
    told = f"{'已' if in_force else '将'}取消：自2026年4月1日起取消。依据：关于取消的通知（样政办〔2026〕8号）"
    assert told in said(page)
    assert any(button.label == "申请" for button in page.button) != in_force


def test_the_forecast_says_which_step_issues_a_paper(open_page: Open, office: StubService) -> None:
    """On the page of the case, and of a filing."""
    step = Expectation(step="allow", name="核准用编", who=("欧阳楠",), limit="3 个工作日", papers=("编制使用通知单",))
    office.answers["case"] = case().model_copy(update={"ahead": (step,)})
    assert "办结后出具编制使用通知单" in said(open_page("case_page", case=CASE_NO))


@pytest.mark.parametrize("verdict", ["valid", "altered"])
def test_a_seal_before_others_is_no_fault_of_a_sound_paper(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, verdict: str
) -> None:
    """The first of two covers what stood there when it was set; of a file that was changed nothing is explained away."""
    found = VerdictView.model_validate(
        {"verdict": verdict, "verdict_name": "结论", "reasons": ("理由。",), "seals": JOINT}
    )
    monkeypatch.setattr(Papers, "verify", lambda *_: found)
    page = open_page("verify_page")
    page.file_uploader(key="verify.file").upload("a.pdf", b"%PDF-joint", "application/pdf").run()
    assert ("联合行文其他单位的印章" in said(page)) is (verdict == "valid")
