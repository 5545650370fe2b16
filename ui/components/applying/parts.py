"""The parts of a long form (各部分): a list that stays in sight, what is still to be filled in of each, and the way there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ui.components.defects import place_of
from ui.components.markup import Html, show, tag

_FEW = 3  # are taken in without a list


@dataclass(frozen=True)
class FormPart:
    """A part of a form: the key of its container, the fields or materials in it, and what is said when none is missing."""

    title: str
    key: str
    targets: tuple[str, ...]
    complete: str


def show_parts(parts: Sequence[FormPart], missing: Collection[str] | None) -> None:
    """`missing`: what would be refused now; nothing where that cannot be told yet."""
    if len(parts) > _FEW:
        steps = tag("ol", *(_line(part, missing) for part in parts))
        show(tag("nav", steps, class_="once-parts", aria_label="本页各部分"))


def _line(part: FormPart, missing: Collection[str] | None) -> Html:
    link = tag("a", part.title, href=f"#{place_of(part.key)}", data_to=place_of(part.key))
    left = [target for target in part.targets if target in missing] if missing is not None else []
    words = "" if missing is None else f"还差 {len(left)} 项" if left else part.complete
    return tag("li", link, tag("span", words, class_="once-note"))
