"""What an act leaves in writing (revision), whether it is done or only looked at before."""

from collections.abc import Mapping
from typing import Any

from flows.cases.around import look_up
from flows.cases.deciding import Opened, world_of
from flows.resources import Resources
from flows.views.tasks import ActRequest
from matters.case.filed import Filed
from matters.filing.entries import with_copied
from matters.who.parties import parties_of
from storage.database import Session


def written_by(opened: Opened, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Answers and materials always whole, so that the newest is the present state."""
    written: dict[str, Any] = {}
    if parts.get("opinion"):
        written["opinion"] = parts["opinion"]
    if parts.get("findings"):
        written["findings"] = dict(parts["findings"])
    if parts.get("fills") or parts.get("answers"):
        written["answers"] = {**opened.answers, **parts.get("fills", {}), **parts.get("answers", {})}
    if parts.get("materials"):
        written["materials"] = {**opened.materials, **parts["materials"]}
    if parts.get("files"):
        written["files"] = list(parts["files"])
    return written


def taking_over(session: Session, resources: Resources, opened: Opened, request: ActRequest) -> ActRequest:
    """The request with what the entries of rosters (台账) say that it names."""
    given = {part: getattr(request, part) for part in ("fills", "answers") if getattr(request, part)}
    if not opened.matter.entry_fields or not given:
        return request
    says = {**opened.answers, **request.fills, **request.answers}
    kept = (opened.head.id, opened.case)
    world = look_up(session, resources, world_of(session, resources), opened.matter, says, kept)
    parties = parties_of(opened.matter, opened.case, Filed(says, opened.materials))
    copied = {part: with_copied(opened.matter, said, world, parties) for part, said in given.items()}
    return request.model_copy(update=copied)
