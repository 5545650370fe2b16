"""Cases somebody had a part in: what one decided, lent, got a copy of, and nothing of what others did."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from storage import audit, notices, queues
from storage.audit import AuditEntry
from storage.database import Database, Session
from storage.notices import Message
from storage.queues import QueuePage
from storage.searching.finding import CaseFilter, Meaning, Whose
from storage.searching.items import ItemFilter
from storage.searching.parts import Had, Part
from tests.storage.samples import LI, NOON, QIAN, VAULT, ZHAO, accepted, approved, at, begun, go_on

PAGE = QueuePage()
ACTED = AuditEntry(at=NOON, person="qian", post="x", operation="办理待办", object_id="", outcome="done")


def two_cases(session: Session) -> tuple[str, str]:
    """Qian and Zhao countersign each; the ids of Qian's items."""
    for case_no in ("C1", "C2"):
        begun(session, case_no, about="印章" if case_no == "C1" else "派车")
        go_on(session, case_no, accepted(case_no))
    first, second = queues.open_items(session, "qian", PAGE, wanted=ItemFilter(order="oldest")).rows
    found = {one.case.case_no: one.id for one in (first, second)}
    return found["C1"], found["C2"]


def found(session: Session, part: Part, person: str = "qian", **wanted: Any) -> list[str]:  # noqa: ANN401
    """The cases, in order."""
    listed = queues.cases_within(session, Had(part, person), PAGE, CaseFilter(**wanted))
    assert listed.total == len(listed.rows)
    return [case.case_no for case in listed.rows]


def test_what_one_has_decided_comes_last_decided_first(database: Database) -> None:
    """Each case once, narrowed like any list; of somebody else's decisions nothing."""
    about = (Meaning(text=VAULT.words.of_text("派车")),)
    with database.transaction() as session:
        two_cases(session)
        go_on(session, "C2", [approved(6, "5:sign", QIAN, case_no="C2")])
        go_on(session, "C1", [approved(6, "4:sign", ZHAO)])
        go_on(session, "C1", [approved(7, "5:sign", QIAN)])
        assert found(session, "decided") == ["C1", "C2"]
        assert found(session, "decided", words=about) == ["C2"]
        assert found(session, "decided", statuses=("concluded",)) == []
        assert found(session, "decided", "zhao") == ["C1"]
        assert found(session, "decided", "sun") == []


def test_what_may_be_lent_is_what_others_hold_where_one_has_acted(database: Database) -> None:
    """Only as long as an answer is owed; the cases tell whose it is."""
    with database.transaction() as session:
        first, _ = two_cases(session)
        for person in ("zhao", "qian", "sun"):
            audit.record(session, replace(ACTED, person=person, object_id="C1"))
        assert found(session, "lent", "sun") == []
        session.connection().execute(text("UPDATE work_item SET handling = 'delegated' WHERE id = :id"), {"id": first})
        assert found(session, "lent", "sun") == found(session, "lent", "zhao") == ["C1"]
        assert found(session, "lent") == []
        go_on(session, "C1", [approved(6, "5:sign", QIAN)])
        assert found(session, "lent", "sun") == []


@pytest.mark.parametrize("other", [{"outcome": "refused"}, {"operation": "查看待办"}])
def test_only_what_was_done_counts(database: Database, other: dict[str, Any]) -> None:
    """Neither what was refused nor anything else that was done."""
    with database.transaction() as session:
        first, _ = two_cases(session)
        audit.record(session, replace(ACTED, **{"person": "sun", "object_id": "C1", **other}))
        session.connection().execute(text("UPDATE work_item SET handling = 'delegated' WHERE id = :id"), {"id": first})
        assert found(session, "lent", "sun") == []


def test_what_one_got_a_copy_of(database: Database) -> None:
    """By what one was told, once for each case."""
    with database.transaction() as session:
        two_cases(session)
        for n, (topic, case_no) in enumerate([("copy_sent", "C1"), ("copy_sent", "C1"), ("urged", "C2")]):
            notices.post(session, Message(f"k{n}", ("qian", LI.person), case_no, topic, "…", at(n + 1)))
        assert found(session, "copied") == ["C1"]
        assert found(session, "copied", matters=("other",)) == []
        assert found(session, "copied", "zhao") == []


def test_a_list_is_put_in_another_order(database: Database) -> None:
    """By the day on which it is due, and from its end; and its matters are told with their newest definition."""
    with database.transaction() as session:
        two_cases(session)
        begun(session, "C0")
        whose = Whose(person=LI.person)
        orders = {
            order: [case.case_no for case in queues.cases_within(session, whose, PAGE, order=order).rows]
            for order in ("newest", "oldest", "due")
        }
        assert orders == {"newest": ["C0", "C2", "C1"], "oldest": ["C1", "C2", "C0"], "due": ["C1", "C2", "C0"]}
        assert set(queues.matters_among(session, whose)) == {"seal_making"}
        assert queues.matters_among(session, Had("decided", "nobody")) == {}
