"""Cases of earlier releases are found by words once they are entered."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import delete

from flows.cases.entering import enter_words
from flows.views.registers import CaseListQuery
from storage.tables.cases import CaseWord
from tests.flows.service.office import CAR, CLERK, STAFF, Office


@pytest.fixture
def office(new_office: Callable[[str], Office]) -> Office:
    """One in which no other case has the same last digits."""
    return new_office("sqlite")


def test_cases_without_words_get_them(office: Office) -> None:
    """By number, title and document number, each case; doing it again changes nothing."""
    case_no = office.file(purpose="重新入册")
    office.file(purpose="下乡走访")
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="拟同意。")
    office.carry(case_no)
    who, resources = office.who(STAFF), office.resources
    view: Any = office.service.cases.show(who, case_no)
    typed = ("入册", case_no[-9:], view.documents[0].number)

    def found() -> list[list[str]]:
        lists: list[Any] = [office.service.cases.list(who, CaseListQuery(q=one)) for one in typed]
        return [[line.case_no for line in listed.items] for listed in lists]

    with resources.database.transaction() as session:
        session.exec(delete(CaseWord))  # as in a database of an earlier release
    assert found() == [[], [], []]
    for _ in range(2):
        enter_words(resources.database, resources.vault.words)
        assert found() == [[case_no]] * 3
