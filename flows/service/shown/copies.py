"""What is told to others beside the handling (抄送、讨论): copies with who has read them, and what was said."""

from flows.cases.deciding import Opened
from flows.service.shown.cases import holder_name, post_name
from flows.views.cases import CopyView, DiscussionEntry
from matters.calendar import local_day
from matters.case.events.handing import Discussed
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation


def copies(opened: Opened, organisation: Organisation) -> tuple[CopyView, ...]:
    """Who was sent a copy, and who has read it."""
    return tuple(
        CopyView(
            to=holder_name(organisation, copy.to, local_day(copy.sent_at)),
            by=person_name(organisation, copy.by.person),
            sent_at=copy.sent_at,
            read_at=copy.read_at,
        )
        for copy in opened.case.copies
    )


def discussion(opened: Opened, organisation: Organisation) -> tuple[DiscussionEntry, ...]:
    """What those who handle the case said to each other, in order."""
    said = {written.seq: str(written.content.get("discussion", "")) for written in opened.written}
    return tuple(
        DiscussionEntry(
            who=person_name(organisation, event.actor.person),
            post=post_name(organisation, event.actor, local_day(event.at)),
            at=event.at,
            text=said.get(event.seq, ""),
        )
        for event in opened.events
        if isinstance(event, Discussed)
    )
