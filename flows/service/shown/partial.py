"""Beside the handling (协查、办后义务): what is asked and owed, and the part of a case that those may see who do no more.

Denied by default: of the case they see guide, question, and what the definition lists; nothing of the opinions of others, of
the steps to come, of papers and result.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flows.cases.deciding import Opened
from flows.service.reach import PartSeen
from flows.service.shown.cases import (
    APPLICANT_BODY,
    APPLICANT_PERSON,
    answers,
    case_line,
    duty_lines,
    material_views,
    note_on,
    post_name,
    task_line,
    waiting,
)
from flows.service.shown.history import own_files, timeline
from flows.service.shown.late_materials import owed_by
from flows.service.shown.opinions import required_aside
from flows.views.cases import CaseLine, CaseView, InquiryView, OwedDuty
from flows.views.tasks import TaskView
from matters.calendar import local_day
from matters.case.events.inquiries import Answered, Unanswered
from matters.case.words import answer_name, event_name
from matters.language.errands import errands
from matters.language.route.steps import Inquiry
from matters.language.words.answers import Names, who_acted
from matters.organisation.snapshot import Holder, Organisation
from matters.world import World
from storage.files import StoredFile
from storage.queues import ItemView, OpenDuty


def _own(opened: Opened, part: PartSeen) -> frozenset[int]:
    """The events at the steps of the part."""
    return frozenset(event.seq for event in opened.events if event.subject and event.subject.step in part.steps)


def files_of(opened: Opened, part: PartSeen) -> frozenset[str]:
    """The files that belong to the part: of the materials it shows, and of its own answers."""
    shown = (file for name, files in opened.materials.items() if name in part.shows for file in files)
    own = _own(opened, part)
    answered = (file for written in opened.written if written.seq in own for file in _files(written.content))
    return frozenset((*shown, *answered))


def files_of_acts(opened: Opened, *, handling: bool) -> frozenset[str]:
    """The files that came with acts. What came with an answer is for those who are `handling` the case."""
    answers = {event.seq for event in opened.events if isinstance(event, Answered)}
    shown = (written for written in opened.written if handling or written.seq not in answers)
    return frozenset(file for written in shown for file in _files(written.content))


def _files(content: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(content.get("files", ()))


def aside_task(
    item: ItemView, opened: Opened, organisation: Organisation, person: str, behalf: Holder | None = None
) -> TaskView:
    """Of what is done beside the handling no form: only what is asked or owed, and what may be answered."""
    step, duty = opened.matter.find_step(item.step), opened.matter.duty(item.step)
    return TaskView(
        line=task_line(item, opened.matter, organisation, person, behalf),
        instructions=duty.text if duty else step.question if isinstance(step, Inquiry) else "",
        phrases=(),
        opinion_required=required_aside(),
        fills=(),
        form=(),
        materials=(),
        replies=step.answers if isinstance(step, Inquiry) else (),
    )


def inquiries(opened: Opened, organisation: Organisation, files: Mapping[str, StoredFile]) -> tuple[InquiryView, ...]:
    """Everything that was asked, in order, each with its answer; what was no longer needed is left out."""
    return tuple(_inquiries(opened, organisation, files))


def _inquiries(opened: Opened, organisation: Organisation, files: Mapping[str, StoredFile]) -> Iterator[InquiryView]:
    said = {written.seq: written.content for written in opened.written}
    ends = {event.item: event for event in opened.events if isinstance(event, Answered | Unanswered)}
    items = sorted((*opened.case.items, *opened.case.closed), key=lambda item: item.seq)
    for item in items:
        step, end = opened.matter.find_step(item.step), ends.get(item.key)
        if not isinstance(step, Inquiry) or item.purpose != "inquiry" or opened.case.drop_of(item.key):
            continue
        day = local_day(item.opened_at)
        note = "" if end else note_on(item, opened, organisation, day)
        bodies = dict.fromkeys(organisation.post(holder.post).body for holder in item.holders)
        view = InquiryView(
            step=step.name,
            body="、".join(organisation.body_name(body, day) for body in bodies),
            question=step.question,
            asked_at=item.opened_at,
            due=item.due,
            provisional=item.provisional,
            note=event_name(end) if isinstance(end, Unanswered) else note,
        )
        answered = _answer(end, said.get(end.seq, {}), organisation, files) if isinstance(end, Answered) else {}
        yield view.model_copy(update=answered)


def _answer(
    event: Answered, said: Mapping[str, Any], organisation: Organisation, files: Mapping[str, StoredFile]
) -> dict[str, Any]:
    hat = post_name(organisation, event.behalf or event.actor, local_day(event.at))
    who = f"{who_acted(organisation, event.actor, event.behalf)}（{hat}）"
    return {
        "answer": event.answer,
        "answer_name": answer_name(event),
        "opinion": str(said.get("opinion", "")),
        "files": own_files(said, files),
        "who": who,
        "answered_at": event.at,
    }


def open_duties(opened: Opened) -> tuple[OwedDuty, ...]:
    """The duties after the decision that are open."""
    items = (item for item in opened.case.items if item.purpose == "duty")
    found = (OpenDuty(item.step, item.due, item.provisional) for item in items)
    return duty_lines(found, opened.matter)


def partial_line(opened: Opened, part: PartSeen, organisation: Organisation, today: date) -> CaseLine:
    """The case in a list of theirs."""
    theirs, matter = _theirs(opened, part), opened.matter
    line = case_line(opened.head, matter, organisation)
    hidden: dict[str, Any] = {
        "title": matter.name,
        "due": None,
        "provisional": False,
        "result": None,
        "result_name": None,
    }
    hidden |= {"duties": open_duties(theirs), "late": owed_by(theirs, today)}
    hidden |= {} if APPLICANT_PERSON in part.shows else {"applicant": "", "filed_by": None}
    hidden |= {} if APPLICANT_BODY in part.shows else {"applicant_body": ""}
    return line.model_copy(update=hidden)


def _theirs(opened: Opened, part: PartSeen) -> Opened:
    """The case with the items of the part alone."""
    case = opened.case
    items, closed = (tuple(one for one in some if one.step in part.steps) for some in (case.items, case.closed))
    return replace(opened, case=case.replaced(items=items, closed=closed))


def partial_view(
    opened: Opened, part: PartSeen, world: World, files: Mapping[str, StoredFile], names: Names
) -> CaseView:
    """The case as those see it who are only asked something; their own items are for the caller to add."""
    organisation, matter = world.organisation, opened.matter
    own = _own(opened, part)
    theirs = _theirs(opened, part)
    unseen = {one.id for one in (*matter.fields, *matter.materials)} - part.shows
    return CaseView(
        line=partial_line(opened, part, organisation, world.today),
        answers=answers(opened, names, unseen),
        materials=material_views(opened, dict(files), unseen),
        timeline=tuple(entry for entry in timeline(opened, organisation, unseen, files) if entry.seq in own),
        waiting=waiting(theirs, organisation, world.today),
        ahead=(),
        due_reason="",
        errands=errands(matter, at_window=opened.case.at_window).worst,
        documents=(),
        effects=(),
        tasks=(),
        can_withdraw=False,
        inquiries=inquiries(theirs, organisation, files),
        partial=True,
    )
