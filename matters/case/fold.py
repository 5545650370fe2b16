"""How events make the case (折叠): each changes it in its own way, reading itself alone."""

from collections.abc import Iterable

from matters.case.aggregate import Case
from matters.case.events import Event
from matters.case.events.deciding import Submitted
from matters.case.standing import time_until


def fold(events: Iterable[Event]) -> Case | None:
    """The case that these events, in order, make."""
    case: Case | None = None
    for event in events:
        case = evolve(case, event)
    return case


def evolve(case: Case | None, event: Event) -> Case:
    """The case after one more event."""
    if isinstance(event, Submitted):
        return _begun(event)
    if case is None:
        raise ValueError(f"{event.type} before submitted")
    wrote = event.changes
    written = (*case.written, (event.seq, wrote)) if wrote else case.written
    return event.change(case.replaced(time=time_until(case, event.at))).replaced(seq=event.seq, written=written)


def _begun(event: Submitted) -> Case:
    return Case(
        case_no=event.case_no,
        matter=event.matter,
        definition=event.definition,
        applicant=event.applicant,
        applicant_body=event.applicant_body,
        owner_body=event.owner_body,
        filed_at=event.at,
        origin=event.origin,
        filed_by=event.actor if event.channel else None,
        channel=event.channel,
        period=event.period,
        seq=event.seq,
    )
