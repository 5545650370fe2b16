"""The export desk (导出): the lists people see, as files, with the filter in their head and an audit row for each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from flows.adapters.spreadsheets import MOST_ROWS, Column, Sheet, as_json, comma_separated, xlsx
from flows.figures.assessing import SCORE_COLUMNS, score_rows, scored_by
from flows.figures.sheet import COLUMNS, asked_for, rows_of
from flows.figures.telling import board_of
from flows.lateness.lights import lights
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.figures import sight_of
from flows.service.intake.listing import audit_filter, case_filter, seal_filter
from flows.service.intake.searching import meanings
from flows.service.permissions import AUDITORS, REGISTRARS, SIGNED_IN, allowed_to, roles
from flows.service.shown.cases import case_line
from flows.service.shown.matters import listed
from flows.service.shown.oversight.assessments import score_sheet
from flows.service.shown.registers import OUTCOMES, audit_line, seal_line
from flows.views.assessing.schemes import ScoreQuery
from flows.views.base import EXPORTED_AS, ExportFormat
from flows.views.cases import CaseLine, FileContent
from flows.views.holidays import MovedDaysQuery
from flows.views.matters import ListedMatter, MatterQuery
from flows.views.people import Caller
from flows.views.registers import AuditLine, AuditQuery, CaseQuery, SealLine, SealQuery
from flows.views.supervision import BoardQuery
from flows.views.tasks import DUE_NAMES
from matters.calendar import SHANGHAI, day_text
from matters.case.aggregate import STATUS_NAMES
from matters.errors.door import Invalid, NotFound
from matters.language.document import Definition
from matters.language.errands import errands
from storage import queues, registers
from storage.cases import CaseHead
from storage.database import Session
from storage.definitions import holidays

_WRITTEN: dict[ExportFormat, Callable[[Sheet, datetime], bytes]] = {
    "xlsx": xlsx,
    "csv": lambda sheet, _: comma_separated(sheet),
    "json": lambda sheet, _: as_json(sheet),
}
_CASES = (
    Column("办件编号", 26),
    Column("事项", 24),
    Column("标题", 40),
    Column("状态", 10),
    Column("结果", 10),
    Column("申请人", 12),
    Column("申请单位", 26),
    Column("提交时间", 18),
    Column("办结期限", 14),
    Column("提交方式", 12),
    Column("提交人", 12),
    Column("跑动次数", 10),
)
_MOVED = (Column("办件编号", 26), Column("期限", 24), Column("原为", 14), Column("改为", 14))
_MATTERS = (
    Column("序号", 6),
    Column("事项代码", 10),
    Column("事项名称", 30),
    Column("类别", 12),
    Column("受理机构", 36),
    Column("受理层级", 14),
    Column("联办范围", 16),
    Column("法定时限", 14),
    Column("承诺时限", 14),
    Column("跑动清单", 16),
    Column("跑动次数", 10),
    Column("须到现场的理由", 40),
    Column("目录批次", 10),
    Column("公布文号", 24),
    Column("公布日期", 14),
    Column("设定依据", 50),
    Column("版本", 8),
    Column("状态", 40),
)
_SEALS = (
    Column("用印时间", 20),
    Column("用印单位", 26),
    Column("印章种类", 12),
    Column("印章编号", 24),
    Column("文书题名", 40),
    Column("文号", 24),
    Column("办件编号", 26),
    Column("事项", 24),
    Column("决定人", 12),
    Column("决定人岗位", 30),
    Column("状态", 10),
    Column("文件摘要（SHA-256）", 68),
    Column("印章证书序列号", 44),
)
_AUDIT = (
    Column("序号", 10),
    Column("时间", 20),
    Column("人员", 12),
    Column("人员标识", 12),
    Column("岗位", 30),
    Column("操作", 20),
    Column("对象", 34),
    Column("结果", 10),
    Column("原因代码", 18),
    Column("来源地址", 18),
)


class ExportDesk(WorkingDesk):
    """Lists as files; whoever may read a list may take it along, and that is recorded."""

    @allowed_to(roles("applicant", "approver", "window", "liaison", "supervisor"), "导出办件列表")
    def cases(self, caller: Caller, query: CaseQuery, form: ExportFormat) -> FileContent:
        """The caller's own cases, or those of the bodies the caller acts for."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            heads = self._heads(session, caller, query)
            matters = ((head, self._resources.definition(session, head.definition)) for head in heads)
            rows = tuple(_case_row(case_line(head, matter, organisation), matter) for head, matter in matters)
        said = [
            ("范围", "我申请的" if query.mine else "经办和督办的"),
            ("状态", STATUS_NAMES[query.state] if query.state else ""),
            ("事项", query.matter),
            ("期限", DUE_NAMES[query.due] if query.due else ""),
            ("查找", query.q),
        ]
        return self._file(caller, "办件列表", said, _CASES, rows, form)

    @allowed_to(SIGNED_IN, "导出事项清单")
    def matters(self, caller: Caller, query: MatterQuery, form: ExportFormat) -> FileContent:
        """The list of matters (事项清单)."""
        with self._resources.database.reading() as session:
            found = listed(session, self._resources, query)
        rows = tuple(_matter_row(number, found.line(one)) for number, one in enumerate(found.left, start=1))
        said = [("查找", query.q), *found.told()]
        return self._file(caller, "事项清单", said, _MATTERS, rows, form)

    @allowed_to(roles("matter_admin"), "导出改变的期限")
    def moved_days(self, caller: Caller, query: MovedDaysQuery, form: ExportFormat) -> FileContent | NotFound:
        """The last days that a notice of days off has moved."""
        with self._resources.database.reading() as session:
            kept = holidays.find(session, query.notice)
            found = holidays.moved_by(session, query.notice, MOST_ROWS + 1)
        if kept is None:
            return NotFound(what="该放假安排")
        rows = tuple((one.case_no, one.what, f"{one.before}", f"{one.after}") for one in found)
        said = [("年份", str(kept.notice.year)), ("文号", kept.notice.source)]
        return self._file(caller, "改变的期限", said, _MOVED, rows, form)

    @allowed_to(roles("supervisor"), "导出指标")
    def figures(self, caller: Caller, query: BoardQuery, form: ExportFormat) -> FileContent | Invalid:
        """The figures, as a whole and by every aspect."""
        with self._resources.database.reading() as session:
            sight = sight_of(session, self._resources, self._reach(session, caller), query)
            if isinstance(sight, Invalid):
                return sight
            board, told = board_of(sight, query.batch), tuple(asked_for(sight, query))
        return self._file(caller, "指标", told, COLUMNS, tuple(rows_of(board)), form)

    @allowed_to(roles("supervisor"), "导出考核得分")
    def scores(self, caller: Caller, query: ScoreQuery, form: ExportFormat) -> FileContent | NotFound:
        """The scores by a scheme, with each figure they stand on."""
        with self._resources.database.reading() as session:
            sheet = score_sheet(session, self._resources, self._reach(session, caller), query.scheme)
        if sheet is None:
            return NotFound(what="该考核办法")
        return self._file(caller, "考核得分", scored_by(sheet), SCORE_COLUMNS, tuple(score_rows(sheet)), form)

    @allowed_to(REGISTRARS, "导出用印登记")
    def seals(self, caller: Caller, query: SealQuery, form: ExportFormat) -> FileContent:
        """The seal register."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            wanted = seal_filter(query, self._reach(session, caller).bodies_answered_for())
            found = registers.first_seals(session, wanted, MOST_ROWS + 1)
            rows = tuple(_seal_row(seal_line(session, self._resources, use, organisation)) for use in found)
        body = organisation.find_body(query.body)
        name = organisation.body_name(body.id, self._resources.today) if body else query.body
        said = [("单位", name), *_days(query.since, query.until), ("查找", query.text)]
        return self._file(caller, "用印登记", said, _SEALS, rows, form)

    @allowed_to(AUDITORS, "导出审计日志")
    def audit(self, caller: Caller, query: AuditQuery, form: ExportFormat) -> FileContent:
        """The audit chain."""
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            found = registers.first_audit_lines(session, audit_filter(query, organisation), MOST_ROWS + 1)
        rows = tuple(_audit_row(audit_line(line, organisation)) for line in found)
        said = [
            ("人员", query.person),
            ("操作", query.operation),
            ("对象", query.object_id),
            ("结果", OUTCOMES.get(query.outcome, "")),
            *_days(query.since, query.until),
        ]
        return self._file(caller, "审计日志", said, _AUDIT, rows, form)

    def _heads(self, session: Session, caller: Caller, query: CaseQuery) -> tuple[CaseHead, ...]:
        """The cases as the list has them, up to one more than is exported."""
        wanted = case_filter(query, meanings(session, self._resources, query.q), lights(session, self._resources))
        if query.mine:
            return queues.first_filed(session, caller.person, MOST_ROWS + 1, wanted)
        return queues.first_visible(session, self._reach(session, caller).bodies_seen(), MOST_ROWS + 1, wanted)

    def _file(
        self,
        caller: Caller,
        title: str,
        said: Iterable[tuple[str, str]],
        columns: tuple[Column, ...],
        rows: tuple[Sequence[str], ...],
        form: ExportFormat,
    ) -> FileContent:
        """The file; it leaves the house after its audit row is committed."""
        now = self._resources.clock()
        local = now.astimezone(SHANGHAI)
        conditions = "；".join(f"{name}：{value}" for name, value in said if value)
        kept = rows[:MOST_ROWS]
        amount = f"共 {len(kept)} 行" + (
            f"，已达上限 {MOST_ROWS} 行，其余未导出，请缩小范围" if len(rows) > MOST_ROWS else ""
        )
        notes = (f"筛选条件：{conditions or '无'}", f"由{caller.name}于 {local:%Y-%m-%d %H:%M} 导出，{amount}")
        sheet = Sheet(title, notes, columns, kept)
        content = _WRITTEN[form](sheet, local)
        content_asked = [title, conditions, form]
        self._record(Operation(caller, f"导出{title}", f"{len(kept)} 行 {form}", content=content_asked))
        return FileContent(name=f"{title}{local:%Y%m%d%H%M}.{form}", media_type=EXPORTED_AS[form], content=content)


def _case_row(line: CaseLine, matter: Definition) -> tuple[str, ...]:
    by = line.filed_by
    due = f"{line.due:%Y-%m-%d}" + ("（暂定）" if line.provisional else "") if line.due else ""
    return (
        line.case_no,
        line.matter_name,
        line.title,
        line.status_name,
        line.result_name or "",
        line.applicant,
        line.applicant_body,
        f"{line.filed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        due,
        by.channel_name if by else "网上",
        by.who if by else line.applicant,
        str(errands(matter, at_window=by is not None and by.channel == "window").worst),
    )


def _matter_row(number: int, line: ListedMatter) -> tuple[str, ...]:
    return (
        str(number),
        line.code,
        line.name,
        line.category,
        "、".join(line.bodies),
        "、".join(line.levels),
        "、".join(line.scopes),
        line.legal,
        line.promised,
        line.errand_class_name,
        str(line.errands),
        "；".join(line.reasons),
        *(
            (str(batch.number), batch.document_no, batch.published_on.isoformat())
            if (batch := line.batch)
            else ("",) * 3
        ),
        "；".join(line.basis),
        str(line.version),
        f"自{day_text(gone.since)}起取消（{gone.ground}，{gone.document_no}）" if (gone := line.cancelled) else "现行",
    )


def _seal_row(line: SealLine) -> tuple[str, ...]:
    return (
        f"{line.used_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        line.body_name,
        line.kind_name,
        line.seal_no,
        line.title,
        line.document_no,
        line.case_no,
        line.matter_name,
        line.decided_by,
        line.decided_post,
        line.state_name,
        line.sha256,
        line.certificate,
    )


def _audit_row(line: AuditLine) -> tuple[str, ...]:
    return (
        str(line.seq),
        f"{line.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        line.person_name,
        line.person,
        line.post_name,
        line.operation,
        line.object_id,
        line.outcome_name,
        line.code,
        line.address,
    )


def _days(since: date | None, until: date | None) -> Iterator[tuple[str, str]]:
    yield "自", since.isoformat() if since else ""
    yield "至", until.isoformat() if until else ""
