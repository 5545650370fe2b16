"""What is shown of the assessment (考核): schemes as they are drafted and published, and the scores of bodies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from flows.views.base import View
from flows.views.oversight.house_rules import RegionChoice
from flows.views.supervision import FigureView
from matters.assessing.bands import HOW
from matters.assessing.formulas import MOST_LETTERS
from matters.assessing.scheme import MOST_INDICATORS, MOST_MARKS, WHOLE
from matters.organisation.kinds import Level

SchemeState = Literal["waiting", "published", "replaced", "sent_back"]
STATE_NAMES: Mapping[SchemeState, str] = {
    "waiting": "待发布",
    "published": "已发布",
    "replaced": "已被替代",
    "sent_back": "已退回",
}
_LAST_MONTH = 12


class IndicatorView(View, title="一项考核指标"):
    """An indicator as it is written."""

    name: str = Field(max_length=60, description="考核指标的名称，同一办法内不重复")
    formula: str = Field(
        max_length=MOST_LETTERS,
        description="公式：指标名称（或标识）、数字、`+` `−` `×` `÷`、括号、`最小（…，…）`、`最大（…，…）`，例如 `按时率`",
    )
    weight: int = Field(ge=1, le=WHOLE, strict=True, description=f"权重；各项之和为 {WHOLE}")
    full: int = Field(WHOLE, ge=1, le=MOST_MARKS, strict=True, description="满分")
    bands: str = Field("", max_length=400, description=f"分档计分，不写的按公式的值计分。{HOW}")
    without: int | None = Field(
        None, ge=0, le=MOST_MARKS, strict=True, description="没有数据时计多少分；空为不计，权重由其余各项分摊"
    )


class SchemeEntry(View, title="起草一份考核办法"):
    """A scheme as it is drafted."""

    region: str = Field(max_length=12, description="行政区划代码；考核该地区和下级地区的单位")
    year: int = Field(ge=2000, le=2099, strict=True, description="年度")
    name: str = Field(max_length=100, description="办法的名称")
    levels: tuple[Level, ...] = Field(max_length=5, description="考核哪些层级的单位")
    since: int = Field(1, ge=1, le=_LAST_MONTH, strict=True, description="考核期自该年几月起")
    until: int = Field(_LAST_MONTH, ge=1, le=_LAST_MONTH, strict=True, description="考核期至该年几月止")
    indicators: tuple[IndicatorView, ...] = Field(
        min_length=1, max_length=MOST_INDICATORS, description="各项考核指标，按此次序列出"
    )


class SchemeLine(View, title="一份考核办法"):
    """A scheme with what became of it."""

    id: int = Field(description="办法的编号，查看得分、发布、退回时填写")
    region_name: str = Field(description="地区名称")
    scheme: SchemeEntry = Field(description="办法的内容")
    digest: str = Field(description="办法内容的摘要（SHA-256），发布后不变")
    state: SchemeState = Field(
        description="状态：`waiting` 待发布，`published` 已发布，`replaced` 已被同一年度后发布的替代，`sent_back` 已退回"
    )
    state_name: str
    entered_by: str = Field(description="起草的人")
    entered_at: datetime = Field(description="起草的时间")
    settled_by: str = Field(description="发布或退回的人；还没有的为空")
    settled_at: datetime | None = Field(description="发布或退回的时间")
    open_to_caller: bool = Field(description="是否可以由本人发布；起草人不能发布自己起草的")


class SchemeList(View, title="考核办法一览"):
    """Every scheme the caller may read, the regions, and the figures that formulas may name."""

    lines: tuple[SchemeLine, ...] = Field(description="各份办法，年度近的在前")
    regions: tuple[RegionChoice, ...] = Field(description="可以制定办法的地区")
    figures: tuple[str, ...] = Field(description="公式中可以使用的指标名称")
    year: int = Field(description="本年度")


class ScoreQuery(View, title="导出哪份办法的得分"):
    """By which scheme."""

    scheme: int = Field(ge=1, le=2**31 - 1, description="考核办法的编号，取自一览")


class SchemeReceipt(View, title="考核办法的回执"):
    """What was done with a scheme."""

    id: int = Field(description="办法的编号")
    message: str


class SchemeRemark(View, title="对考核办法的一处意见"):
    """Something that cannot be right with a draft."""

    target: str = Field(description="在哪里，例如 `indicators.0.formula`")
    message: str


class MarkView(View, title="一项考核指标的得分"):
    """What an indicator comes to for a body, and the figures it stands on."""

    name: str = Field(description="考核指标的名称")
    formula: str = Field(description="公式")
    weight: int = Field(description="权重")
    value: str = Field(description="公式的值，保留两位小数；没有数据的为“—”")
    points: str = Field(description="按满分计的分数，保留两位小数；不计的为“不计”")
    score: str = Field(description="按权重折算的得分，保留两位小数；不计的为“不计”")
    figures: tuple[FigureView, ...] = Field(description="公式中的指标及其分子、分母")


class BodyScore(View, title="一个单位的考核得分"):
    """A body's score out of a hundred."""

    body: str = Field(description="单位标识")
    name: str = Field(description="单位名称")
    note: str = Field(description="需要说明的情形，例如已撤并、考核期内没有办件；没有的为空")
    total: str = Field(description=f"总分，满分 {WHOLE}，保留两位小数；没有可以计分的为“—”")
    marks: tuple[MarkView, ...] = Field(description="各项考核指标的得分")


class ScoreSheet(View, title="考核得分"):
    """The scores of the bodies that the caller watches over today."""

    scheme: SchemeLine = Field(description="依据的办法")
    since: str = Field(description="考核期自哪个月起，例如 `2026-01`")
    until: str = Field(description="考核期至哪个月止")
    bodies: tuple[BodyScore, ...] = Field(description="各单位，总分高的在前")
    unseen: int = Field(description="另有多少个考核对象不在本人的督查范围内")
