"""The desk of recurring reports (周期性报送): what one's own body owes; who has filed, is late, is urged; the sums."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flows.adapters.spreadsheets import Column, Sheet, xlsx
from flows.cases.beginning import published
from flows.cases.deciding import open_cases
from flows.reporting.standing import owed, recurring_matters, stand
from flows.reporting.telling import tell
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import cut
from flows.service.permissions import allowed_to, roles
from flows.service.shown.reports import line_of, matter_of, owed_report, period_of, totals
from flows.views.base import EXPORTED_AS, Turn
from flows.views.cases import FileContent
from flows.views.people import Caller
from flows.views.reports import OwedReports, ReportMatters, ReportSheet, UrgingReceipt, UrgingRequest
from matters.calendar import SHANGHAI, day_text, moment_text
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.errors.handling import NotPossible
from matters.filing.recurring import STATE_NAMES, ReportState, Standing
from matters.language.document import Definition
from matters.language.recurring.periods import Period
from matters.language.words.answers import Names
from storage import cases
from storage.database import Session
from storage.recurring import calls

_TAKERS = roles("window", "approver", "supervisor")
_URGERS = roles("window", "approver")
_COLUMNS = (
    Column("单位", 30),
    Column("情况", 18),
    Column("报送日期", 14),
    Column("办件编号", 26),
    Column("催报次数", 10),
)


class ReportDesk(WorkingDesk):
    """Who takes a report, and who supervises that body, sees who owes it; others see what they owe themselves."""

    @allowed_to(roles("applicant"), "查看待报送")
    def owed(self, caller: Caller) -> OwedReports:
        """What the caller's bodies owe for periods that are over, by matter and the earliest first."""
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            bodies = [
                one for one in sorted(caller.bodies) if organisation.granted(caller.person, "applicant", one, today)
            ]
            names = Names(organisation, today)
            found = (
                owed_report(matter, one, names)
                for matter in recurring_matters(session, self._resources)
                for body in bodies
                for one in owed(session, self._resources, matter, body)
            )
            return OwedReports(items=tuple(found))

    @allowed_to(_TAKERS, "查看报送情况")
    def list(self, caller: Caller) -> ReportMatters:
        """The reports that bodies of the caller take, with their periods."""
        with self._resources.database.reading() as session:
            calendar, today = self._resources.calendar(session), self._resources.today
            found = (matter for matter, _ in self._taken(session, caller))
            return ReportMatters(items=tuple(matter_of(matter, calendar, today) for matter in found))

    @allowed_to(_TAKERS, "查看报送情况")
    def show(
        self, caller: Caller, code: str, period: str, page: int | Turn = 1, *, state: ReportState | None = None
    ) -> ReportSheet | NotFound:
        """How every body stands with that period, or those in one state."""
        with self._resources.database.reading() as session:
            found = self._period(session, caller, code, period)
            if isinstance(found, NotFound):
                return found
            return self._sheet(session, caller, found, page, state)

    @allowed_to(_TAKERS, "导出报送情况")
    def workbook(self, caller: Caller, code: str, period: str) -> FileContent | NotFound:
        """The whole period as XLSX, the sums last; recorded."""
        with self._resources.database.reading() as session:
            found = self._period(session, caller, code, period)
            if isinstance(found, NotFound):
                return found
            sheet = self._sheet(session, caller, found, Turn(size=len(found[2]) or 1), None)
        self._record(Operation(caller, "导出报送情况", f"{code} {period}"))
        now = self._resources.clock().astimezone(SHANGHAI)
        name = f"{sheet.matter_name}{sheet.period.name}报送情况"
        notes = (f"{name}，{day_text(sheet.period.due)}截止", f"导出：{caller.name}，{moment_text(now)}")
        heads = (*_COLUMNS, *(Column(one.label, 16) for one in sheet.sums))
        content = xlsx(Sheet(name[:31], notes, heads, tuple(_rows(sheet))), now)
        return FileContent(name=f"{name}.xlsx", media_type=EXPORTED_AS["xlsx"], content=content)

    @allowed_to(_URGERS, "催报")
    def urge(
        self, caller: Caller, code: str, period: str, request: UrgingRequest, key: str | None = None
    ) -> UrgingReceipt | Refusal:
        """One notice for each body that has not filed, at most once a day; recorded."""
        content = [code, period, request.model_dump(mode="json")]
        urging = Operation(caller, "催报", f"{code[:20]} {period[:10]}", key=key, content=content)
        return self._change(urging, lambda session: self._urge(session, caller, code, period, request), UrgingReceipt)

    def _urge(
        self, session: Session, caller: Caller, code: str, period: str, request: UrgingRequest
    ) -> UrgingReceipt | Refusal:
        found = self._period(session, caller, code, period)
        if isinstance(found, NotFound):
            return found
        matter, meant, standings = found
        today = self._resources.today.isoformat()
        waiting = self._waiting(session, caller, standings, request.bodies)
        told = {(one.body, one.occasion) for one in calls.of_period(session, code, meant.key)}
        new = [one for one in waiting if (one.body, today) not in told]
        for one in new:
            tell(session, self._resources, matter, one, today, caller.person)
        return _urged(len(new), len(waiting))

    def _waiting(
        self, session: Session, caller: Caller, standings: Iterable[Standing], bodies: Collection[str] = ()
    ) -> Sequence[Standing]:
        """Those that have not been filed, and are owed to a body in the caller's charge; of these bodies, where any are named."""
        charge = self._in_charge(session, caller)
        mine = (one for one in standings if one.is_open and one.owner in charge)
        return [one for one in mine if not bodies or one.body in bodies]

    def _taken(self, session: Session, caller: Caller) -> Iterator[tuple[Definition, tuple[Standing, ...]]]:
        """The reports that somebody owes to a body of the caller's, by the period that began last."""
        for matter in recurring_matters(session, self._resources):
            rule, today = matter.recurring, self._resources.today
            newest = next(rule.ended(today), rule.first) if rule else None
            if newest and (mine := self._mine(session, caller, matter, newest)):
                yield matter, mine

    def _mine(self, session: Session, caller: Caller, matter: Definition, period: Period) -> tuple[Standing, ...]:
        reach = self._reach(session, caller)
        bodies = {*self._in_charge(session, caller), *reach.bodies_overseen()}
        return tuple(one for one in stand(session, self._resources, matter, period) if one.owner in bodies)

    def _in_charge(self, session: Session, caller: Caller) -> frozenset[str]:
        return frozenset(self._reach(session, caller).bodies_in_charge("window", "approver"))

    def _period(
        self, session: Session, caller: Caller, code: str, key: str
    ) -> tuple[Definition, Period, tuple[Standing, ...]] | NotFound:
        """That period of the matter, as far as bodies of the caller's take it."""
        matter = published(session, self._resources, code)
        rule = matter.recurring if isinstance(matter, Definition) else None
        period = rule.period(key, self._resources.today) if rule else None
        if isinstance(matter, NotFound) or period is None:
            return NotFound(what=f"事项 {code[:20]} 的报送期 {key[:10]}")
        mine = self._mine(session, caller, matter, period)
        return (matter, period, mine) if mine else NotFound(what=f"事项 {code[:20]} 的报送期 {key[:10]}", denied=code)

    def _sheet(
        self,
        session: Session,
        caller: Caller,
        found: tuple[Definition, Period, Sequence[Standing]],
        page: int | Turn,
        state: ReportState | None,
    ) -> ReportSheet:
        matter, period, standings = found
        calendar = self._resources.calendar(session)
        said = self._said(session, (one.report.case_no for one in standings if one.report))
        told = calls.of_period(session, matter.code, period.key)
        names = Names(self._resources.organisation(session), self._resources.today)
        shown, where = cut([one for one in standings if state in (None, one.state)], page)
        return ReportSheet(
            matter=matter.code,
            matter_name=matter.name,
            period=period_of(matter, period, calendar),
            counts=dict(Counter(one.state for one in standings)),
            sums=totals(matter, said.values()),
            items=tuple(line_of(matter, one, said, told, names) for one in shown),
            may_urge=bool(self._waiting(session, caller, standings)),
            page=where,
        )

    def _said(self, session: Session, case_nos: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
        """What each of these cases says, by its number."""
        opened = open_cases(session, self._resources, cases.find_all(session, case_nos))
        return {one.head.case_no: one.answers for one in opened.values()}


def _rows(sheet: ReportSheet) -> Iterator[Sequence[str]]:
    for line in sheet.items:
        filed = line.filed_on.isoformat() if line.filed_on else ""
        own = (line.body_name, STATE_NAMES[line.state], filed, line.case_no or "", str(line.urged))
        yield (*own, *(line.values.get(one.id, "") for one in sheet.sums))
    if sheet.sums:
        yield ("合计", "", "", "", "", *(one.total for one in sheet.sums))


def _urged(new: int, waiting: int) -> UrgingReceipt | NotPossible:
    """How many were told, or why nobody was."""
    if new:
        return UrgingReceipt(bodies=new, message=f"已催报 {new} 个单位。")
    why = "今日已经催报过，请改日再催" if waiting else "没有由您所在单位收取、尚未报送的单位"
    return NotPossible(action="催报", why=why)
