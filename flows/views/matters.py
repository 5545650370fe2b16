"""Matters and what lies ahead of a filing."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Asked, Page, ProblemView, View
from flows.views.late_materials import LateMaterials
from flows.views.tasks import ActorChoice
from matters.language.errands import ErrandClass
from matters.language.guide import Scope
from matters.language.local import LocalPart
from matters.organisation.kinds import Level


class MatterLine(View, title="事项概要"):
    """A matter in a list. `errands` is the worst path's count."""

    code: str
    name: str = Field(description="事项名称")
    category: str = Field(description="事项类别")
    summary: str = Field(description="事项简介")
    aliases: tuple[str, ...] = Field(description="事项的其他叫法")
    levels: tuple[str, ...] = Field(description="受理层级")
    promised: str
    errands: int
    online: bool = Field(description="是否网上办理")
    version: int = Field(description="事项版本号")
    owner_name: str | None = Field(None, description="受理本人单位申请的单位；没有的为空")
    opens_on: date | None = Field(None, description="今天不在申请期内的，下一次开始受理的日子；可以申请的为空")


class CancelledView(View, title="事项的取消"):
    """By what a matter is cancelled, or will be. `in_force`: its day has come."""

    since: date = Field(description="自哪一天起取消")
    ground: str = Field(description="取消的依据")
    document_no: str = Field(description="依据的文号")
    open_cases_name: str = Field(description="取消之日在办的办件如何办")
    in_force: bool = Field(description="是否已到取消的日子，不再办理新的申请")


class MatterView(View, title="事项及其完整定义"):
    """A matter with its whole definition (guide, form, materials, steps) as `definition`."""

    line: MatterLine
    digest: str = Field(description="定义的内容摘要")
    definition: Mapping[str, Any] = Field(
        description="事项的完整定义：办事指南、表单、材料、环节、时限、文书；金样只向事项管理员列出，样例安装向各人列出"
    )
    owner_body: str | None = Field(description="受理本人单位申请的单位标识；没有的为空")
    owner_name: str | None = Field(description="受理单位名称")
    cancelled: CancelledView | None = Field(None, description="事项的取消，含尚未到日子的；没有取消的为空")


class LocalHint(View, title="须改写的填报说明"):
    """A hint that names a place of elsewhere as it ships, and how it reads now."""

    field: str
    label: str
    text: str


class OfferingLine(View, title="事项开通情况"):
    """Whether a matter is offered where a body accepts it, and what it lacks; no body where nobody accepts it."""

    code: str
    name: str
    body: str
    body_name: str
    offered: bool
    lacks: tuple[str, ...]
    part: LocalPart
    hints: tuple[LocalHint, ...] = ()


class LocalFilling(Asked, title="填写事项的本地内容"):
    """Whom to ask and to whom to complain where that body accepts the matter; hints by the field they belong to."""

    code: str
    body: str
    enquiry: str = Field(max_length=40)
    supervision: str = Field(max_length=40)
    place: str = Field("", max_length=60)
    hours: str = Field("", max_length=60)
    hints: dict[str, str] = Field(default_factory=dict)


class MatterQuery(Asked, title="查找事项"):
    """What a matter is looked for by: words as people say them, and where it belongs.

    `body` accepts it; so does a body of the `region`; `batch` is the number of the directory's batch (目录批次). `standing`:
    those that are cancelled (取消) instead of those in force; what may be filed is in force.
    """

    q: str = Field("", max_length=100)
    category: str | None = Field(None, max_length=40)
    errands: ErrandClass | None = None
    scope: Scope | None = None
    level: Level | None = None
    batch: int | None = None
    region: str | None = Field(None, max_length=20)
    body: str | None = Field(None, max_length=40)
    standing: Literal["cancelled"] | None = None


class FacetCount(View, title="一种取值的事项数"):
    """How many of the matters that fit have a value."""

    value: str = Field(description="筛选时填写的值")
    name: str = Field(description="值的名称")
    count: int = Field(description="事项数")


class Facet(View, title="一项筛选条件"):
    """By what a list can be narrowed, and how many would be left with each value."""

    id: str = Field(description="筛选参数的名称")
    name: str
    usual: str = Field("全部", description="不按其筛选时列出的")
    values: tuple[FacetCount, ...] = Field(description="各取值，相符事项多的在前")


class MatterList(View, title="一页事项"):
    """A page of matters, those that are meant first. Where none is meant, what comes nearest and whom to ask."""

    items: tuple[MatterLine, ...]
    page: Page
    facets: tuple[Facet, ...] = Field((), description="可以按其再筛选的条件，以及各取值相符的事项数")
    nearest: tuple[MatterLine, ...] = Field((), description="没有相符的事项时，最接近的几个")
    ask: tuple[str, ...] = Field((), description="没有相符的事项时，可以询问的事项管理员")


class ListedBatch(View, title="目录批次"):
    """The batch of the directory in which a matter was published."""

    number: int = Field(description="批次号")
    published_on: date = Field(description="公布的日子")
    document_no: str = Field(description="公布的文号")


class ListedMatter(View, title="清单中的一个事项"):
    """A matter of the list. `bodies`: who accepts it, of those that were asked for."""

    code: str
    name: str = Field(description="事项名称")
    category: str = Field(description="事项类别")
    scopes: tuple[str, ...] = Field(description="联办范围")
    levels: tuple[str, ...] = Field(description="受理层级")
    bodies: tuple[str, ...] = Field(description="受理机构")
    legal: str = Field(description="法定时限；没有的为空")
    promised: str
    errands: int
    errand_class: ErrandClass = Field(description="跑动清单")
    errand_class_name: str = Field(description="跑动清单的名称")
    reasons: tuple[str, ...] = Field(description="须到现场的各项理由")
    batch: ListedBatch | None = Field(description="目录批次；不分批公布的为空")
    basis: tuple[str, ...] = Field(description="设定依据")
    version: int = Field(description="事项版本号")
    cancelled: CancelledView | None = Field(None, description="事项的取消，含尚未到日子的；没有取消的为空")


class MatterListing(View, title="一页事项清单"):
    """A page of the list by code, and by what it can be narrowed."""

    items: tuple[ListedMatter, ...]
    page: Page
    facets: tuple[Facet, ...] = Field(description="可以按其再筛选的条件，以及各取值相符的事项数")


class Expectation(View, title="后续可能经过的环节"):
    """A step ahead: who will see it and how long it may take; `who` empty = unknown yet.

    `branch`: the branch it stands in. `certain`: it will come; else it may, which hangs on what is not answered yet. `machine`: a
    machine does it, or tries first where somebody is named.
    """

    step: str
    name: str = Field(description="环节名称")
    who: tuple[str, ...] = Field(description="将由谁办理；为空的，现在还不能确定")
    limit: str = Field(description="时限")
    branch: str = Field("", description="所在的并行分支")
    certain: bool = Field(True, description="是否一定经过；否则取决于尚未填报的内容")
    machine: bool = Field(False, description="是否由系统办理；同时列有办理人的，系统按规则不能办理时由其办理")
    papers: tuple[str, ...] = Field((), description="办结后随即出具的文书（中途出具）")


class ComputedView(View, title="一个计算项"):
    """A value computed from the answers given so far, or why nobody can tell it yet."""

    id: str
    label: str = Field(description="填报项名称")
    text: str = Field(description="给人看的写法；尚不能计算的为空")
    why_not: str = Field(description="尚不能计算的原因；已算出的为空")


class ForecastView(View, title="办理预告：后续环节，以及现在提交会被指出的问题"):
    """The steps ahead in order, and what would be refused now. `choices`: the steps whose actor the applicant names.

    `late`: the required materials that may be brought after a filing of today, and until when (先办后补).
    """

    steps: tuple[Expectation, ...] = Field(description="按先后排列的后续环节")
    errands: int
    promised: str
    wrong: tuple[ProblemView, ...] = Field((), description="已填写而不合要求的内容；尚未填写的不在其中")
    problems: tuple["ProblemView", ...] = Field((), description="现在提交会被指出的全部问题")
    computed: tuple[ComputedView, ...] = Field((), description="按已填内容算出的计算项")
    choices: tuple[ActorChoice, ...] = ()
    closed: str = Field("", description="今天不能提交的原因（不在申请期内）；可以提交的为空")
    late: LateMaterials | None = Field(None, description="现在提交可以之后补交的材料；不能先办后补的为空")
