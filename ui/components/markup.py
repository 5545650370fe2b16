"""Text on pages: HTML made of tags around escaped text, and escaped text for the labels of widgets."""

import re
from collections.abc import Iterable
from html import escape

import streamlit as st

_ADDRESS = re.compile(r"(?=://)|(?=@)|(?<=www)(?=\.)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class Html(str):
    """HTML made by this module; anything else is text and will be escaped."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str) -> Html:
    """An element. Children that are not `Html` are escaped; `class_` is written `class`, `data_held` `data-held`."""
    inner = "".join(child if isinstance(child, Html) else escape(child).replace("\n", "<br>") for child in children)
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items() if value
    )
    return Html(f"<{name}{written}>{inner}</{name}>")


def show(*parts: Html) -> None:
    """Put the elements on the page."""
    st.html("".join(parts))


def facts(pairs: Iterable[tuple[str, str]]) -> Html:
    """A list of names and values; empty values are left out."""
    rows = [tag("div", tag("dt", name), tag("dd", value)) for name, value in pairs if value]
    return tag("dl", *rows, class_="once-facts") if rows else Html()


def bullets(lines: Iterable[str], ordered: bool = False) -> Html:
    """A list, numbered when the order matters."""
    items = [tag("li", line) for line in lines]
    return tag("ol" if ordered else "ul", *items, class_="once-list") if items else Html()


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A plain table with a heading row."""
    top = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    return tag("table", tag("thead", top), tag("tbody", *body), class_="once-table")


def file_link(path: str, name: str) -> Html:
    """A link to one of our own download addresses, in a tab of its own."""
    return tag("a", name, href=path, target="_blank")


def plain(text: str) -> str:
    """Text for a widget's label, which Streamlit reads as Markdown: every punctuation mark is made inert, and every address.

    Not for what stands in a list to choose from: that is shown as it is.
    A bare address would become a link whatever is escaped in it; a word joiner, which nobody sees, makes it none.
    """
    return _PUNCTUATION.sub(r"\\\1", _ADDRESS.sub("\u2060", text.replace("\n", " ")))
