"""期限督促规则: what waits is settled by its buttons, numbers are read in words, and a region's rule is entered."""

from streamlit.testing.v1 import AppTest

from flows.views.oversight.house_rules import HouseRuleEntry
from tests.ui.conftest import Open
from tests.ui.stub import StubService
from tests.ui.stub_house_rules import WAITING

NEW = "house_rules.new.2"


def said(page: AppTest) -> str:
    """All HTML of the page."""
    return "".join(str(part.value) for part in page.html)


def test_the_numbers_are_read_in_words_and_nobodys_text_as_markup(open_page: Open) -> None:
    """0 is what it means: on the last day, or never."""
    page = open_page("house_rules_page")
    assert not page.exception
    assert all(words in said(page) for words in ("4 个工作日", "到期当日", "不报", "不汇总"))
    assert "<script" not in said(page)


def test_what_waits_is_settled_by_its_buttons(open_page: Open, office: StubService) -> None:
    """Each asks once."""
    page = open_page("house_rules_page")
    page.button(key="house_rules.2.confirm").click().run()
    page.button(key="house_rules.2.send_back").click().run()
    assert office.calls == [("house_rules_confirm", 2), ("house_rules_send_back", 2)]


def test_whoever_entered_it_can_only_take_it_back(open_page: Open, office: StubService) -> None:
    """And is told that another confirms."""
    office.answers["house_rules"] = (WAITING.model_copy(update={"open_to_caller": False}),)
    page = open_page("house_rules_page")
    assert {button.key for button in page.button} == {"house_rules.2.send_back", "house_rules.new.1.enter"}
    assert "另一位事项管理员" in said(page)


def test_a_rule_is_entered_for_a_region(open_page: Open, office: StubService) -> None:
    """What is not changed is as the house has it."""
    page = open_page("house_rules_page")
    page.selectbox(key=f"{NEW}.region").select("360100")
    page.number_input(key=f"{NEW}.remind").set_value(5)
    page.checkbox(key=f"{NEW}.digest").uncheck().run()
    page.button(key=f"{NEW}.enter").click().run()
    ((_, entry),) = office.did("house_rules_enter")
    assert entry == HouseRuleEntry(region="360100", remind=5, digest=False)
