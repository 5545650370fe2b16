"""Queues and lists: the right rows in the right order, and every query on an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlmodel import SQLModel

from matters.case.effect_keys import AdvanceId
from matters.case.values import ItemKey
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder
from storage import doubts, ledger, queues
from storage.database import Database, Session
from storage.people import proxies
from storage.queues import QueuePage
from storage.searching.finding import CaseFilter, Meaning
from storage.tables.base import Row
from storage.tables.cases import AccessRow, CaseRow, WorkItemHolder, WorkItemRow
from storage.tables.duties import AdvanceRow, EffectRow
from tests.storage.samples import (
    LI,
    NOON,
    QIAN,
    VAULT,
    WANG,
    ZHAO,
    accepted,
    approved,
    at,
    begun,
    go_on,
    opened,
    withdrawn,
)

FIRST = QueuePage()
ABOUT = Meaning(text=VAULT.words.of_text("印章"))


def numbered(part: str) -> CaseFilter:
    """Cases of whose number that is a part."""
    return CaseFilter(words=(Meaning(part=part, part_word=VAULT.words.of_part(part)),))


def test_a_queue_shows_what_is_due_first(database: Database) -> None:
    """By due date, what has none at the end; each row with its case and holders; other people's items are not in it."""
    with database.transaction() as session:
        begun(session, "C1")
        go_on(session, "C1", accepted("C1"))
        begun(session, "C2")
        go_on(session, "C2", [opened(3, "sign", ZHAO, QIAN, case_no="C2")])
        listed = queues.open_items(session, "qian", FIRST)
    assert [(item.case.case_no, item.holders) for item in listed.rows] == [("C1", (QIAN,)), ("C2", (QIAN, ZHAO))]
    assert listed.total == 2
    assert {item.state for item in listed.rows} == {"open"}


def test_a_person_with_two_hats_sees_an_item_once(database: Database) -> None:
    """And is counted once."""
    with database.transaction() as session:
        begun(session)
        go_on(session, "C1", [opened(3, "sign", ZHAO, Holder(person="zhao", post="acting"))])
        assert len(queues.open_items(session, "zhao", FIRST).rows) == queues.count_open(session, "zhao") == 1


def test_the_first_of_all_cases_come_newest_first(database: Database) -> None:
    """As in the list, so many, and filtered; their rows in one statement."""
    with database.transaction() as session:
        for number in range(1, 4):
            begun(session, f"C{number}")
    with database.reading() as session, _recorded(database) as sent:
        filed = queues.first_filed(session, "li", 2, CaseFilter())
        assert len(sent) == 2
        seen = queues.first_visible(session, ["bureau"], 2, CaseFilter())
        assert len(sent) == 4
        assert [head.case_no for head in filed] == [head.case_no for head in seen] == ["C3", "C2"]
        assert [head.case_no for head in queues.first_filed(session, "li", 9, numbered("C1"))] == ["C1"]
        assert queues.first_visible(session, ["elsewhere"], 9, CaseFilter()) == ()


def test_what_was_decided_leaves_every_queue(database: Database) -> None:
    """Of whoever decided and of the other holders."""
    with database.transaction() as session:
        begun(session)
        go_on(session, "C1", [opened(3, "sign", ZHAO, QIAN), opened(4, "check", ZHAO)])
        go_on(session, "C1", [approved(5, "3:sign", ZHAO), approved(6, "4:check", ZHAO)])
        assert queues.count_open(session, "qian") == queues.count_open(session, "zhao") == 0
        assert queues.open_items(session, "qian", FIRST).rows == ()


def test_an_item_is_found_by_its_id(database: Database) -> None:
    """Open or done, so that who comes second learns who was first."""
    with database.transaction() as session:
        begun(session)
        (waiting,) = queues.open_items(session, "wang", FIRST).rows
        go_on(session, "C1", accepted())
        done = queues.item(session, waiting.id)
        assert done is not None
        assert (done.case.case_no, done.state, done.decided_by, done.decided_at) == ("C1", "done", "wang", at(3))
        assert done.holders == (WANG,)
        assert queues.item(session, "unknown") is None


def test_an_item_knows_its_place(database: Database) -> None:
    """The case it belongs to and its key there; an id nobody gave out has none."""
    with database.transaction() as session:
        begun(session, "C1")
        (waiting,) = queues.open_items(session, "wang", FIRST).rows
        assert queues.place_of(session, waiting.id) == queues.QueuePlace("C1", ItemKey(2, "accept"))
        assert queues.place_of(session, "unknown") is None


def test_lists_come_in_pages(database: Database) -> None:
    """Newest first, no row twice, with the length of the whole."""
    with database.transaction() as session:
        for number in range(5):
            begun(session, f"C{number}")
        pages = [queues.my_cases(session, "li", QueuePage(number, 2)) for number in (1, 2, 3, 4)]
    assert [[case.case_no for case in page.rows] for page in pages] == [["C4", "C3"], ["C2", "C1"], ["C0"], []]
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize(("number", "size"), [(0, 20), (1, 0), (1, 51)])
def test_a_page_has_at_most_fifty_rows(number: int, size: int) -> None:
    """Larger ones and those before the first are refused."""
    with pytest.raises(ValueError, match=f"page {number} of size {size}"):
        QueuePage(number, size)


def test_cases_are_visible_to_their_parties_only(database: Database) -> None:
    """A body party for two reasons sees a case once; no body, no case."""
    with database.transaction() as session:
        begun(session, "C1", body="office")
        begun(session, "C2", applicant=Holder(person="sun", post="clerk"), body="bureau")
        assert _numbers(queues.visible_cases(session, ["bureau"], FIRST)) == ["C2", "C1"]
        assert _numbers(queues.visible_cases(session, ["office"], FIRST)) == ["C1"]
        assert _numbers(queues.visible_cases(session, ["office", "bureau"], FIRST)) == ["C2", "C1"]
        assert (
            queues.visible_cases(session, ["other"], FIRST).total == queues.visible_cases(session, [], FIRST).total == 0
        )
        assert _numbers(queues.my_cases(session, LI.person, FIRST)) == ["C1"]


def test_lists_are_narrowed_by_status_matter_and_body(database: Database) -> None:
    """One of several of each kind will do; of different kinds each is asked."""
    with database.transaction() as session:
        begun(session, "A1")
        begun(session, "B1")
        go_on(session, "B1", [withdrawn(3, "B1")])

        def found(**wanted: Any) -> list[str]:  # noqa: ANN401
            return _numbers(queues.visible_cases(session, ["bureau"], FIRST, CaseFilter(**wanted)))

        assert found(statuses=("withdrawn",)) == ["B1"]
        assert found(statuses=("withdrawn", "submitted")) == ["B1", "A1"]
        assert found(matters=("seal_making", "other"), bodies=("office",)) == ["B1", "A1"]
        assert found(matters=("other",)) == found(bodies=("bureau",)) == []
        assert found(statuses=("submitted",), matters=("seal_making",)) == ["A1"]


def proxy(person: str, matters: tuple[str, ...] = (), *, open_items: bool = False) -> Proxy:
    """Somebody stands in for that person."""
    principal = Holder(person=person, post="x")
    return Proxy(person, principal, "agent", NOON.date(), NOON.date(), NOON, matters, open_items=open_items)


def test_items_of_others_stand_in_a_queue_in_order(database: Database) -> None:
    """Counted with one's own; a page is cut from all of them."""
    with database.transaction() as session:
        begun(session, "C1")
        go_on(session, "C1", accepted("C1"))
        begun(session, "C2")
        (theirs,) = queues.open_items(session, "qian", FIRST).rows
        listed = queues.open_items(session, "wang", FIRST, [theirs.id])
        assert [(row.case.case_no, row.holders) for row in listed.rows] == [("C1", (QIAN,)), ("C2", (WANG,))]
        assert listed.total == 2
        assert [row.id for row in queues.open_items(session, "wang", QueuePage(1, 1), [theirs.id]).rows] == [theirs.id]


def test_what_a_proxy_may_cover_is_found_by_hat_matter_and_arrival(database: Database) -> None:
    """Neither what is done, nor the two's own filings, nor what arrived before it began unless it says so."""
    qians = replace(proxy("x"), principal=QIAN, agent="zhao", granted_at=at(6))
    with database.transaction() as session:
        begun(session, "C1")
        go_on(session, "C1", accepted("C1"))
        begun(session, "C2", applicant=ZHAO)
        go_on(session, "C2", accepted("C2"))

        def found(given: Proxy) -> list[str]:
            return [item.case.case_no for item in queues.of_principals(session, [given], 9)]

        assert found(qians) == []
        assert found(replace(qians, open_items=True)) == ["C1"]
        assert found(replace(qians, granted_at=at(5))) == ["C1"]
        assert sorted(found(replace(qians, granted_at=at(5), agent="sun"))) == ["C1", "C2"]
        assert found(replace(qians, granted_at=at(5), matters=("other",))) == []
        assert found(replace(qians, granted_at=at(5), principal=Holder(person="qian", post="other"))) == []
        go_on(session, "C1", [approved(6, "5:sign", QIAN)])
        assert found(replace(qians, open_items=True)) == []


def _numbers(listed: queues.Listed[Any]) -> list[str]:
    return [case.case_no for case in listed.rows]


QUERIES: dict[str, Callable[[Session], object]] = {
    "open_items": lambda s: queues.open_items(s, "p7", FIRST),
    "count_open": lambda s: queues.count_open(s, "p7"),
    "open_items_and_others": lambda s: queues.open_items(s, "p7", FIRST, ["i27", "i47"]),
    "of_principals": lambda s: queues.of_principals(s, [proxy("p7"), proxy("p27", ("MS001",), open_items=True)], 200),
    "item": lambda s: queues.item(s, "i7"),
    "place_of": lambda s: queues.place_of(s, "i7"),
    "items_of": lambda s: queues.items_of(s, 7),
    "my_cases": lambda s: queues.my_cases(s, "p7", FIRST),
    "my_open_cases": lambda s: queues.my_cases(s, "p7", FIRST, CaseFilter(("submitted",), words=(ABOUT,))),
    "visible_cases": lambda s: queues.visible_cases(s, ["b7", "b8"], FIRST),
    "visible_search": lambda s: queues.visible_cases(s, ["b7"], FIRST, numbered("C7")),
    "search_of_many_bodies": lambda s: queues.visible_cases(s, [f"b{n}" for n in range(99)], FIRST, numbered("C7")),
    "visible_of_a_body": lambda s: queues.visible_cases(
        s, ["b7"], FIRST, CaseFilter(("submitted",), ("MS001",), ("b7",))
    ),
    "proxies_of_agent": lambda s: proxies.of_agent(s, "p7", NOON.date()),
    "proxies_of_principals": lambda s: proxies.of_principals(s, ["p7", "p8"], NOON.date()),
    "proxies_of_hat": lambda s: proxies.of_hat(s, Holder(person="p7", post="x"), NOON.date()),
    "proxies_concerning": lambda s: proxies.concerning(s, "p7"),
    "proxies_left_of": lambda s: proxies.left_of(s, "p7", NOON.date()),
    "all_proxies_left": lambda s: proxies.all_left(s, NOON.date()),
    "open_advances": lambda s: ledger.open_advances(s, NOON, 20),
    "next_effect": lambda s: ledger.next_effect(s, AdvanceId("C7", 1)),
    "effects_of": lambda s: ledger.effects_of(s, 7),
    "expired_claims": lambda s: ledger.expired_claims(s, at(1)),
    "in_doubt": lambda s: doubts.in_doubt(s),
}


@pytest.fixture(scope="module")
def crowded_sqlite(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:  # noqa: ANN401
    """3,000 cases on SQLite."""
    file = tmp_path_factory.mktemp("crowd") / "once.db"
    file.write_bytes(sqlite_template.read_bytes())
    yield from _crowded(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def crowded_postgres(postgres_url: Callable[[], str]) -> Iterator[Database]:
    """3,000 cases on PostgreSQL."""
    yield from _crowded(postgres_url())


@pytest.mark.parametrize("name", QUERIES)
def test_queries_search_an_index_on_sqlite(crowded_sqlite: Database, name: str) -> None:
    """No query walks a whole table, by SQLite's own plan."""
    with crowded_sqlite.reading() as session, _recorded(crowded_sqlite) as statements:
        QUERIES[name](session)
    with crowded_sqlite.reading() as session:
        for statement, values in list(statements):
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            scanned = {row.detail.split()[1] for row in plan if row.detail.startswith("SCAN")}
            assert scanned.isdisjoint(Row.metadata.tables), statement


@pytest.mark.parametrize("name", QUERIES)
def test_queries_search_an_index_on_postgresql(crowded_postgres: Database, name: str) -> None:
    """Each query has an index to search; at 3,000 cases the planner must be told not to prefer a walk."""
    with crowded_postgres.reading() as session, _recorded(crowded_postgres) as statements:
        QUERIES[name](session)
    with crowded_postgres.reading() as session:
        for walk in ("seqscan", "hashjoin", "mergejoin"):
            session.connection().execute(text(f"SET LOCAL enable_{walk} = off"))
        for statement, values in list(statements):
            plan = session.connection().exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", values).scalar_one()
            assert [node for node in _nodes(plan[0]["Plan"]) if _walks(node)] == []


def _walks(node: dict[str, Any]) -> bool:
    """Whether a step of a plan reads a whole table, or a whole index without a condition."""
    kind = node["Node Type"]
    return kind == "Seq Scan" or (
        kind in {"Index Scan", "Index Only Scan", "Bitmap Index Scan"} and "Index Cond" not in node
    )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


@contextmanager
def _recorded(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs that are sent meanwhile."""
    statements: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, values))

    event.listen(database.readers, "before_cursor_execute", note)
    yield statements
    event.remove(database.readers, "before_cursor_execute", note)
    assert statements


def _crowded(url: str) -> Iterator[Database]:
    database = Database(url)
    with database.transaction() as session:
        for table, rows in _crowd(3000).items():
            session.connection().execute(insert(table), rows)
    with database.transaction() as session:
        session.connection().execute(text("ANALYZE"))
    yield database
    database.dispose()


def _crowd(size: int) -> dict[type[SQLModel], list[dict[str, Any]]]:
    """Cases of 100 people in 200 bodies; one in twenty is still under way."""
    cases, items, holders, access, advances, effects = ([] for _ in range(6))
    for n in range(1, size + 1):
        person, body, under_way = f"p{n % 100}", f"b{n % 200}", n % 20 == 7
        cases.append(
            {
                "id": n,
                "case_no": f"C{n}",
                "matter": "MS001",
                "definition": "d",
                "applicant_person": person,
                "applicant_post": "x",
                "applicant_body": body,
                "owner_body": "owner",
                "status": "submitted",
                "seq": 2,
                "provisional": False,
                "filed_at": NOON,
                "updated_at": NOON,
            }
        )
        items.append(
            {
                "id": f"i{n}",
                "case_id": n,
                "key": "2:accept",
                "step": "accept",
                "version": 1,
                "purpose": "act",
                "provisional": False,
                "opened_at": NOON,
                "state": "open" if under_way else "done",
                "decided_by": None if under_way else person,
                "decided_at": None if under_way else at(n),
            }
        )
        holders.append({"item_id": f"i{n}", "person": person, "post": "x", "open": under_way})
        access.append({"case_id": n, "body": body, "why": "applicant"})
        advances.append(
            {
                "id": f"C{n}:1",
                "case_id": n,
                "seq": 1,
                "matter": "MS001",
                "label": "提交",
                "body": body,
                "state": "open" if n % 100 == 7 else "settled",
                "created_at": at(n),
                "attempts": 1,
            }
        )
        effects.append(
            {
                "key": f"C{n}:1:notice",
                "advance": 1,
                "case_id": n,
                "position": 0,
                "payload": {"key": f"C{n}:1:notice", "kind": "notice"},
                "state": "claimed" if n % 100 == 7 else "done",
                "planned_at": NOON,
                "lease_until": at(n),
                "attempts": 1,
            }
        )
    return {
        CaseRow: cases,
        WorkItemRow: items,
        WorkItemHolder: holders,
        AccessRow: access,
        AdvanceRow: advances,
        EffectRow: effects,
    }
