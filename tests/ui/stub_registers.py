"""The stub's desks of the registers: one line each, with hostile text in it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flows.views.assessing.schemes import ScoreQuery
from flows.views.base import ExportFormat, Page
from flows.views.cases import FileContent
from flows.views.holidays import MovedDaysQuery
from flows.views.matters import MatterQuery
from flows.views.people import Caller
from flows.views.registers import (
    AuditLine,
    AuditList,
    AuditQuery,
    CaseQuery,
    ChainEnd,
    ChainView,
    DoubtLine,
    DoubtReceipt,
    DoubtView,
    SaidView,
    SealCertificateView,
    SealLine,
    SealList,
    SealQuery,
    SealStopLine,
    SealStopReceipt,
    SettleRequest,
)
from flows.views.supervision import BoardQuery
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, NotFound

if TYPE_CHECKING:
    from tests.ui.stub import StubService

INJECTED = "<script>alert(1)</script>![x](https://elsewhere.example/x.png)"
WHEN = datetime(2026, 3, 2, 1, 31, 5, tzinfo=UTC)
EFFECT = "99012100320260302000018:7:render"
SEAL = SealLine(
    document="d1",
    case_no="99012100320260302000018",
    matter_name="公务用车申请",
    body_name="样例县机关事务管理中心",
    kind_name="公章",
    certificate="4",
    title=INJECTED,
    document_no="样车批〔2026〕1号",
    seal_no="样车印〔2026〕1号",
    decided_by="欧阳楠",
    decided_post="样例县机关事务管理中心 科长",
    used_at=WHEN,
    sha256="1" * 64,
    state="valid",
    state_name="有效",
)
AUDITED = AuditLine(
    seq=7,
    at=WHEN,
    person="zhong",
    person_name="钟宏",
    post_name="样例县财政局 工作人员",
    operation="提交申请",
    object_id=INJECTED,
    outcome="done",
    outcome_name="成功",
    code="",
    address="::1",
)
DOUBT = DoubtLine(
    key=EFFECT,
    case_no="99012100320260302000018",
    matter_name="公务用车申请",
    kind_name="制作文书",
    paper_name="批复",
    since=WHEN,
    reason=INJECTED,
    doubt=2,
    state="存疑",
    proposed=False,
)
DOUBT_VIEW = DoubtView(
    line=DOUBT,
    work=(("执行次数", "认领 5 次，出错 5 次"),),
    traces=(("文号", "已编：样车批〔2026〕1号"),),
    allowed=("again", "drop"),
    consequences=("这是结果文书。",),
    said=(SaidView(at=WHEN, who="贾文清", verdict_name="重新执行", reason=INJECTED),),
    proposer=None,
)


STOPPED = SealStopLine(
    id="s1",
    body="logistics",
    body_name=f"样例县机关事务管理中心{INJECTED}",
    kind="stopped",
    kind_name="停用",
    reason=INJECTED,
    asked_by="娄静远",
    asked_at=WHEN,
    final=False,
    open_to_caller=True,
)
CERTIFICATE = SealCertificateView(
    body="logistics",
    body_name="样例县机关事务管理中心",
    imported=True,
    serial="7A1F",
    since=datetime(2026, 1, 1, tzinfo=UTC),
    until=datetime(2026, 12, 20, tzinfo=UTC),
    state="即将到期",
)
REVOKING = STOPPED.model_copy(update={"id": "s2", "kind": "revoked", "kind_name": "撤销"})


@dataclass
class RegisterDesk:
    """A desk of the stub."""

    stub: "StubService"


class Seals(RegisterDesk):
    """One use."""

    def bodies(self, caller: Caller) -> tuple[tuple[str, str], ...]:
        return (("logistics", "样例县机关事务管理中心"),)

    def list(self, caller: Caller, query: SealQuery, page: int = 1) -> SealList:
        self.stub.calls.append(("seals", query, page))
        items = () if query.text == "没有" else (SEAL,)
        one = Page(page=1, size=20, total=len(items))
        return SealList(items=items, page=one, readable=bool(self.stub.answer("readable", True)))

    def certificates(self, caller: Caller) -> tuple[SealCertificateView, ...]:
        return tuple(self.stub.answer("certificates", (CERTIFICATE,)))


class SealStops(RegisterDesk):
    """One stopped seal, and one that waits to be revoked."""

    def bodies(self, caller: Caller) -> tuple[tuple[str, str], ...]:
        return (("logistics", "样例县机关事务管理中心"),)

    def list(self, caller: Caller) -> tuple[SealStopLine, ...]:
        return tuple(self.stub.answer("seal_stops", (STOPPED, REVOKING)))

    def _said(self, what: str, *given: str) -> SealStopReceipt:
        self.stub.calls.append((f"seal_{what}", *given))
        return SealStopReceipt(id="s1", body="logistics", message="已办妥。")

    def stop(self, caller: Caller, body: str, reason: str, key: str) -> SealStopReceipt:
        return self._said("stop", body, reason)

    def revoke(self, caller: Caller, body: str, reason: str, key: str) -> SealStopReceipt:
        return self._said("revoke", body, reason)

    def confirm(self, caller: Caller, stop: str, key: str) -> SealStopReceipt:
        return self._said("confirm", stop)

    def lift(self, caller: Caller, stop: str, key: str) -> SealStopReceipt:
        return self._said("lift", stop)


class Audit(RegisterDesk):
    """One line."""

    def operations(self, caller: Caller) -> tuple[str, ...]:
        return ("提交申请", "登录")

    def list(self, caller: Caller, query: AuditQuery, page: int = 1) -> AuditList:
        self.stub.calls.append(("audit", query, page))
        return AuditList(items=(AUDITED,), page=Page(page=1, size=20, total=1))

    def verify(self, caller: Caller, kept: ChainEnd | None = None) -> ChainView:
        found: ChainView = self.stub.answer("chain", ChainView(lines=7, end="0" * 64, defects=()))
        return found


class Doubts(RegisterDesk):
    """One effect in doubt."""

    def count(self, caller: Caller) -> int:
        return 1

    def list(self, caller: Caller) -> tuple[DoubtLine, ...]:
        return (DOUBT,)

    def show(self, caller: Caller, key: str) -> DoubtView | NotFound:
        view: DoubtView = self.stub.answer("doubt", DOUBT_VIEW)
        return view if key == EFFECT else NotFound(what="存疑事项")

    def settle(self, caller: Caller, effect: str, request: SettleRequest, key: str) -> DoubtReceipt | Refusal:
        self.stub.calls.append(("settle", effect, request, key))
        answered: DoubtReceipt | Refusal = self.stub.answer(
            "settle", DoubtReceipt(key=effect, message="已核定重新执行。")
        )
        return answered

    def agree(self, caller: Caller, effect: str, doubt: int, key: str) -> DoubtReceipt | Refusal:
        self.stub.calls.append(("agree", effect, doubt, key))
        return DoubtReceipt(key=effect, message="已同意不再执行。")


class Exports(RegisterDesk):
    """Files that say what was asked for; refused to Liao."""

    def cases(self, caller: Caller, query: CaseQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "办件列表", query, form)

    def matters(self, caller: Caller, query: MatterQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "事项清单", query, form)

    def moved_days(self, caller: Caller, query: MovedDaysQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "改变的期限", query, form)

    def figures(self, caller: Caller, query: BoardQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "指标", query, form)

    def scores(self, caller: Caller, query: ScoreQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "考核得分", query, form)

    def seals(self, caller: Caller, query: SealQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "用印登记", query, form)

    def audit(self, caller: Caller, query: AuditQuery, form: ExportFormat) -> FileContent | Refusal:
        return self._file(caller, "审计日志", query, form)

    def _file(self, caller: Caller, name: str, query: Any, form: str) -> FileContent | Refusal:  # noqa: ANN401
        if caller.person == "liao":
            return Forbidden(operation=f"导出{name}")
        return FileContent(name=f"{name}.{form}", media_type="text/csv", content=query.model_dump_json().encode())
