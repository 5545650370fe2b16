"""Charges (督办单、批示督办、改革任务): what is sent to open one and to act on it, and how it stands."""

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import Field

from flows.views.base import Asked, Page, View
from matters.charges import ACT_NAMES, KIND_NAMES, STATE_NAMES, ChargeAct, ChargeKind, ChargeState

MAX_TITLE, MAX_TEXT = 100, 2000
_KINDS = "，".join(f"`{kind}` {name}" for kind, name in KIND_NAMES.items())
_STATES = "，".join(f"`{state}` {name}" for state, name in STATE_NAMES.items())
_ACTS = "，".join(f"`{act}` {name}" for act, name in ACT_NAMES.items())
_PROGRESS = "进度，百分数"


class ChargeQuery(View):
    """Which charges are asked for; what is left out is any."""

    kind: ChargeKind | None = None
    state: ChargeState | None = None
    body: str | None = None
    case_no: str | None = None


EVERY_CHARGE = ChargeQuery()


class ChargeRequest(Asked, title="一件督办"):
    """What opens a charge: on a case, on a matter, or a task of its own."""

    kind: ChargeKind = Field("supervision", description=f"类别：{_KINDS}")
    body: str = Field("", max_length=40, description="承办单位标识；督办一件办件的，可以不写，为受理单位")
    title: str = Field(max_length=MAX_TITLE, description="督办事项")
    text: str = Field(max_length=MAX_TEXT, description="要求；批示督办的，写批示的内容")
    leader: str = Field("", max_length=40, description="由谁批示；只用于批示督办")
    due: date = Field(description="办理期限，含当日")
    case_no: str = Field("", max_length=40, description="督办哪一件办件；不是办件的不写")
    matter: str = Field("", max_length=20, description="督办哪一个事项，填事项代码；不是事项的不写")


class ChargeActRequest(Asked, title="对督办的一个操作"):
    """An act on a charge as it was shown."""

    act: ChargeAct = Field(description=f"操作：{_ACTS}")
    expected_version: int = Field(ge=1, le=1_000_000, description="所见督办的 `version`")
    text: str = Field("", max_length=MAX_TEXT, description="进展、办理结果或者理由；销号、同意延期的可以不写")
    until: date | None = Field(None, description="延期至哪一日；只用于申请延期")
    progress: int | None = Field(None, ge=0, le=100, description=f"{_PROGRESS}；只用于报进展")


class ChargeReceipt(View, title="督办回执"):
    """What opening a charge, or an act on it, answers."""

    id: int = Field(description="督办编号")
    state: ChargeState = Field(description=f"情况：{_STATES}")
    state_name: str
    message: str


class ChargeLine(View, title="督办列表中的一行"):
    """A charge as it stands. `days_late`: below 1, so many days are left; of what is answered it is never above 0."""

    id: int = Field(description="督办编号")
    kind: ChargeKind = Field(description=f"类别：{_KINDS}")
    kind_name: str = Field(description="类别的名称")
    title: str = Field(description="督办事项")
    body: str = Field(description="承办单位标识")
    body_name: str = Field(description="承办单位名称")
    due: date = Field(description="办理期限")
    days_late: int = Field(description="已逾期天数；为 0 的今日到期，为负的尚未到期")
    state: ChargeState = Field(description=f"情况：{_STATES}")
    state_name: str
    progress: int = Field(description=_PROGRESS)
    case_no: str | None = Field(description="所督办的办件；不是办件的为空")
    matter_name: str = Field(description="所督办的事项名称；不是事项的为空")
    mine: bool = Field(description="是否等候本人办理")


class ChargeEntry(View, title="督办经过中的一条"):
    """An act on a charge, with who did it."""

    what: str = Field(description="操作的名称")
    who: str = Field(description="由谁")
    at: datetime
    text: str = Field(description="内容；没有写的为空")
    until: date | None = Field(description="申请延期至哪一日；不是申请延期的为空")
    progress: int | None = Field(description=f"{_PROGRESS}；没有写的为空")


class ChargeView(View, title="一件督办"):
    """A charge with its whole course, and what the viewer may do now."""

    line: ChargeLine
    text: str = Field(description="要求；批示督办的，为批示的内容")
    leader: str = Field(description="由谁批示；不是批示督办的为空")
    opened_by: str = Field(description="由谁发起")
    opened_on: date = Field(description="发起日期")
    asked_until: date | None = Field(description="正在申请延期至哪一日；没有申请的为空")
    version: int = Field(description="操作时填入 `expected_version`")
    acts: tuple[ChargeAct, ...] = Field(description=f"本人现在可以进行的操作：{_ACTS}")
    entries: tuple[ChargeEntry, ...] = Field(description="督办经过，先后排列")


class ChargeList(View, title="一页督办"):
    """The charges the caller may see. `bodies`: those which the caller may charge, by id."""

    items: tuple[ChargeLine, ...]
    late: int = Field(description="其中已逾期的件数，各页合计")
    near: int = Field(description="其中三日内到期的件数，各页合计")
    bodies: Mapping[str, str] = Field(description="本人可以督办的单位：标识 → 名称；不督查的为空")
    page: Page
