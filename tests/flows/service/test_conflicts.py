"""Conflict of interest at the service: told before the act, noted in the history and on the record, refused where excluded."""

from pathlib import Path
from typing import Any

from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CLERK, CLERK_2, HEAD, STAFF, Office
from tests.flows.service.test_verbs import CAR_MATTER, END
from tests.matters.forked import EXCEPTIONS, decide, rerouted, step

NOTED = {**EXCEPTIONS, "conflict": "allow_noted"}
SUPPORT = "county_logistics.support_clerk"  # held by CLERK_2 besides


def begun(office: Office, clerk: str, exceptions: dict[str, Any]) -> str:
    """A case accepted by that clerk, before the check of whoever supports the vehicles."""
    made = rerouted(CAR_MATTER, step("check", post="support_clerk", exceptions=exceptions), decide(), deliver=END)
    case_no = office.file_as(office.publish(made))
    office.done(clerk, case_no, "accept", fills=CAR)
    return case_no


def test_an_act_that_is_allowed_is_noted_for_everybody(office: Office, tmp_path: Path) -> None:
    """Announced on the item, in the history for the applicant too, and on the sealed record; others carry no note."""
    case_no = begun(office, CLERK_2, NOTED)
    (task,) = office.case(CLERK_2, case_no).tasks
    assert "曾以其他岗位" in task.conflict
    office.done(CLERK_2, case_no, "approve", post=SUPPORT, opinion="可以保障")
    office.done(HEAD, case_no, "approve", opinion="审定同意")
    noted = {entry.opinion: entry.note for entry in office.case(STAFF, case_no).timeline if entry.note}
    assert noted == {"可以保障": task.conflict}
    office.carry(case_no)
    record: Any = office.service.papers.download(office.who(STAFF), office.case(STAFF, case_no).documents[-1].id)
    said = "".join(text(record.content, tmp_path).split())
    assert said.count("（注：") == said.count("注明后办理）") == 1  # the cell is broken into lines by the paper


def test_who_is_in_no_conflict_is_told_nothing(office: Office) -> None:
    """The same matter, accepted by the colleague."""
    case_no = begun(office, CLERK, NOTED)
    (task,) = office.case(CLERK_2, case_no).tasks
    assert task.conflict == ""
    office.done(CLERK_2, case_no, "approve", post=SUPPORT)
    assert all(entry.note == "" for entry in office.case(STAFF, case_no).timeline)


def test_who_is_excluded_never_has_it(office: Office) -> None:
    """Nobody else holds the post: the superior, as the step says."""
    case_no = begun(office, CLERK_2, EXCEPTIONS)
    assert office.case(CLERK_2, case_no).tasks == ()
    (waiting,) = office.case(STAFF, case_no).waiting
    assert len(waiting.who) == 1
