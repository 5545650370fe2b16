"""The seal register's desk (用印登记): every use of a seal, for those who answer for the bodies that own them."""

from flows.service.desk import WorkingDesk
from flows.service.intake.listing import asked_page, page_of, seal_filter
from flows.service.permissions import REGISTRARS, allowed_to
from flows.service.shown.registers import seal_line
from flows.views.people import Caller
from flows.views.registers import SealList, SealQuery
from matters.organisation.snapshot import Role
from storage import registers

_READERS: frozenset[Role] = frozenset({"window", "approver", "supervisor"})


class SealDesk(WorkingDesk):
    """The register of uses of seals."""

    @allowed_to(REGISTRARS, "查看用印登记")
    def list(self, caller: Caller, query: SealQuery, page: int = 1) -> SealList:
        """A page of the register, newest first."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            bodies = self._reach(session, caller).bodies_answered_for()
            found = registers.seals(session, seal_filter(query, bodies), asked_page(page))
            lines = tuple(seal_line(session, self._resources, use, organisation) for use in found.rows)
        return SealList(items=lines, page=page_of(found), readable=bool(caller.roles & _READERS))

    @allowed_to(REGISTRARS, "查看用印登记")
    def bodies(self, caller: Caller) -> tuple[tuple[str, str], ...]:
        """Id and name of the bodies whose seals the caller may look into."""
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            bodies = self._reach(session, caller).bodies_answered_for()
        listed = organisation.bodies if bodies is None else [organisation.body(body) for body in bodies]
        return tuple((body.id, organisation.body_name(body.id, today)) for body in listed)
