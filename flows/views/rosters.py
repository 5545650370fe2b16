"""Rosters (台账): which there are, their entries as one may see them, the history of one, and how one is mended by hand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from flows.views.base import Asked, Page, View


class RosterLine(View, title="一个台账"):
    """A roster. `corrects`: by id and name, the bodies whose part the caller may mend by hand."""

    id: str = Field(description="台账标识")
    name: str
    matter: str = Field(description="建立该台账的事项代码")
    matter_name: str
    entries: int = Field(description="本人可以查看的、未注销的记录数")
    corrects: dict[str, str] = Field(description="本人可以更正其台账的单位：单位标识 → 名称")


class RosterList(View, title="台账一览"):
    """The rosters in which the caller may see anything."""

    items: tuple[RosterLine, ...]


class RosterColumn(View, title="台账的一列"):
    """A column of a roster, in its order. `key`: an entry is known by it."""

    id: str
    label: str = Field(description="列名")
    key: bool = Field(description="是否为识别记录的列")
    required: bool = Field(description="是否必填")
    definition: Mapping[str, Any] = Field(description="列的定义，写法与填报项相同")


class EntryLine(View, title="台账中的一条记录"):
    """An entry as it stands. `values`: as answers are written; `texts`: as people read them."""

    id: str
    body: str = Field(description="保管单位的标识")
    body_name: str
    belongs: str = Field(description="归属单位的标识")
    belongs_name: str = Field(description="归属单位")
    key: str = Field(description="识别该记录的内容，填报项选用时填写")
    live: bool = Field(description="是否在册；否为已注销")
    version: int = Field(description="记录的版本，更正时填入 `expected_version`")
    values: Mapping[str, Any] = Field(description="各列的内容，写法与填报内容相同")
    texts: Mapping[str, str] = Field(description="各列的内容，给人看的写法")


class EntryList(View, title="一页台账记录"):
    """A page of entries under their columns."""

    roster: RosterLine = Field(description="台账")
    columns: tuple[RosterColumn, ...] = Field(description="各列，按顺序")
    items: tuple[EntryLine, ...]
    page: Page


class EntryChange(View, title="台账记录的一次变动"):
    """One change of an entry: by whom, or by the result of which case, why, and what it said since then."""

    version: int = Field(description="变动后的版本，从 1 起")
    act: str = Field(description="变动的种类：`enter` 登记、`change` 变更、`take_out` 注销、`put_back` 恢复")
    act_name: str = Field(description="变动的种类，给人看的写法")
    at: datetime
    who: str = Field(description="更正人；由办件结果写入的为空")
    case_no: str = Field(description="写入的办件编号；手工更正的为空")
    case_open: bool = Field(description="本人能否查看该办件")
    reason: str = Field(description="更正的理由")
    changed: dict[str, str] = Field(description="变动的列 → 变动后的内容")


class EntryView(View, title="一条台账记录及其历史"):
    """An entry with its history, newest first. `may_correct`: whether the caller may mend it by hand."""

    line: EntryLine = Field(description="记录")
    roster: RosterLine = Field(description="台账")
    columns: tuple[RosterColumn, ...] = Field(description="各列，按顺序")
    history: tuple[EntryChange, ...] = Field(description="历次变动，新的在前")
    may_correct: bool = Field(description="本人能否更正")


class EntryChoice(View, title="可选用的一条台账记录"):
    """An entry that a form may name. `text`: its key with what else tells it apart."""

    key: str = Field(description="识别该记录的内容，选用时填写")
    text: str = Field(description="该记录，给人看的写法")
    values: Mapping[str, Any] = Field(description="各列的内容")


class EntryChoices(View, title="可选用的台账记录"):
    """What a field may choose from."""

    items: tuple[EntryChoice, ...]
    page: Page


class EntryCorrection(Asked, title="更正台账记录"):
    """How an entry is mended by hand. `values`: the columns that say something else from now on."""

    act: Literal["change", "take_out", "restore"] = Field(
        "change", description="`change` 变更内容，`take_out` 注销，`restore` 恢复已注销的记录"
    )
    values: Mapping[str, Any] = Field(default_factory=dict, description="要变更的列及其内容；没有列出的不变")
    reason: str = Field(max_length=400, description="理由，与记录一同保存")
    expected_version: int = Field(ge=1, description="看到的记录版本（`version`）；之后有变化的，以 `not_possible` 拒绝")


class EntryAddition(Asked, title="手工登记台账记录"):
    """An entry that is entered by hand into the part of a body."""

    body: str = Field(description="由哪个单位保管")
    belongs: str = Field("", description="归属哪个单位；为空的，归属保管单位。台账有归属列的，以该列为准")
    values: Mapping[str, Any] = Field(description="各列的内容")
    reason: str = Field(max_length=400, description="理由，与记录一同保存")


class RosterReceipt(View, title="台账更正回执"):
    """What a change by hand answers. `entries`: how many entries it changed."""

    entry: str = Field(description="记录的标识；成批导入的为空")
    entries: int = Field(description="登记或变更了几条记录")
    message: str
