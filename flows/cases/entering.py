"""Words for the cases of earlier releases: they were begun before anything was found by words."""

from collections.abc import Iterable, Iterator

from storage import cases, documents
from storage.cases import CaseHead
from storage.database import Database, Session
from storage.searching import words
from storage.searching.words import Words

_NEWEST = (1 << 31) - 1  # no case has an id beyond


def enter_words(database: Database, of: Words) -> None:
    """Let every case be found by number, title and document numbers; what its title cuts off stays unknown.

    The newest come first, some at a time: what is broken off begins anew while the oldest case has no words.
    """
    heads = () if _is_entered(database, of) else _before(database, _NEWEST)
    while heads:
        with database.transaction() as session:
            words.learn_all(session, _words(session, of, heads))
        heads = _before(database, heads[-1].id)


def _is_entered(database: Database, of: Words) -> bool:
    with database.reading() as session:
        oldest = cases.oldest(session)
        return oldest is None or words.is_known(session, oldest.id, of.of_case(oldest.case_no, ""))


def _before(database: Database, case_id: int) -> tuple[CaseHead, ...]:
    with database.reading() as session:
        return cases.before(session, case_id)


def _words(session: Session, of: Words, heads: Iterable[CaseHead]) -> Iterator[tuple[int, int]]:
    known = {head.id: head for head in heads}
    for head in known.values():
        _, _, about = (head.title or "").partition("：")
        yield from ((word, head.id) for word in of.of_case(head.case_no, about))
    for case_id, number in documents.numbers_of(session, known):
        yield from ((word, case_id) for word in of.of_paper(number))
