"""What one viewer is shown of a case (显示范围): everything, or what the steps show that the viewer has had before them."""

from collections.abc import Collection

from flows.cases.deciding import Opened
from flows.issued import document_view
from flows.service.reach import Reach
from flows.views.papers import DocumentView
from matters.case.events.returning import SupplementRequested
from matters.language import outcome
from matters.language.rights import hidden_from
from matters.organisation.snapshot import Organisation
from storage import documents, seals
from storage.database import Session


def hidden_in(opened: Opened, reach: Reach) -> frozenset[str]:
    """The fields and materials of the case that must not reach that caller.

    Applicant, agent, supervisors and administrators who mend the case are shown everything. Who looks on for a body without ever
    having had the case is shown what every step shows: the step at which more is hidden may be theirs tomorrow. Who stands in
    for a holder (代理) is shown what the holder's step shows.
    """
    case, person = opened.case, reach.caller.person
    mends = any(one.person == person and one.step is None for one in case.involved)
    if mends or person in case.applying or reach.supervises(opened):
        return frozenset()
    return hidden_from(opened.matter, case.steps_of(person) | reach.covered_steps(opened))


def shows_file(opened: Opened, file_id: str, hidden: Collection[str]) -> bool:
    """Whether the file was ever handed in as a material that is not hidden."""
    handed_in = (written.content.get("materials", {}) for written in opened.written)
    return any(
        file_id in files for materials in handed_in for material, files in materials.items() if material not in hidden
    )


def shows_paper(opened: Opened, paper_id: str, hidden: Collection[str]) -> bool:
    """Whether nothing is printed on the paper that is hidden: no answer, and no defect named of one."""
    if opened.matter.outcome is None:
        return True
    paper = opened.matter.outcome.paper(paper_id)
    named = set(paper.fields)
    if any(isinstance(block, outcome.Findings) for block in paper.blocks):
        named |= {t for event in opened.events if isinstance(event, SupplementRequested) for t in event.targets}
    return not named & set(hidden)


def document_views(
    session: Session, opened: Opened, hidden: Collection[str], organisation: Organisation
) -> tuple[DocumentView, ...]:
    """The sealed papers of a case on which nothing hidden is printed, in the order in which they were issued.

    Those who sealed it go by the names that they had on its day.
    """
    sealed = seals.bodies_of(session, opened.head.id)
    found = {document.id: document for document in documents.of_case(session, opened.head.id)}
    issued = ((found[paper.document], opened.case.in_force(paper)) for paper in opened.case.papers)
    return tuple(
        document_view(
            document,
            opened.case.case_no,
            tuple(organisation.body_name(body, document.issued_on) for body in sealed.get(document.id, ())),
            superseded=not in_force,
        )
        for document, in_force in issued
        if shows_paper(opened, document.paper, hidden)
    )
