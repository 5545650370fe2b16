"""The audit desk (审计): reading and verifying the chain, which is itself audited."""

from flows.service.desk import WorkingDesk
from flows.service.desks.seals import day_begins, day_ends
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import post_name
from flows.views.base import Page
from flows.views.people import Caller
from flows.views.registers import AuditLine, AuditList, AuditQuery, ChainView
from matters.calendar import local_day
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Holder, Organisation
from storage import audit, queues, registers
from storage.registers import AuditFilter

PAGE_SIZE = 20
AUDITORS = roles("audit_admin")
OUTCOMES = {"done": "成功", "refused": "被拒绝"}
_DEFECTS = {
    "changed": "内容被改动",
    "missing": "缺失",
    "unlinked": "与上一行不衔接",
    "truncated": "之后的内容被截去",
    "anchor": "与留存的链尾不符",
}
_SHOWN_DEFECTS = 50


class AuditDesk(WorkingDesk):
    """The audit chain."""

    @allowed_to(AUDITORS, "查看审计日志")
    def list(self, caller: Caller, query: AuditQuery, page: int = 1) -> AuditList:
        """A page of the chain, newest first. The line of this very reading comes afterwards."""
        where = queues.QueuePage(max(page, 1), PAGE_SIZE)
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            found = registers.audit_lines(session, audit_filter(query, organisation), where)
        self._note(caller, "查看审计日志", query.model_dump(mode="json"))
        return AuditList(
            items=tuple(audit_line(line, organisation) for line in found.rows),
            page=Page(page=where.number, size=where.size, total=found.total),
        )

    @allowed_to(AUDITORS, "查看审计日志")
    def operations(self, caller: Caller) -> tuple[str, ...]:
        """The names of all operations on record, to choose from."""
        with self._resources.database.reading() as session:
            return registers.operations(session)

    @allowed_to(AUDITORS, "校验审计链")
    def verify(self, caller: Caller) -> ChainView:
        """Walk the whole chain and name every place where it does not hold."""
        with self._resources.database.reading() as session:
            defects, end = audit.check(session), audit.head(session)
        self._note(caller, "校验审计链", None)
        shown = tuple(f"第 {defect.seq} 行：{_DEFECTS[defect.kind]}" for defect in defects[:_SHOWN_DEFECTS])
        more = (f"另有 {len(defects) - _SHOWN_DEFECTS} 处",) if len(defects) > _SHOWN_DEFECTS else ()
        return ChainView(lines=end.seq, end=end.hash, defects=(*shown, *more))

    def _note(self, caller: Caller, operation: str, content: object) -> None:
        digest = self._resources.vault.fingerprint(content)
        with self._resources.database.transaction() as session:
            audit.record(session, self._entry(caller, operation, "", "done", "", digest))


def audit_filter(query: AuditQuery, organisation: Organisation) -> AuditFilter:
    """The query with the people whom an id or part of a name means."""
    return AuditFilter(
        _people(query.person.strip(), organisation),
        query.operation,
        query.object_id.strip(),
        query.outcome,
        day_begins(query.since),
        day_ends(query.until),
    )


def audit_line(line: registers.AuditRecord, organisation: Organisation) -> AuditLine:
    """A line as people read it."""
    entry = line.entry
    return AuditLine(
        seq=line.seq,
        at=entry.at,
        person=entry.person,
        person_name=_name(organisation, entry.person),
        post_name=post_name(organisation, Holder(person=entry.person, post=entry.post), local_day(entry.at)),
        operation=entry.operation,
        object_id=entry.object_id,
        outcome=entry.outcome,
        outcome_name=OUTCOMES.get(entry.outcome, entry.outcome),
        code=entry.code,
        address=entry.address,
    )


def _people(text: str, organisation: Organisation) -> tuple[str, ...] | None:
    if not text:
        return None
    named = (person.id for person in organisation.people if text in person.name)
    own = {"系统": "system", "本机管理": "local"}.get(text, text)
    return tuple(dict.fromkeys((own, *named)))


def _name(organisation: Organisation, person: str) -> str:
    """Not everybody who acts is in the organisation: the machine itself, and whoever tried to log in."""
    known = organisation.find_person(person) is not None or person == "system"
    return person_name(organisation, person) if known else {"local": "本机管理", "": "未登录"}.get(person, person)
