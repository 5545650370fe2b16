"""Acting on an item: version and key go along, defects are itemised, refusals are told, a supplement changes only its targets."""

from streamlit.testing.v1 import AppTest

from flows.views import ActRequest, ProblemView, TaskView
from matters.errors import AlreadyDecided, Invalid, Problem
from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, FILE, TASK, TOKEN, TWO_HATS, StubService, accept_task, case

KEY = "act.t1.3."


def opened(open_page: Open, office: StubService, task: TaskView | None = None) -> AppTest:
    """The case with one open item."""
    office.answers["case"] = case(task or accept_task())
    return open_page("case_page", case=CASE_NO)


def only_act(office: StubService) -> tuple[str, ActRequest, str]:
    """The one act that was sent."""
    [(_, task_id, request, key)] = office.did("act")
    return task_id, request, key


def supplement() -> TaskView:
    """An item that waits for the applicant."""
    line = TASK.model_copy(update={"actions": ("supplement",), "step_name": "补正"})
    targets = (ProblemView(target="place", message="写明单位"), ProblemView(target="notice", message="通知不清楚"))
    return TaskView(line=line, instructions="一次补齐。", phrases=(), opinion_required=(), fills=(), targets=targets)


def test_accepting_sends_fills_opinion_version_and_key(open_page: Open, office: StubService) -> None:
    """The office's field and a phrase that was taken over and changed."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    page.text_input(key=KEY + "fill.plate").set_value("样A12345").run()
    page.selectbox(key=KEY + "phrase").set_value("申请内容完整。").run()
    assert page.text_area(key=KEY + "opinion").value == "申请内容完整。"
    page.button(key=KEY + "submit.accept").click().run()
    task_id, request, key = only_act(office)
    assert (task_id, request.action, request.expected_version) == ("t1", "accept", 3)
    assert (request.opinion, request.fills, request.post) == ("申请内容完整。", {"plate": "样A12345"}, "finance.staff")
    assert len(key) == 64
    assert "无需重复点击" in page.success[0].value


def test_nothing_is_offered_before_an_action_is_chosen(open_page: Open, office: StubService) -> None:
    """No action is preselected, so nobody accepts by pressing Enter."""
    page = opened(open_page, office)
    assert page.radio(key=KEY + "action").value is None
    assert [button.key for button in page.button] == [f"withdraw.{CASE_NO}.1"]


def test_defects_are_named_one_by_one(open_page: Open, office: StubService) -> None:
    """Each chosen field or material gets its own sentence; fields for acceptance are not asked."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("request_supplement").run()
    page.multiselect(key=KEY + "targets").set_value(["place", "notice"]).run()
    page.text_input(key=KEY + "finding.place").set_value("写明单位").run()
    page.text_input(key=KEY + "finding.notice").set_value("不清楚").run()
    page.button(key=KEY + "submit.request_supplement").click().run()
    _, request, _ = only_act(office)
    assert request.findings == {"place": "写明单位", "notice": "不清楚"}
    assert request.fills == {}


def test_a_missing_fill_is_told_beside_its_field(open_page: Open, office: StubService) -> None:
    """And goes away with the next attempt."""
    office.answers["act"] = Invalid(problems=(Problem("plate", "请填写“车牌号”"),))
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    page.button(key=KEY + "submit.accept").click().run()
    assert "请填写“车牌号”" in "".join(str(part.value) for part in page.html)
    del office.answers["act"]
    page.button(key=KEY + "submit.accept").click().run()
    assert page.success


def test_an_item_decided_by_somebody_else_is_told(open_page: Open, office: StubService) -> None:
    """The refusal says who and when, and nothing is claimed to have been done."""
    office.answers["act"] = AlreadyDecided(who="江晚晴", when="09:30")
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    page.button(key=KEY + "submit.accept").click().run()
    assert "江晚晴" in page.error[0].value
    assert not page.success


def test_a_click_on_an_old_page_finds_no_button(open_page: Open, office: StubService) -> None:
    """The item moved on to version 4 meanwhile: the key of version 3 is gone, so the late click does nothing."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    moved = accept_task().model_copy(update={"line": TASK.model_copy(update={"version": 4})})
    office.answers["case"] = case(moved)
    page.button(key=KEY + "submit.accept").click().run()
    assert office.did("act") == []
    assert page.radio(key="act.t1.4.action").value is None


def test_equal_acts_have_equal_keys(open_page: Open, office: StubService) -> None:
    """A second click, in another window too, is answered with the first result."""
    for _ in range(2):
        page = opened(open_page, office)
        page.radio(key=KEY + "action").set_value("accept").run()
        page.button(key=KEY + "submit.accept").click().run()
    assert office.did("act")[0] == office.did("act")[1]


def test_the_hat_is_asked_only_when_the_item_waits_for_several(open_page: Open, office: StubService) -> None:
    """A person with two hats, an item for both."""
    office.people[TOKEN] = TWO_HATS
    both = accept_task().model_copy(
        update={"line": TASK.model_copy(update={"posts": ("finance.staff", "logistics.clerk")})}
    )
    page = opened(open_page, office, both)
    page.radio(key=KEY + "action").set_value("accept").run()
    page.radio(key=KEY + "post").set_value("logistics.clerk").run()
    page.button(key=KEY + "submit.accept").click().run()
    assert only_act(office)[1].post == "logistics.clerk"


def test_a_supplement_asks_for_its_targets_only(open_page: Open, office: StubService) -> None:
    """Present values stand there, the defect beside them; files are stored at once and sent with the old ones."""
    page = opened(open_page, office, supplement())
    assert [widget.key for widget in page.text_input] == [KEY + "field.place"]
    assert page.text_input(key=KEY + "field.place").value == "外地"
    page.text_input(key=KEY + "field.place").set_value("邻市财政局").run()
    assert "写明单位" in "".join(str(part.value) for part in page.html)
    page.button(key=KEY + "files.notice.box.remove.f1").click().run()
    page.file_uploader(key=KEY + "files.notice.box.0").upload("新通知.pdf", b"%PDF-", "application/pdf").run()
    page.button(key=KEY + "submit.supplement").click().run()
    _, request, _ = only_act(office)
    assert request.answers == {"place": "邻市财政局"}
    assert request.materials == {"notice": (FILE.id,)}
    assert office.did("upload") == [("upload", "新通知.pdf", b"%PDF-")]
