"""The desk of bookable resources (资源预约): what there is and when it is free, and the register in its keepers' hands."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flows.cases.deciding import world_of
from flows.documents.faces import misprint
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import cut
from flows.service.intake.texts import marked
from flows.service.permissions import SIGNED_IN, allowed_to, roles
from flows.views.base import Turn
from flows.views.bookings import (
    DayView,
    HoldLine,
    KeptResource,
    RegisterView,
    ResourceChange,
    ResourceLine,
    ResourceList,
    ResourceReceipt,
    ResourceRequest,
    ResourceService,
    StretchView,
)
from flows.views.people import Caller
from matters.calendar import day_begins, implausible, local_day
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound
from matters.errors.handling import NotPossible
from matters.language.vocabulary import BodyRef
from matters.language.words.answers import person_name, slot_text
from matters.organisation.resources import KIND_NAMES, Resource, Slot, stretches
from matters.organisation.snapshot import Holder, Organisation
from matters.who.parties import Parties, body_of
from storage import bookings
from storage.bookings import HeldSlot, Registered
from storage.collisions import ResourceTakenError
from storage.database import Session
from storage.work import random_id

_MOST = 100  # on one page: more rooms than a form lists
_KEEPERS = roles("org_admin")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NOBODY = Holder(person="", post="")


class BookingDesk(WorkingDesk):
    """Everybody sees what is free; who holds it, only those who keep the register of that body (机构管理员)."""

    @allowed_to(SIGNED_IN, "查看可预约资源")
    def list(
        self, caller: Caller, body: str | None = None, kind: str | None = None, page: int | Turn = 1
    ) -> ResourceList:
        """What can be booked today or later, of that body and kind."""
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            found = bookings.registered(session, None if body is None else (body,), kind)
        lines = [
            _line(one, organisation, today) for one in found if not one.resource.until or one.resource.until >= today
        ]
        items, where = cut(lines, page, _MOST)
        return ResourceList(items=items, page=where)

    @allowed_to(SIGNED_IN, "查看资源空闲时段")
    def slots(self, caller: Caller, resource_id: str, on: date | None = None) -> DayView | Refusal:
        """What is free of a resource on a day, or today."""
        day = on or self._resources.today
        if wrong := implausible(day):
            return Invalid.of("day", f"日期{wrong}。")
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            known, window = bookings.one(session, resource_id), _whole(day)
            taken = bookings.taken(session, (resource_id,), window)
        if known is None:
            return NotFound(what="该资源")
        parts = stretches(known.resource, window, taken)
        return DayView(
            resource=_line(known, organisation, today),
            day=day,
            in_service=known.resource.serves(window),
            stretches=tuple(StretchView(begins=p.slot.begins, ends=p.slot.ends, left=p.left) for p in parts),
        )

    @allowed_to(SIGNED_IN, "查看可预约资源")
    def lender(self, caller: Caller, of: BodyRef, parties: Mapping[str, str], answers: Mapping[str, Any]) -> str | None:
        """The body whose resources a field lends in a case between these parties; nothing as long as a page cannot tell."""
        if not {"applicant", "owner"} <= set(parties):
            return None
        with self._resources.database.reading() as session:
            world = world_of(session, self._resources)
        between = Parties(_NOBODY, parties["applicant"], parties["owner"], says=answers)
        found = body_of(of, between, world)
        return found.id if found else None

    @allowed_to(_KEEPERS, "查看资源登记")
    def register(self, caller: Caller) -> RegisterView:
        """Everything the caller keeps, in service or not, with what is held of it."""
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            kept = [
                body.id
                for body in organisation.bodies
                if body.valid(today) and self._keeps(organisation, caller, body.id)
            ]
            found = bookings.registered(session, kept)
            holds = bookings.ahead(session, [one.resource.id for one in found], self._resources.clock())
        items = tuple(
            KeptResource(line=_line(one, organisation, today), holds=tuple(_holds(one.resource, holds, organisation)))
            for one in found
        )
        return RegisterView(bodies={body: organisation.body_name(body, today) for body in kept}, items=items)

    @allowed_to(_KEEPERS, "登记资源")
    def add(self, caller: Caller, request: ResourceRequest, key: str | None = None) -> ResourceReceipt | Refusal:
        """One more resource of a body in the caller's scope."""

        def work(session: Session) -> ResourceReceipt | Refusal:
            refusal = self._not_theirs(session, caller, request.body) or _wrong(request) or _wrong_name(request)
            if refusal:
                return refusal
            resource = Resource(id=random_id(), **request.model_dump())
            bookings.add(session, resource)
            return ResourceReceipt(id=resource.id, stranded=0, message=f"已登记“{resource.name}”。")

        adding = Operation(caller, "登记资源", request.name, key=key, content=request.model_dump(mode="json"))
        try:
            return self._change(adding, work, ResourceReceipt, lambda done: done.id)
        except ResourceTakenError:
            refusal = Invalid.of("name", "该单位已有同类同名的资源。请换一个名称，或在列表中查找。")
            self._record(adding, refusal)
            return refusal

    @allowed_to(_KEEPERS, "变更资源")
    def change(
        self, caller: Caller, resource_id: str, request: ResourceChange, key: str | None = None
    ) -> ResourceReceipt | Refusal:
        """Other seats, other days in service, other notes; a last day takes it out of service (停用)."""
        content = [resource_id, request.model_dump(mode="json")]
        changing = Operation(caller, "变更资源", resource_id, key=key, content=content)
        return self._change(
            changing, lambda session: self._changed_to(session, caller, resource_id, request), ResourceReceipt
        )

    def _changed_to(
        self, session: Session, caller: Caller, resource_id: str, request: ResourceChange
    ) -> ResourceReceipt | Refusal:
        known = next(iter(bookings.lock(session, (resource_id,))), None)
        if known is None:
            return NotFound(what="该资源")
        refusal = self._not_theirs(session, caller, known.body) or _wrong(request)
        if refusal:
            return refusal
        now = Resource(known.id, known.body, known.kind, known.name, **_service(request))
        if not bookings.change(session, now, request.expected_version):
            return NotPossible(action="变更资源", why="该资源在您打开页面之后有了变化，请刷新页面，核对后重新提交")
        stranded = sum(
            not now.serves(held.hold.slot) for held in bookings.ahead(session, (now.id,), self._resources.clock())
        )
        left = f"尚有 {stranded} 个预约不在启用期内，请按列表逐一联系申请单位改期。" if stranded else ""
        return ResourceReceipt(id=now.id, stranded=stranded, message=f"“{now.name}”已变更。{left}")

    def _not_theirs(self, session: Session, caller: Caller, body_id: str) -> Refusal | None:
        organisation, today = self._resources.organisation(session), self._resources.today
        body = organisation.find_body(body_id)
        if body is None or not body.valid(today):
            return Invalid.of("body", "请从现有单位中选择。")
        return None if self._keeps(organisation, caller, body_id) else Forbidden(operation="管理该单位的资源")

    def _keeps(self, organisation: Organisation, caller: Caller, body_id: str) -> bool:
        return organisation.granted(caller.person, "org_admin", body_id, self._resources.today)


def _whole(day: date) -> Slot:
    begins = day_begins(day)
    return Slot(begins, begins + timedelta(days=1))


def _line(known: Registered, organisation: Organisation, today: date) -> ResourceLine:
    resource = known.resource
    return ResourceLine(
        id=resource.id,
        body=resource.body,
        body_name=organisation.body_name(resource.body, today),
        kind=resource.kind,
        kind_name=KIND_NAMES.get(resource.kind, resource.kind),
        name=resource.name,
        capacity=resource.capacity,
        since=resource.since,
        until=resource.until,
        notes=resource.notes,
        version=known.version,
    )


def _holds(resource: Resource, holds: Iterable[HeldSlot], organisation: Organisation) -> Iterable[HoldLine]:
    for held in (held for held in holds if held.hold.resource == resource.id):
        slot = held.hold.slot
        yield HoldLine(
            case_no=held.case_no,
            applicant=person_name(organisation, held.applicant),
            applicant_body=organisation.body_name(held.applicant_body, local_day(slot.begins)),
            begins=slot.begins,
            ends=slot.ends,
            seats=held.hold.seats,
            text=slot_text(slot),
            stranded=not resource.serves(slot),
        )


def _service(request: ResourceService) -> dict[str, Any]:
    return {name: getattr(request, name) for name in ResourceService.model_fields}


def _wrong(request: ResourceService) -> Refusal | None:
    """What is wrong with the service of a resource."""
    if request.until is not None and request.until < request.since:
        return Invalid.of("until", "停用前最后一日不能早于启用日期。")
    for part, name, day in (("since", "启用日期", request.since), ("until", "停用前最后一日", request.until)):
        if wrong := implausible(day):
            return Invalid.of(part, f"{name}{wrong}。")
    return _wrong_text("说明", request.notes)


def _wrong_name(request: ResourceRequest) -> Refusal | None:
    if not request.name.strip():
        return Invalid.of("name", "请填写名称。")
    if not _KIND.fullmatch(request.kind):
        return Invalid.of("kind", "类别标识以小写字母开头，由小写字母、数字和下划线组成。")
    return _wrong_text("名称", request.name)


def _wrong_text(label: str, text: str) -> Refusal | None:
    """Names stand on papers, and nothing classified comes in."""
    if refusal := marked(label, text):
        return refusal
    wrong = misprint(text)
    return Invalid.of(label, f"{label}：{wrong}。") if wrong else None
