"""The history of a case (办理过程) as people read it: who did what under which hat, with what was said and handed in."""

from collections.abc import Collection, Mapping
from typing import Any

from flows.cases.deciding import Opened
from flows.service.shown.cases import file_view, post_name, result_word
from flows.service.shown.clock import between
from flows.views.base import ProblemView
from flows.views.cases import FileView, TimelineEntry
from flows.views.mending import REPAIR_LABELS
from matters.calendar import day_text, local_day
from matters.case.events import Event
from matters.case.events.course import Chosen, StepPassed
from matters.case.events.deciding import Submitted
from matters.case.events.handing import CopySent, Delegated, Released, SignerRemoved, SignersAdded, Transferred
from matters.case.events.inquiries import DutyOpened, MaterialsOwed
from matters.case.events.passing import PassedOn
from matters.case.events.pausing import ClockResumed, ProcedureBegun
from matters.case.events.repairing import ApplicantReplaced, HandedOver, RepairAsked, Repaired
from matters.case.events.returning import ReturnedToStep
from matters.case.events.ringing import WentOverdue
from matters.case.values import Where
from matters.case.words import CONFLICT_NOTES, event_name, event_text
from matters.language.words.answers import person_name, who_acted
from matters.organisation.snapshot import Holder, Organisation
from matters.who.other_bodies import passed_text
from storage.files import StoredFile

_SIGNING: dict[Where, str] = {"before": "前", "beside": "并", "after": "后"}
_OVERDUE = {"remind": "超期提醒", "supervise": "超期督办", "escalate": "超期，负责人可以直接办理"}


def timeline(
    opened: Opened, organisation: Organisation, hidden: Collection[str], files: Mapping[str, StoredFile]
) -> tuple[TimelineEntry, ...]:
    """The history in order; openings of items are not told, they show as “who is next”, nor defects of what is hidden.

    `files`: those of the acts that may be shown.
    """
    said = {written.seq: written.content for written in opened.written}
    entries = ((event, said.get(event.seq, {})) for event in opened.events if event.name)
    return tuple(
        _entry(opened, event, content, organisation, hidden).model_copy(update={"files": own_files(content, files)})
        for event, content in entries
    )


def own_files(said: Mapping[str, Any], files: Mapping[str, StoredFile]) -> tuple[FileView, ...]:
    """The files that came with an act, those of them that may be shown."""
    return tuple(file_view(files[one]) for one in said.get("files", ()) if one in files)


def _entry(
    opened: Opened, event: Event, said: dict[str, Any], organisation: Organisation, hidden: Collection[str]
) -> TimelineEntry:
    findings = dict(said.get("findings", {}))
    return TimelineEntry(
        seq=event.seq,
        at=event.at,
        step=opened.matter.called(event.place) if event.place else _stage(event),
        who=who_acted(organisation, event.actor, event.behalf),
        behalf=_behalf(event, organisation),
        post=post_name(organisation, event.behalf or event.actor, local_day(event.at)),
        what=_what(opened, event, organisation),
        opinion=str(said.get("opinion", "") or said.get("reason", "") or _reason(event)),
        findings=tuple(
            ProblemView(target=opened.matter.label(target), message=message)
            for target, message in findings.items()
            if target not in hidden
        ),
        note=CONFLICT_NOTES[event.noted] if event.noted else "",
        proven_at=event.proven,
    )


def _reason(event: Event) -> str:
    """Why something happened that no person did."""
    return event.reason if isinstance(event, StepPassed | Released) else ""


def _behalf(event: Event, organisation: Organisation) -> str | None:
    return person_name(organisation, event.behalf.person) if event.behalf else None


def _stage(event: Event) -> str:
    """To whom it belongs, of what happens at no step; empty for what people do to the case as a whole."""
    machine = "系统" if event.actor.person == "system" else ""
    return "申请" if isinstance(event, Submitted | MaterialsOwed) else machine


def _what(opened: Opened, event: Event, organisation: Organisation) -> str:
    if event.type == "decided":
        good = f"，{event_text(opened.matter, event)}" if event.valid_until else ""
        return f"决定：{result_word(opened.matter, event.result)}{good}"
    if event.type == "paper_issued" and opened.matter.outcome:
        return f"出具{opened.matter.outcome.paper(event.paper).name}（{event.number}）"
    if isinstance(event, ReturnedToStep):
        return f"{event.name}：{opened.matter.step(event.to).name}"
    if isinstance(event, PassedOn):
        return passed_text(event, organisation)
    if isinstance(event, WentOverdue):
        return _OVERDUE[event.rule]
    if isinstance(event, RepairAsked | Repaired):
        return f"{event.name}：{REPAIR_LABELS[event.what]}"
    to = "、".join(person_name(organisation, holder.person) for holder in _named(opened, event))
    more = to or event_text(opened.matter, event) or _clock_text(event, organisation)
    name = f"{_SIGNING[event.where]}{event.name}" if isinstance(event, SignersAdded) else event.name
    return f"{name}：{more}" if more else event_name(event)


def _clock_text(event: Event, organisation: Organisation) -> str:
    """Who agreed that the clock stands still, and by what its due date moved (补正、特别程序、挂起)."""
    if isinstance(event, ProcedureBegun):
        agreed = f"经{person_name(organisation, event.approved_by.person)}同意" if event.approved_by else ""
        return "，".join(part for part in (agreed, "停止计时" if event.stops_clock else "") if part)
    if isinstance(event, ClockResumed):
        return f"{between(event.since, event.until or event.at)}不计入办理时限，办结期限改为{day_text(event.due)}"
    return ""


def _taken_off(opened: Opened, event: SignerRemoved) -> tuple[Holder, ...]:
    """Who had been added last to the seat that is taken away."""
    added = (one for one in reversed(opened.events[: event.seq]) if isinstance(one, SignersAdded))
    seats = (seat for one in added if one.place == event.step for seat in one.seats)
    return next(((seat.holder,) for seat in seats if seat.id == event.seat), ())


def _named(opened: Opened, event: Event) -> tuple[Holder, ...]:
    """Whom the act was about."""
    match event:
        case Transferred() | Delegated() | HandedOver() | ApplicantReplaced():
            return (event.to,)
        case SignersAdded():
            return tuple(seat.holder for seat in event.seats)
        case SignerRemoved():
            return _taken_off(opened, event)
        case CopySent():
            return event.to
        case DutyOpened():
            return event.holders
        case Chosen():
            return (event.holder,)
        case _:
            return ()
