"""The desk of seals (印章): the register of their uses, for those who answer for the bodies that own them; their certificates."""

from flows.documents.authority import SealCertificate
from flows.documents.imported_seals import ImportedSeal, UnfitSealError, read_seal
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import asked_page, page_of, seal_filter
from flows.service.permissions import LOCAL, REGISTRARS, allowed_to, roles
from flows.service.shown.registers import seal_line
from flows.views.base import Turn
from flows.views.people import Caller
from flows.views.registers import SealCertificateView, SealList, SealQuery
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.organisation.snapshot import Body, Organisation, Role
from storage import registers
from storage.database import Session, when_kept

_GUARDS = roles("security_admin", "system_admin", local=True)
_READERS: frozenset[Role] = frozenset({"window", "approver", "supervisor"})


class SealDesk(WorkingDesk):
    """The register of uses of seals, and the certificates of our own authority or of a licensed one that they are used with."""

    @allowed_to(REGISTRARS, "查看用印登记")
    def list(self, caller: Caller, query: SealQuery, page: int | Turn = 1) -> SealList:
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

    @allowed_to(_GUARDS, "查看印章证书")
    def certificates(self, caller: Caller) -> tuple[SealCertificateView, ...]:
        """The certificates in use, by body."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
        return tuple(self._view(one, organisation) for one in self._resources.sealer.in_use())

    @allowed_to(LOCAL, "导入印章证书")
    def take(self, caller: Caller, content: bytes, password: str) -> SealCertificateView | Refusal:
        """Seal with it from now on, for the body it was made out to; a later one takes its place in the same way."""
        try:
            seal = read_seal(content, password, self._resources.clock())
        except UnfitSealError as unfit:
            return Invalid.of("file", str(unfit))

        def work(session: Session) -> SealCertificateView | Refusal:
            organisation = self._resources.organisation(session)
            body = self._owner(organisation, seal)
            if body is None:
                return Invalid.of("file", f"证书发给“{'、'.join(seal.names)}”，本单位的机构中没有这个名称。{_MEND}")
            name = organisation.body_name(body.id, self._resources.today)
            when_kept(session, lambda: self._resources.sealer.adopt(body.id, name, seal))
            return self._view(SealCertificate(body.id, seal.certificate, imported=True), organisation)

        serial = f"{seal.certificate.serial_number:X}"
        return self._change(Operation(caller, "导入印章证书", serial, content=serial), work, SealCertificateView)

    def _owner(self, organisation: Organisation, seal: ImportedSeal) -> Body | None:
        """The body that is called so today, to the letter: its name stands in the seal and is compared by whoever verifies."""
        today = self._resources.today
        called = (
            one
            for one in organisation.bodies
            if one.valid(today) and organisation.body_name(one.id, today) in seal.names
        )
        return next(called, None)

    def _view(self, held: SealCertificate, organisation: Organisation) -> SealCertificateView:
        found = organisation.find_body(held.body)
        return SealCertificateView(
            body=held.body,
            body_name=organisation.body_name(found.id, self._resources.today) if found else held.body,
            imported=held.imported,
            serial=f"{held.certificate.serial_number:X}",
            since=held.certificate.not_valid_before_utc,
            until=held.ends,
            state=held.state(self._resources.clock()),
        )


_MEND = "请核对单位名称（须一字不差），或向发证机构换发。"
