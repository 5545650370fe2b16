"""The registers: newest first, filtered in the database, over indexes; what was sealed before is entered by the migration."""

from alembic import command
from sqlalchemy import inspect, text

from matters.case.effect_keys import EffectKey
from storage import audit, migrations, registers
from storage.audit import AuditEntry
from storage.database import Database, Session
from storage.queues import QueuePage
from storage.registers import AuditFilter, SealFilter
from storage.tables.records import DocumentRow, SealUseRow
from tests.storage.samples import NOON, at, begun

FIRST = QueuePage()


def enter(session: Session, number: int, case_id: int, body: str = "bureau") -> None:
    """A paper sealed that many seconds after noon."""
    title, document_no, seal_no = f"第{number}号申请的批复", f"样批〔2026〕{number}号", f"样印〔2026〕{number}号"
    document = DocumentRow(
        id=f"d{number}",
        case_id=case_id,
        paper="result",
        title=title,
        number=document_no,
        seal_number=seal_no,
        digest="d" * 64,
        unsigned_digest="e" * 64,
        issued_on=NOON.date(),
        effect_key=EffectKey("C1", number, "seal"),
        is_result=True,
    )
    session.add(document)
    session.flush()
    use = SealUseRow(
        document=f"d{number}",
        number=seal_no,
        body=body,
        kind="official",
        certificate="4F",
        actor_person="zhao",
        actor_post="head",
        used_at=at(number),
        state="valid",
    )
    session.add(use)
    session.flush()


def found(session: Session, wanted: SealFilter, page: QueuePage = FIRST) -> list[str]:
    """The documents of a page."""
    return [use.document for use in registers.seals(session, wanted, page).rows]


def test_the_seal_register_is_filtered_and_turned_page_by_page(database: Database) -> None:
    """By bodies, instants and text; newest first; the total is that of all pages."""
    with database.transaction() as session:
        case_id = begun(session).id
        for number in range(1, 6):
            enter(session, number, case_id, "bureau" if number < 4 else "court")
        assert found(session, SealFilter()) == ["d5", "d4", "d3", "d2", "d1"]
        assert found(session, SealFilter(), QueuePage(2, 2)) == ["d3", "d2"]
        assert registers.seals(session, SealFilter(), QueuePage(2, 2)).total == 5
        assert found(session, SealFilter(("court",))) == ["d5", "d4"]
        assert found(session, SealFilter(())) == []
        assert found(session, SealFilter(since=at(2), until=at(4))) == ["d3", "d2"]
        assert [use.document for use in registers.first_seals(session, SealFilter(), 2)] == ["d5", "d4"]


def test_a_text_is_the_beginning_of_a_number_or_else_part_of_a_title(database: Database) -> None:
    """A number that is there decides; wildcards are characters like others."""
    with database.transaction() as session:
        case_id = begun(session).id
        for number in (1, 2, 12):
            enter(session, number, case_id)
        assert found(session, SealFilter(text="样批〔2026〕1")) == ["d12", "d1"]
        assert found(session, SealFilter(text="样印〔2026〕2号")) == ["d2"]
        assert found(session, SealFilter(text="C1")) == ["d12", "d2", "d1"]
        assert found(session, SealFilter(text="第2号")) == ["d2"]
        assert found(session, SealFilter(text="2〕")) == found(session, SealFilter(text="%")) == []


def test_audit_lines_are_found_by_the_beginning_of_their_object(database: Database) -> None:
    """A case finds its effects, and not the case whose number is longer than its own by chance of sorting."""
    with database.transaction() as session:
        for second, (person, operation, target) in enumerate(
            [
                ("li", "提交申请", "C1"),
                ("system", "编制文号", "C1:3:number"),
                ("li", "登录", ""),
                ("wang", "受理", "C2"),
            ]
        ):
            audit.record(session, AuditEntry(at(second), person, "", operation, target, "done"))
        listed = registers.audit_lines(session, AuditFilter(object_id="C1"), FIRST)
        assert [line.entry.object_id for line in listed.rows] == ["C1:3:number", "C1"]
        assert registers.audit_lines(session, AuditFilter(), FIRST).total == 4
        mine = registers.audit_lines(session, AuditFilter(people=("li",), until=at(1)), FIRST)
        assert [(line.seq, line.entry.operation) for line in mine.rows] == [(1, "提交申请")]
        assert registers.audit_lines(session, AuditFilter(people=()), FIRST).total == 0
        assert set(registers.operations(session)) == {"提交申请", "编制文号", "登录", "受理"}
        assert [line.seq for line in registers.first_audit_lines(session, AuditFilter(outcome="done"), 2)] == [4, 3]


_OLD = (
    "INSERT INTO case_row (id, case_no, matter, definition, applicant_person, applicant_post, applicant_body, owner_body, "
    "status, seq, provisional, filed_at, updated_at) VALUES (1, 'C1', 'm', 'd', 'li', 'clerk', 'office', 'bureau', "
    "'concluded', 3, false, '2026-11-20 12:00:00', '2026-11-20 12:00:00')",
    "INSERT INTO case_event (case_id, seq, type, version, at, payload) VALUES (1, 3, 'decided', 1, '2026-11-20 12:00:00', "
    '\'{"actor":{"person":"zhao","post":"head"}}\')',
    "INSERT INTO advance (id, case_id, seq, matter, label, body, state, created_at, attempts) VALUES "
    "('C1:3', 1, 3, 'm', '审批', 'bureau', 'settled', '2026-11-20 12:00:00', 1)",
    "INSERT INTO effect (key, advance_id, case_id, position, kind, payload, state, planned_at, attempts, claim) VALUES "
    "('C1:3:seal', 'C1:3', 1, 2, 'seal', '{}', 'done', '2026-11-20 12:00:00', 1, "
    '\'{"body_id":"bureau","legend":"业务专用章","sealed_at":"2026-11-20T20:00:00+08:00"}\')',
    "INSERT INTO document (id, case_id, paper, title, number, seal_number, digest, unsigned_digest, issued_on, effect_key, "
    "is_result) VALUES ('d1', 1, 'result', '批复', '样批1号', '样印1号', 'aa', 'bb', '2026-11-20', 'C1:3:seal', true)",
)


def test_what_was_sealed_before_the_register_is_entered_by_the_migration(database: Database) -> None:
    """Seal, instant and whose decision come from the ledger and the events; only the certificate stays in the paper."""
    with database.transaction() as session:
        _wipe(session, database)
    with database.engine.begin() as connection:
        command.upgrade(migrations._config(connection), "0002")
        for statement in _OLD:
            connection.exec_driver_sql(statement)
    migrations.upgrade(database)
    with database.reading() as session:
        (use,) = registers.seals(session, SealFilter(), FIRST).rows
    assert (use.body, use.kind, use.certificate, use.state) == ("bureau", "special", "", "valid")
    assert (use.actor_person, use.actor_post, use.document_no, use.number) == ("zhao", "head", "样批1号", "样印1号")
    assert use.used_at == NOON


def _wipe(session: Session, database: Database) -> None:
    connection = session.connection()
    if database.dialect == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in inspect(connection).get_table_names():
        connection.execute(text(f"DROP TABLE {table}{' CASCADE' if database.dialect == 'postgresql' else ''}"))
