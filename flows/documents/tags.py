"""The logical structure of a paper: what a screen reader is told, beside what the eye sees."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mark:
    """One marked piece of a page's content: page counted from 0, and its number on that page."""

    page: int
    number: int


@dataclass
class Tag:
    """One structure element (ISO 32000-1, 14.7.2), filled while the pages are drawn.

    `kind` is a standard structure type; `scope` is that of a table heading; `alt` and `box` describe a figure.
    """

    kind: str
    children: list["Tag | Mark"] = field(default_factory=list)
    scope: str = ""
    alt: str = ""
    box: tuple[float, float, float, float] | None = None

    def add(self, kind: str, *, scope: str = "", alt: str = "") -> "Tag":
        """A new last child."""
        child = Tag(kind, scope=scope, alt=alt)
        self.children.append(child)
        return child
