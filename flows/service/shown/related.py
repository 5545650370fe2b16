"""Other cases a case has to do with (相关办件): those it began and the one that began it, open to those who may see them."""

from collections.abc import Iterator, Mapping, Sequence

from flows.cases.beginning import published
from flows.cases.deciding import Opened, open_cases
from flows.service.reach import Reach
from flows.views.cases import RelatedCase
from matters.case.aggregate import STATUS_NAMES
from matters.case.deeds import Child
from matters.case.values import Origin
from matters.case.words import end_name
from matters.errors.base import Refusal
from storage import cases


def related(opened: Opened, reach: Reach) -> Iterator[RelatedCase]:
    """The one that began it first."""
    if opened.case.origin:
        yield _origin(opened.case.origin, reach)
    children = opened.case.children
    readable = _all_readable(reach, [child.case_no for child in children if child.case_no])
    names = {code: _matter_name(reach, code) for code in dict.fromkeys(child.matter for child in children)}
    for child in children:
        found = readable.get(child.case_no or "")
        yield RelatedCase(
            relation="sub_matter" if child.step else "follow_up",
            matter_name=found.matter.name if found else names[child.matter],
            about=_about(opened, child),
            case_no=child.case_no,
            state_name=_state(child, found),
            number=child.number,
            readable=found is not None,
        )


def _origin(origin: Origin, reach: Reach) -> RelatedCase:
    parent, head = _readable(reach, origin.case_no), cases.find(reach.session, origin.case_no)
    matter = reach.resources.definition(reach.session, head.definition).name if head else ""
    return RelatedCase(
        relation="predecessor" if origin.follows else "parent",
        matter_name=matter,
        about="",
        case_no=origin.case_no,
        state_name=STATUS_NAMES[parent.case.status] if parent else "",
        number=None,
        readable=parent is not None,
    )


def _readable(reach: Reach, case_no: str) -> Opened | None:
    found = reach.whole(case_no)
    return None if isinstance(found, Refusal) else found


def _all_readable(reach: Reach, case_nos: Sequence[str]) -> Mapping[str, Opened]:
    """Those of them that the caller may see, by number, read together: a task may have been sent to hundreds of bodies."""
    if not case_nos:
        return {}
    found = open_cases(reach.session, reach.resources, cases.find_all(reach.session, case_nos))
    return {one.head.case_no: one for one in found.values() if reach.sees(one)}


def _matter_name(reach: Reach, code: str) -> str:
    matter = published(reach.session, reach.resources, code)
    return code if isinstance(matter, Refusal) else matter.name


def _about(opened: Opened, child: Child) -> str:
    if not child.step:
        return ""
    step = opened.matter.step(child.step).name
    return f"{step}，第 {child.row} 行" if child.row else step


def _state(child: Child, found: Opened | None) -> str:
    """What this case knows of it; how far a running one is, to those who may see it."""
    state = end_name(child.end) if child.end else STATUS_NAMES[found.case.status] if found else "在办"
    if child.case_no is None:
        state = "未能发起" if child.failed else "待发起"
    return state if child.needed else f"{state}，已不再需要"
