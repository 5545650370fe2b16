"""我的办件: what I filed, decided, lent, got a copy of, and the cases of the bodies I act for."""

import streamlit as st

from flows.views.cases import CaseLine
from flows.views.people import Caller
from flows.views.registers import CASE_ORDER_NAMES, SCOPE_NAMES, CaseListQuery, CaseQuery
from flows.views.tasks import DUE_NAMES
from matters.calendar import day_text, local_day
from matters.case.aggregate import STATUS_NAMES
from ui.components.exporting import export_links
from ui.components.links import Place, link
from ui.components.markup import show, tag
from ui.components.messages import granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.components.oversight.rating import show_to_rate
from ui.components.queue import cells, heads, urgency
from ui.components.wording import day, late_text, owed_text
from ui.session import caller, service, today

_EXPORTED = ("filed", "bodies")
_EMPTY = {
    "filed": "还没有申请过。需要其他单位办理的事，从“办事”中提出。",
    "for_others": "没有代他人申请的，也没有在窗口登记的办件。",
    "decided": "还没有办理过。等您办理的，在“待办”中。",
    "lent": "没有等候别人答复的。委派、转送请人答复的待办，在答复之前列在这里，可以催办和收回。",
    "copied": "没有人向您抄送办件。",
    "bodies": "没有您所在单位经办的或者由您督办的办件。",
}

_STATES: dict[str, str] = {"": "全部状态"}
_STATES.update(STATUS_NAMES.items())

PLACE = Place("my-cases", "我的办件", rank=30)


def page() -> None:
    """One row per case."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    filters = Narrowing("cases")
    query = _query(who, filters)
    found = filters.listed(lambda number: granted(service().cases.list(who, query, number)))
    if not found.items:
        _nothing(filters, query)
        return
    with st.container(key="rows", gap=None):
        heads(f"办件（{amount(found.page, '件')}）", "状态", "办结期限")
        for line in found.items:
            with st.container(key=f"case.{line.case_no}", horizontal=True, vertical_alignment="center"):
                _line(line)
    _limits(found.page.newest_only, found.page.more and query.order != "newest")
    filters.pages(found.page)
    if query.where in _EXPORTED:
        shown = {
            "mine": query.where == "filed",
            "state": query.state,
            "matter": query.matter,
            "q": query.q,
            "due": query.due,
        }
        export_links("cases", CaseQuery.model_validate(shown))
    if query.where == "filed":
        show_to_rate(granted(service().ratings.duties(who)).to_rate, "cases")


def _query(who: Caller, filters: Narrowing) -> CaseListQuery:
    scope = filters.scope("范围", "scope", SCOPE_NAMES)
    matters = granted(service().cases.matters(who, CaseListQuery.model_validate({"scope": scope})))
    asked = {
        "scope": scope,
        "q": filters.words("q", "编号、文号、标题、申请人"),
        "matter": filters.choice("事项", "matter", {"": "全部事项", **matters}),
        "state": filters.choice("状态", "state", _STATES) or None,
        "due": filters.choice("期限", "due", {"": "全部期限", **DUE_NAMES}) or None,
        "order": filters.choice("排列", "order", CASE_ORDER_NAMES),
    }
    return CaseListQuery.model_validate(asked)


def _line(line: CaseLine) -> None:
    state = line.status_name + (f"，{line.result_name}" if line.result_name else "")
    owed = (late_text(line.late) if line.late else "", owed_text(line))
    told = "；".join(part for part in (f"{state}，{day_text(local_day(line.filed_at))}提交", *owed) if part)
    link("case", line.title, case=line.case_no)
    show(cells(told, line.applicant_body, day(line.due, line.provisional), urgency(line, today()), line.case_no))


def _limits(newest_only: bool, partly_ordered: bool) -> None:
    """What the list does not have, or has in no order."""
    said = (
        ("较早的没有查找，再加一个词或者一个条件，可以查得更早。", newest_only),
        ("只对其中较新的 1000 件排了次序，加一个条件可以减少件数。", partly_ordered),
    )
    for text in (text for text, holds in said if holds):
        show(tag("p", text, class_="once-note"))


def _nothing(filters: Narrowing, query: CaseListQuery) -> None:
    if query.q or query.matter or query.state or query.due:
        st.info("没有符合筛选条件的办件。")
        filters.clearing()
        return
    st.info(_EMPTY[query.where])
    if query.where == "filed":
        link("matters", "去办事")
