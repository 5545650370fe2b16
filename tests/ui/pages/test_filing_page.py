"""Filing: saved at once, conditional fields, all problems beside their fields, and filed once.

Covers: ui/components/defects.py, ui/components/applying/filing.py, ui/components/forecast.py, ui/components/files/materials.py
Covers: ui/components/applying/again.py, ui/components/applying/parts.py, ui/components/applying/receipt.py
Covers: ui/components/applying/mandates.py, ui/components/applying/review.py, ui/components/shown.py
"""

from datetime import date, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.base import ProblemView
from flows.views.cases import DraftView, KeptFile
from flows.views.filing_for import Mandate
from flows.views.matters import ForecastView
from matters.errors.base import Problem
from matters.errors.door import DraftUnderWay, Invalid, SecrecyMark
from matters.errors.handling import PostRequired
from storage.definitions.catalog import shipped_definitions
from tests.ui.conftest import Open
from tests.ui.stub import AT, CASE_NO, EMPTY, STAFF, TOKEN, TWO_HATS, ZHONG, StubService, case
from tests.ui.stub_files import FILE
from tests.ui.stub_filing import SU_HAT
from ui.shell.runs import install_whole_runs

PREFIX = "filing.XX001.1.0."


def saved(office: StubService) -> dict[str, Any]:
    """Everything saved so far, merged."""
    return {key: value for call in office.did("save") for key, value in call[2].items()}


def htmls(page: AppTest) -> str:
    """The HTML on the page."""
    return "".join(str(part.value) for part in page.html)


def hand_in(page: AppTest) -> AppTest:
    """Press, and press once more below what is to be handed in: the form asks for an amount."""
    page.button(key=PREFIX + "submit").click().run()
    return page.button(key=PREFIX + "submit.reviewed").click().run()


def test_every_field_type_saves_its_answer_at_once(open_page: Open, office: StubService) -> None:
    """One widget for each type, each change one save, in the form the definition checks."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "purpose").set_value(" 赴镇 ").run()
    page.radio(key=PREFIX + "kind").set_value("meeting").run()
    page.multiselect(key=PREFIX + "many").set_value(["other"]).run()
    page.date_input(key=PREFIX + "day").set_value(date(2026, 3, 4)).run()
    page.datetime_input(key=PREFIX + "leave_at").set_value(datetime(2026, 3, 4, 8, 30)).run()  # noqa: DTZ001
    page.number_input(key=PREFIX + "people").set_value(3).run()
    page.text_input(key=PREFIX + "cost").set_value("120.50").run()
    page.radio(key=PREFIX + "out_of_city").set_value(False).run()
    page.text_input(key=PREFIX + "identity").set_value("11010519491231002x").run()
    page.checkbox(key=PREFIX + "pledge").check().run()
    assert saved(office) == {
        "purpose": "赴镇",
        "kind": "meeting",
        "many": ["other"],
        "day": "2026-03-04",
        "leave_at": "2026-03-04T08:30",
        "people": 3,
        "cost": "120.50",
        "out_of_city": False,
        "identity": "11010519491231002X",
        "pledge": True,
    }
    assert "已保存 09:31" in htmls(page)


def test_an_emptied_field_takes_the_answer_out(open_page: Open, office: StubService) -> None:
    """Nothing typed is nothing answered."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    page.text_input(key=PREFIX + "purpose").set_value("").run()
    assert "purpose" not in office.draft.answers


def test_a_reload_shows_the_draft_again(open_page: Open, office: StubService) -> None:
    """The browser is disposable: a new session starts from what the server holds."""
    office.draft = DraftView(
        matter="XX001",
        answers={"purpose": "赴镇", "people": 3, "day": "2026-03-04", "kind": "gone"},
        materials={"notice": (FILE,)},
        post=None,
        saved_at=AT,
    )
    page = open_page("filing_page", matter="XX001")
    assert page.text_input(key=PREFIX + "purpose").value == "赴镇"
    assert page.number_input(key=PREFIX + "people").value == 3
    assert page.date_input(key=PREFIX + "day").value == date(2026, 3, 4)
    assert page.radio(key=PREFIX + "kind").value is None
    assert "通知.pdf" in htmls(page)


def test_a_conditional_field_appears_and_its_answer_goes_with_it(open_page: Open, office: StubService) -> None:
    """The reason is asked only when the trip leaves the city, and an answer to a field that has gone is not sent."""
    page = open_page("filing_page", matter="XX001")
    assert not page.text_area
    page.radio(key=PREFIX + "out_of_city").set_value(True).run()
    assert "必须提交" in htmls(page)
    page.text_area(key=PREFIX + "reason").set_value("会审").run()
    page.radio(key=PREFIX + "out_of_city").set_value(False).run()
    assert not page.text_area
    hand_in(page)
    assert "reason" not in office.did("submit")[0][1].answers


def test_what_is_known_of_the_applicant_is_offered_and_may_be_changed(open_page: Open, office: StubService) -> None:
    """The name stands there; emptied, it does not come back by itself."""
    page = open_page("filing_page", matter="XX001")
    assert page.text_input(key=PREFIX + "contact").value == "钟宏"
    hand_in(page)
    assert office.did("submit")[0][1].answers["contact"] == "钟宏"
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "contact").set_value("").run()
    hand_in(page)
    assert "contact" not in office.did("submit")[1][1].answers


def test_office_fields_are_not_asked(open_page: Open) -> None:
    """The plate is filled at acceptance."""
    page = open_page("filing_page", matter="XX001")
    assert PREFIX + "plate" not in [widget.key for widget in page.text_input]


def test_a_file_is_stored_the_moment_it_arrives(open_page: Open, office: StubService) -> None:
    """Uploaded once, attached to the draft, and the uploader is empty again."""
    page = open_page("filing_page", matter="XX001")
    page.file_uploader(key=PREFIX + "notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    assert office.did("upload") == [("upload", "通知.pdf", b"%PDF-")]
    assert office.did("attach") == [("attach", "notice", ("f1",))]
    assert "/files/f1" in htmls(page)
    page.button(key=PREFIX + "notice.remove.f1").click().run()
    assert office.did("attach")[-1] == ("attach", "notice", ())


def test_what_was_done_to_a_file_is_told_beside_its_material(open_page: Open, office: StubService) -> None:
    """A place taken out of a photograph, an ending put right: the person reads it where the file is."""
    office.answers["upload"] = KeptFile(**FILE.model_dump(), remarks=("照片中的拍摄位置已去除",))
    page = open_page("filing_page", matter="XX001")
    page.file_uploader(key=PREFIX + "notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    assert "通知.pdf：照片中的拍摄位置已去除。" in htmls(page)


def test_any_kind_of_file_reaches_the_server(open_page: Open) -> None:
    """It says what the file is and what to do; the browser would only say that it is not allowed."""
    page = open_page("filing_page", matter="XX001")
    assert list(page.file_uploader(key=PREFIX + "notice.0").proto.type) == []


def test_a_refused_file_is_told_beside_its_material(open_page: Open, office: StubService) -> None:
    """With the reason, and without being attached."""
    office.answers["upload"] = SecrecyMark(where="通知.pdf", mark="秘密")
    page = open_page("filing_page", matter="XX001")
    page.file_uploader(key=PREFIX + "notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    assert "含有密级标志" in htmls(page)
    assert office.did("attach") == []


def test_all_problems_are_told_at_once_beside_their_fields(open_page: Open, office: StubService) -> None:
    """Fields, material and one that belongs nowhere; mending one takes its mark away."""
    office.answers["submit"] = Invalid(
        problems=(
            Problem("purpose", "请填写“用车事由”"),
            Problem("notice", "请提交材料“活动通知”"),
            Problem("x", "无处可放"),
        )
    )
    page = open_page("filing_page", matter="XX001")
    page.button(key=PREFIX + "submit").click().run()
    assert "有 3 处需要修改" in htmls(page)
    for message in ("请填写“用车事由”", "请提交材料“活动通知”", "无处可放"):
        assert message in htmls(page)
    for part in ("purpose-field", "notice-box"):
        assert f'data-to="st-key-filing-XX001-1-0-{part}"' in htmls(page)
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    assert "请填写“用车事由”" not in htmls(page)
    assert "有 2 处需要修改" in htmls(page)


def test_what_was_wrong_follows_the_form(open_page: Open, office: StubService) -> None:
    """A requirement that falls away, a defect that becomes another, one that comes back: as the forecast says it now."""

    def wrong(**problems: str) -> ForecastView:
        told = tuple(ProblemView(target=target, message=message) for target, message in problems.items())
        return ForecastView(steps=(), errands=0, promised="当日", problems=told)

    office.answers["submit"] = Invalid(
        problems=(Problem("purpose", "用车事由：过长"), Problem("notice", "请提交材料“活动通知”"))
    )
    page = open_page("filing_page", matter="XX001")
    office.answers["forecast"] = wrong(
        purpose="用车事由：过长", notice="请提交材料“活动通知”", reason="请填写“跨市理由”"
    )
    page.button(key=PREFIX + "submit").click().run()
    assert "有 2 处需要修改" in htmls(page)
    office.answers["forecast"] = wrong(purpose="用车事由：含有不能使用的字符")
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    assert "有 1 处需要修改" in htmls(page)
    assert "用车事由：含有不能使用的字符" in htmls(page)
    assert "请提交材料" not in htmls(page)
    office.answers["forecast"] = wrong()
    page.text_input(key=PREFIX + "purpose").set_value("赴县").run()
    assert "处需要修改" not in htmls(page)


def test_filing_is_told_with_number_and_link_and_cannot_be_repeated(open_page: Open, office: StubService) -> None:
    """After success there is no form to submit again; a new one must be asked for."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    hand_in(page)
    assert CASE_NO in page.success[0].value
    assert page.title[0].value == "申请已提交"
    assert [button.label for button in page.button] == ["再办一件"]
    office.draft = EMPTY.model_copy(update={"answers": {"purpose": "赴镇"}})
    page.button(key=f"again.{CASE_NO}").click().run()
    assert office.did("copy") == [("copy", CASE_NO)]
    assert page.text_input(key="filing.XX001.1.2.purpose").value == "赴镇"
    assert f"已拷贝办件 {CASE_NO} 的内容" in page.info[0].value.replace("\\", "")
    assert "用车承诺：承诺须重新作出" in htmls(page)


def test_a_draft_under_way_is_offered_instead_of_a_copy(open_page: Open, office: StubService) -> None:
    """From the case too: nothing is thrown away for it."""
    office.answers["copy"] = DraftUnderWay(matter="样例派车")
    office.answers["case"] = case().model_copy(update={"may_copy": True})
    page = open_page("case_page", case=CASE_NO)
    page.button(key=f"again.{CASE_NO}").click().run()
    assert "还有一份没有提交的草稿" in page.error[0].value
    assert "继续填写那份草稿" in [one.proto.label for one in page.get("page_link")]


def test_only_who_filed_it_is_offered_a_copy(open_page: Open, office: StubService) -> None:
    """A handler reads the same page without the button."""
    office.answers["case"] = case()
    assert "再办一件" not in [one.label for one in open_page("case_page", case=CASE_NO).button]


def test_the_key_of_a_filing_follows_the_draft(open_page: Open, office: StubService) -> None:
    """The same draft sent twice has one key, also from a second window; another content has another."""
    for _ in range(2):
        page = open_page("filing_page", matter="XX001")
        hand_in(page)
    office.draft = office.draft.model_copy(update={"answers": {"purpose": "赴县"}})
    hand_in(open_page("filing_page", matter="XX001"))
    first, again, other = (call[2] for call in office.did("submit"))
    assert first == again != other


def test_several_hats_are_asked_for(open_page: Open, office: StubService) -> None:
    """The hat is part of the draft; a refusal for want of one is told in the forecast."""
    office.people[TOKEN] = TWO_HATS
    office.answers["forecast"] = PostRequired(posts="甲、乙")
    page = open_page("filing_page", matter="XX001")
    assert "请选择以哪个岗位办理" in htmls(page)
    page.radio(key=PREFIX + "post").set_value("logistics.clerk").run()
    assert office.draft.post == "logistics.clerk"
    hand_in(page)
    assert office.did("submit")[0][1].post == "logistics.clerk"


def test_among_hats_of_one_body_nobody_is_asked(open_page: Open, office: StubService) -> None:
    """The first is chosen already, also where it was another one's that the draft remembers; it may be changed."""
    second = STAFF.model_copy(update={"post": "finance.liaison", "title": "联络员"})
    office.people[TOKEN] = ZHONG.model_copy(update={"posts": (STAFF, second)})
    office.draft = office.draft.model_copy(update={"post": "logistics.clerk"})
    page = open_page("filing_page", matter="XX001")
    assert page.radio(key=PREFIX + "post").value == "finance.staff"
    hand_in(page)
    assert office.did("submit")[0][1].post == "finance.staff"
    page = open_page("filing_page", matter="XX001")
    page.radio(key=PREFIX + "post").set_value("finance.liaison").run()
    assert office.draft.post == "finance.liaison"


def test_that_no_hat_was_chosen_is_among_all_that_is_wrong(open_page: Open, office: StubService) -> None:
    """First of the list, and beside the question."""
    office.people[TOKEN] = TWO_HATS
    wrong = (Problem("purpose", "请填写“用车事由”"), Problem("post", "请选择以哪个岗位办理。"))
    office.answers["submit"] = Invalid(problems=wrong)
    page = open_page("filing_page", matter="XX001")
    page.button(key=PREFIX + "submit").click().run()
    assert "有 2 处需要修改" in htmls(page)
    assert htmls(page).index("post-field") < htmls(page).index("purpose-field")
    assert '<p class="once-problem" role="alert">请选择以哪个岗位办理。</p>' in htmls(page)


def test_the_forecast_tells_who_will_see_it_and_how_long(open_page: Open) -> None:
    """Steps, people, limits and errands."""
    text = htmls(open_page("filing_page", matter="XX001"))
    for part in ("受理", "廖文", "当日", "0 次（一次不跑）"):
        assert part in text


def test_before_it_opens_the_form_says_when_it_does(open_page: Open, office: StubService) -> None:
    """It may be filled in all the same."""
    told = "“公务用车”现在不在申请期内（每年9月1日至9月30日），下一次自2026年9月1日起受理。"
    office.answers["forecast"] = ForecastView(steps=(), errands=0, promised="1 个工作日", closed=told)
    page = open_page("filing_page", matter="XX001")
    assert told in [one.value for one in page.info]
    page.text_input(key=PREFIX + "purpose").set_value("防汛").run()
    assert saved(office) == {"purpose": "防汛"}


def test_starting_over_throws_the_draft_away(open_page: Open, office: StubService) -> None:
    """The server's draft and the widgets."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    page.button(key=PREFIX + "discard").click().run()
    assert office.did("discard")
    assert page.text_input(key="filing.XX001.1.1.purpose").value == ""


def test_a_press_counts_for_what_was_shown_and_nothing_else(open_page: Open, office: StubService) -> None:
    """Changed in another tab between reading and pressing, a text, a file or the hat is named, and nothing is filed."""
    office.people[TOKEN] = TWO_HATS
    changes: list[tuple[str, dict[str, Any]]] = [
        ("用车事由", {"answers": {"purpose": "赴县"}}),
        ("活动通知", {"materials": {"notice": (FILE,)}}),
        ("以哪个岗位申请", {"post": "logistics.clerk"}),
    ]
    for nth, (name, change) in enumerate(changes, 1):
        page = open_page("filing_page", matter="XX001")
        office.draft = office.draft.model_copy(update={**change, "saved_at": AT})
        page.button(key=PREFIX + "submit").click().run()
        assert f"没有提交：“{name}”" in page.error[0].value.replace("\\", "")
        assert office.did("submit")[nth - 1 :] == []
        hand_in(page)
        assert len(office.did("submit")) == nth


@pytest.mark.parametrize("taken", [True, False])
def test_a_press_that_comes_with_a_file_counts_for_both_or_for_nothing(
    open_page: Open, office: StubService, taken: bool
) -> None:
    """Chosen and pressed while the page is drawn; what is not taken is told, and the next press goes without it."""
    install_whole_runs()
    page = open_page("filing_page", matter="XX001")
    if not taken:
        office.answers["upload"] = SecrecyMark(where="通知.pdf", mark="秘密")
    page.file_uploader(key=PREFIX + "notice.0").upload("通知.pdf", b"%PDF-", "application/pdf")
    page.button(key=PREFIX + "submit").click().run()
    if taken:
        page.button(key=PREFIX + "submit.reviewed").click().run()
    assert [one[1].materials for one in office.did("submit")] == ([{"notice": ("f1",)}] if taken else [])
    if not taken:
        assert "“活动通知”有文件未接收" in page.error[0].value.replace("\\", "")
        hand_in(page)
        assert [one[1].materials for one in office.did("submit")] == [{}]


def test_what_was_read_once_more_is_what_is_handed_in(open_page: Open, office: StubService) -> None:
    """Changed in another tab while it is being read, it is named, nothing is filed, and the page says what it says now."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    page.button(key=PREFIX + "submit").click().run()
    assert page.title[0].value == "核对：样例派车"
    assert "<dd>赴镇</dd>" in htmls(page)
    office.draft = office.draft.model_copy(update={"answers": {"purpose": "赴县"}})
    page.button(key=PREFIX + "submit.reviewed").click().run()
    assert "没有提交：“用车事由”" in page.error[0].value.replace("\\", "")
    assert "<dd>赴县</dd>" in htmls(page)
    assert office.did("submit") == []
    page.button(key=PREFIX + "submit.reviewed").click().run()
    assert office.did("submit")[0][1].answers["purpose"] == "赴县"


def test_from_what_is_read_once_more_one_goes_back_to_its_part(open_page: Open, office: StubService) -> None:
    """The form stands as it was left, with the way to the part; what is refused meanwhile leads back to the form too."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "purpose").set_value("赴镇").run()
    page.button(key=PREFIX + "submit").click().run()
    next(one for one in page.button if one.label == "修改用车信息").click().run()
    assert page.text_input(key=PREFIX + "purpose").value == "赴镇"
    assert 'data-to="st-key-filing-XX001-1-0-trip-part"' in htmls(page)
    page.button(key=PREFIX + "submit").click().run()
    office.answers["submit"] = Invalid(problems=(Problem("day", "用车日期：不能早于今天"),))
    page.button(key=PREFIX + "submit.reviewed").click().run()
    assert page.title[0].value == "申请：样例派车"
    assert "有 1 处需要修改" in htmls(page)


def test_the_receipt_says_what_comes_next_and_the_number_once(open_page: Open) -> None:
    """Who acts now and until when, by when it is all done, and how one hears of it."""
    page = hand_in(open_page("filing_page", matter="XX001"))
    said = htmls(page)
    assert "受理：廖文，应于2026年3月2日前办理。" in said
    assert "全部办理应于2026年3月3日（暂定）前完成。" in said
    assert "办理进展会通知您" in said
    assert page.success[0].value.replace("\\", "").count(CASE_NO) == 1
    assert CASE_NO not in said


def test_a_long_form_lists_its_parts_with_what_they_lack(open_page: Open, office: StubService) -> None:
    """Each leads to its part; a short form has no list."""
    assert "once-parts" not in htmls(open_page("filing_page", matter="XX001"))
    matter = next(one for one in shipped_definitions() if one.code == "MS001")
    office.answers["matter"] = matter
    missing = (ProblemView(target="project_name", message="请填写“项目名称”"),)
    office.answers["forecast"] = ForecastView(steps=(), errands=0, promised="", problems=missing)
    said = htmls(open_page("filing_page", matter="MS001"))
    assert said.count("还差 1 项") == 1
    assert (said.count("已填好"), said.count("已交齐")) == (3, 1)
    assert f'data-to="st-key-filing-MS001-{matter.edition.version}-0-part">申请材料</a>' in said


def test_what_is_changed_here_is_no_surprise(open_page: Open, office: StubService) -> None:
    """A text typed and a file handed in on this page go with the press that follows at once."""
    page = open_page("filing_page", matter="XX001")
    page.file_uploader(key=PREFIX + "notice.0").upload("通知.pdf", b"%PDF-", "application/pdf").run()
    page.text_input(key=PREFIX + "purpose").set_value("赴镇")
    hand_in(page)
    assert office.did("submit")[0][1].answers["purpose"] == "赴镇"
    assert office.did("submit")[0][1].materials == {"notice": ("f1",)}


def test_every_field_says_whether_it_must_be_filled_in(open_page: Open) -> None:
    """In its label, which is also what is read aloud; under a condition it says what holds now. The help stands below."""
    page = open_page("filing_page", matter="XX001")
    labels = {str(one.key).removeprefix(PREFIX): one.label.replace("\\", "") for one in (*page.text_input, *page.radio)}
    assert (labels["purpose"], labels["cost"]) == ("用车事由（必填）", "预计费用（元，选填）")
    marks = ("必填）", "选填）", "建议填写）")
    assert [label for label in labels.values() if not label.endswith(marks)] == []
    assert "写明*活动*名称。" in htmls(page)
    assert not page.text_input(key=PREFIX + "purpose").help


def test_what_is_wrong_is_told_when_the_field_is_left_and_not_before(open_page: Open, office: StubService) -> None:
    """As the service judges it, beside the field; there is no list of defects before anybody wanted to file."""
    office.answers["forecast"] = ForecastView(
        steps=(),
        errands=0,
        promised="当日",
        wrong=(ProblemView(target="people", message="乘车人数：不能大于 55"),),
        problems=(
            ProblemView(target="people", message="乘车人数：不能大于 55"),
            ProblemView(target="purpose", message="请填写“用车事由”"),
        ),
    )
    page = open_page("filing_page", matter="XX001")
    page.number_input(key=PREFIX + "people").set_value(99).run()
    assert "乘车人数：不能大于 55" in htmls(page)
    assert "请填写" not in htmls(page)
    assert "处需要修改" not in htmls(page)


def test_an_amount_is_read_as_people_say_it_and_shown_grouped(open_page: Open, office: StubService) -> None:
    """Below the field while it is typed, in the field when the form is opened again; what is not understood stays as it is."""
    page = open_page("filing_page", matter="XX001")
    page.text_input(key=PREFIX + "cost").set_value("120万").run()
    assert "1,200,000.00元（120万元）" in htmls(page)
    assert office.draft.answers["cost"] == "1200000.00"
    assert open_page("filing_page", matter="XX001").text_input(key=PREFIX + "cost").value == "1,200,000.00"
    page.text_input(key=PREFIX + "cost").set_value("一百万左右").run()
    assert open_page("filing_page", matter="XX001").text_input(key=PREFIX + "cost").value == "一百万左右"


def test_by_a_mandate_the_form_is_filled_in_for_who_gave_it(open_page: Open, office: StubService) -> None:
    """Its link stands on one's own form; the filing names the mandate, and a mandate that ended is said to have."""
    given = Mandate(id="m1", principal=SU_HAT, until=date(2026, 3, 8), matters=(), pledges=True)
    office.answers["mandates"] = (given,)
    own = open_page("filing_page", matter="XX001")
    assert not own.exception
    page = open_page("filing_page", matter="XX001", mandate="m1")
    assert "苏青" in htmls(page)
    page.button(key="filing.XX001.su.finance.staff.1.0.submit").click().run()
    assert not page.exception
    assert "核对：样例派车" in page.title[0].value
    assert "苏青" in htmls(page)
    page.button(key="filing.XX001.su.finance.staff.1.0.submit.reviewed").click().run()
    [(_, request, _)] = office.did("submit_mandated")
    assert (request.mandate, request.post) == ("m1", "finance.staff")
    office.answers["mandates"] = ()
    late = open_page("filing_page", matter="XX001", mandate="m1")
    assert "已经撤销或者届满" in late.info[0].value
