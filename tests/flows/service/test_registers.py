"""Seal register, audit view and exports: who sees what, with which filter, and that looking leaves a trace.

Covers: flows/service/desks/exports.py, flows/service/desks/sealing/seals.py, flows/service/shown/registers.py
Covers: flows/service/intake/listing.py, storage/seals.py
"""

import csv
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from sqlalchemy import event

from flows.service.desks import exports
from flows.views.cases import FileContent
from flows.views.people import Caller
from flows.views.registers import AuditList, AuditQuery, CaseQuery, ChainView, SealList, SealQuery
from matters.errors.door import Forbidden
from storage import audit, queues
from tests.flows.service.office import CAR, CHIEF, CLERK, NEIGHBOUR, STAFF, START, STRANGER, Office

pytestmark = pytest.mark.both

SYSTEM, AUDITOR, SUPERVISOR = "p77", "p79", "p62"


def sealed(office: Office) -> str:
    """A case with two sealed papers, acceptance and result."""
    case_no = office.file()
    office.carry(case_no)
    office.done(CLERK, case_no, "accept", fills=CAR, opinion="拟同意")
    office.carry(case_no)
    office.done(CHIEF, case_no, "approve", opinion="同意派车。")
    office.carry(case_no)
    return case_no


def seals(office: Office, who: Caller, **query: object) -> SealList:
    """A page of the seal register."""
    found = office.service.seals.list(who, SealQuery.model_validate(query))
    assert isinstance(found, SealList)
    return found


def test_each_use_of_a_seal_is_a_line(office: Office) -> None:
    """Seal, paper, numbers, matter, whose decision under which hat, digest, newest first."""
    case_no = sealed(office)
    found = seals(office, office.who(AUDITOR), text=case_no)
    assert found.page.total == 2
    result, acceptance = found.items
    assert (result.decided_by, acceptance.decided_by) != ("", "")
    assert result.decided_by != acceptance.decided_by
    papers = office.service.papers.list(office.who(STAFF), case_no)
    assert isinstance(papers, tuple)
    digests = {paper.number: paper.sha256 for paper in papers}
    for line in found.items:
        assert digests[line.document_no] == line.sha256
        assert line.state_name == "有效"
        assert int(line.certificate, 16) > 0
        assert "机关事务管理中心" in line.body_name
        assert "机关事务管理中心" in line.decided_post


def test_the_register_is_shown_within_what_one_answers_for(office: Office) -> None:
    """The owner's people, the supervisor of the region, the audit administrator; not others, not other regions."""
    case_no = sealed(office)
    for person in (CHIEF, CLERK, SUPERVISOR, AUDITOR):
        assert seals(office, office.who(person), text=case_no).page.total == 2, person
    for person in (STRANGER, NEIGHBOUR):
        who = office.who(person).model_copy(update={"roles": frozenset({"approver"})})
        assert seals(office, who, text=case_no).page.total == 0, person
        assert seals(office, who, text=case_no, body="county_logistics").page.total == 0, person
    assert not seals(office, office.who(AUDITOR), text=case_no).readable
    assert seals(office, office.who(CHIEF), text=case_no).readable


def test_the_system_administrator_reads_no_titles(office: Office) -> None:
    """Neither on the page nor in a file, nor under the hat of a post in some body."""
    who, query = office.who(SYSTEM), SealQuery()
    assert isinstance(office.service.seals.list(who, query), Forbidden)
    assert isinstance(office.service.exports.seals(who, query, "csv"), Forbidden)
    both = who.model_copy(update={"roles": who.roles | {"approver"}})
    assert seals(office, both).page.total == 0


def test_the_register_is_filtered_by_body_days_and_text(office: Office) -> None:
    """Days are whole days here; the text is the beginning of a number or part of a title."""
    who, case_no = office.who(AUDITOR), sealed(office)
    today, line = date(2026, 3, 2), seals(office, office.who(AUDITOR), text=case_no).items[0]
    assert seals(office, who, text=case_no, since=today, until=today).page.total == 2
    assert seals(office, who, text=case_no, since=date(2026, 3, 3)).page.total == 0
    assert seals(office, who, text=case_no, until=date(2026, 3, 1)).page.total == 0
    assert seals(office, who, text=line.document_no).items[0].document_no == line.document_no
    assert seals(office, who, text=line.seal_no[:4]).page.total >= 2
    assert seals(office, who, text=line.title[2:6]).page.total >= 1
    assert seals(office, who, text="%").page.total == seals(office, who, body="county_court").page.total == 0
    bodies = office.service.seals.bodies(who)
    assert isinstance(bodies, tuple)
    assert ("county_logistics", line.body_name) in bodies


def audited(office: Office, **query: object) -> AuditList:
    """A page of the audit chain."""
    found = office.service.audit.list(office.who(AUDITOR), AuditQuery.model_validate(query))
    assert isinstance(found, AuditList)
    return found


def test_the_audit_view_finds_by_person_operation_object_and_outcome(office: Office) -> None:
    """A case number finds what its effects did as well; a name finds its people."""
    case_no = sealed(office)
    found = audited(office, object_id=case_no)
    assert {"加盖电子印章", "编制文号", "发送通知"} <= {line.operation for line in found.items}
    assert [line.seq for line in found.items] == sorted((line.seq for line in found.items), reverse=True)
    chief = office.who(CHIEF)
    mine = audited(office, object_id=case_no, person=chief.person)
    assert mine.items == audited(office, object_id="", person=chief.name).items[: len(mine.items)]
    assert {line.person for line in mine.items} <= {CHIEF}
    operations = office.service.audit.operations(office.who(AUDITOR))
    assert isinstance(operations, tuple)
    assert "提交申请" in operations
    filed = audited(office, operation="提交申请", outcome="done").items
    assert {(line.operation, line.outcome_name) for line in filed} == {("提交申请", "成功")}
    assert audited(office, since=date(2035, 1, 1)).page.total == 0
    assert audited(office, person="没有这个人").page.total == 0


def test_reading_and_verifying_the_audit_is_audited(office: Office) -> None:
    """One line each, after what was read."""
    before = audited(office).items[0].seq
    assert office.last_audit().operation == "查看审计日志"
    assert audited(office).items[0].seq == before + 1
    chain = office.service.audit.verify(office.who(AUDITOR))
    assert isinstance(chain, ChainView)
    assert (chain.defects, chain.lines) == ((), office.audited() - 1)
    assert office.last_audit().operation == "校验审计链"
    assert office.last_audit().person == AUDITOR


def test_a_broken_chain_is_told_by_its_lines(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """In Chinese, and not more than fifty of them."""
    defects = tuple(audit.ChainDefect(seq, "changed") for seq in range(1, 61))
    monkeypatch.setattr(audit, "check", lambda session, anchor: defects)
    chain = office.service.audit.verify(office.who(AUDITOR))
    assert isinstance(chain, ChainView)
    assert (chain.defects[0], chain.defects[-1], len(chain.defects)) == ("第 1 行：内容被改动", "另有 10 处", 51)


def rows(file: object) -> list[list[str]]:
    """What a CSV says."""
    assert isinstance(file, FileContent)
    return list(csv.reader(StringIO(file.content.decode("utf-8-sig"), newline="")))


def test_an_export_holds_the_list_with_its_filter_and_leaves_a_trace(office: Office) -> None:
    """Title, filter, who and when, headings, rows; an audit line for each."""
    case_no = sealed(office)
    desk, who = office.service.exports, office.who(AUDITOR)
    title, filters, amount, head, *lines = rows(desk.seals(who, SealQuery(text=case_no, since=START.date()), "csv"))
    assert (title, filters) == (["用印登记"], [f"筛选条件：自：2026-03-02；查找：{case_no}"])
    assert who.name in amount[0]
    assert "共 2 行" in amount[0]
    assert [line[head.index("办件编号")] for line in lines] == [case_no, case_no]
    assert (office.last_audit().operation, office.last_audit().object_id) == ("导出用印登记", "2 行 csv")
    before = office.audited()
    desk.audit(office.who(AUDITOR), AuditQuery(), "xlsx")
    assert office.audited() == before + 1


def test_what_people_wrote_is_no_formula_in_an_export(office: Office) -> None:
    """A purpose that begins with a sign stands in the title of the case."""
    case_no = office.file(purpose='=HYPERLINK("http://elsewhere.example")')
    made = office.service.exports.cases(office.who(STAFF), CaseQuery(q=case_no), "xlsx")
    assert isinstance(made, FileContent)
    with ZipFile(BytesIO(made.content)) as archive:
        assert "HYPERLINK" in archive.read("xl/sharedStrings.xml").decode()
        assert "<f" not in archive.read("xl/worksheets/sheet1.xml").decode()


def test_cases_are_exported_for_who_may_list_them(office: Office) -> None:
    """One's own, those of one's body, and nobody else's."""
    case_no = office.file()
    desk, query = office.service.exports, CaseQuery(mine=False, q=case_no)
    assert rows(desk.cases(office.who(STAFF), CaseQuery(q=case_no), "csv"))[4][0] == case_no
    assert rows(desk.cases(office.who(CLERK), query, "csv"))[4][0] == case_no
    assert len(rows(desk.cases(office.who(STRANGER), query, "csv"))) == 4


@pytest.mark.parametrize("mine", [True, False])
def test_cases_are_exported_from_one_statement(office: Office, monkeypatch: pytest.MonkeyPatch, mine: bool) -> None:
    """Page by page a case filed meanwhile would push another into the next page, where it came a second time."""
    numbers = {office.file(), office.file()}
    monkeypatch.setattr(queues, "LARGEST_PAGE", 1)
    sent: list[str] = []
    chosen = ("case_row.applicant_person", "access.body")  # what one filed oneself, or one's body is party to

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        sent.extend([statement] if "ORDER BY" in statement and any(one in statement for one in chosen) else [])

    engine = office.resources.database.readers
    event.listen(engine, "before_cursor_execute", note)
    made = rows(office.service.exports.cases(office.who(STAFF if mine else CLERK), CaseQuery(mine=mine), "csv"))
    event.remove(engine, "before_cursor_execute", note)
    assert numbers <= {line[0] for line in made[4:]}
    assert len(sent) == 1


def test_an_export_ends_at_its_limit_and_says_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows beyond are left out, not lost silently."""
    case_no = sealed(office)
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    made = rows(office.service.exports.seals(office.who(AUDITOR), SealQuery(text=case_no), "csv"))
    assert len(made) == 5
    assert "已达上限 1 行" in made[2][0]
