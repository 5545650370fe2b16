"""Bookings (预约): the register of resources, what is free of one on a day, and what is held."""

from datetime import date, datetime

from pydantic import Field

from flows.views.base import Page, View


class ResourceLine(View):
    """A bookable resource. `capacity`: its seats; `since`, `until`: its first and last day in service; `version`: of its row."""

    id: str
    body: str
    body_name: str
    kind: str
    kind_name: str
    name: str
    capacity: int
    since: date
    until: date | None
    notes: str
    version: int


class ResourceList(View):
    """A page of resources that can be booked now or later."""

    items: tuple[ResourceLine, ...]
    page: Page


class StretchView(View):
    """A part of a day throughout which as many seats are left; none: it is taken."""

    begins: datetime
    ends: datetime
    left: int


class DayView(View):
    """A day of a resource, from midnight to midnight; nothing is said of who holds it."""

    resource: ResourceLine
    day: date
    in_service: bool
    stretches: tuple[StretchView, ...]


class HoldLine(View):
    """A slot that a case holds, for those who keep the register. `stranded`: the resource no longer serves it."""

    case_no: str
    applicant: str
    applicant_body: str
    begins: datetime
    ends: datetime
    seats: int | None
    text: str
    stranded: bool


class KeptResource(View):
    """A resource in the hands of its administrator, with what is held of it and not over yet."""

    line: ResourceLine
    holds: tuple[HoldLine, ...]


class RegisterView(View):
    """The register that an administrator keeps: of which bodies, by id and name, and what is in it."""

    bodies: dict[str, str]
    items: tuple[KeptResource, ...]


class ResourceService(View):
    """What may change of a resource."""

    capacity: int = Field(ge=1, le=1000)
    since: date
    until: date | None = None
    notes: str = Field(default="", max_length=400)


class ResourceRequest(ResourceService):
    """A new resource; body, kind and name are for ever."""

    body: str
    kind: str
    name: str = Field(max_length=40)


class ResourceChange(ResourceService):
    """A change of a resource at the version that was seen."""

    expected_version: int = Field(ge=1)


class ResourceReceipt(View):
    """What a change of the register answers. `stranded`: how many holds the resource no longer serves."""

    id: str
    stranded: int
    message: str
