"""报送: a period of a recurring report for those who take it: every body with its state, the sums, and who is urged."""

import hashlib

import streamlit as st

from flows.views.people import Caller
from flows.views.reports import ReportLine, ReportMatter, ReportSheet, UrgingRequest
from matters.calendar import day_text, moment_text
from matters.filing.recurring import OPEN, STATE_NAMES, ReportState
from ui.components.asking import ask_first
from ui.components.links import Place, case_link, link
from ui.components.markup import facts, plain, show, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.session import caller, idempotency_key, service

PLACE = Place("reports", "报送情况", rank=6, roles=frozenset({"window", "approver", "supervisor"}))
_ALL = "all"


def page() -> None:
    """The period in the address; without one, the reports that the caller's bodies take."""
    who = caller()
    tell()
    taken = granted(service().reports.list(who)).items
    code, period = (st.query_params.get(name, "") for name in ("matter", "period"))
    matter = next((one for one in taken if one.code == code), None)
    if matter and period:
        _sheet(who, matter, period)
    else:
        _all(taken)


def _all(taken: tuple[ReportMatter, ...]) -> None:
    st.title(PLACE.title, anchor=False)
    if not taken:
        st.info("您所在单位没有收取周期性报送的事项。写明了报送周期的事项发布后，在这里查看各期的报送情况。")
    for matter in taken:
        st.header(plain(matter.name), anchor=False)
        if not matter.periods:
            show(tag("p", "还没有一期结束。", class_="once-note"))
        for period in matter.periods[:12]:
            link("reports", f"{period.name}（{day_text(period.due)}截止）", matter=matter.code, period=period.key)


def _sheet(who: Caller, matter: ReportMatter, period: str) -> None:
    link("reports", "返回全部报送")
    title, head = st.empty(), st.container()
    filters = Narrowing(f"reports.{matter.code}.{period}")
    state = filters.choice("情况", "state", {_ALL: "全部单位"} | dict(STATE_NAMES))
    asked = _state(state)
    found = filters.listed(
        lambda number: granted(service().reports.show(who, matter.code, period, number, state=asked))
    )
    title.title(plain(f"{found.matter_name}：{found.period.name}"), anchor=False)
    with head:
        _summary(found)
        _urge_all(found)
    show(tag("p", amount(found.page, "个单位"), class_="once-note"))
    for line in found.items:
        _line(found, line)
    filters.pages(found.page)


def _state(chosen: str) -> ReportState | None:
    return next((state for state in STATE_NAMES if state == chosen), None)


def _summary(found: ReportSheet) -> None:
    """By when, how many are in which state, and the sums over all."""
    counts = "，".join(
        f"{name} {found.counts[state]} 个" for state, name in STATE_NAMES.items() if state in found.counts
    )
    sums = [(f"{one.label}合计", one.total) for one in found.sums]
    show(facts([("截止", day_text(found.period.due)), ("单位", counts), *sums]))
    book = tag("a", "导出 XLSX", href=f"/exports/reports/{found.matter}/{found.period.key}.xlsx")
    show(tag("p", book, tag("span", "　全部单位及合计；导出记入审计日志", class_="once-note")))


def _urge_all(found: ReportSheet) -> None:
    waiting = sum(found.counts.get(state, 0) for state in OPEN)
    if found.may_urge and waiting:
        question = f"将通知尚未报送的 {waiting} 个单位；今日已经催报过的不再通知。"
        ask_first("催报全部未报送单位", question, f"reports.urge.{found.matter}.{found.period.key}", _urge, found, ())


def _line(found: ReportSheet, line: ReportLine) -> None:
    key = f"reports.{found.matter}.{found.period.key}.{line.body}"
    with st.container(border=True, key=key):
        if line.case_no:
            case_link(line.case_no, line.body_name)
        else:
            show(tag("p", tag("strong", line.body_name)))
        show(tag("p", "　".join(filter(None, (_told(line), *_values(found, line)))), class_="once-note"))
        if found.may_urge and line.state in OPEN:
            st.button("催报", key=f"{key}.urge", on_click=_urge, args=(found, (line.body,)))


def _told(line: ReportLine) -> str:
    filed = f"（{day_text(line.filed_on)}）" if line.filed_on else ""
    urged = f"，已催报 {line.urged} 次，最近一次 {moment_text(line.urged_at)}" if line.urged_at else ""
    return f"{line.state_name}{filed}{urged}"


def _values(found: ReportSheet, line: ReportLine) -> list[str]:
    return [f"{one.label}：{line.values[one.id]}" for one in found.sums if line.values.get(one.id)]


def _urge(found: ReportSheet, bodies: tuple[str, ...]) -> None:
    """Runs as a callback, before the page: asks for the login itself. A second press of the same minute is one urging."""
    request = UrgingRequest(bodies=bodies)
    seen = hashlib.sha256("".join(f"{one.body}{one.urged}" for one in found.items).encode()).hexdigest()
    key = idempotency_key("urge", request, found.matter, found.period.key, seen)
    answer_after(service().reports.urge(caller(), found.matter, found.period.key, request, key))
