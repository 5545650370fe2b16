"""The desk of those who guard the seals (印章停用、撤销): at once by one, for good and back into use by two."""

from flows.cases.calling import seal_stopped
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.second_person import may_be_second
from flows.views.people import Caller
from flows.views.registers import SEAL_STOP_NAMES, SealStopLine, SealStopReceipt
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation
from storage import seal_stops
from storage.collisions import SealStopTakenError
from storage.database import Session
from storage.seal_stops import SealStop, SealStopKind
from storage.work import random_id

_GUARDS = roles("security_admin", local=True)
_SECOND = "须由另一位安全管理员办理，您是提出人"
_OVER = "这项停用或撤销已经办结，请刷新页面查看"


class SealStopDesk(WorkingDesk):
    """Stopping protects and is done by one; a revocation is confirmed, and a seal taken back into use, by another."""

    @allowed_to(_GUARDS, "查看停用的印章")
    def list(self, caller: Caller) -> tuple[SealStopLine, ...]:
        """The seals that may not be used now."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            return tuple(self._line(stop, organisation, caller) for stop in seal_stops.standing(session))

    @allowed_to(_GUARDS, "查看停用的印章")
    def bodies(self, caller: Caller) -> tuple[tuple[str, str], ...]:
        """Id and name of every body, to choose from."""
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
        return tuple((body.id, organisation.body_name(body.id, today)) for body in organisation.bodies)

    @allowed_to(_GUARDS, "停用印章")
    def stop(self, caller: Caller, body: str, reason: str, key: str | None = None) -> SealStopReceipt | Refusal:
        """The seal of a body rests until it is lifted; what is owed waits."""
        return self._begin(caller, body, "stopped", reason, key)

    @allowed_to(_GUARDS, "撤销印章")
    def revoke(self, caller: Caller, body: str, reason: str, key: str | None = None) -> SealStopReceipt | Refusal:
        """The seal rests at once; its certificates are revoked as of now when a second person confirms, or at the machine."""
        return self._begin(caller, body, "revoked", reason, key)

    @allowed_to(_GUARDS, "确认撤销印章")
    def confirm(self, caller: Caller, stop_id: str, key: str | None = None) -> SealStopReceipt | Refusal:
        """Revoke it for good, as the second person."""

        def work(session: Session) -> SealStopReceipt | Refusal:
            stop = _standing(session, stop_id)
            if stop is None or stop.kind != "revoked" or stop.confirmed_by:
                return NotPossible(action="确认撤销", why=_OVER)
            if stop.asked_by == caller.person:
                return NotPossible(action="确认撤销", why=_SECOND)
            return self._revoked(session, caller, stop)

        return self._change(Operation(caller, "确认撤销印章", stop_id, key=key, content=stop_id), work, SealStopReceipt)

    @allowed_to(_GUARDS, "恢复用印")
    def lift(self, caller: Caller, stop_id: str, key: str | None = None) -> SealStopReceipt | Refusal:
        """The seal may be used again, in place of a revoked one a new one; by another person than the one who stopped it."""

        def work(session: Session) -> SealStopReceipt | Refusal:
            stop, now = _standing(session, stop_id), self._resources.clock()
            if stop is None or not may_be_second(caller, stop.asked_by):
                return NotPossible(action="恢复用印", why=_SECOND if stop else _OVER)
            if not seal_stops.lift(session, stop, caller.person, now):
                return NotPossible(action="恢复用印", why=_OVER)
            new = "，今后使用新的印章" if stop.confirmed_by else ""
            return SealStopReceipt(id=stop.id, body=stop.body, message=f"已恢复用印{new}。等候的文书会自动办理。")

        return self._change(Operation(caller, "恢复用印", stop_id, key=key, content=stop_id), work, SealStopReceipt)

    def _begin(
        self, caller: Caller, body: str, kind: SealStopKind, reason: str, key: str | None
    ) -> SealStopReceipt | Refusal:
        name = f"{SEAL_STOP_NAMES[kind]}印章"

        def work(session: Session) -> SealStopReceipt | Refusal:
            if self._resources.organisation(session).find_body(body) is None:
                return NotFound(what="该单位")
            if not reason.strip():
                return Invalid.of("reason", f"请写明{SEAL_STOP_NAMES[kind]}的理由。")
            return self._stopped(session, caller, body, kind, reason.strip())

        beginning = Operation(caller, name, body, key=key, content=[body, kind, reason])
        try:
            return self._change(beginning, work, SealStopReceipt)
        except SealStopTakenError:
            refusal = NotPossible(action=name, why="该印章刚刚已由他人停用或者撤销，请刷新页面查看")
            self._record(beginning, refusal)
            return refusal

    def _stopped(
        self, session: Session, caller: Caller, body: str, kind: SealStopKind, reason: str
    ) -> SealStopReceipt | Refusal:
        known, now = seal_stops.of_body(session, body), self._resources.clock()
        if known and (known.kind == "revoked" or kind == "stopped"):
            return NotPossible(action=f"{SEAL_STOP_NAMES[kind]}印章", why=f"该印章已经{SEAL_STOP_NAMES[known.kind]}")
        if known:
            seal_stops.lift(session, known, caller.person, now)  # the graver word takes the place of the other
        stop = SealStop(random_id(), body, kind, reason, caller.person, now)
        seal_stops.add(session, stop)
        if kind == "revoked" and caller.local:
            return self._revoked(session, caller, stop)
        seal_stopped(session, self._resources, stop)
        wanted = "，须由另一位安全管理员确认后撤销证书" if kind == "revoked" else ""
        return SealStopReceipt(id=stop.id, body=body, message=f"印章已即时停止使用{wanted}。")

    def _revoked(self, session: Session, caller: Caller, stop: SealStop) -> SealStopReceipt | Refusal:
        """The list first: it may be ahead of the record after a crash, never behind, and to do it again changes nothing."""
        serials = self._resources.sealer.revoke(stop.body, stop.asked_at)
        if not seal_stops.confirm(session, stop, caller.person, self._resources.clock()):
            return NotPossible(action="确认撤销", why=_OVER)
        told = "、".join(serials) or "该单位还没有用过印，没有证书"
        return SealStopReceipt(id=stop.id, body=stop.body, message=f"印章已撤销（证书序列号：{told}）。")

    def _line(self, stop: SealStop, organisation: Organisation, caller: Caller) -> SealStopLine:
        return SealStopLine(
            id=stop.id,
            body=stop.body,
            body_name=organisation.body_name(stop.body, self._resources.today),
            kind=stop.kind,
            kind_name=SEAL_STOP_NAMES[stop.kind],
            reason=stop.reason,
            asked_by=person_name(organisation, stop.asked_by),
            asked_at=stop.asked_at,
            final=stop.confirmed_by is not None,
            open_to_caller=may_be_second(caller, stop.asked_by),
        )


def _standing(session: Session, stop_id: str) -> SealStop | None:
    return next((stop for stop in seal_stops.standing(session) if stop.id == stop_id), None)
