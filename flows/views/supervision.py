"""What a supervisor (督查人员) watches: what is late or soon will be, by the body that has to act, and the figures (指标)."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from flows.views.base import Asked, Page, View
from flows.views.oversight.lights import Lit
from matters.organisation.kinds import Level

LIGHT_NAMES: Mapping[Literal["met", "missed"], str] = {"met": "达标", "missed": "未达标"}
MONTH = r"^20\d{2}-(0[1-9]|1[0-2])$"


class PressedBody(View, title="一个单位的超期和临期待办数"):
    """`body` is empty for what nobody attends to."""

    body: str = Field(description="承办单位标识；无人可办的为空")
    name: str = Field(description="承办单位名称")
    late: int = Field(description="已超期的待办数")
    near: int = Field(description="临期的待办数，天数见期限督促规则")
    latest: int = Field(description="超期最久的天数；没有超期的为 0")


class PressingItem(Lit, title="超期或者临期的一项待办"):
    """An open item, with who is to act. `days_late`: below 1, so many days are left."""

    id: str
    case_no: str
    matter_name: str
    title: str = Field(description="办件标题")
    step_name: str = Field(description="环节名称")
    body: str = Field(description="承办单位标识；无人可办的为空")
    who: tuple[str, ...] = Field(description="办理人")
    due: date = Field(description="办理期限")
    provisional: bool
    days_late: int = Field(description="已超期天数；为 0 的今日到期，为负的尚未到期")


class SupervisionList(View, title="督查清单"):
    """`bodies` counts all of them, `items` are those of the body that was asked for, on this page."""

    bodies: tuple[PressedBody, ...] = Field(description="各承办单位，超期多的在前")
    items: tuple[PressingItem, ...] = Field(description="待办，先到期的在前")
    page: Page


class BoardQuery(Asked, title="看哪些指标"):
    """Of which months, both included, else of the last twelve; of a region, level, body, matter or batch alone."""

    since: str | None = Field(
        None, pattern=MONTH, description="自哪个月起，如 `2026-01`；不给出的，为结束月份之前的第十一个月"
    )
    until: str | None = Field(None, pattern=MONTH, description="至哪个月止；不给出的，为本月")
    region: str | None = Field(None, max_length=20, description="只看这一地区的单位，填地区代码")
    level: Level | None = Field(None, description="只看这一层级的单位")
    body: str | None = Field(None, max_length=40, description="只看这一受理机构，填单位标识")
    matter: str | None = Field(None, max_length=40, description="只看这一事项，填事项代码")
    batch: int | None = Field(None, ge=1, le=9999, description="只看这一批目录公布的事项，填批次号")


class FigureValue(View, title="一个指标的值"):
    """`value` is empty where there is nothing to work it out of; `text` then is a dash."""

    value: float | None = Field(description="值；没有可以计算的为空")
    text: str = Field(description="值的写法，带单位；没有可以计算的为“—”")
    numerator: int = Field(description="分子；单纯计数的，即为值")
    denominator: int | None = Field(description="分母；单纯计数的为空")
    light: Literal["met", "missed"] | None = Field(description="达标灯：`met` 达标，`missed` 未达标；没有目标值的为空")


class FigureView(FigureValue, title="一个指标"):
    """A figure with what it means."""

    id: str
    name: str = Field(description="指标名称")
    meaning: str = Field(description="指标含义")
    numerator_meaning: str = Field(description="分子是什么")
    denominator_meaning: str = Field(description="分母是什么；单纯计数的为空")
    period: str = Field(description="所属期间")
    unit: str = Field(description="单位")
    goal: int | None = Field(description="目标值（%）；没有的为空")
    of: Literal["cases", "matters", "bodies"] = Field(description="由什么合计：办件、事项或者单位")
    splits: bool = Field(description="是否可以列出未计入分子的部分")


class BoardRow(View, title="一个分组的指标"):
    """What the figures of the board are for one region, body, matter, batch or month."""

    key: str = Field(description="该分组的标识，可以用作查询条件")
    name: str = Field(description="该分组的名称")
    values: dict[str, FigureValue] = Field(description="各指标的值，按指标标识")


class BoardGroup(View, title="按一个方面分组的指标"):
    """The figures by one aspect."""

    id: str = Field(description="分组方面，即查询条件的名称")
    name: str = Field(description="分组方面的名称")
    rows: tuple[BoardRow, ...] = Field(description="各分组")


class StepTimeView(View, title="一个环节所用时间"):
    """Where the time goes: how long what waited at a step waited on the average, in hours."""

    matter: str = Field(description="事项代码")
    matter_name: str = Field(description="事项名称")
    step_name: str = Field(description="环节名称")
    done: int = Field(description="办理次数")
    hours: float = Field(description="平均等候小时数，夜间和节假日也计入")


class BoardView(View, title="指标"):
    """The figures of what the caller watches over. `board`: those that stand large, in their order."""

    since: str = Field(description="自哪个月起")
    until: str = Field(description="至哪个月止")
    board: tuple[str, ...] = Field(description="一屏统览的八个指标，按先后")
    figures: tuple[FigureView, ...] = Field(description="全部指标")
    weekdays: tuple[FigureView, ...] = Field(description="周一至周日各提交多少办件")
    groups: tuple[BoardGroup, ...] = Field(description="按地区、层级、受理机构、事项、目录批次、月份分组")
    slowest: tuple[StepTimeView, ...] = Field(description="累计等候最久的环节")


class BehindLine(View, title="指标背后的一项"):
    """A case, a matter or a body that a figure counts, or does not."""

    id: str = Field(description="办件编号、事项代码或者单位标识")
    name: str = Field(description="名称")
    note: str = Field(description="说明")


class FigureBehind(View, title="指标背后的一页明细"):
    """What a figure counts, or leaves out."""

    figure: FigureView = Field(description="指标")
    counted: bool = Field(description="列的是计入的（`true`）还是没有计入的（`false`）")
    items: tuple[BehindLine, ...] = Field(description="明细")
    page: Page
