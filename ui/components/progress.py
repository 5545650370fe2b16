"""How far a case is (进度), as one line that wraps: what is done, with whom it is and until when, what is to come."""

from collections.abc import Iterator

from flows.views.cases import ProgressPoint
from matters.calendar import day_text, local_day
from ui.components.markup import Html, tag
from ui.components.wording import day

_STATES = {"done": "已办", "now": "正在办", "ahead": "待办"}


def progress_line(points: tuple[ProgressPoint, ...]) -> Html:
    """The points in order; each says in words how it stands, not by its colour alone."""
    return tag("ol", *map(_point, points), class_="once-progress", aria_label="办理进度")


def _point(point: ProgressPoint) -> Html:
    state = tag("span", _STATES[point.state], class_="once-state")
    notes = [tag("span", said, class_="once-note") for said in _said(point)]
    here = {"aria_current": "step"} if point.state == "now" else {}
    return tag("li", tag("strong", point.name), state, *notes, class_=f"once-{point.state}", **here)


def _said(point: ProgressPoint) -> Iterator[str]:
    """With whom, when or until when, and what there is to say besides."""
    yield from filter(None, ("、".join(point.who), day_text(local_day(point.at)) if point.at else ""))
    if point.due:
        yield f"应于{day(point.due, point.provisional)}前办{'结' if point.state == 'ahead' else '理'}"
    if point.note:
        yield point.note
