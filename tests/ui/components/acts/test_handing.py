"""Handing an item on, and acts on the case: what is offered is sent as it was offered, once, with the reason.

Covers: ui/components/acts/case_acts.py, ui/components/acts/people.py
"""

from datetime import date
from typing import Any

from streamlit.testing.v1 import AppTest

from flows.views.cases import CaseView, CopyView, DiscussionEntry
from flows.views.tasks import ActorChoice, CaseActOffer, CaseActRequest, ExtensionOffer, HatChoice, StepChoice
from matters.errors.handling import NotPossible, ProofRequired
from matters.language.actions import Action
from matters.organisation.snapshot import Holder
from tests.ui.conftest import Open
from tests.ui.stub import AT, CASE_NO, TASK, StubService, accept_task, case

KEY = "act.t1.3."
HE = HatChoice(person="he", post="logistics.deputy", name="何云", title="样例县机关事务管理中心 副主任")
SU = HatChoice(person="su", post="logistics.clerk", name="苏禾", title="样例县机关事务管理中心 派车员")
HE_HAT = Holder(person="he", post="logistics.deputy")


def opened(open_page: Open, office: StubService, *actions: Action, **parts: Any) -> AppTest:  # noqa: ANN401
    """The case with one open item that offers these actions and names."""
    line = TASK.model_copy(update={"actions": actions})
    named = {"colleagues": (HE, SU), "readers": (HE, SU), **parts}
    office.answers["case"] = case(accept_task().model_copy(update={"line": line, **named}))
    return open_page("case_page", case=CASE_NO)


def handed(page: AppTest, office: StubService, action: Action) -> Any:  # noqa: ANN401
    """The request that confirming the action has sent."""
    page.button(key=KEY + f"submit.{action}").click().run()
    assert not page.exception
    return office.did("act")[-1][2]


def test_a_transfer_names_one_colleague_and_the_reason(open_page: Open, office: StubService) -> None:
    """Nothing is chosen beforehand; version and hat go along."""
    page = opened(open_page, office, "approve", "transfer", "delegate")
    page.radio(key=KEY + "action").set_value("more").run()
    page.radio(key=KEY + "hand").set_value("transfer").run()
    page.selectbox(key=KEY + "to.transfer").select_index(0).run()
    page.text_area(key=KEY + "reason.transfer").set_value(" 出差 ").run()
    request = handed(page, office, "transfer")
    assert (request.action, request.to, request.opinion, request.expected_version) == ("transfer", (HE_HAT,), "出差", 3)


def test_signers_are_added_in_the_order_chosen(open_page: Open, office: StubService) -> None:
    """With the moment they sign."""
    page = opened(open_page, office, "approve", "add_signers")
    page.radio(key=KEY + "action").set_value("more").run()
    page.radio(key=KEY + "where").set_value("after").run()
    page.multiselect(key=KEY + "to.add_signers").set_value(["su/logistics.clerk", "he/logistics.deputy"]).run()
    page.text_area(key=KEY + "reason.add_signers").set_value("请把关").run()
    request = handed(page, office, "add_signers")
    assert (request.where, [hat.person for hat in request.to]) == ("after", ["su", "he"])


def test_a_return_names_the_step_and_the_way_on_where_it_is_open(open_page: Open, office: StubService) -> None:
    """And asks for neither where the definition has settled it; what else ends with it is told before."""
    ends = ("会签（已挂起）", "复核")
    earlier = (StepChoice(step="check", name="初审"), StepChoice(step="look", name="复核", ends=ends))
    page = opened(open_page, office, "approve", "return_to_step", earlier=earlier, resumes_open=True)
    page.radio(key=KEY + "action").set_value("return_to_step").run()
    assert not page.info
    page.selectbox(key=KEY + "step").set_value("look").run()
    assert "“会签（已挂起）”“复核”将一并中止" in page.info[0].value
    page.radio(key=KEY + "resumes").set_value("straight_back").run()
    request = handed(page, office, "return_to_step")
    assert (request.step, request.resumes) == ("look", "straight_back")
    fixed = opened(open_page, office, "approve", "return_to_step", earlier=earlier)
    fixed.radio(key=KEY + "action").set_value("return_to_step").run()
    assert not [radio for radio in fixed.radio if radio.key == KEY + "resumes"]


def test_later_actors_are_chosen_with_the_approval(open_page: Open, office: StubService) -> None:
    """选定办理人."""
    choices = (ActorChoice(step="check", name="复核", who=(HE, SU)),)
    page = opened(open_page, office, "approve", "reject", choices=choices)
    page.radio(key=KEY + "action").set_value("approve").run()
    page.selectbox(key=KEY + "choose.check").select_index(0).run()
    assert handed(page, office, "approve").choices == {"check": HE_HAT}


def test_what_was_lent_can_be_called_back_and_nothing_else(open_page: Open, office: StubService) -> None:
    """The lender sees one button, open at once."""
    page = opened(open_page, office, "recall")
    assert not [radio for radio in page.radio if radio.key == KEY + "action"]
    assert handed(page, office, "recall").action == "recall"


def test_a_delegate_only_answers(open_page: Open, office: StubService) -> None:
    """No way to hand on what is somebody else's."""
    page = opened(open_page, office, "advise")
    page.text_area(key=KEY + "opinion").set_value("里程无误").run()
    request = handed(page, office, "advise")
    assert (request.action, request.opinion) == ("advise", "里程无误")
    assert not [radio for radio in page.radio if radio.key == KEY + "hand"]


def offered(*requests: CaseActRequest, about: str = "", **parts: Any) -> CaseView:  # noqa: ANN401
    """A case that offers these acts."""
    return case().model_copy(update={"acts": tuple(CaseActOffer(request=r, about=about) for r in requests), **parts})


def sent(office: StubService) -> Any:  # noqa: ANN401
    """The last act on the case."""
    [(_, case_no, request, key)] = office.did("case_act")
    assert (case_no, len(key)) == (CASE_NO, 64)
    return request


def test_what_is_offered_on_a_case_is_sent_as_offered(open_page: Open, office: StubService) -> None:
    """拿回 with a reason; the label says which step."""
    office.answers["case"] = offered(CaseActRequest(action="take_back", item="i1"), about="初审")
    page = open_page("case_page", case=CASE_NO)
    page.text_area(key=f"case.{CASE_NO}.1.take_back.0.reason").set_value("漏看附件").run()
    page.button(key=f"case.{CASE_NO}.1.take_back.0").click().run()
    assert sent(office) == CaseActRequest(action="take_back", item="i1", text="漏看附件")
    assert "无需重复点击" in page.success[0].value


def test_a_refused_act_is_told(open_page: Open, office: StubService) -> None:
    """The sentence of the refusal, nothing more."""
    office.answers["case"] = offered(CaseActRequest(action="read_copy"))
    office.answers["case_act"] = NotPossible(action="已阅", why="本办件没有抄送给您")
    page = open_page("case_page", case=CASE_NO)
    page.button(key=f"case.{CASE_NO}.1.read_copy.0").click().run()
    assert "没有抄送给您" in page.error[0].value


def test_the_discussion_is_shown_and_added_to(open_page: Open, office: StubService) -> None:
    """What was said as plain text; an offer brings a line to say more."""
    said = DiscussionEntry(who="廖文", post="派车员", at=AT, text="**车**已备 <b>好</b>")
    copies = (CopyView(to="何云（副主任）", by="廖文", sent_at=AT, read_at=None),)
    office.answers["case"] = offered(CaseActRequest(action="discuss"), discussion=(said,), copies=copies)
    page = open_page("case_page", case=CASE_NO)
    text = " ".join(str(part.value) for part in page.html)
    assert "&lt;b&gt;" in text
    assert "未阅" in text
    page.text_area(key=f"case.{CASE_NO}.discuss.1.text").set_value("好").run()
    page.button(key=f"case.{CASE_NO}.discuss.1").click().run()
    assert sent(office).text == "好"


def test_the_applicant_sees_no_discussion(open_page: Open, office: StubService) -> None:
    """Neither heading nor field."""
    office.answers["case"] = case()
    page = open_page("case_page", case=CASE_NO)
    assert "办理讨论" not in [heading.value for heading in page.header]


def test_a_rest_is_asked_for_with_its_day_and_ground(open_page: Open, office: StubService) -> None:
    """挂起: the grounds of the definition are listed."""
    page = opened(open_page, office, "approve", "ask_suspension", grounds=("等候现场勘查",))
    page.radio(key=KEY + "action").set_value("more").run()
    page.date_input(key=KEY + "until").set_value(date(2026, 12, 1)).run()
    page.text_area(key=KEY + "reason.ask_suspension").set_value("等候现场勘查").run()
    assert "等候现场勘查" in " ".join(str(part.value) for part in page.html)
    request = handed(page, office, "ask_suspension")
    assert (request.until, request.opinion) == (date(2026, 12, 1), "等候现场勘查")


def test_more_time_is_asked_for_with_days_and_ground(open_page: Open, office: StubService) -> None:
    """延长: no more days than are left; the grounds of the definition are listed."""
    page = opened(
        open_page, office, "approve", "ask_extension", extension=ExtensionOffer(left=5, grounds=("案情复杂",))
    )
    page.radio(key=KEY + "action").set_value("more").run()
    asked = page.number_input(key=KEY + "days")
    assert (asked.label, asked.max) == ("延长多少个工作日（最多 5 个）", 5)
    asked.set_value(4).run()
    page.text_area(key=KEY + "reason.ask_extension").set_value("案情复杂").run()
    assert "案情复杂" in " ".join(str(part.value) for part in page.html)
    request = handed(page, office, "ask_extension")
    assert (request.days, request.opinion) == (4, "案情复杂")


def test_where_no_time_is_left_none_is_asked_for(open_page: Open, office: StubService) -> None:
    """延长: what was extended or asked for already."""
    page = opened(open_page, office, "approve", "ask_extension")
    assert "more" not in page.radio(key=KEY + "action").options


def test_what_rests_can_be_gone_on_with(open_page: Open, office: StubService) -> None:
    """One button, open at once."""
    page = opened(open_page, office, "resume")
    assert handed(page, office, "resume").action == "resume"


def test_who_looks_again_at_a_decision_of_the_machine_passes_or_revokes_it(
    open_page: Open, office: StubService
) -> None:
    """Either with a click; the reason goes along."""
    page = opened(open_page, office, "pass_spot_check", "revoke")
    choice = page.radio(key=KEY + "action")
    assert choice.options == ["抽检无误", "撤销决定"]
    choice.set_value("revoke").run()
    page.text_area(key=KEY + "opinion").set_value("与另一行程重复").run()
    request = handed(page, office, "revoke")
    assert (request.action, request.opinion) == ("revoke", "与另一行程重复")


def test_who_takes_over_from_a_machine_may_let_it_try_again(open_page: Open, office: StubService) -> None:
    """Beside doing it."""
    page = opened(open_page, office, "complete", "run_again", "return_to_applicant")
    choice = page.radio(key=KEY + "action")
    assert choice.options == ["办理完成", "再次自动办理", "退回申请人"]
    choice.set_value("run_again").run()
    assert handed(page, office, "run_again").action == "run_again"


def test_an_act_on_the_case_that_ends_in_a_seal_asks_who_acts(open_page: Open, office: StubService) -> None:
    """减签 may end the voting: the password goes along with the same act."""
    request = CaseActRequest(action="remove_signer", step="s", seat="2")
    office.answers["case"] = case().model_copy(update={"acts": (CaseActOffer(request=request, about="何云"),)})
    office.answers["case_act"] = ProofRequired()
    page = open_page("case_page", case=CASE_NO)
    confirm = next(button for button in page.button if button.label == "确认减签（何云）")
    confirm.click().run()
    assert "确认是您本人" in "".join(str(error.value) for error in page.error)
    page.text_input(key=f"case.{CASE_NO}.password").set_value("correct-horse-9")
    del office.answers["case_act"]
    next(button for button in page.button if button.label == "确认减签（何云）").click().run()
    assert [call[2].password for call in office.did("case_act")] == ["", "correct-horse-9"]
    assert f"case.{CASE_NO}.password" not in {str(part.key) for part in page.text_input}
