"""Definitions as their administrators edit them: texts, remarks, differences and versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Asked, View
from matters.cancelling import OpenCases

TableFormat = Literal["xlsx", "json"]  # in which tables of the standards are exchanged
Severity = Literal["error", "warning", "draft"]


class RemarkView(View, title="检查出的一处问题"):
    """What is wrong with a text, at its line. `draft`: the engine cannot run it yet; `target` is the place in the definition."""

    line: int = Field(description="在文本的第几行")
    severity: Severity = Field(
        description="轻重：`error` 必须改正，`draft` 系统还不能办理，`warning` 只是提醒；只有提醒的可以发布"
    )
    target: str = Field(description="在定义中的位置")
    message: str = Field(description="哪里不对，应当怎么改")


class CheckView(View, title="事项文本的检查结果"):
    """A text that was checked. `definition`: what was read, nothing when its form is wrong. `clean`: may be published."""

    remarks: tuple[RemarkView, ...] = Field(description="全部问题，按行排列")
    clean: bool = Field(description="是否可以发布")
    golden: int = Field(description="金样的件数")
    definition: Mapping[str, Any] | None = Field(description="读出的定义；格式有误的为空")


class DifferenceView(View, title="两个版本的一处差异"):
    """One difference of two versions, with what it touches: words only, promises, or the way cases are handled."""

    target: str = Field(description="在定义中的位置")
    sentence: str = Field(description="有什么不同")
    weight: Literal["safe", "promise", "running"] = Field(
        description="影响：`safe` 只是文字，`promise` 对申请人的承诺，`running` 办理过程"
    )
    weight_name: str = Field(description="影响的名称")


class VersionView(View, title="事项的一个已发布的版本"):
    """A published version. `running`: cases under way on it. `current`: the one that new filings follow."""

    version: int = Field(description="版本号")
    digest: str = Field(description="定义的内容摘要")
    published_at: datetime | None = Field(description="发布的时间")
    published_by: str = Field(description="提交发布的人")
    second_by: str = Field(description="审阅发布的人")
    running: int = Field(description="按这一版本办理的在办件数")
    current: bool = Field(description="是否现行版本；新的申请按现行版本办理")


class DraftState(View, title="事项草案的状态"):
    """Where a draft stands, without its text. `submitted_digest` is set while it waits for a second person.

    `may_publish`: the viewer is such a second person.
    """

    code: str
    based_on: int | None = Field(description="以哪一版为底本；新事项为空")
    version: int = Field(description="发布后的版本号")
    revision: int = Field(
        description="第几次保存；保存、提交、放弃时填写看到的值，之后有变化的，以 `edited_meanwhile` 拒绝"
    )
    saved_by: str = Field(description="最近保存的人")
    saved_at: datetime = Field(description="最近保存的时间")
    submitted_by: str = Field(description="提交发布的人；没有提交的为空")
    submitted_at: datetime | None = Field(description="提交发布的时间")
    submitted_digest: str | None = Field(description="等候发布的文本的摘要，发布时填写；没有提交的为空")
    returned_by: str = Field(description="退回修改的人；没有退回的为空")
    return_reason: str = Field(description="退回修改的理由")
    may_publish: bool = Field(description="是否可以由本人审阅发布；提交人不能发布自己提交的")


class DefinitionDraft(View, title="事项草案"):
    """A draft with its text."""

    state: DraftState = Field(description="草案的状态")
    text: str = Field(description="定义的文本（YAML）")


class DefinitionLine(View, title="事项管理中的一个事项"):
    """A matter in the administrators' list; one that was never published has a draft only.

    `older_running`: cases under way on versions that are no longer the newest.
    """

    code: str
    name: str = Field(description="事项名称")
    current: VersionView | None = Field(description="现行版本；从未发布的为空")
    older_running: int = Field(description="按以前的版本办理的在办件数")
    draft: DraftState | None = Field(description="草案的状态；没有草案的为空")


class DefinitionList(View, title="全部事项，含未发布的"):
    """All matters, by code."""

    items: tuple[DefinitionLine, ...] = Field(description="全部事项，按代码排列")


class DefinitionView(View, title="事项的各版本和草案"):
    """A matter with its versions, newest first, and its draft."""

    code: str
    name: str = Field(description="事项名称")
    versions: tuple[VersionView, ...] = Field(description="已发布的各版本，新的在前")
    draft: DefinitionDraft | None = Field(description="草案；没有的为空")


class DifferencesView(View, title="两个版本的差异"):
    """What two versions differ in."""

    items: tuple[DifferenceView, ...] = Field(description="各处差异")


class SourceView(View, title="一个版本的文本"):
    """The text of a version. `typed`: as it was typed, comments included; else written anew from the content."""

    text: str = Field(description="定义的文本（YAML）")
    typed: bool = Field(description="是否当时录入的原文，连同注释；否则由系统按内容写出")


class PublishedReceipt(View, title="发布的回执"):
    """What a publication answers."""

    code: str
    version: int = Field(description="发布的版本号")
    digest: str = Field(description="定义的内容摘要")
    message: str


class FormFileView(View, title="一份样表或空白表格"):
    """A file handed in for a matter. `written`: how a material of the definition names it."""

    name: str = Field(description="文件名")
    sha256: str = Field(description="文件内容的 SHA-256 摘要，十六进制")
    size: int = Field(description="文件大小，字节")
    media_type: str = Field(description="文件类型")
    written: str = Field(description="在定义中的写法，接在 `template:` 或者 `sample:` 之后")


class DiscardedReceipt(View, title="放弃草案的回执"):
    """What throwing a draft away answers."""

    code: str


CancellationState = Literal["waiting", "confirmed", "sent_back", "withdrawn"]
CANCELLATION_STATES: Mapping[CancellationState, str] = {
    "waiting": "待确认",
    "confirmed": "已确认",
    "sent_back": "已退回",
    "withdrawn": "已撤回",
}
_CHOICE = "取消之日在办的办件如何办：`go_on` 继续办理直至办结，`ended` 终止办理（已作出决定的除外）"


class CancellationWanted(Asked, title="提请取消事项"):
    """From which day a matter is cancelled, on what ground, and what becomes of open cases."""

    since: date = Field(description="自哪一天起取消，须在今天之后")
    ground: str = Field(max_length=200, description="取消的依据，写文件名称")
    document_no: str = Field(max_length=60, description="依据的文号")
    open_cases: OpenCases = Field(description=_CHOICE)


class CancellationLine(View, title="一项事项取消"):
    """The cancelling of a matter as it was asked for, with what became of it. `undecided`: cases that it would end now."""

    id: int = Field(description="取消的编号，确认、退回、撤回时填写")
    code: str
    name: str = Field(description="事项名称")
    since: date = Field(description="自哪一天起取消")
    ground: str = Field(description="取消的依据")
    document_no: str = Field(description="依据的文号")
    open_cases: OpenCases = Field(description=_CHOICE)
    open_cases_name: str = Field(description="在办的办件如何办")
    state: CancellationState = Field(
        description="状态：`waiting` 待确认，`confirmed` 已确认，`sent_back` 已退回，`withdrawn` 已撤回"
    )
    state_name: str
    in_force: bool = Field(description="是否已经取消：已确认，并且已到取消的日子")
    asked_by: str = Field(description="提请的人")
    asked_at: datetime = Field(description="提请的时间")
    settled_by: str = Field(description="确认或退回的人；还没有的为空")
    settled_at: datetime | None = Field(description="确认或退回的时间")
    undecided: int = Field(description="尚未作出决定的在办件数")
    open_to_caller: bool = Field(description="是否可以由本人确认；提请人不能确认自己提请的")


class CancellationReceipt(View, title="事项取消的回执"):
    """What was done with the cancelling of a matter."""

    id: int = Field(description="取消的编号")
    code: str
    message: str


class TakenMatter(View, title="导入表中的一个事项"):
    """What a row makes of its matter."""

    row: int = Field(description="“事项”表第几行")
    code: str = Field(description="事项代码")
    name: str = Field(description="事项名称")
    state: Literal["new", "changed", "unchanged"] = Field(
        description="`new` 新事项，`changed` 与现行版本不同，两者都成为草案；`unchanged` 与现行版本或者已有的草案相同"
    )
    state_name: str = Field(description="状态的名称")
    changed: tuple[str, ...] = Field(description="采用了的要素")
    derived: tuple[str, ...] = Field(description="表中写的与定义推得的不同、没有采用的要素")


class TakenTables(View, title="事项表导入的结果"):
    """What the tables make of the matters here. `kept`: whether the drafts were made; else it was tried only."""

    standard_name: str = Field(description="按哪一种标准的表")
    kept: bool = Field(description="是否已经成为草案；试一试的为假")
    items: tuple[TakenMatter, ...] = Field(description="各个事项，按行排列")
    message: str
