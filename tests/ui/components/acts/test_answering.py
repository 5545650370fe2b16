"""Answering another body's question and doing a duty: what is offered, files kept as they arrive, what others read."""

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from flows.views.cases import CaseList, InquiryView, OwedDuty
from tests.ui.conftest import Open
from tests.ui.stub import AT, CASE_NO, ONE_PAGE, TASK, StubService, accept_task, case
from tests.ui.stub_files import FILE

KEY = "act.t1.3."
ASKED = InquiryView(
    step="计划核对",
    body="样例县发展和改革委员会",
    question="是否已列入<b>年度</b>计划？",
    asked_at=AT,
    due=None,
    provisional=False,
)


def opened(open_page: Open, office: StubService) -> AppTest:
    """A question that waits for me."""
    line = TASK.model_copy(update={"actions": ("answer", "transfer"), "step_name": "计划核对"})
    task = accept_task().model_copy(
        update={
            "line": line,
            "replies": ("yes", "no", "material"),
            "instructions": "是否已列入年度计划？",
            "phrases": (),
        }
    )
    office.answers["case"] = case(task).model_copy(update={"partial": True, "answers": (), "inquiries": (ASKED,)})
    return open_page("case_page", case=CASE_NO)


def sent(page: AppTest, office: StubService) -> Any:  # noqa: ANN401
    """The request that confirming has sent."""
    page.button(key=KEY + "submit.answer").click().run()
    assert not page.exception
    return office.did("act")[-1][2]


def html(page: AppTest) -> str:
    """Everything on the page that is not a widget."""
    return "".join(str(part.proto.body) for part in page.get("html"))


def test_a_plain_answer_is_sent(open_page: Open, office: StubService) -> None:
    """Nothing is chosen beforehand; only 否 needs a reason, and only material an uploader."""
    page = opened(open_page, office)
    assert page.radio(key=KEY + "answer").value is None
    page.radio(key=KEY + "answer").set_value("no").run()
    assert page.text_area(key=KEY + "opinion").label == "意见"
    page.radio(key=KEY + "answer").set_value("yes").run()
    assert page.text_area(key=KEY + "opinion").label == "意见（选填）"
    assert not page.file_uploader
    request = sent(page, office)
    assert (request.action, request.answer, request.files, request.expected_version) == ("answer", "yes", (), 3)


def test_files_go_along_with_material(open_page: Open, office: StubService) -> None:
    """Kept by the server as they arrive, and removed there too."""
    page = opened(open_page, office)
    page.radio(key=KEY + "answer").set_value("material").run()
    page.file_uploader(key=KEY + "files.0").upload("计划.pdf", b"%PDF-", "application/pdf").run()
    assert office.did("attach_supplement")[-1][1:3] == ("t1", "files")
    assert sent(page, office).files == (FILE.id,)
    page.button(key=KEY + f"files.remove.{FILE.id}").click().run()
    assert office.did("attach_supplement")[-1] == ("attach_supplement", "t1", "files", ())


def test_who_is_asked_is_told_that_this_is_a_part(open_page: Open, office: StubService) -> None:
    """And nothing is headed that is not there."""
    page = opened(open_page, office)
    assert "只显示协助所需的内容" in page.info[0].value
    assert "申请内容" not in [heading.value for heading in page.header]
    assert "&lt;b&gt;年度" in html(page)
    assert "尚未答复" in html(page)


def test_an_answer_is_read_before_the_decision(open_page: Open, office: StubService) -> None:
    """Question, answer, files, who and when."""
    said = {"answer": "material", "answer_name": "提供材料", "opinion": "见附件", "files": (FILE,)}
    answered = ASKED.model_copy(update={**said, "who": "祁远", "answered_at": AT})
    late = ASKED.model_copy(update={"note": "逾期未复，按规定继续办理"})
    office.answers["case"] = case(accept_task()).model_copy(update={"inquiries": (answered, late)})
    page = open_page("case_page", case=CASE_NO)
    told = html(page)
    for words in ("答复：提供材料。见附件", f"/files/{FILE.id}", "祁远", "逾期未复，按规定继续办理"):
        assert words in told
    titles = [heading.value.split("：")[0] for heading in page.header]
    assert titles.index("协查") < titles.index("请您办理")


def owing(open_page: Open, office: StubService) -> AppTest:
    """A duty that waits for me, of a case that is over."""
    line = TASK.model_copy(update={"actions": ("fulfil",), "step_name": "办后义务：补登里程"})
    task = accept_task().model_copy(
        update={"line": line, "instructions": "归队后补登。", "opinion_required": ("fulfil",)}
    )
    shown = case(task)
    duty = OwedDuty(name="补登里程", due=date(2026, 3, 9), provisional=False)
    entry = shown.timeline[0].model_copy(update={"files": (FILE,)})
    owed = shown.line.model_copy(update={"duties": (duty,)})
    office.answers["case"] = shown.model_copy(update={"line": owed, "timeline": (entry,)})
    return open_page("case_page", case=CASE_NO)


def test_a_duty_is_done_with_words_and_files(open_page: Open, office: StubService) -> None:
    """What was done must be said; files may come along."""
    page = owing(open_page, office)
    page.text_area(key=KEY + "opinion").set_value("行驶 86 公里").run()
    page.file_uploader(key=KEY + "files.0").upload("里程.pdf", b"%PDF-", "application/pdf").run()
    page.button(key=KEY + "submit.fulfil").click().run()
    request = office.did("act")[-1][2]
    assert (request.action, request.opinion, request.files) == ("fulfil", "行驶 86 公里", (FILE.id,))
    assert page.text_area(key=KEY + "opinion").label == "意见"


def test_an_open_duty_is_told_with_its_day(open_page: Open, office: StubService) -> None:
    """On the case, with the files of earlier acts in the history; and in the list."""
    told = html(owing(open_page, office))
    assert "补登里程，应于2026年3月9日前履行" in told
    assert told.count(f"/files/{FILE.id}") > 1
    line = office.answers["case"].line
    office.answers["cases"] = CaseList(items=(line,), page=ONE_PAGE)
    assert "补登里程，应于2026年3月9日前履行" in html(open_page("my_cases_page"))
