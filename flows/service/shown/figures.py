"""The figures of the running installation: what its process counted, and what the database tells at once."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from flows.release import RELEASE
from flows.resources import Resources
from flows.views.operations import Figure
from flows.watching import standings
from storage import audit, ledger, reassigning
from storage.database import Session
from storage.operating import figures

Values = Mapping[tuple[str, ...], float]


def figures_of(resources: Resources) -> tuple[Figure, ...]:
    """All of them; none names a person, a case or what anybody wrote."""
    with resources.database.reading() as session:
        kept = (
            *_ever(session),
            *_waiting(session, resources),
            *_parts(session),
            _gauge("database_bytes", "数据库大小（字节）", figures.database_bytes(session)),
        )
    return (*_counted(resources), *kept, *_sizes(resources))


def _counted(resources: Resources) -> Iterator[Figure]:
    yield _gauge("info", "产品版本", 1, version=RELEASE)
    tally = resources.tally
    labels = ("operation", "act", "outcome")
    yield _counter("operations", "本进程受理的操作，按操作、办理动作和结果", tally.counts("operations"), *labels)
    yield _counter("refusals", "本进程拒绝的操作，按拒绝代码", tally.counts("refusals"), "code")


def _ever(session: Session) -> Iterator[Figure]:
    ever = figures.ever(session)
    yield _counter("cases", "提交的办件总数", {(): ever["cases"]})
    at_windows: Values = {(): figures.registered_at_windows(session)}
    yield _counter("cases_at_windows", "申请人到窗口提出、由窗口登记的办件总数（每件计跑动一次）", at_windows)
    yield _counter("papers", "用印的文书总数", {(): ever["papers"]})
    yield _counter("notices", "发出的通知总数", {(): ever["notices"]})
    yield _counter("audit_lines", "审计日志总行数", {(): audit.head(session).seq})


def _waiting(session: Session, resources: Resources) -> Iterator[Figure]:
    now = resources.clock()
    items, backlog = figures.open_items(session, resources.today), ledger.backlog(session)
    yield _gauge("items_open", "待办项数", items.count)
    yield _gauge("items_overdue", "超过期限的待办项数", items.overdue)
    yield _gauge("items_unattended", "无人可办的待办项数", reassigning.count_unattended(session))
    yield _gauge("items_oldest_seconds", "最早一项待办已等候的秒数", _age(items.oldest, now))
    yield _gauge("advances_open", "等候执行的推进数", backlog.count)
    yield _gauge("advances_lag_seconds", "最早一项推进到期后已等候的秒数", backlog.waited(now).total_seconds())
    unsettled: Values = {labels: float(count) for labels, count in figures.unsettled_effects(session).items()}
    yield _series("effects_unsettled", "尚未办妥的事后动作，按种类和状态", "gauge", unsettled, "kind", "state")


def _parts(session: Session) -> Iterator[Figure]:
    found = standings(session)
    ages: Values = {(one.part.name,): one.age.total_seconds() for one in found if one.age is not None}
    silent: Values = {(one.part.name,): float(one.silent) for one in found}
    yield _series("part_age_seconds", "部件和例行工作最近一次动静距今的秒数", "gauge", ages, "part")
    yield _series("part_silent", "部件和例行工作是否没有动静", "gauge", silent, "part")


def _sizes(resources: Resources) -> Iterator[Figure]:
    yield _gauge("disk_free_bytes", "数据目录可用空间（字节）", shutil.disk_usage(resources.settings.data_dir).free)
    yield _gauge("database_log_bytes", "SQLite 预写日志大小（字节）", resources.database.log_bytes())


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0


def _gauge(name: str, meaning: str, value: float, **labels: str) -> Figure:
    return _series(name, meaning, "gauge", {tuple(labels.values()): value}, *labels)


def _counter(name: str, meaning: str, values: Values, *labels: str) -> Figure:
    return _series(name, meaning, "counter", values, *labels)


def _series(name: str, meaning: str, kind: Literal["counter", "gauge"], values: Values, *labels: str) -> Figure:
    return Figure(name=f"once_{name}", meaning=meaning, kind=kind, labels=labels, values=dict(values))
