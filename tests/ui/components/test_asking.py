"""What cannot be undone is asked first."""

from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.mending import RepairWish
from flows.views.tasks import CaseActOffer, CaseActRequest
from tests.ui.conftest import Open
from tests.ui.stub import CASE_NO, TOKEN, ZHONG, StubService, case
from tests.ui.stub_mending import STUCK
from tests.ui.stub_registers import DOUBT_VIEW, EFFECT


def offering(**act: Any) -> dict[str, Any]:  # noqa: ANN401 - the parts of a request
    """A case that offers this act, about somebody."""
    offer = CaseActOffer(request=CaseActRequest(**act), about="何云")
    return {"case": case().model_copy(update={"acts": (offer,)})}


def wished(*, mine: bool) -> dict[str, Any]:
    """A case whose mend waits for a second word."""
    at = datetime(2026, 3, 2, 1, 40, tzinfo=UTC)
    wish = RepairWish(what="skip", about="审批", who="何云", at=at, reason="岗位撤销", mine=mine)
    return {"repair": STUCK.model_copy(update={"wish": wish})}


def asking() -> None:
    """A page with one such act."""
    import streamlit as st

    from ui.components.asking import ask_first

    done: list[str] = st.session_state.setdefault("done", [])
    ask_first("停用", "停用后不能再登录。", "p1.disable", done.append, "p1")


def test_the_question_stands_above_the_button_that_does_it() -> None:
    """The button that unfolds it does nothing; afterwards the question is another one, so that it is folded up."""
    page = AppTest.from_function(asking).run()
    assert [button.label for button in page.button] == ["确认停用"]
    assert "停用后不能再登录。" in str(page.html[0].value)
    page.button(key="p1.disable").click().run()
    assert page.session_state["done"] == ["p1"]
    assert page.session_state["p1.disable.turn"] == 1


# Acts that nothing undoes, by the pages that offer them. Those of accounts, definitions and persons are tried with their pages.
ACTS: dict[str, tuple[str, dict[str, str], dict[str, Any]]] = {
    "撤回申请": ("case_page", {"case": CASE_NO}, {}),
    "减签（何云）": ("case_page", {"case": CASE_NO}, offering(action="remove_signer", step="decide", seat="1.1")),
    "拿回“何云”环节的办理": ("case_page", {"case": CASE_NO}, offering(action="take_back", item="i1")),
    "收回抄送（何云）": ("case_page", {"case": CASE_NO}, offering(action="retract_copy", person="he")),
    "催办": ("case_page", {"case": CASE_NO}, offering(action="urge")),
    "执行修复": ("repairs_page", {"case": STUCK.case_no}, wished(mine=False)),
    "不予修复": ("repairs_page", {"case": STUCK.case_no}, wished(mine=False)),
    "收回申请": ("repairs_page", {"case": STUCK.case_no}, wished(mine=True)),
    "提交核定": ("doubt_page", {"effect": EFFECT}, {}),
    "同意不再执行": ("doubt_page", {"effect": EFFECT}, {"doubt": DOUBT_VIEW.model_copy(update={"proposer": "p77"})}),
    "清空重填": ("filing_page", {"matter": "XX001"}, {}),
    "撤销代理": ("proxies_page", {}, {}),
}


@pytest.mark.parametrize("label", ACTS)
def test_an_act_that_nothing_undoes_is_asked_first(open_page: Open, office: StubService, label: str) -> None:
    """Its button only unfolds what follows and the button that does it; neither stands on the page by itself."""
    page_name, query, answers = ACTS[label]
    office.answers |= answers
    office.people[TOKEN] = ZHONG.model_copy(
        update={"roles": frozenset({*ZHONG.roles, "system_admin", "security_admin"})}
    )
    page = open_page(page_name, **query)
    (asked,) = [one for one in page.get("popover") if one.proto.popover.label == label]
    assert [button.label for button in asked.button] == [f"确认{label}"]
    assert str(asked.html[0].value) != "<p></p>"
    assert label not in [button.label for button in page.button]
