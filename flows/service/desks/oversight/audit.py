"""The audit desk (审计): reading and verifying the chain, which is itself audited."""

from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import asked_page, audit_filter, page_of
from flows.service.permissions import AUDITORS, allowed_to, roles
from flows.service.shown.registers import audit_line, defect_text
from flows.views.base import Turn
from flows.views.people import Caller
from flows.views.registers import AuditList, AuditQuery, ChainEnd, ChainView
from storage import audit, registers

_SHOWN_DEFECTS = 50
_CHECKERS = roles("audit_admin", local=True)


class AuditDesk(WorkingDesk):
    """The audit chain."""

    @allowed_to(AUDITORS, "查看审计日志")
    def list(self, caller: Caller, query: AuditQuery, page: int | Turn = 1) -> AuditList:
        """A page of the chain, newest first. The line of this very reading comes afterwards."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            found = registers.audit_lines(session, audit_filter(query, organisation), asked_page(page))
        self._record(Operation(caller, "查看审计日志", content=query.model_dump(mode="json")))
        return AuditList(items=tuple(audit_line(line, organisation) for line in found.rows), page=page_of(found))

    @allowed_to(AUDITORS, "查看审计日志")
    def operations(self, caller: Caller) -> tuple[str, ...]:
        """The names of all operations on record, to choose from."""
        with self._resources.database.reading() as session:
            return registers.operations(session)

    @allowed_to(_CHECKERS, "校验审计链")
    def verify(self, caller: Caller, kept: ChainEnd | None = None) -> ChainView:
        """Walk the whole chain and name every place where it, or a row it binds, does not hold.

        `kept`: an end of the chain that was written down elsewhere and has to be on it.
        """
        anchor = audit.Anchor(kept.lines, kept.end) if kept else None
        with self._resources.database.reading() as session:
            defects, end = audit.check(session, anchor), audit.head(session)
        self._record(Operation(caller, "校验审计链"))
        shown = tuple(defect_text(defect) for defect in defects[:_SHOWN_DEFECTS])
        more = (f"另有 {len(defects) - _SHOWN_DEFECTS} 处",) if len(defects) > _SHOWN_DEFECTS else ()
        return ChainView(lines=end.seq, end=end.hash, defects=(*shown, *more))
