"""上报、转下级、转报、答复 on the page: the body is chosen among those offered, and the opinion goes along."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from flows.views.tasks import PassChoice
from matters.language.actions import Action
from tests.ui.components.acts.test_handing import KEY, handed, opened
from tests.ui.conftest import Open
from tests.ui.stub import StubService

CITY = PassChoice(action="report_up", body="city_logistics", name="样例市机关事务管理局", answers=False)
PROVINCE = PassChoice(action="forward", body="province_logistics", name="样例省机关事务管理局", answers=True)
ALSO = PROVINCE.model_copy(update={"body": "city_finance", "name": "样例市<b>财政局", "answers": False})


def ways(page: AppTest) -> list[str]:
    """The ways on that are offered."""
    page.radio(key=KEY + "action").set_value("more").run()
    return list(page.radio(key=KEY + "hand").options)


@pytest.mark.parametrize(
    ("action", "passes", "body"),
    [("report_up", (CITY,), "city_logistics"), ("forward", (PROVINCE, ALSO), "city_finance")],
)
def test_an_item_is_passed_on_to_a_body(
    open_page: Open, office: StubService, action: Action, passes: tuple[PassChoice, ...], body: str
) -> None:
    """Nothing is chosen beforehand; the version goes along."""
    page = opened(open_page, office, "approve", "transfer", action, passes=passes)
    page.radio(key=KEY + "action").set_value("more").run()
    page.radio(key=KEY + "hand").set_value(action).run()
    assert page.selectbox(key=KEY + f"to.{action}").value is None
    page.selectbox(key=KEY + f"to.{action}").set_value(body).run()
    page.text_area(key=KEY + f"reason.{action}").set_value(" 超出本级权限 ").run()
    request: Any = handed(page, office, action)
    assert (request.action, request.body, request.opinion, request.expected_version) == (
        action,
        body,
        "超出本级权限",
        3,
    )


def test_whether_it_comes_back_is_told(open_page: Open, office: StubService) -> None:
    """Before it is sent."""
    page = opened(open_page, office, "approve", "transfer", "forward", passes=(PROVINCE, ALSO))
    page.radio(key=KEY + "action").set_value("more").run()
    page.radio(key=KEY + "hand").set_value("forward").run()
    for body, said in (("province_logistics", "答复后回到您这里"), ("city_finance", "不再返回")):
        page.selectbox(key=KEY + "to.forward").set_value(body).run()
        assert said in " ".join(str(part.value) for part in page.html)


def test_a_way_that_leads_nowhere_is_not_shown(open_page: Open, office: StubService) -> None:
    """The step allows it, but there is no such body."""
    page = opened(open_page, office, "approve", "transfer", "delegate", "report_up", "send_down", passes=(CITY,))
    assert ways(page) == ["转办", "委派", "上报"]


def test_who_is_asked_answers(open_page: Open, office: StubService) -> None:
    """答复 with its opinion; handing on stays closed below."""
    page = opened(open_page, office, "reply", "transfer", "send_copy")
    page.text_area(key=KEY + "opinion").set_value("车况良好").run()
    request: Any = handed(page, office, "reply")
    assert (request.action, request.opinion) == ("reply", "车况良好")
