"""What people file often: their own habits first, then those of their bodies, and nobody else's."""

from matters.organisation.snapshot import Holder
from storage import habits
from storage.database import Database, Session
from storage.tables.cases import CaseRow
from tests.storage.samples import LI, begun


def _filed(session: Session, case_no: str, matter: str, applicant: Holder = LI, body: str = "office") -> None:
    head = begun(session, case_no, applicant, body)
    row = session.get_one(CaseRow, head.id)
    row.matter = matter
    session.add(row)
    session.flush()


def test_own_habits_come_before_those_of_the_body(database: Database) -> None:
    """Most often first, each matter once, and so many; what another body files is none of theirs."""
    colleague, stranger = Holder(person="wu", post="office.clerk"), Holder(person="zhou", post="court.clerk")
    with database.transaction() as session:
        for number, matter in enumerate(("MS001", "MS002", "MS002")):
            _filed(session, f"A{number}", matter)
        for number, matter in enumerate(("MS003", "MS004", "MS004", "MS002")):
            _filed(session, f"B{number}", matter, colleague)
        _filed(session, "C0", "MS009", stranger, "court")
    with database.reading() as session:
        assert habits.often_filed(session, "li", ["office"], 9) == ("MS002", "MS001", "MS004", "MS003")
        assert habits.often_filed(session, "li", ["office"], 2) == ("MS002", "MS001")
        assert habits.often_filed(session, "li", [], 9) == ("MS002", "MS001")
        assert habits.often_filed(session, "nobody", [], 9) == ()
