"""Our own small pages: text is escaped, and nothing else is allowed on them."""

from string import Template

import pytest

from ui.own_pages import ASSETS, STRICT_CSP, alert, own_page

TEMPLATES = sorted(path.stem for path in ASSETS.glob("*.html") if path.stem != "frame")


@pytest.mark.parametrize("template", TEMPLATES)
def test_texts_are_escaped_and_the_policy_is_strict(template: str) -> None:
    """Whatever a visitor sends runs nothing on the page that shows it."""
    asked = Template((ASSETS / f"{template}.html").read_text(encoding="utf-8")).get_identifiers()
    texts = dict.fromkeys(set(asked) - {"title", "blocks"}, "<script>")
    page = own_page("<script>", template, 404, alert("<script>"), **texts)
    body = bytes(page.body).decode()
    assert page.status_code == 404
    assert page.headers["Content-Security-Policy"] == STRICT_CSP
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


def test_no_message_draws_nothing() -> None:
    """An empty alert would be announced."""
    assert alert("") == ""
