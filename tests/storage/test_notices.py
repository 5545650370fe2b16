"""Notices: one per effect and person, however often the effect is tried."""

from storage import notices
from storage.database import Database
from storage.notices import Message
from tests.storage.samples import at


def test_a_notice_is_given_once(database: Database) -> None:
    """Tried again with one more person, only that one is new."""
    with database.transaction() as session:
        assert (
            notices.post(
                session,
                Message(
                    "C1:2:notice",
                    (
                        "li",
                        "wang",
                        "li",
                    ),
                    "C1",
                    "new_task",
                    "您有一件待办",
                    at(0),
                ),
            )
            == 2
        )
        assert (
            notices.post(
                session,
                Message(
                    "C1:2:notice",
                    (
                        "li",
                        "wang",
                        "zhao",
                    ),
                    "C1",
                    "new_task",
                    "您有一件待办",
                    at(1),
                ),
            )
            == 1
        )
        (mine,) = notices.inbox(session, "li")
        assert (mine.case_no, mine.topic, mine.text, mine.at, mine.read_at) == (
            "C1",
            "new_task",
            "您有一件待办",
            at(0),
            None,
        )


def test_reading_is_noted_once_and_by_the_reader_only(database: Database) -> None:
    """The badge counts what is not read."""
    with database.transaction() as session:
        for number in range(3):
            notices.post(session, Message(f"C{number}:2:notice", ("li",), f"C{number}", "new_task", "待办", at(number)))
        newest, *_ = notices.inbox(session, "li")
        assert newest.case_no == "C2"
        assert not notices.mark_read(session, "wang", newest.id, at(5))
        assert notices.mark_read(session, "li", newest.id, at(5))
        assert not notices.mark_read(session, "li", newest.id, at(6))
        assert notices.unread(session, "li") == 2
        assert notices.inbox(session, "li", limit=1)[0].read_at == at(5)
        assert [n.case_no for n in notices.inbox(session, "li", before=newest.id)] == ["C1", "C0"]


def test_everything_about_a_case_is_read_at_once(database: Database) -> None:
    """Of one case, then of all; what was read before keeps its time, and nobody else's is touched."""
    with database.transaction() as session:
        for number in range(4):
            case_no = f"C{number % 2}"
            notices.post(session, Message(f"{case_no}:{number}", ("li", "wang"), case_no, "urged", "催办", at(number)))
        notices.mark_all_read(session, "li", at(5), "C1")
        assert (notices.unread(session, "li", "C1"), notices.unread(session, "li")) == (0, 2)
        notices.mark_all_read(session, "li", at(6))
        assert {(one.case_no, one.read_at) for one in notices.inbox(session, "li")} == {("C1", at(5)), ("C0", at(6))}
        assert notices.unread(session, "wang") == 4
        assert notices.told_of(session, ("li",), "urged") == ("C1", "C0")
