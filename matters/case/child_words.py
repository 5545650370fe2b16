"""How the cases that a case begins read in Chinese (子事项): how they end, and how far they are."""

from collections.abc import Mapping, Sequence

from matters.case.aggregate import STATUS_NAMES
from matters.case.deeds import Child
from matters.case.events import Event
from matters.case.events.children import SubMatterBegun, SubMatterEnded
from matters.case.values import ChildEnd

_RESULTS: Mapping[str, str] = {"granted": "准予", "denied": "不予批准"}


def end_name(end: ChildEnd) -> str:
    """How another case that this one began has ended."""
    return _RESULTS[end] if end == "granted" or end == "denied" else STATUS_NAMES[end]


def event_text(event: Event) -> str:
    """What came of it; empty for what tells itself by its name."""
    match event:
        case SubMatterBegun():
            return event.child_case
        case SubMatterEnded():
            return f"{end_name(event.how)}（{event.number}）" if event.number else end_name(event.how)
        case _:
            return ""


def waiting_text(children: Sequence[Child]) -> str:
    """How many are waited for, and how many have ended."""
    return f"等候子事项：共 {len(children)} 件，已办结 {sum(child.end is not None for child in children)} 件"
