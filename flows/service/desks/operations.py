"""The operations desk (运维): health, readiness, and the doctor."""

import os
import shutil
from datetime import timedelta

from flows.adapters.engine import engine_silence
from flows.cases.renewing import RENEW, certificate_words, ending
from flows.machine.causes import known_cause
from flows.machine.parts import NAMED
from flows.opening import schema_defect
from flows.resources import Resources
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import LOCAL, allowed_to, public, roles
from flows.service.shown.figures import figures_of
from flows.service.shown.registers import defect_text
from flows.views.operations import Check, Figure, all_well
from flows.views.people import Caller
from flows.watching import WEB, Standing, Watch, explanation, standings
from storage import audit, cases, doubts, ledger, reassigning
from storage.database import Session, UnavailableError
from storage.operating import heartbeats

_OPERATORS = roles("system_admin", "audit_admin", local=True)
_LOW_DISK = 1 << 30
_NAMED = 5
_CLOCKS_APART = timedelta(seconds=30)  # due dates and leases bear it; NTP keeps machines within a tenth of a second
_ANNOUNCED_BY = 11
_NO_NOTICE = "的放假安排尚未录入，期限暂按周末推算。请事项管理员在“放假安排”中录入，或者运行 once holidays import"
_LONGEST_WAIT = timedelta(minutes=10)  # Prefect restarts in half a minute; beyond this somebody should look


class OperationsDesk(WorkingDesk):
    """What operators need to know."""

    def __init__(self, resources: Resources) -> None:
        super().__init__(resources)
        self._watch = Watch(resources, WEB)

    @public
    def health(self) -> tuple[Check, ...]:
        """Whether the web process can answer at all: the database is there."""
        try:
            with self._resources.database.reading() as session:
                audit.head(session)
        except UnavailableError as error:
            return (Check(name="数据库", ok=False, detail=f"无法读取。{known_cause(str(error))}"),)
        return (Check(name="数据库", ok=True, detail="可用"),)

    @public
    def ready(self) -> tuple[Check, ...]:
        """Whether it may be given work: database, schema, disk, and every part at work."""
        health = self.health()
        if not all_well(health):
            return health
        defect = schema_defect(self._resources.database)
        schema = Check(name="数据库结构", ok=not defect, detail=defect or "最新")
        return (*health, schema, self._disk(), self._places(), *(() if defect else self._parts()))

    @allowed_to(_OPERATORS, "查看运行状况")
    def state(self, caller: Caller) -> tuple[Check, ...]:
        """How the installation stands, as far as that is known at once."""
        return (*self.ready(), *self._effects(), self._attendance(), self._console())

    @public
    def figures(self) -> tuple[Figure, ...]:
        """For whoever watches over the installation; whose addresses may ask is the front end's to say."""
        return figures_of(self._resources)

    @allowed_to(LOCAL, "巡视运行状况")
    def watch(self, caller: Caller) -> None:
        """Called by the web again and again: say that it lives, and look after the other parts."""
        self._watch.look()

    @allowed_to(_OPERATORS, "系统自检")
    def doctor(self, caller: Caller) -> tuple[Check, ...]:
        """Everything that can be checked on this machine."""
        facts = self._resources.database.describe()
        with self._resources.database.reading() as session:
            chain = audit.check(session)
        broken = self._resources.database.integrity()
        fault = "，该版本存在 WAL 重置缺陷，已用单一检查点规避" if facts.wal_reset_fault else ""
        return (
            *self.ready(),
            *self._effects(),
            self._attendance(),
            self._console(),
            *self._engine(),
            self._holidays(),
            self._certificates(),
            *self._clock(facts.dialect),
            self._cases(),
            Check(name="数据库版本", ok=True, detail=f"{facts.dialect} {facts.server}{fault}"),
            Check(name="持久性", ok=facts.durability in ("full", "on"), detail=f"{facts.durability}，{facts.journal}"),
            Check(name="数据完整性", ok=not broken, detail="；".join(broken) or "正常"),
            Check(name="审计链", ok=not chain, detail="；".join(map(defect_text, chain)) or "完整"),
        )

    @allowed_to(LOCAL, "更正办件登记")
    def mend(self, caller: Caller) -> tuple[Check, ...]:
        """Write the rows of cases that have gone astray anew from their events, each case in one transaction."""
        with self._resources.database.reading() as session:
            found = list(cases.astray(session))
        return tuple(self._mended(caller, case_no) for case_no in found)

    def _mended(self, caller: Caller, case_no: str) -> Check:
        def work(session: Session) -> Check:
            head = cases.lock(session, case_no)
            mended = head is not None and cases.rebuild(session, head.id) is not None
            detail = "已按办理记录更正" if mended else "没有办理记录，无法更正，请从备份恢复"
            return Check(name=f"办件 {case_no}", ok=mended, detail=detail)

        done = self._change(Operation(caller, "更正办件登记", case_no), work, Check)
        assert isinstance(done, Check)
        return done

    def _cases(self) -> Check:
        with self._resources.database.reading() as session:
            found = list(cases.astray(session))
        some = "、".join(found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
        detail = (
            f"{len(found)} 件与办理记录不符（{some}），请运行 once doctor --mend 更正" if found else "与办理记录一致"
        )
        return Check(name="办件登记", ok=not found, detail=detail)

    def _disk(self) -> Check:
        free = shutil.disk_usage(self._resources.settings.data_dir).free
        return Check(name="磁盘", ok=free > _LOW_DISK, detail=f"可用 {free // (1 << 20)} MB")

    def _clock(self, dialect: str) -> tuple[Check, ...]:
        """Where the database is on another machine, perhaps: machines far apart would take each other's work."""
        if dialect == "sqlite":
            return ()
        with self._resources.database.reading() as session:
            apart = abs(self._resources.clock() - heartbeats.clock(session))
        detail = f"与数据库相差 {apart.total_seconds():.0f} 秒"
        well = apart < _CLOCKS_APART
        return (Check(name="时钟", ok=well, detail=detail if well else f"{detail}，请在各台机器上启用时间同步（NTP）"),)

    def _places(self) -> Check:
        """Whether what must be written may be: SQLite needs its folder as well, for the log beside the file."""
        settings, database = self._resources.settings, self._resources.database
        places = [settings.data_dir, settings.files_dir, *database.files()]
        closed = [str(place) for place in places if place.exists() and not os.access(place, os.W_OK)]
        detail = f"{'、'.join(closed)} 不能写入，请核对权限，以及磁盘是否以只读方式挂载" if closed else "可以写入"
        return Check(name="数据目录", ok=not closed, detail=detail)

    def _parts(self) -> tuple[Check, ...]:
        with self._resources.database.reading() as session:
            found = standings(session)
        silent = {one.part.name for one in found if one.silent}
        checks = (
            Check(
                name=one.part.word,
                ok=not one.silent,
                detail=self._silence(one, silent) if one.silent else "正常",
                part=one.part.name,
            )
            for one in found
        )
        return tuple(checks) or (Check(name="运行情况", ok=True, detail="尚未启动过"),)

    def _silence(self, standing: Standing, silent: set[str]) -> str:
        part = standing.part
        if on := "、".join(NAMED[name].word for name in part.needs if name in silent):
            return f"{part.harm}。{on}恢复后自动恢复"
        minutes = standing.age and abs(standing.age).total_seconds() / 60
        since = "从未启动" if minutes is None else f"已 {minutes:.0f} 分钟没有动静"
        return f"{since}，{part.harm}。{explanation(self._resources.settings, part)}"

    def _console(self) -> Check:
        settings = self._resources.settings
        ours = "" if settings.prefect_api_url else "，在服务器上打开，口令是数据目录中 prefect-auth 的整行内容"
        return Check(name="流程引擎控制台", ok=True, detail=f"{settings.prefect_console}/{ours}")

    def _engine(self) -> tuple[Check, ...]:
        """A flow engine that is the office's own is asked at once: its address and its password come from people."""
        settings = self._resources.settings
        if not settings.prefect_api_url:
            return ()
        silence = engine_silence(settings)
        return (Check(name="流程引擎地址", ok=not silence, detail=silence or "应答正常，接受访问口令"),)

    def _holidays(self) -> Check:
        """A year's notice comes out in the November before: it is asked for from then on, and missed once the year begins."""
        with self._resources.database.reading() as session:
            years = self._resources.calendar(session).years
        today = self._resources.today
        wanted = (today.year, today.year + 1) if today.month >= _ANNOUNCED_BY else (today.year,)
        missing = [year for year in wanted if year not in years]
        detail = "、".join(f"{year}年" for year in missing) + _NO_NOTICE if missing else f"已录入至{max(years)}年"
        return Check(name="放假安排", ok=today.year in years, heed=bool(missing), detail=detail)

    def _certificates(self) -> Check:
        """Those of the seals: one that has ended seals nothing, and to renew it takes weeks."""
        now = self._resources.clock()
        with self._resources.database.reading() as session:
            told = [certificate_words(session, self._resources, one) for one in ending(self._resources)]
        over = any(one.state(now) == "已到期" for one in ending(self._resources))
        detail = f"{'；'.join(told)}。{RENEW}" if told else "均在有效期内"
        return Check(name="印章证书", ok=not over, heed=bool(told), detail=detail)

    def _attendance(self) -> Check:
        with self._resources.database.reading() as session:
            count = reassigning.count_unattended(session)
        detail = f"{count} 项待办无人可办，请机构管理员在“机构与人员”中安排" if count else "待办均有人办理"
        return Check(name="待办办理人", ok=not count, detail=detail)

    def _effects(self) -> tuple[Check, Check]:
        with self._resources.database.reading() as session:
            doubtful = doubts.count(session)
            backlog = ledger.backlog(session)
        waiting = backlog.waited(self._resources.clock())
        detail = (
            f"{backlog.count} 项，最早一项已等候 {waiting.total_seconds() // 60:.0f} 分钟"
            if backlog.count
            else "无积压"
        )
        doubt = f"{doubtful} 项，请系统管理员在“存疑事项”中核定" if doubtful else "无"
        return (
            Check(name="待执行事项", ok=waiting < _LONGEST_WAIT, detail=detail),
            Check(name="存疑事项", ok=not doubtful, detail=doubt),
        )
