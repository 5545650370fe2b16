"""Items asked for: narrowed, put in order, and found the same in a queue that is too long to be looked through."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from storage.database import Database, Session
from storage.searching import items
from storage.searching.finding import CaseFilter, Meaning, Span
from storage.searching.items import ItemFilter, ItemKind
from tests.storage.samples import QIAN, VAULT, WANG, accepted, begun, go_on, opened

DAY = date(2026, 11, 25)


@pytest.fixture(params=[items.MANY, 0], ids=["short", "long"])
def queue(request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Qian holds an item of C1, due on a day, and one of C2 that has none; Wang holds one of C2. Both ways to look for them."""
    monkeypatch.setattr(items, "MANY", request.param)
    with database.transaction() as session:
        begun(session, "C1", about="印章")
        go_on(session, "C1", accepted("C1"))
        begun(session, "C2", applicant=WANG, body="bureau", about="派车")
        go_on(session, "C2", [opened(3, "check", QIAN, case_no="C2")])
        yield session


def found(session: Session, besides: tuple[str, ...] = (), most: int = 9, **wanted: Any) -> list[str]:  # noqa: ANN401
    """The steps of what is found, in order."""
    ids = items.waiting(session, "qian", besides, ItemFilter(**wanted), most)
    rows = {kind.step for kind in items.kinds(session, "qian", besides)}
    told = {one: next(step for step in rows if _is(session, one, step)) for one in ids}
    return [told[one] for one in ids]


def _is(session: Session, item: str, step: str) -> bool:
    return item in items.waiting(session, "qian", (item,), ItemFilter(step=step), 99)


def test_what_is_due_first_comes_first_and_what_has_no_day_last(queue: Session) -> None:
    """As long as nothing else is wanted; so many of them."""
    assert found(queue) == ["sign", "check"]
    assert found(queue, most=1) == ["sign"]


def test_others_orders_go_by_when_it_came(queue: Session) -> None:
    """C1's item was opened two events later than C2's."""
    assert found(queue, order="newest") == ["sign", "check"]
    assert found(queue, order="oldest") == ["check", "sign"]


def test_a_queue_is_narrowed_by_step_and_days(queue: Session) -> None:
    """Both ends of a span belong to it; what has no day is in none."""
    assert found(queue, step="check") == ["check"]
    assert found(queue, due=(Span(DAY, DAY),)) == ["sign"]
    early, late = Span(until=date(2026, 11, 24)), Span(since=date(2026, 11, 26))
    assert found(queue, due=(early, late)) == []
    assert found(queue, due=(early, Span(DAY))) == ["sign"]


def test_a_span_may_be_of_the_cases_of_some_bodies_alone(queue: Session) -> None:
    """Where one region looks further ahead than another."""
    assert found(queue, due=(Span(DAY, DAY, ("bureau",)),)) == ["sign"]
    assert found(queue, due=(Span(DAY, DAY, ("elsewhere",)),)) == []


def test_a_queue_is_narrowed_by_what_its_cases_are(queue: Session) -> None:
    """By words, the applicant's body and the matter; every condition must hold."""
    about = CaseFilter(words=(Meaning(text=VAULT.words.of_text("派车")),))
    assert found(queue, cases=about) == ["check"]
    assert found(queue, cases=about, step="sign") == []
    assert found(queue, cases=CaseFilter(matters=("seal_making",))) == ["sign", "check"]
    assert found(queue, cases=CaseFilter(matters=("other",))) == []


def test_items_that_are_named_stand_among_ones_own(queue: Session) -> None:
    """Whoever holds them; narrowed alike."""
    (wangs,) = items.waiting(queue, "wang", (), ItemFilter(), 9)
    assert len(found(queue, besides=(wangs,))) == 3
    assert found(queue, besides=(wangs,), step="accept") == ["accept"]


def test_kinds_are_told_once(queue: Session) -> None:
    """Of what is open, with the definition that names the step."""
    kinds = items.kinds(queue, "qian")
    assert [(kind.step, kind.purpose) for kind in kinds] == [("check", "act"), ("sign", "act")]
    assert {type(kind) for kind in kinds} == {ItemKind}
    assert items.kinds(queue, "nobody") == ()
