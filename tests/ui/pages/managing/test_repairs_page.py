"""办件修复 and 离职交接: what is chosen is what is asked, with its reason; the second person sees the wish and nothing else."""

from datetime import UTC, datetime

from flows.views.mending import RepairRequest, RepairWish
from matters.errors.administering import SecondPersonNeeded
from matters.errors.door import NotFound
from matters.organisation.snapshot import Holder
from tests.ui.conftest import Open
from tests.ui.stub import StubService
from tests.ui.stub_mending import STUCK

KEY = f"repair.{STUCK.case_no}.1."
AT = datetime(2026, 3, 2, 1, 40, tzinfo=UTC)


def test_without_a_number_it_says_what_it_is_for(open_page: Open, office: StubService) -> None:
    """And asks nothing of the service."""
    page = open_page("repairs_page")
    assert "另一位确认" in page.info[0].value
    assert not page.exception


def test_an_unknown_number_is_told(open_page: Open, office: StubService) -> None:
    """The sentence of the refusal."""
    office.answers["repair"] = NotFound(what="办件 1 ")
    assert "没有找到" in open_page("repairs_page", case="1").error[0].value


def test_an_item_is_given_to_the_person_chosen(open_page: Open, office: StubService) -> None:
    """With reason and key."""
    page = open_page("repairs_page", case=STUCK.case_no)
    page.radio(key=KEY + "what").set_value("reassign").run()
    page.selectbox(key=KEY + "item").set_value("t1").run()
    page.selectbox(key=KEY + "to.t1").select_index(0).run()
    page.text_area(key=KEY + "reason").set_value("岗位撤销").run()
    page.button(key=KEY + "ask").click().run()
    [(_, case_no, request, key)] = office.did("repair")
    he = Holder(person="he", post="logistics.deputy")
    assert request == RepairRequest(what="reassign", reason="岗位撤销", item="t1", to=he)
    assert (case_no, len(key)) == (STUCK.case_no, 64)


def test_a_jump_names_its_step(open_page: Open, office: StubService) -> None:
    """No item is asked for."""
    page = open_page("repairs_page", case=STUCK.case_no)
    page.radio(key=KEY + "what").set_value("jump").run()
    page.selectbox(key=KEY + "step").set_value("decide").run()
    page.text_area(key=KEY + "reason").set_value("卡住").run()
    page.button(key=KEY + "ask").click().run()
    assert office.did("repair")[0][2].step == "decide"


def test_the_second_person_confirms_or_drops(open_page: Open, office: StubService) -> None:
    """Who has asked may only take the wish back."""
    wish = RepairWish(what="skip", about="审批", who="何云", at=AT, reason="岗位撤销", mine=False)
    office.answers["repair"] = STUCK.model_copy(update={"wish": wish})
    key = f"repair.{STUCK.case_no}.{AT.isoformat()}."
    page = open_page("repairs_page", case=STUCK.case_no)
    page.button(key=key + "confirm").click().run()
    assert len(office.did("repair.confirm")) == 1
    page.button(key=key + "drop").click().run()
    assert len(office.did("repair.drop")) == 1
    office.answers["repair"] = STUCK.model_copy(update={"wish": wish.model_copy(update={"mine": True})})
    own = open_page("repairs_page", case=STUCK.case_no)
    assert [button.key for button in own.button] == [key + "drop"]


def test_a_refused_word_is_told(open_page: Open, office: StubService) -> None:
    """The sentence, and the page stays."""
    wish = RepairWish(what="skip", about="审批", who="何云", at=AT, reason="岗位撤销", mine=False)
    office.answers |= {"repair": STUCK.model_copy(update={"wish": wish}), "repair_said": SecondPersonNeeded()}
    page = open_page("repairs_page", case=STUCK.case_no)
    page.button(key=f"repair.{STUCK.case_no}.{AT.isoformat()}.confirm").click().run()
    assert "第二人" in page.error[0].value
