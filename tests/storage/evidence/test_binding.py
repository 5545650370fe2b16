"""Rows of record: each tampering with each of their tables is found and located; every other table says why it is none."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import ColumnElement, and_, delete, insert, select, update

from matters.case.effect_keys import EffectKey
from storage import audit
from storage.audit import AuditEntry
from storage.database import Database, Session
from storage.evidence import binding
from storage.evidence.binding import OF_RECORD, RowDefect
from storage.tables import map_all
from storage.tables.base import Row, table_of
from storage.tables.cases import CaseEvent, Revision
from storage.tables.definitions import InstallationVersion, LocalPartRow, OrganisationVersion
from storage.tables.records import AuditHead, AuditRow, DocumentRow, SealUseRow
from tests.storage.samples import accepted, at, begun, go_on

# Worked out from what is of record; written anew by `once doctor --mend`, or at the next start.
CACHES = {"case_row", "work_item", "work_item_holder", "access", "case_word", "case_fact", "case_sum", "step_sum"}
# The chain itself, and what is of no use once it is done with: a login, a draft, a notice, a lease.
NO_RECORD = {"audit", "audit_head", "login_session", "login_attempt", "draft", "matter_draft", "news_choice", "notice"}
NO_RECORD |= {"heartbeat", "idempotency_key", "report_call", "late_call", "resource", "booking"}
# Of record and not bound yet: their rows change after they were written, or are written in several places.
NOT_YET = {"file", "seal_stop", "proxy", "holiday_notice", "moved_day", "matter_version", "matter_file", "account"}
NOT_YET |= {"matter_cancellation", "local_edition", "advance", "effect", "settlement", "sequence", "number_allotted"}
NOT_YET |= {"api_token", "role_request", "rating", "rating_word", "house_rule", "charge", "charge_act"}
NOT_YET |= {"roster", "roster_entry", "roster_change", "assessment_scheme"}

# A column of each to be forged, and what with.
FORGED: dict[type[Row], Mapping[str, Any]] = {
    CaseEvent: {"payload": {"actor": {"person": "wu", "post": "head"}}},
    Revision: {"ciphertext": b"forged"},
    DocumentRow: {"title": "forged"},
    SealUseRow: {"actor_person": "forged"},
    OrganisationVersion: {"document": "{}"},
    InstallationVersion: {"name": "forged"},
    LocalPartRow: {"document": "{}"},
}
NEW_KEY: dict[type[Row], Mapping[str, Any]] = {
    CaseEvent: {"seq": 99},
    Revision: {"seq": 99},
    DocumentRow: {"id": "new", "number": "new", "seal_number": "new", "effect_key": EffectKey.read("C1:9:seal")},
    SealUseRow: {"number": "new", "id": 99},
    OrganisationVersion: {"version": 99},
    InstallationVersion: {"version": 99},
    LocalPartRow: {"version": 99},
}


@pytest.fixture
def recorded(database: Database) -> Database:
    """A database with at least three rows in each table of record, written as the product writes them."""
    with database.transaction() as session:
        case_id = begun(session).id
        go_on(session, "C1", accepted())
        for kind, rows in _rows(case_id).items():
            audit.keep(session, kind, rows)
        audit.record(session, AuditEntry(at(1), "li", "clerk", "submit", "C1", "done"))
    return database


def _rows(case_id: int) -> dict[type[Row], Sequence[Mapping[str, Any]]]:
    three = range(1, 4)
    paper: dict[str, Any] = {
        "case_id": case_id,
        "paper": "reply",
        "title": "批复",
        "digest": "0" * 64,
        "unsigned_digest": "1" * 64,
    }
    paper |= {"issued_on": date(2026, 11, 20), "is_result": False}
    use: dict[str, Any] = {
        "body": "b",
        "kind": "official",
        "certificate": "c",
        "actor_person": "li",
        "actor_post": "clerk",
    }
    use |= {"used_at": at(3), "state": "valid"}
    said = {"name": "样例", "note": "", "legend": "", "root_name": "r", "sample": True, "by": "li", "at": at(1)}
    part = {"code": "MS001", "body": "b", "by": "li", "at": at(1)}
    return {
        Revision: [{"case_id": case_id, "seq": n, "digest": f"{n}" * 64, "ciphertext": b"%d" % n} for n in three],
        DocumentRow: [
            {
                **paper,
                "id": f"d{n}",
                "number": f"{n}号",
                "seal_number": f"印{n}",
                "effect_key": EffectKey.read(f"C1:{n}:seal"),
            }
            for n in three
        ],
        SealUseRow: [{**use, "document": f"d{n}", "number": f"印{n}"} for n in three],
        OrganisationVersion: [{"version": n, "digest": f"{n}" * 64, "document": f"[{n}]", "at": at(n)} for n in three],
        InstallationVersion: [{**said, "version": n} for n in three],
        LocalPartRow: [{**part, "version": n, "document": f"[{n}]"} for n in three],
    }


def _keys(session: Session, kind: type[Row]) -> list[tuple[Any, ...]]:
    columns = [table_of(kind).c[name] for name in OF_RECORD[kind]]
    return [tuple(row) for row in session.connection().execute(select(*columns).order_by(*columns))]


def _one(kind: type[Row], key: Sequence[Any]) -> ColumnElement[bool]:
    return and_(*(table_of(kind).c[name] == part for name, part in zip(OF_RECORD[kind], key, strict=True)))


def _text(key: Sequence[Any]) -> str:
    return "/".join(map(str, key))


def _forge(session: Session, kind: type[Row], key: Sequence[Any], values: Mapping[str, Any] | None = None) -> None:
    session.connection().execute(update(table_of(kind)).where(_one(kind, key)).values(**(values or FORGED[kind])))


def _remove(session: Session, kind: type[Row], key: Sequence[Any]) -> None:
    if kind is DocumentRow:  # its use would hold it
        session.connection().execute(delete(table_of(SealUseRow)).where(table_of(SealUseRow).c.document == key[0]))
    session.connection().execute(delete(table_of(kind)).where(_one(kind, key)))


def _found(session: Session, kind: type[Row]) -> list[tuple[str, str]]:
    found = (one for one in audit.check(session) if isinstance(one, RowDefect))
    return [(one.kind, one.key) for one in found if one.table == kind.__tablename__]


def test_every_table_is_of_record_or_says_why_not() -> None:
    """A new table has to be put somewhere."""
    map_all()
    bound = {str(kind.__tablename__) for kind in OF_RECORD}
    assert set(Row.metadata.tables) == bound | CACHES | NO_RECORD | NOT_YET
    assert len(Row.metadata.tables) == len(bound) + len(CACHES) + len(NO_RECORD) + len(NOT_YET)


def test_rows_as_they_were_written_have_no_defect(recorded: Database) -> None:
    """And all of them are bound: the check looks at each."""
    with recorded.reading() as session:
        assert audit.check(session) == ()
        assert all(len(_keys(session, kind)) >= 3 for kind in OF_RECORD)


@pytest.mark.parametrize("kind", OF_RECORD)
def test_a_changed_row_is_found(recorded: Database, kind: type[Row]) -> None:
    """Located by table, key and the line of the chain that binds it."""
    with recorded.transaction() as session:
        key = _keys(session, kind)[1]
        _forge(session, kind, key)
        (found,) = audit.check(session)
        case_no = "C1" if "case_id" in table_of(kind).c else ""
        assert found == RowDefect("row_changed", str(kind.__tablename__), _text(key), 1, case_no)


@pytest.mark.parametrize("kind", OF_RECORD)
@pytest.mark.parametrize("place", [1, -1], ids=["in the middle", "at the end"])
def test_a_removed_row_is_found(recorded: Database, kind: type[Row], place: int) -> None:
    """The newest as well: the chain knows what there was."""
    with recorded.transaction() as session:
        key = _keys(session, kind)[place]
        _remove(session, kind, key)
        assert _found(session, kind) == [("row_missing", _text(key))]


@pytest.mark.parametrize("kind", OF_RECORD)
def test_a_row_put_in_is_found(recorded: Database, kind: type[Row]) -> None:
    """Like the one before it, under a key of its own."""
    with recorded.transaction() as session:
        table, key = table_of(kind), _keys(session, kind)[1]
        row = dict(session.connection().execute(select(table).where(_one(kind, key))).mappings().one())
        forged = {**row, **NEW_KEY[kind]}
        session.connection().execute(insert(table).values(**forged))
        assert _found(session, kind) == [("row_added", _text([forged[name] for name in OF_RECORD[kind]]))]


@pytest.mark.parametrize("kind", OF_RECORD)
def test_rows_that_have_changed_places_are_found(recorded: Database, kind: type[Row]) -> None:
    """What one said stands at the other."""
    with recorded.transaction() as session:
        first, second = _keys(session, kind)[:2]
        _forge(session, kind, first)
        column = next(iter(FORGED[kind]))
        wanted = select(table_of(kind).c[column]).where(_one(kind, second))
        was = session.connection().execute(wanted).scalar_one()
        _forge(session, kind, first, {column: was})
        _forge(session, kind, second)
        assert ("row_changed", _text(second)) in _found(session, kind)


@pytest.mark.parametrize("kind", OF_RECORD)
def test_a_chain_written_anew_over_a_forged_row_is_found_by_its_anchor_alone(
    recorded: Database, kind: type[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has all rights to the database can make it whole; not so what was written down elsewhere."""
    with recorded.transaction() as session:
        anchor = audit.head(session)
        _forge(session, kind, _keys(session, kind)[1])
        session.connection().execute(delete(table_of(AuditRow)))
        session.connection().execute(update(table_of(AuditHead)).values(seq=0, hash=audit.START))
        audit.take_in(session, at(9))
        assert audit.check(session) == ()
        assert [one.kind for one in audit.check(session, anchor)] == ["anchor"]


def test_what_an_earlier_release_wrote_is_taken_in_once(recorded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before, the rows are strangers to the chain; afterwards it knows them, and a second time nothing is added."""
    monkeypatch.setattr(binding, "BATCH", 2)
    with recorded.transaction() as session:
        session.connection().execute(delete(table_of(AuditRow)))
        session.connection().execute(update(table_of(AuditHead)).values(seq=0, hash=audit.START))
        audit.record(session, AuditEntry(at(1), "li", "clerk", "submit", "C1", "done"))
        assert {one.kind for one in audit.check(session)} == {"row_added"}
        audit.take_in(session, at(9))
        assert audit.check(session) == ()
        lines = audit.count(session)
        assert lines > len(OF_RECORD)
        audit.take_in(session, at(10))
        assert audit.count(session) == lines
        _forge(session, CaseEvent, _keys(session, CaseEvent)[0])
        assert [one.kind for one in audit.check(session)] == ["row_changed"]


def test_a_row_replaced_through_the_product_is_found(recorded: Database) -> None:
    """Removed by hand and written again with a line of its own."""
    with recorded.transaction() as session:
        key = _keys(session, LocalPartRow)[1]
        _remove(session, LocalPartRow, key)
        row = {"code": "MS001", "body": "b", "version": 2, "document": "other", "by": "li", "at": at(1)}
        audit.keep(session, LocalPartRow, [row])
    with recorded.reading() as session:
        assert audit.check(session) == (RowDefect("row_twice", "local_part", _text(key), 2),)


def test_what_nothing_else_records_has_a_line_of_its_own(database: Database) -> None:
    """No row of record is ever left out of the chain, and what was undone in a part of a transaction is not in it."""
    with database.transaction() as session:
        begun(session)
        with pytest.raises(ValueError, match="undone"), audit.attempt(session):
            _broken_off(session)
    with database.reading() as session:
        assert audit.check(session) == ()
        (line,) = audit.entries(session)
        assert (line.operation, line.person, line.at) == (audit.ADDED, "system", at(2))


def _broken_off(session: Session) -> None:
    begun(session, "C2")
    raise ValueError("undone")


def test_a_row_that_cannot_be_read_is_told(recorded: Database) -> None:
    """The check survives what it checks, and goes on with the other tables."""
    with recorded.transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE case_event SET payload = {_rubbish(recorded)}")
        _forge(session, LocalPartRow, _keys(session, LocalPartRow)[0])
        assert [(one.kind, getattr(one, "table", "")) for one in audit.check(session)] == [
            ("unreadable", "case_event"),
            ("row_changed", "local_part"),
        ]


def _rubbish(database: Database) -> str:
    return "X'01FFFF'" if database.dialect == "sqlite" else r"'\x01ffff'"
