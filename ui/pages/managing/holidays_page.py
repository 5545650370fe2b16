"""放假安排: a year's notice is entered by one administrator of matters and confirmed by another; the last days it has moved."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

import streamlit as st

from flows.views.holidays import HolidayEntry, HolidayNoticeLine, MovedDaysQuery
from flows.views.people import Caller
from matters.calendar import day_text, moment_text, period_text
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid
from matters.holidays import read_days
from ui.components.asking import ask_first
from ui.components.exporting import export_links
from ui.components.links import Place
from ui.components.markup import bullets, facts, show, table, tag
from ui.components.messages import answer_after, granted, tell
from ui.session import caller, idempotency_key, service, today

_HELP = (
    "国务院办公厅公布下一年的放假安排后（一般在十一月），由一位事项管理员录入，另一位核对后确认；确认前期限暂按周末推算，标为“暂定”。",
    "确认后，在办事项的办结期限和办理期限按新的安排自动重新计算，改变的日期在下面列出。",
    "安排有调整的，按调整后的全年安排重新录入一次，确认后替代原来的安排。",
)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def _waiting(who: Caller) -> int | Refusal:
    lines = service().holidays.list(who)
    return lines if isinstance(lines, Refusal) else sum(line.open_to_caller for line in lines)


PLACE = Place(
    "holidays", "放假安排", rank=15, roles=frozenset({"matter_admin"}), waiting=_waiting, counted="份放假安排等您确认"
)


def page() -> None:
    """What waits, the form, then the years, newest first."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    show(bullets(_HELP))
    lines = granted(service().holidays.list(who))
    for line in (line for line in lines if line.state == "waiting"):
        _line(who, line)
    _form(lines)
    for line in sorted((line for line in lines if line.state != "waiting"), key=lambda line: -line.year):
        with st.expander(f"{line.year}年（{line.state_name}）", key=f"holidays.{line.id}.known"):
            _line(who, line)


def _line(who: Caller, line: HolidayNoticeLine) -> None:
    with st.container(border=True, key=f"holidays.{line.id}"):
        settled = f"{moment_text(line.settled_at)} {line.settled_by}" if line.settled_at else "等待另一位事项管理员确认"
        show(
            facts(
                [
                    ("年份", f"{line.year}年"),
                    ("文号", line.source),
                    ("放假", _days(line.days_off)),
                    ("调休上班", _days(line.working_days) or "无"),
                    ("录入", f"{moment_text(line.entered_at)} {line.entered_by}"),
                    ("确认" if line.state != "sent_back" else "退回", settled),
                ]
            )
        )
        if line.state == "waiting":
            _settling(line)
        elif line.state != "sent_back":
            _moved(who, line)


def _settling(line: HolidayNoticeLine) -> None:
    if line.open_to_caller:
        question = "请对照公布的原文逐日核对。确认后，期限按此计算，在办事项的期限随即重新计算。"
        ask_first("生效", question, f"holidays.{line.id}.confirm", _settle, "confirm", line.id)
    else:
        show(tag("p", "须由另一位事项管理员核对确认；发现录入有误的，可以退回后重新录入。", class_="once-note"))
    ask_first("退回", "退回后可以重新录入。", f"holidays.{line.id}.send_back", _settle, "send_back", line.id)


def _moved(who: Caller, line: HolidayNoticeLine) -> None:
    """The report of what its confirmation has moved."""
    if not line.counted:
        show(tag("p", "正在重新计算在办事项的期限，请稍后刷新查看。", class_="once-note"))
    elif line.moved:
        show(tag("p", f"重新计算后，{line.moved} 个期限有改变："))
        rows = granted(service().holidays.moved(who, line.id))
        show(
            table(
                ("办件编号", "期限", "原为", "改为"),
                [(one.case_no, one.what, day_text(one.before), day_text(one.after)) for one in rows],
            )
        )
        export_links("moved-days", MovedDaysQuery(notice=line.id))


def _form(lines: tuple[HolidayNoticeLine, ...]) -> None:
    """Empty again after each: what is known so far is in its keys."""
    st.header("录入", anchor=False)
    key = f"holidays.new.{len(lines)}"
    known = {line.year for line in lines if line.state in ("waiting", "in_force")}
    wanted = next(year for year in range(today().year, _LAST_YEAR) if year not in known)
    st.number_input("年份", _FIRST_YEAR, _LAST_YEAR, wanted, key=f"{key}.year")
    st.text_input("文号", key=f"{key}.source", max_chars=100, placeholder="如：国办发明电〔2025〕7号")
    example = "可以照抄原文，如：2月5日至11日、10月1日（周五）至7日（周四）"
    st.text_area("放假的日期", key=f"{key}.days_off", max_chars=2000, height=120, placeholder=example)
    st.text_area(
        "调休上班的日期", key=f"{key}.working_days", max_chars=1000, height=80, placeholder="如：2月14日、2月28日"
    )
    st.button("录入", type="primary", key=f"{key}.enter", on_click=_enter, args=(key,))


def _enter(key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    said = {name: st.session_state[f"{key}.{name}"] for name in ("year", "source", "days_off", "working_days")}
    read = {name: read_days(said[name], said["year"]) for name in ("days_off", "working_days")}
    wrong = tuple(Problem(name, f"{days}。") for name, days in read.items() if isinstance(days, str))
    if wrong:
        answer_after(Invalid(problems=wrong))
        return
    entry = HolidayEntry(
        year=said["year"], source=said["source"], **{name: sorted(days) for name, days in read.items()}
    )
    answer_after(service().holidays.enter(caller(), entry, idempotency_key("holidays.enter", entry, key)))


def _settle(how: str, notice: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    settle = {"confirm": service().holidays.confirm, "send_back": service().holidays.send_back}[how]
    answer_after(settle(caller(), notice, idempotency_key(f"holidays.{how}", str(notice))))


def _days(days: Iterable[date]) -> str:
    """Days in a row as one stretch."""
    stretches = groupby(enumerate(days), key=lambda one: one[1] - timedelta(days=one[0]))
    found = ([day for _, day in stretch] for _, stretch in stretches)
    return "、".join(period_text(days[0], days[-1]) if len(days) > 1 else day_text(days[0]) for days in found)
