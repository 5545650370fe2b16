"""Sealed papers, what machines owe, and verdicts on PDFs."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from flows.views.base import View


class DocumentView(View, title="已用印的文书"):
    """A sealed paper; its bytes are at `/documents/{id}`."""

    id: str = Field(description="文书标识，用于下载")
    case_no: str
    title: str = Field(description="文书标题")
    number: str = Field(description="文号")
    issued_on: date = Field(description="出具日期")
    sha256: str = Field(description="文书的 SHA-256 摘要，十六进制")
    is_result: bool = Field(description="是否结果文书；每个办件只有一份，一行一份的每行一份")
    superseded: bool = Field(False, description="是否已被后来出具的同一文书取代（环节退回重办后重新出具）")
    sealed_by: tuple[str, ...] = Field((), description="用印单位，主办单位在前；联合行文有几个")


class EffectView(View, title="决定之后由系统办理的事项（编号、制作文书、用印、通知、发起其他办件）"):
    """Something a machine owes or has done (系统事项)."""

    key: str = Field(description="系统事项标识")
    kind: str = Field(
        description="种类，如 `number` 编号、`seal` 用印、`notice` 通知、`submatter` 发起子事项；名称见 `kind_name`"
    )
    kind_name: str = Field(description="种类名称")
    state: str = Field(description="状态")
    state_name: str
    reason: str = Field("", description="未能完成的原因")


class SealView(View, title="PDF 中的一枚电子印章"):
    """One seal found in a PDF."""

    name: str = Field(description="印章名称")
    signed_at: datetime | None = Field(description="用印时间")
    covers_whole_document: bool = Field(description="印章是否覆盖全文")


class VerdictView(View, title="查验结论"):
    """The verdict on an uploaded PDF."""

    verdict: Literal["valid", "altered", "untrusted", "unsealed", "revoked", "superseded"] = Field(
        description=(
            "结论：`valid` 有效，`altered` 已被改动，`untrusted` 不是可信的印章，`unsealed` 未用印，"
            "`revoked` 已作废，`superseded` 已被取代"
        )
    )
    verdict_name: str = Field(description="结论名称")
    reasons: tuple[str, ...] = Field(description="结论的理由")
    seals: tuple[SealView, ...] = Field(description="PDF 中的电子印章")
    document: DocumentView | None = Field(
        None, description="本系统出具的该份文书；结论不是 `valid` 或者不是本系统出具的，为空"
    )
