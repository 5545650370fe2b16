"""Text on pages: whatever people wrote reads as text, in HTML and in the labels of widgets."""

import ast
import re
from pathlib import Path

import pytest

from ui.components.markup import Html, bullets, facts, plain, table, tag

LINKS = (
    r"https?://[-.\w]+",
    r"www(?=\.)[-.\w]+",
    r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+",
)  # as in mdast-util-gfm-autolink-literal
LISTS = ("selectbox", "multiselect")
EVIL = '<script>alert("1")</script>'


def test_text_never_becomes_markup() -> None:
    """Children and attributes are escaped; what this module has made itself stays."""
    made = tag("p", EVIL, tag("b", "&"), title='"><x')
    assert made == ('<p title="&quot;&gt;&lt;x">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;<b>&amp;</b></p>')
    assert EVIL not in "".join((bullets([EVIL]), facts([("名称", EVIL)]), table((EVIL,), [(EVIL,)])))


def test_nothing_to_list_draws_nothing() -> None:
    """An empty list leaves no frame, and an empty value no line."""
    assert (bullets([]), facts([("电话", "")])) == (Html(), Html())


def test_a_label_is_no_markdown() -> None:
    """Streamlit reads labels as Markdown: links, emphasis and directives are made inert, line ends become blanks."""
    assert plain("**要**\n[点](x)") == r"\*\*要\*\* \[点\]\(x\)"


@pytest.mark.parametrize(
    "address", ["https://x.example/a", "HTTP://x", "www.x.example", "WwW.x.example", "a.b+c@x.example"]
)
def test_a_bare_address_in_a_label_is_no_link(address: str) -> None:
    """Streamlit's browser part looks for these once more after what was escaped is read."""
    read = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(f"见 {address}。"))
    assert not any(re.search(link, read, re.IGNORECASE) for link in LINKS)
    assert any(re.search(link, address, re.IGNORECASE) for link in LINKS)
    assert read.replace("\u2060", "") == f"见 {address}。"


def test_what_stands_in_a_list_to_choose_from_is_not_escaped() -> None:
    """Such a list is no Markdown: a plate 样A-12345 would be shown with the marks that escape it."""
    lists, escaped = 0, []
    for path in (Path(__file__).parents[3] / "ui").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in LISTS:
                lists += 1
                named = (part for word in call.keywords if word.arg == "format_func" for part in ast.walk(word.value))
                if any(isinstance(part, ast.Name) and part.id == "plain" for part in named):
                    escaped.append(f"{path}:{call.lineno}")
    assert lists > 10
    assert not escaped
