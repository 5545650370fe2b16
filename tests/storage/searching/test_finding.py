"""Finding cases: every condition is kept whichever way is the shortest, and no search looks at more than it may."""

from collections.abc import Iterator

import pytest

from storage.database import Database, Session
from storage.searching.finding import ALL, CaseFilter, Found, Meaning, Whose, find
from tests.storage.samples import QIAN, VAULT, begun

OFFICE = Whose(bodies=("office",))


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Five cases, the newest last; the third is of another body, and bodies in it are two."""
    with database.transaction() as session:
        begun(session, "C1", about="会审决算")
        begun(session, "C2", about="决算会审")
        begun(session, "C3", QIAN, "court", about="会审决算")
        begun(session, "C4", about="下乡调研")
        begun(session, "C5", about="会审预算")
        yield session


def about(*words: str) -> CaseFilter:
    """Cases in whose text each of these stands."""
    return CaseFilter(words=tuple(Meaning(text=VAULT.words.of_text(word)) for word in words))


def found(session: Session, wanted: CaseFilter, whose: Whose = OFFICE) -> list[int]:
    """How the first cases count from 1, as they were found."""
    first = min(find(session, Whose(bodies=("bureau",)), CaseFilter(), 9).ids)
    return [one - first + 1 for one in find(session, whose, wanted, 9).ids]


def test_every_word_is_asked_and_their_order_is_not(session: Session) -> None:
    """The newest first; a word that nobody wrote finds nothing."""
    assert found(session, about("会审")) == [5, 2, 1]
    assert found(session, about("决算", "会审")) == found(session, about("会审", "决算")) == [2, 1]
    assert found(session, about("决算会审")) == [2]
    assert found(session, about("会审", "下乡")) == found(session, about("没有的字")) == []


def test_a_case_is_found_within_what_one_may_see_only(session: Session) -> None:
    """Of one's bodies, or of oneself; without a body there is nothing."""
    assert found(session, about("决算"), Whose(bodies=("court",))) == [3]
    assert found(session, about("决算"), Whose(bodies=("court", "office", "bureau"))) == [3, 2, 1]
    assert found(session, about("决算"), Whose(person="qian")) == [3]
    assert found(session, about("决算"), Whose(bodies=())) == []
    assert found(session, about("决算"), Whose(bodies=tuple(f"b{n}" for n in range(60)))) == []


def test_any_meaning_of_a_word_will_do(session: Session) -> None:
    """A part of the number, the applicant, a body, the matter, or the text."""
    either = Meaning(text=VAULT.words.of_text("下乡"), people=("qian",), bodies=("court",))
    assert found(session, CaseFilter(words=(either,)), Whose(bodies=("bureau",))) == [4, 3]
    assert found(session, CaseFilter(words=(Meaning(matters=("seal_making",)),))) == [5, 4, 2, 1]
    assert found(session, CaseFilter(words=(Meaning(part="C4", part_word=VAULT.words.of_part("C4")),))) == [4]
    assert found(session, CaseFilter(words=(Meaning(part="4"),))) == [4]
    assert found(session, CaseFilter(words=(Meaning(seen="预"),))) == [5]
    assert found(session, CaseFilter(words=(Meaning(),))) == []


def test_a_search_looks_at_so_many_cases_and_says_so(session: Session) -> None:
    """Where every way is longer than the effort, what is older than its newest cases is not looked at."""
    assert find(session, OFFICE, about("决算"), 9, effort=1) == Found((), more=False, newest_only=True)
    whole = find(session, OFFICE, about("决算"), 9, effort=4)
    assert (len(whole.ids), whole.newest_only) == (2, False)
    assert not find(session, OFFICE, about("决算"), 9, effort=ALL).newest_only
    both = find(session, OFFICE, about("会审"), 2)
    assert (len(both.ids), both.more, both.newest_only) == (2, True, False)
