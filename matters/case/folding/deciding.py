"""What is decided about the case, from its filing to its end."""

from matters.case.aggregate import Case
from matters.case.changing import changed, close_with_deed, item_of, with_arm, without
from matters.case.deeds import IssuedPaper
from matters.case.events.deciding import (
    Abstained,
    AcceptanceRefused,
    Accepted,
    Approved,
    Completed,
    Concluded,
    Decided,
    PaperIssued,
    Rejected,
    Supplemented,
    SupplementRequested,
    Withdrawn,
)
from matters.case.items import WorkItem
from matters.case.values import ItemKey


@changed.register
def _(event: Accepted, case: Case) -> Case:
    done = close_with_deed(case, event, event.item)
    return done.replaced(accepted_at=event.at, due=event.due, provisional=event.provisional)


@changed.register
def _(event: AcceptanceRefused, case: Case) -> Case:
    """What was owed since the filing is needed no more."""
    done = close_with_deed(case, event, event.item)
    if done.late:
        done = without(done, done.late.key)
    return done.replaced(ended="acceptance_refused")


@changed.register
def _(event: SupplementRequested, case: Case) -> Case:
    done = close_with_deed(case, event, event.item)
    items = (*done.items, _asked(event))
    detours = case.detours if event.straight else ()
    return done.replaced(
        items=items,
        targets=event.targets,
        resume=event.resume,
        also=event.also,
        straight=event.straight,
        detours=detours,
        paused_at=event.at,
    )


@changed.register
def _(event: Supplemented, case: Case) -> Case:
    done = close_with_deed(case, event, event.item)
    return done.replaced(paused_at=None, targets=(), resume=None, also=(), due=event.due, provisional=event.provisional)


@changed.register
def _(event: Completed, case: Case) -> Case:
    return close_with_deed(case, event, event.item)


@changed.register
def _(event: Approved | Rejected | Abstained, case: Case) -> Case:
    item = item_of(case, event.item)
    done = close_with_deed(case, event, event.item)
    agent = event.actor.person if event.behalf else None
    signer = (event.behalf or event.actor).person
    return with_arm(done, item.step, item.seat, signer=signer, agent=agent) if item.seat else done


@changed.register
def _(event: Decided, case: Case) -> Case:
    return case.replaced(result=event.result, result_paper=event.paper, decided_at=event.at)


@changed.register
def _(event: PaperIssued, case: Case) -> Case:
    paper = IssuedPaper(event.paper, event.number, event.document, event.digest)
    return case.replaced(papers=(*case.papers, paper))


@changed.register
def _(event: Withdrawn, case: Case) -> Case:
    return case.replaced(items=(), closed=(*case.closed, *case.items), paused_at=None, ended="withdrawn")


@changed.register
def _(event: Concluded, case: Case) -> Case:
    done = close_with_deed(case, event, event.item) if event.item else case
    return done.replaced(ended="concluded")


def _asked(event: SupplementRequested) -> WorkItem:
    return WorkItem(
        key=ItemKey(event.seq, event.resume),
        step=event.resume,
        holders=(event.holder,),
        opened_at=event.at,
        due=None,
        purpose="supplement",
    )
