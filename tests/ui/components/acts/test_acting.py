"""Acting on an item: version and key go along, defects are itemised, refusals are told, a supplement changes only its targets.

Covers: ui/components/acts/onward.py
Covers: ui/components/acts/act_form.py, ui/components/acts/supplementing.py, ui/components/fields/widget.py
"""

from datetime import UTC, datetime

from streamlit.testing.v1 import AppTest

from flows.views.base import ProblemView
from flows.views.tasks import ActRequest, FillField, OpinionOffer, TaskList, TaskView
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.errors.handling import AlreadyDecided, ProofRequired
from matters.language.document import Definition
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.sample_matter import SAMPLE
from tests.ui.stub import CASE_NO, ONE_PAGE, TASK, TOKEN, TWO_HATS, StubService, accept_task, case, supplement_task
from tests.ui.stub_files import FILE

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
    """An item that waits for the applicant: a field and a material were named."""
    return supplement_task(
        ProblemView(target="place", message="写明单位"), ProblemView(target="notice", message="通知不清楚")
    )


def out_of_city(page: AppTest, office: StubService, value: bool, *problems: Problem) -> None:
    """Correct 是否跨市, and press the button; the answer is these problems, or none."""
    office.answers.pop("act", None)
    if problems:
        office.answers["act"] = Invalid(problems=problems)
    page.radio(key=KEY + "field.out_of_city").set_value(value)
    send(page)


def send(page: AppTest) -> None:
    """Press 提交补正."""
    page.button(key=KEY + "submit.supplement").click().run()


def last_act(office: StubService) -> ActRequest:
    """The newest act that was sent."""
    request: ActRequest = office.did("act")[-1][2]
    return request


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


def test_the_text_of_the_chosen_act_stands_in_the_box(open_page: Open, office: StubService) -> None:
    """It changes with the act as long as nobody has written; cleared or changed it stays so; phrases go by act too."""
    offers = {
        "accept": OpinionOffer(preset="予以受理。", phrases=("申请内容完整。",)),
        "refuse_acceptance": OpinionOffer(phrases=("不属于职责。",)),
    }
    page = opened(open_page, office, accept_task().model_copy(update={"opinions": offers}))
    box, phrases = KEY + "opinion", KEY + "phrase"
    page.radio(key=KEY + "action").set_value("accept").run()
    assert (page.text_area(key=box).value, page.selectbox(key=phrases).options) == ("予以受理。", ["申请内容完整。"])
    page.radio(key=KEY + "action").set_value("refuse_acceptance").run()
    assert (page.text_area(key=box).value, page.selectbox(key=phrases).options) == ("", ["不属于职责。"])
    page.radio(key=KEY + "action").set_value("accept").run()
    page.text_area(key=box).set_value("").run()
    assert page.text_area(key=box).value == ""
    page.selectbox(key=phrases).set_value("申请内容完整。").run()
    page.radio(key=KEY + "action").set_value("refuse_acceptance").run()
    assert (page.text_area(key=box).value, page.selectbox(key=phrases).value) == ("申请内容完整。", None)
    assert not page.exception


def test_a_conflict_of_interest_is_told_before_the_act(open_page: Open, office: StubService) -> None:
    """What will be noted, where anything will."""
    told = []
    for conflict in ("", "本人曾以其他岗位办理"):
        page = opened(open_page, office, accept_task().model_copy(update={"conflict": conflict}))
        told.append([info.value for info in page.info])
    assert told == [[], ["您办理本环节将载明：本人曾以其他岗位办理。"]]


def test_another_round_of_supplementing_tells_what_it_needs(open_page: Open, office: StubService) -> None:
    """Where defects are named, and nowhere else; the opinion is no choice then."""
    sentence = "本办件已要求补正过，再次要求须在意见中写明理由。"
    page = opened(open_page, office, accept_task().model_copy(update={"again": sentence}))
    page.radio(key=KEY + "action").set_value("accept").run()
    assert not page.info
    page.radio(key=KEY + "action").set_value("request_supplement").run()
    assert [info.value for info in page.info] == [sentence]
    assert page.text_area(key=KEY + "opinion").label == "意见"


def test_an_opinion_begun_is_there_after_a_reload(open_page: Open, office: StubService) -> None:
    """With the act chosen and what the office fills in; typed or taken from a phrase, the server keeps it as it stands."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    page.selectbox(key=KEY + "phrase").set_value("申请内容完整。").run()
    assert office.begun["t1"]["opinion"] == "申请内容完整。"
    page.text_area(key=KEY + "opinion").set_value("申请内容完整，予以受理。").run()
    page.text_input(key=KEY + "fill.plate").set_value("样A12345").run()
    again = opened(open_page, office)
    assert again.radio(key=KEY + "action").value == "accept"
    assert again.text_area(key=KEY + "opinion").value == "申请内容完整，予以受理。"
    assert again.text_input(key=KEY + "fill.plate").value == "样A12345"


def test_defects_begun_are_there_after_a_reload(open_page: Open, office: StubService) -> None:
    """Which fields, and what is wrong with each; an act that is no longer offered is not chosen again."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("request_supplement").run()
    page.multiselect(key=KEY + "targets").set_value(["place"]).run()
    page.text_input(key=KEY + "finding.place").set_value("写明单位").run()
    again = opened(open_page, office)
    assert again.multiselect(key=KEY + "targets").value == ["place"]
    assert again.text_input(key=KEY + "finding.place").value == "写明单位"
    task = accept_task()
    line = task.line.model_copy(update={"actions": ("accept",)})
    office.begun["t1"]["action"] = "request_supplement"
    assert opened(open_page, office, task.model_copy(update={"line": line})).radio(key=KEY + "action").value == "accept"


def test_a_correction_begun_is_there_after_a_reload(open_page: Open, office: StubService) -> None:
    """What the applicant typed into a named field."""
    page = opened(open_page, office, supplement())
    page.text_input(key=KEY + "field.place").set_value("样例镇政府").run()
    assert opened(open_page, office, supplement()).text_input(key=KEY + "field.place").value == "样例镇政府"


def test_what_brings_the_case_on_is_confirmed_at_once_with_the_opinion_that_is_seen(
    open_page: Open, office: StubService
) -> None:
    """One press on the button that names it; the text that stands ready goes along."""
    line = TASK.model_copy(update={"actions": ("approve", "return_to_applicant", "reject")})
    ready = {"line": line, "fills": (), "opinions": {"approve": OpinionOffer(preset="同意派车。")}}
    page = opened(open_page, office, accept_task().model_copy(update=ready))
    assert page.text_area(key=KEY + "opinion").value == "同意派车。"
    page.button(key=KEY + "submit.approve").click().run()
    assert (only_act(office)[1].action, only_act(office)[1].opinion) == ("approve", "同意派车。")


def test_what_refuses_or_sends_back_is_chosen_by_hand(open_page: Open, office: StubService) -> None:
    """Where nothing agrees, nothing is chosen; and of what refuses there is no button before it is chosen."""
    for actions in (("revoke", "pass_spot_check"), ("approve", "reject")):
        line = TASK.model_copy(update={"actions": actions})
        page = opened(open_page, office, accept_task().model_copy(update={"line": line, "fills": ()}))
        offered = {str(button.key) for button in page.button}
        assert not offered & {KEY + "submit.revoke", KEY + "submit.reject"}


def test_after_an_act_the_next_item_and_the_queue_are_one_press_away(open_page: Open, office: StubService) -> None:
    """下一件 is the first of another case in the order of the queue; before an act nothing of it stands there."""
    other = TASK.model_copy(update={"id": "t2", "case_no": "9901", "brief": "周二去样例镇"})
    office.answers["queue"] = TaskList(items=(TASK, other), page=ONE_PAGE)
    page = opened(open_page, office)
    assert not any(one.proto.label == "返回待办" for one in page.get("page_link"))
    page.button(key=KEY + "submit.accept").click().run()
    links = {one.proto.label: one.proto.query_string for one in page.get("page_link")}
    assert links["下一件：【受理】周二去样例镇"] == "case=9901"
    assert "返回待办" in links


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


def test_defects_may_be_named_in_all_that_is_asked_of_the_applicant(open_page: Open, office: StubService) -> None:
    """What was left unanswered or not handed in too, but not the office's own fields."""
    office.answers["case"] = case(accept_task()).model_copy(update={"answers": (), "materials": ()})
    page = open_page("case_page", case=CASE_NO)
    page.radio(key=KEY + "action").set_value("request_supplement").run()
    options = page.multiselect(key=KEY + "targets").options
    assert {"用车事由", "随行设备", "跨市理由", "材料“活动通知”"} <= set(options)
    assert len(options) == 16
    assert "车牌号" not in options


def test_a_demand_under_a_condition_follows_what_is_filled(open_page: Open, office: StubService) -> None:
    """条件必填 of the office: marked as it bites, and asked of who refuses too, beside nothing else."""
    reason = {
        "id": "why",
        "label": "理由",
        "type": "text",
        "filled_by": "office",
        "required": {"when": {"filled": "plate"}},
    }
    task = accept_task()
    fills = (
        *(fill.model_copy(update={"required": False}) for fill in task.fills),
        FillField(definition=reason, required=False),
    )
    page = opened(open_page, office, task.model_copy(update={"fills": fills}))
    page.radio(key=KEY + "action").set_value("accept").run()
    assert "选填" in page.text_input(key=KEY + "fill.why").label
    page.text_input(key=KEY + "fill.plate").set_value("样A12345").run()
    assert "选填" not in page.text_input(key=KEY + "fill.why").label
    page.radio(key=KEY + "action").set_value("refuse_acceptance").run()
    assert {part.key for part in page.text_input if "fill." in str(part.key)} == {KEY + "fill.why"}
    page.text_input(key=KEY + "fill.why").set_value("车辆检修").run()
    page.text_area(key=KEY + "opinion").set_value("不予保障。").run()
    page.button(key=KEY + "submit.refuse_acceptance").click().run()
    _, request, _ = only_act(office)
    assert request.fills == {"why": "车辆检修"}


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


def listed(page: AppTest) -> str:
    """What stands on the page as text of our own."""
    return "".join(str(part.value) for part in page.html)


def test_what_is_wrong_is_told_as_soon_as_the_field_is_left(open_page: Open, office: StubService) -> None:
    """Asked once for each answer; another answer is another question, and what is right is not told of."""
    office.answers["wrong"] = (ProblemView(target="plate", message="车牌号：写法不对"),)
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    assert "写法不对" not in listed(page)
    page.text_input(key=KEY + "fill.plate").set_value("样A1").run()
    assert '<p class="once-problem" role="alert">车牌号：写法不对</p>' in listed(page)
    assert "once-defects" not in listed(page)
    del office.answers["wrong"]
    page.text_input(key=KEY + "fill.plate").set_value("样A12345").run()
    assert "写法不对" not in listed(page)


def test_a_problem_goes_once_its_field_is_changed(open_page: Open, office: StubService) -> None:
    """Beside the field and in the list on top; the same defect at the next attempt is told again."""
    office.answers["act"] = Invalid(problems=(Problem("plate", "车牌号：写法不对"),))
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    for plate in ("样A1", "样A2"):
        page.text_input(key=KEY + "fill.plate").set_value(plate).run()
        assert "once-defects" not in listed(page)
        page.button(key=KEY + "submit.accept").click().run()
        page.run()
        assert f'data-to="st-key-{KEY.replace(".", "-")}fill-plate-field">车牌号：写法不对</a>' in listed(page)


def test_a_refusal_that_reads_like_consent_is_questioned_once(open_page: Open, office: StubService) -> None:
    """Nothing is sent until the opinion is another, or the person says that it is meant."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("refuse_acceptance").run()
    page.text_area(key=KEY + "opinion").set_value("同意派车。").run()
    page.button(key=KEY + "submit.refuse_acceptance").click().run()
    assert office.did("act") == []
    assert "意见却像是“同意”" in page.warning[0].value
    page.text_area(key=KEY + "opinion").set_value("车辆已派完，不予受理。").run()
    assert not page.warning
    page.text_area(key=KEY + "opinion").set_value("同意派车。").run()
    page.checkbox(key=KEY + "meant.refuse_acceptance").check().run()
    page.button(key=KEY + "submit.refuse_acceptance").click().run()
    assert only_act(office)[1].opinion == "同意派车。"


def test_an_item_decided_by_somebody_else_is_told(open_page: Open, office: StubService) -> None:
    """The refusal says who and when, and nothing is claimed to have been done."""
    office.answers["act"] = AlreadyDecided(who="江晚晴", at=datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    page.button(key=KEY + "submit.accept").click().run()
    assert "江晚晴" in page.error[0].value
    assert not page.success


def test_a_click_on_an_old_page_finds_no_button(open_page: Open, office: StubService) -> None:
    """The item moved on to version 4 meanwhile: the key of version 3 is gone, so the late click only shows and says it."""
    page = opened(open_page, office)
    page.radio(key=KEY + "action").set_value("accept").run()
    moved = accept_task().model_copy(update={"line": TASK.model_copy(update={"version": 4})})
    office.answers["case"] = case(moved)
    page.button(key=KEY + "submit.accept").click().run()
    assert office.did("act") == []
    assert "act.t1.4.submit.accept" in [button.key for button in page.button]
    assert "“受理”的情况刚刚有变化" in page.info[0].value.replace("\\", "")
    assert not page.run().info


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


def test_the_files_of_a_supplement_are_there_after_a_reload(open_page: Open, office: StubService) -> None:
    """The server keeps them: a new session shows what was chosen, and what was chosen is sent."""
    page = opened(open_page, office, supplement())
    page.button(key=KEY + "files.notice.box.remove.f1").click().run()
    assert office.did("attach_supplement") == [("attach_supplement", "t1", "notice", ())]
    again = open_page("case_page", case=CASE_NO)
    assert KEY + "files.notice.box.remove.f1" not in [button.key for button in again.button]
    again.file_uploader(key=KEY + "files.notice.box.0").upload("新通知.pdf", b"%PDF-", "application/pdf").run()
    send(open_page("case_page", case=CASE_NO))
    assert last_act(office).materials == {"notice": (FILE.id,)}


def test_a_supplement_asks_as_the_case_was_filed(open_page: Open, office: StubService) -> None:
    """The matter has a newer version, in which the field has gone: the form is that of the case."""
    older = SAMPLE.model_dump(mode="json", by_alias=True)
    older["form"]["sections"][0]["fields"].append({"id": "stop", "label": "途经地点", "type": "text"})
    task = supplement_task(ProblemView(target="stop", message="写明"), definition=Definition.model_validate(older))
    page = opened(open_page, office, task)
    assert page.text_input(key=KEY + "field.stop").label == "途经地点（必填）"
    page.text_input(key=KEY + "field.stop").set_value("样例镇")
    send(page)
    assert last_act(office).answers == {"stop": "样例镇"}


def test_a_paper_that_a_correction_demands_can_be_handed_in(open_page: Open, office: StubService) -> None:
    """Refused with “请提交材料…”, the page offers an uploader, and the file goes along with the correction."""
    office.answers["case"] = case(supplement_task(ProblemView(target="out_of_city", message="请核对")))
    office.answers["case"] = office.answers["case"].model_copy(update={"materials": ()})
    page = open_page("case_page", case=CASE_NO)
    assert not page.file_uploader
    out_of_city(page, office, True, Problem("notice", "请提交材料“活动通知”"))
    assert "请提交材料“活动通知”" in "".join(str(part.value) for part in page.html)
    page.file_uploader(key=KEY + "files.notice.box.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    out_of_city(page, office, True)
    assert last_act(office).answers == {"out_of_city": True}
    assert last_act(office).materials == {"notice": (FILE.id,)}


def test_an_answer_that_a_correction_makes_wrong_can_be_emptied(open_page: Open, office: StubService) -> None:
    """Not 跨市 after all: the reason is offered for mending and the empty answer is sent."""
    page = opened(open_page, office, supplement_task(ProblemView(target="out_of_city", message="请核对")))
    out_of_city(page, office, False, Problem("reason", "跨市理由：按已填内容无需填写，请清空"))
    assert page.text_area(key=KEY + "field.reason").value == "会审在邻市。"
    page.text_area(key=KEY + "field.reason").set_value("")
    out_of_city(page, office, False)
    assert last_act(office).answers == {"out_of_city": False, "reason": None}


def test_what_came_along_is_sent_only_when_it_was_changed(open_page: Open, office: StubService) -> None:
    """The correction is taken back: the reason is right again, so that it must not be among what is changed."""
    page = opened(open_page, office, supplement_task(ProblemView(target="out_of_city", message="请核对")))
    out_of_city(page, office, False, Problem("reason", "跨市理由：按已填内容无需填写，请清空"))
    out_of_city(page, office, True)
    assert last_act(office).answers == {"out_of_city": True}


def test_what_came_along_can_be_put_back(open_page: Open, office: StubService) -> None:
    """Emptied, and then the correction is taken back: one click restores what was filed, and nothing of it is sent."""
    page = opened(open_page, office, supplement_task(ProblemView(target="out_of_city", message="请核对")))
    out_of_city(page, office, False, Problem("reason", "跨市理由：按已填内容无需填写，请清空"))
    page.text_area(key=KEY + "field.reason").set_value("")
    out_of_city(page, office, True, Problem("reason", "“跨市理由”不在本次补正范围内，不能修改"))
    page.button(key=KEY + "restore.reason").click().run()
    assert not [area for area in page.text_area if str(area.key).startswith(KEY)]
    out_of_city(page, office, True)
    assert last_act(office).answers == {"out_of_city": True}


def test_who_acts_is_asked_for_in_place_and_one_press_goes_on(open_page: Open, office: StubService) -> None:
    """Asked for once the service wants to know; what was chosen and written stands, and the password goes along once."""
    office.answers["act"] = ProofRequired()
    page = opened(open_page, office)
    page.text_area(key=KEY + "opinion").set_value("予以受理，请准时。").run()
    page.text_input(key=KEY + "fill.plate").set_value("样A12345").run()
    assert KEY + "password" not in {str(part.key) for part in page.text_input}
    page.button(key=KEY + "submit.accept").click().run()
    assert "确认是您本人" in said(page)
    assert page.text_area(key=KEY + "opinion").value == "予以受理，请准时。"
    page.text_input(key=KEY + "password").set_value("correct-horse-9").run()
    del office.answers["act"]
    page.button(key=KEY + "submit.accept").click().run()
    first, second = (call[2] for call in office.did("act"))
    assert (first.password, second.password) == ("", "correct-horse-9")
    assert second == first.model_copy(update={"password": "correct-horse-9"})
    assert page.success
    assert "correct-horse-9" not in str(office.begun)


def test_a_wrong_password_is_told_and_asked_for_again(open_page: Open, office: StubService) -> None:
    """Nothing that was written is lost."""
    office.answers["act"] = ProofRequired()
    page = opened(open_page, office)
    page.button(key=KEY + "submit.accept").click().run()
    office.answers["act"] = Invalid.of("password", "密码不正确")
    page.text_input(key=KEY + "password").set_value("wrong").run()
    page.button(key=KEY + "submit.accept").click().run()
    assert "密码不正确" in said(page)
    assert page.text_input(key=KEY + "password")
