"""Links between pages, and from a page to itself."""

from streamlit.testing.v1 import AppTest

PROGRAM = """
from ui.components.links import link, stand_at
stand_at({here!r})
link("organisation", "临河县<财政局>", body="c j")
"""


def _drawn(here: str) -> tuple[list[str], list[str]]:
    """The links that Streamlit follows, and the HTML."""
    page = AppTest.from_string(PROGRAM.format(here=here)).run()
    assert not page.exception
    return [one.proto.query_string for one in page.get("page_link")], [one.proto.body for one in page.get("html")]


def test_a_link_to_another_page_is_followed_without_loading_it() -> None:
    """By Streamlit, which writes the address anew."""
    assert _drawn("person") == (["body=c+j"], [])
    assert _drawn("") == (["body=c+j"], [])


def test_a_link_from_a_page_to_itself_loads_it() -> None:
    """Else the address would stay, and the next press be taken back to what it says."""
    followed, written = _drawn("organisation")
    assert not followed
    assert 'href="/organisation?body=c+j" target="_self"' in written[0]
    assert "临河县&lt;财政局&gt;" in written[0]
