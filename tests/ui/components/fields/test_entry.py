"""Choosing an entry of a roster on the filing page: by its key, searched where there are many; what it says is not typed."""

import pytest
from streamlit.testing.v1 import AppTest

from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions
from tests.matters.rostered import giving
from tests.ui.conftest import Open
from tests.ui.stub import EMPTY, StubService

PREFIX = "filing.XX022.3.0."


@pytest.fixture(scope="module")
def matter() -> Definition:
    """The matter in which a car is chosen."""
    return giving(next(m for m in shipped_definitions() if m.code == "MS032"))


@pytest.fixture(autouse=True)
def keeping(office: StubService, matter: Definition) -> None:
    """The office offers that matter; its draft is empty."""
    office.answers["matter"] = matter
    office.draft = EMPTY.model_copy(update={"matter": matter.code})


def htmls(page: AppTest) -> str:
    """The HTML on the page."""
    return "".join(str(part.value) for part in page.html)


def test_an_entry_is_chosen_and_saved(open_page: Open, office: StubService) -> None:
    """The list tells what stands there; the draft holds the key."""
    page = open_page("filing_page", matter="XX022")
    box = page.selectbox(key=PREFIX + "car")
    assert box.options == ["样A10001，轿车，5"]
    box.set_value("样A10001").run()
    assert office.draft.answers["car"] == "样A10001"
    assert ("choices", "cars", {"applicant": "finance", "owner": "logistics"}, "") in office.calls


def test_what_the_entry_says_is_shown_and_not_asked(open_page: Open, office: StubService) -> None:
    """As soon as it is known; before that it stands there to be filled in."""
    page = open_page("filing_page", matter="XX022")
    assert PREFIX + "model" in {widget.key for widget in page.text_input}
    office.draft = office.draft.model_copy(update={"answers": {"car": "样A10001"}})
    office.answers["known"] = {"model": "轿车", "seats": 5}
    page.run()
    assert PREFIX + "model" not in {widget.key for widget in page.text_input}
    assert "<dt>车型</dt><dd>轿车</dd>" in htmls(page)
    assert "<dt>座位数</dt><dd>5</dd>" in htmls(page)


def test_among_many_one_searches_first(open_page: Open, office: StubService) -> None:
    """More than stand in a list are found by a word."""
    office.answers["choices_in_all"] = 300
    page = open_page("filing_page", matter="XX022")
    page.text_input(key=PREFIX + "car.find").set_value("10001").run()
    assert any(call[-1] == "10001" for call in office.calls if call[0] == "choices")
