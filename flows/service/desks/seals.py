"""The seal register's desk (用印登记): every use of a seal, for those who answer for the bodies that own them."""

from datetime import date, datetime, time, timedelta

from flows.resources import Resources
from flows.service.desk import WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.reach import bodies_in_charge, bodies_overseen
from flows.service.shown.cases import post_name
from flows.views.base import Page
from flows.views.people import Caller
from flows.views.registers import SealLine, SealList, SealQuery
from matters.calendar import SHANGHAI, local_day
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Holder, Organisation, Role
from storage import queues, registers
from storage.database import Session
from storage.registers import SealFilter
from storage.seals import SealUse

PAGE_SIZE = 20
REGISTRARS = roles("supervisor", "audit_admin", "window", "approver")
_READERS: frozenset[Role] = frozenset({"window", "approver", "supervisor"})
_KINDS = {"official": "公章", "special": "业务专用章"}
_STATES = {"valid": "有效", "superseded": "已更换", "revoked": "已撤销"}


class SealDesk(WorkingDesk):
    """The register of uses of seals."""

    @allowed_to(REGISTRARS, "查看用印登记")
    def list(self, caller: Caller, query: SealQuery, page: int = 1) -> SealList:
        """A page of the register, newest first."""
        where = queues.QueuePage(max(page, 1), PAGE_SIZE)
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            bodies = bodies_answered_for(caller, organisation, self._resources)
            found = registers.seals(session, seal_filter(query, bodies), where)
            lines = tuple(seal_line(session, self._resources, use, organisation) for use in found.rows)
        return SealList(
            items=lines,
            page=Page(page=where.number, size=where.size, total=found.total),
            readable=bool(caller.roles & _READERS),
        )

    @allowed_to(REGISTRARS, "查看用印登记")
    def bodies(self, caller: Caller) -> tuple[tuple[str, str], ...]:
        """Id and name of the bodies whose seals the caller may look into."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
        bodies, today = bodies_answered_for(caller, organisation, self._resources), self._resources.today
        listed = organisation.bodies if bodies is None else [organisation.body(body) for body in bodies]
        return tuple((body.id, organisation.body_name(body.id, today)) for body in listed)


def bodies_answered_for(caller: Caller, organisation: Organisation, resources: Resources) -> tuple[str, ...] | None:
    """Whose seals the caller may look into; nothing means everybody's."""
    if "audit_admin" in caller.roles:
        return None
    own = bodies_in_charge(caller, organisation, resources, ("window", "approver"))
    return tuple(dict.fromkeys((*own, *bodies_overseen(caller, organisation, resources))))


def seal_filter(query: SealQuery, bodies: tuple[str, ...] | None) -> SealFilter:
    """The query within what the caller answers for."""
    if query.body:
        bodies = (query.body,) if bodies is None or query.body in bodies else ()
    return SealFilter(bodies, day_begins(query.since), day_ends(query.until), query.text.strip())


def seal_line(session: Session, resources: Resources, use: SealUse, organisation: Organisation) -> SealLine:
    """A use as people read it, the body under its name of that day."""
    return SealLine(
        document=use.document,
        case_no=use.case_no,
        matter_name=resources.definition(session, use.definition).name,
        body_name=organisation.body_name(use.body, local_day(use.used_at)),
        kind_name=_KINDS[use.kind],
        certificate=use.certificate,
        title=use.title,
        document_no=use.document_no,
        seal_no=use.seal_no,
        decided_by=person_name(organisation, use.actor_person),
        decided_post=post_name(
            organisation, Holder(person=use.actor_person, post=use.actor_post), local_day(use.used_at)
        ),
        used_at=use.used_at,
        sha256=use.digest,
        state=use.state,
        state_name=_STATES[use.state],
    )


def day_begins(day: date | None) -> datetime | None:
    """The first instant of a day in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI) if day else None


def day_ends(day: date | None) -> datetime | None:
    """The first instant after it."""
    return day_begins(day + timedelta(days=1)) if day and day < date.max else None
