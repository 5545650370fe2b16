"""Bookings (预约): the register of resources, what is free of one on a day, and what is held."""

from datetime import date, datetime

from pydantic import Field

from flows.views.base import Asked, Page, View


class ResourceLine(View, title="可预约的资源"):
    """A bookable resource. `capacity`: its seats; `since`, `until`: its first and last day in service; `version`: of its row."""

    id: str
    body: str
    body_name: str
    kind: str = Field(description="类别标识")
    kind_name: str
    name: str
    capacity: int
    since: date = Field(description="启用日期")
    until: date | None = Field(description="停用前最后一日；为空的不停用")
    notes: str
    version: int = Field(description="资源的版本，变更时填入 `expected_version`")


class ResourceList(View, title="一页资源"):
    """A page of resources that can be booked now or later."""

    items: tuple[ResourceLine, ...]
    page: Page


class StretchView(View, title="一个时段及其余座"):
    """A part of a day throughout which as many seats are left; none: it is taken."""

    begins: datetime
    ends: datetime
    left: int = Field(description="余座；0 为已被预约")


class DayView(View, title="资源的一日：各时段的余座"):
    """A day of a resource, from midnight to midnight; nothing is said of who holds it."""

    resource: ResourceLine = Field(description="资源")
    day: date = Field(description="日期")
    in_service: bool = Field(description="资源当日是否启用")
    stretches: tuple[StretchView, ...] = Field(description="各时段，首尾相接")


class HoldLine(View, title="一个占用，只供资源管理员查看"):
    """A slot that a case holds, for those who keep the register. `stranded`: the resource no longer serves it."""

    case_no: str
    applicant: str
    applicant_body: str
    begins: datetime
    ends: datetime
    seats: int | None = Field(description="占用几座；为空的，占用全部")
    text: str = Field(description="时段，给人看的写法")
    stranded: bool = Field(description="资源的启用期是否已不含该时段")


class KeptResource(View, title="登记的资源及其尚未结束的占用"):
    """A resource in the hands of its administrator, with what is held of it and not over yet."""

    line: ResourceLine
    holds: tuple[HoldLine, ...] = Field(description="尚未结束的占用")


class RegisterView(View, title="资源登记簿"):
    """The register that an administrator keeps: of which bodies, by id and name, and what is in it."""

    bodies: dict[str, str] = Field(description="本人管理的单位：单位标识 → 名称")
    items: tuple[KeptResource, ...]


class ResourceService(Asked):
    """What may change of a resource."""

    capacity: int = Field(ge=1, le=1000)
    since: date = Field(description="启用日期")
    until: date | None = Field(None, description="停用前最后一日；为空的不停用")
    notes: str = Field(default="", max_length=400)


class ResourceRequest(ResourceService, title="登记一项资源"):
    """A new resource; body, kind and name are for ever."""

    body: str
    kind: str = Field(description="类别标识，如 `meeting_room`")
    name: str = Field(max_length=40)


class ResourceChange(ResourceService, title="资源的变更"):
    """A change of a resource at the version that was seen."""

    expected_version: int = Field(ge=1, description="看到的资源版本（`version`）；之后有变化的，以 `not_possible` 拒绝")


class ResourceReceipt(View, title="资源登记回执"):
    """What a change of the register answers. `stranded`: how many holds the resource no longer serves."""

    id: str
    stranded: int = Field(description="启用期已不含的占用有几个")
    message: str
