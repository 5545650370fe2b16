"""本地实施清单: a form of what the directory allows, what waits is settled by its buttons, and a copy goes to another body.

Covers: ui/components/lists/local_form.py, ui/components/lists/touched.py
"""

from flows.views.lists.local_editions import LocalEditionWanted
from tests.ui.conftest import Open
from tests.ui.pages.test_pages import said
from tests.ui.stub import StubService
from tests.ui.stub_local_editions import HOLDS, VIEW, WAITS

KEY = "local.XY001.logistics.1"


def test_it_shows_what_holds_how_it_differs_and_where_it_came_from(open_page: Open) -> None:
    """And why it does not fit any more; nobody's text as markup."""
    page = open_page("local_lists_page")
    assert not page.exception
    text = said(page)
    for words in ("依据目录第 1 版", "承诺时限改短", "来源单位已有新的一份", "不允许地方调整", "第 1 份"):
        assert words in text.replace("\\", "")
    assert "<script" not in text


def test_only_what_the_directory_allows_has_a_field(open_page: Open, office: StubService) -> None:
    """Questions are not among it here; of materials only those on paper can be had without."""
    page = open_page("local_lists_page")
    keys = {one.key for one in (*page.text_input, *page.selectbox, *page.multiselect)}
    assert {f"{KEY}.enquiry", f"{KEY}.promise", f"{KEY}.without", f"{KEY}.electronic"} <= keys
    assert f"{KEY}.q0" not in keys
    assert page.multiselect(key=f"{KEY}.electronic").options == ["证照原件"]
    office.answers["local_view"] = VIEW.model_copy(update={"allowed": ("contacts",)})
    page = open_page("local_lists_page")
    assert f"{KEY}.promise" not in {one.key for one in page.selectbox}


def test_what_is_typed_is_asked_for(open_page: Open, office: StubService) -> None:
    """Together with what was known before."""
    page = open_page("local_lists_page")
    page.number_input(key=f"{KEY}.promise_days").set_value(1)
    page.multiselect(key=f"{KEY}.without").set_value(["plan"]).run()
    page.button(key=f"{KEY}.ask").click().run()
    ((_, wanted),) = office.did("local_ask")
    assert wanted == LocalEditionWanted(
        code="XY001",
        body="logistics",
        promise="working_days",
        promise_days=1,
        enquiry="5550001",
        without_materials=("plan",),
    )


def test_what_waits_is_settled_and_nothing_is_asked_beside_it(open_page: Open, office: StubService) -> None:
    """Whoever asked can only send it back."""
    office.answers["local_lines"] = (WAITS, HOLDS)
    office.answers["local_view"] = VIEW.model_copy(update={"lines": (WAITS, HOLDS)})
    page = open_page("local_lists_page")
    page.button(key="local.6.confirm").click().run()
    page.button(key="local.6.send_back").click().run()
    assert [call[0] for call in office.calls if call[0].startswith("local")] == ["local_confirm", "local_send_back"]
    assert not any(str(button.key).endswith(".ask") for button in page.button)
    office.answers["local_lines"] = (WAITS.model_copy(update={"open_to_caller": False}),)
    page = open_page("local_lists_page")
    assert "local.6.confirm" not in {button.key for button in page.button}


def test_it_is_copied_to_another_body(open_page: Open, office: StubService) -> None:
    """From the one that holds."""
    page = open_page("local_lists_page")
    page.selectbox(key="local.5.copy.body").set_value("bureau").run()
    page.button(key="local.5.copy").click().run()
    assert office.did("local_copy")[0][1] == (5, "bureau")
