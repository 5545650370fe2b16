"""A paper is numbered, drawn and sealed by one body, whatever moves in between.

Covers: flows/effects/papers.py
"""

import pytest

from flows.cases import composing
from flows.cases.composing import issuers_of
from flows.cases.deciding import open_case, world_of
from flows.effects.papers import issuers_kept
from flows.views.registers import SealList, SealQuery
from matters.organisation.snapshot import Body
from tests.flows.service.office import CAR, CLERK, Office

AUDITOR, OWNER, OTHER = "p79", "county_logistics", "county_finance"


def test_the_body_that_numbered_a_paper_draws_and_seals_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its duty goes to another body right after the number: no paper has the number of one and the seal of the other."""
    case_no = office.file()
    office.carry(case_no)
    office.done(CLERK, case_no, "accept", fills=CAR)
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    answers = [organisation.body(OWNER)]

    def moved(*_: object) -> Body:
        return answers.pop() if answers else organisation.body(OTHER)

    with monkeypatch.context() as patched:
        patched.setattr(composing, "body_of", moved)
        office.carry(case_no)
    found = office.service.seals.list(office.who(AUDITOR), SealQuery(text=case_no))
    assert isinstance(found, SealList)
    (line,) = found.items
    prefix = organisation.body(OWNER).prefix
    assert line.document_no.startswith(prefix)
    assert line.seal_no.startswith(prefix)
    assert line.body_name == organisation.body_name(OWNER, office.resources.today)
    assert answers == []


def test_a_number_that_names_no_body_is_that_of_whoever_has_the_duty(office: Office) -> None:
    """Numbers of the first release, drawn and sealed after an upgrade."""
    case_no = office.file()
    with office.resources.database.reading() as session:
        opened = open_case(session, office.resources, case_no)
        assert opened is not None
        assert opened.matter.outcome is not None
        world = world_of(session, office.resources)
    paper = opened.matter.outcome.papers[0]
    assert issuers_kept(opened, paper, {"number": "x"}, world) == issuers_of(opened, paper, world)
    assert issuers_kept(opened, paper, {"number": "x", "body": OTHER}, world)[0].body.id == OTHER
