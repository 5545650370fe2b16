"""How a case comes by its children, and how it is told of their ends (子事项)."""

from typing import Any

from matters.case.aggregate import Case
from matters.case.changing import changed, close_with_deed
from matters.case.deeds import Child
from matters.case.events.children import (
    BegunAgain,
    CalledOff,
    EndReported,
    FollowUpWanted,
    SubMatterBegun,
    SubMatterEnded,
    SubMatterFailed,
    SubMattersDone,
    SubMattersDropped,
    SubMattersWanted,
)
from matters.case.items import WorkItem
from matters.case.values import ItemKey


@changed.register
def _(event: SubMattersWanted, case: Case) -> Case:
    """The step waits for those that are wanted now and those that stand; any other of it counts no more."""
    waiting = WorkItem(
        key=ItemKey(event.seq, event.step),
        step=event.step,
        holders=(),
        opened_at=event.at,
        due=None,
        purpose="sub_matter",
        organisation=event.organisation,
    )
    before = tuple(
        child.replaced(needed=False) if child.step == event.step and child.key not in event.keeps else child
        for child in case.children
    )
    wanted = tuple(Child(f"{event.seq}.{row}", event.step, event.matter, event.applicant) for row in event.rows)
    return case.replaced(items=(*case.items, waiting), children=(*before, *wanted))


@changed.register
def _(event: FollowUpWanted, case: Case) -> Case:
    return case.replaced(children=(*case.children, Child(f"{event.seq}.0", "", event.matter, event.applicant)))


@changed.register
def _(event: SubMatterBegun, case: Case) -> Case:
    return _with_child(case, event.child, case_no=event.child_case)


@changed.register
def _(event: SubMatterFailed, case: Case) -> Case:
    return _with_child(case, event.child, failed=True)


@changed.register
def _(event: SubMatterEnded, case: Case) -> Case:
    return _with_child(case, event.child, end=event.how, ended_by=event.seq, number=event.number)


@changed.register
def _(event: SubMattersDone | BegunAgain, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: SubMattersDropped, case: Case) -> Case:
    for key in event.children:
        case = _with_child(case, key, needed=False)
    return case


@changed.register
def _(event: CalledOff, case: Case) -> Case:
    return case.replaced(items=(), closed=(*case.closed, *case.items), paused_at=None, ended="withdrawn")


@changed.register
def _(event: EndReported, case: Case) -> Case:
    return case.replaced(end_reported=True)


def _with_child(case: Case, key: str, **changes: Any) -> Case:  # noqa: ANN401 - fields of a child
    return case.replaced(children=tuple(c.replaced(**changes) if c.key == key else c for c in case.children))
