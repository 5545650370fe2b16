"""What is shown of the rules for what is near and late (期限督促规则), and what is entered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from flows.views.base import View
from matters.lateness import HOUSE_RULE, MOST_DAYS

RuleState = Literal["waiting", "in_force", "replaced", "sent_back"]
STATE_NAMES: Mapping[RuleState, str] = {
    "waiting": "待确认",
    "in_force": "现行",
    "replaced": "已被替代",
    "sent_back": "已退回",
}
# In the order in which they are asked for: what each number of workdays says.
NUMBERS: Mapping[str, str] = {
    "remind": "到期前几个工作日提醒办理人",
    "yellow": "到期前几个工作日起亮黄灯（临期）",
    "holder": "超期几个工作日后督促办理人",
    "head": "超期几个工作日后报单位主要负责人",
    "supervisor": "超期几个工作日后报督查人员",
    "supplement": "事项没有规定的，补正期限为几个工作日",
}


class HouseRuleView(View, title="期限督促规则"):
    """The numbers are of workdays; 0 is never."""

    remind: int = Field(
        HOUSE_RULE.remind, ge=0, le=MOST_DAYS, strict=True, description=f"{NUMBERS['remind']}；0 为不提醒"
    )
    yellow: int = Field(
        HOUSE_RULE.yellow, ge=0, le=MOST_DAYS, strict=True, description=f"{NUMBERS['yellow']}；0 为到期当日"
    )
    holder: int = Field(
        HOUSE_RULE.holder, ge=0, le=MOST_DAYS, strict=True, description=f"{NUMBERS['holder']}；0 为不督促"
    )
    head: int = Field(HOUSE_RULE.head, ge=0, le=MOST_DAYS, strict=True, description=f"{NUMBERS['head']}；0 为不报")
    supervisor: int = Field(
        HOUSE_RULE.supervisor, ge=0, le=MOST_DAYS, strict=True, description=f"{NUMBERS['supervisor']}；0 为不报"
    )
    supplement: int = Field(
        HOUSE_RULE.supplement, ge=0, le=MOST_DAYS, strict=True, description=f"{NUMBERS['supplement']}；0 为不限"
    )
    lapses: bool = Field(
        HOUSE_RULE.lapses, strict=True, description="按上述补正期限逾期未补正的，是否视为撤回申请；否则只提醒申请人"
    )
    digest: bool = Field(
        HOUSE_RULE.digest, strict=True, description="每个工作日是否向单位主要负责人、督查人员汇总临期和超期的待办"
    )


class HouseRuleEntry(HouseRuleView, title="录入一个地区的期限督促规则"):
    """The rule of a region as it is entered."""

    region: str = Field(max_length=12, description="行政区划代码；下级地区没有自己的规则的，适用上级的")


class HouseRuleLine(View, title="一份期限督促规则"):
    """A rule with what became of it."""

    id: int = Field(description="规则的编号，确认、退回时填写")
    region: str = Field(description="行政区划代码")
    region_name: str = Field(description="地区名称")
    rule: HouseRuleView = Field(description="规则的内容")
    state: RuleState = Field(
        description="状态：`waiting` 待确认，`in_force` 现行，`replaced` 已被替代，`sent_back` 已退回"
    )
    state_name: str
    entered_by: str = Field(description="录入的人")
    entered_at: datetime = Field(description="录入的时间")
    settled_by: str = Field(description="确认或退回的人；还没有的为空")
    settled_at: datetime | None = Field(description="确认或退回的时间")
    open_to_caller: bool = Field(description="是否可以由本人确认；录入人不能确认自己录入的")


class RegionChoice(View, title="可以设定规则的地区"):
    """A region that may have a rule of its own."""

    code: str = Field(description="行政区划代码")
    name: str = Field(description="地区名称")


class HouseRuleList(View, title="期限督促规则一览"):
    """Every rule with what became of it; what holds where no region has said anything; and the regions."""

    lines: tuple[HouseRuleLine, ...] = Field(description="各份规则，后录入的在前")
    otherwise: HouseRuleView = Field(description="本地区和上级地区都没有规则的，适用的规则")
    regions: tuple[RegionChoice, ...] = Field(description="可以设定规则的地区")


class HouseRuleReceipt(View, title="期限督促规则的回执"):
    """What was done with a rule."""

    id: int = Field(description="规则的编号")
    message: str
