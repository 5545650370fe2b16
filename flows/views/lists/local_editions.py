"""What is shown of local lists (实施清单), and what is asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from flows.views.base import Asked, View
from flows.views.editing import DifferenceView
from matters.editions.local import Change
from matters.language.vocabulary import Id, MatterCode

EditionState = Literal["waiting", "confirmed", "sent_back"]
STATE_NAMES: Mapping[EditionState, str] = {"waiting": "待确认", "confirmed": "已确认", "sent_back": "已退回"}
PromiseKind = Literal["at_once", "working_days", "calendar_days"]
_PROMISE = "改为怎样的承诺时限：`at_once` 当日，`working_days` 工作日，`calendar_days` 日；不改的为空"
_GONE, _PAPERLESS = "不再收取的材料（材料标识）", "改收电子件、不再收纸质件的材料（材料标识）"


class LocalQuestion(Asked, title="实施清单的常见问题"):
    """A question that is asked here, with its answer."""

    question: str = Field(max_length=200, description="问")
    answer: str = Field(max_length=4000, description="答")


class LocalContent(Asked, title="实施清单与目录不同之处"):
    """What a body says of a matter otherwise than the directory; what is left empty is as the directory says."""

    local_code: str = Field("", max_length=50, description="地方编码")
    promise: PromiseKind | None = Field(None, description=_PROMISE)
    promise_days: int | None = Field(None, ge=1, le=365, description="承诺时限的天数；当日的不填")
    enquiry: str = Field("", max_length=40, description="咨询电话")
    supervision: str = Field("", max_length=40, description="监督电话")
    place: str = Field("", max_length=60, description="咨询地点、办理窗口")
    hours: str = Field("", max_length=60, description="咨询时间")
    questions: tuple[LocalQuestion, ...] = Field((), max_length=20, description="常见问题，替代目录的")
    without_materials: tuple[Id, ...] = Field((), max_length=30, description=_GONE)
    electronic: tuple[Id, ...] = Field((), max_length=30, description=_PAPERLESS)


class LocalEditionWanted(LocalContent, title="提请实施清单"):
    """What is asked for, of which matter and body."""

    code: MatterCode = Field(description="事项代码")
    body: Id = Field(description="受理单位标识")


class LocalEditionLine(View, title="一份实施清单"):
    """What a body says of a matter otherwise than the directory, as it was asked for, with what became of it.

    `current`: the last one confirmed. `unfit`: why it does not fit the directory as that is now; what was in force goes on.
    """

    id: int = Field(description="实施清单的编号，确认、退回、复制时填写")
    code: str
    name: str = Field(description="事项名称")
    body: str
    body_name: str
    number: int | None = Field(description="本单位的第几份；没有确认的为空")
    state: EditionState = Field(description="状态：`waiting` 待确认，`confirmed` 已确认，`sent_back` 已退回")
    state_name: str
    current: bool = Field(description="是否本单位现行的一份")
    content: LocalContent = Field(description="与目录不同之处")
    origin: str = Field(description="复制自哪个单位的第几份；不是复制的为空")
    origin_renewed: bool = Field(description="复制之后，来源单位是否又有新的一份")
    unfit: tuple[str, ...] = Field(description="与目录现行版本不符之处；相符的为空")
    asked_by: str = Field(description="提请的人")
    asked_at: datetime = Field(description="提请的时间")
    settled_by: str = Field(description="确认或退回的人；还没有的为空")
    settled_at: datetime | None = Field(description="确认或退回的时间")
    open_to_caller: bool = Field(description="是否可以由本人确认；提请人不能确认自己提请的")


class LocalMaterial(View, title="目录中的一份材料"):
    """A material of the directory version. `paper`: it is asked for on paper."""

    id: str
    name: str = Field(description="材料名称")
    paper: bool = Field(description="是否收纸质件")


class LocalEditionView(View, title="一个单位的实施清单"):
    """Of one matter at one body: what the directory says and allows, what holds, and every one there was."""

    code: str
    name: str = Field(description="事项名称")
    body: str
    body_name: str
    directory_version: int = Field(description="目录的版本号")
    allowed: tuple[Change, ...] = Field(description="目录允许地方调整的内容")
    allowed_names: tuple[str, ...] = Field(description="目录允许地方调整的内容的名称")
    promised: str
    materials: tuple[LocalMaterial, ...] = Field(description="目录中的材料")
    stands_on: int | None = Field(description="现行实施清单依据目录的第几版；没有实施清单的为空")
    differences: tuple[DifferenceView, ...] = Field(description="现行实施清单与目录现行版本的差异")
    lines: tuple[LocalEditionLine, ...] = Field(description="历次提请的，后提请的在前")


class LocalChoice(View, title="可以编制实施清单的事项和单位"):
    """A matter and a body within the caller's scope that accepts it."""

    code: str
    name: str = Field(description="事项名称")
    body: str
    body_name: str


class TouchedEdition(View, title="目录新版本涉及的一份实施清单"):
    """What a further version of the directory would do to a local list. `unfit`: why it would not follow."""

    body: str
    body_name: str
    unfit: tuple[str, ...] = Field(description="不能随目录更新的原因；可以的为空")


class LocalEditionReceipt(View, title="实施清单的回执"):
    """What was done with a local list."""

    id: int = Field(description="实施清单的编号")
    message: str
