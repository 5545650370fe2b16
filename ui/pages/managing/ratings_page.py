"""服务评价: what was said of the bodies one watches over, what of it is not answered, and how many of each grade."""

import streamlit as st

from flows.views.oversight.ratings import RatingSum, SumBy
from matters.case.rating import GRADE_NAMES, GRADES, STATE_NAMES, RatingState
from ui.components.links import Place, case_link
from ui.components.markup import show, table, tag
from ui.components.messages import granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.components.oversight.rating import lamp, owed_text
from ui.session import caller, service

PLACE = Place("ratings", "服务评价", rank=59, roles=frozenset({"supervisor"}))
_ALL = "all"
_BY: dict[SumBy, str] = {"body": "单位", "matter": "事项", "month": "月份", "grade": "等级"}


def page() -> None:
    """The list in one state, then this year's sums."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    filters = Narrowing("ratings")
    chosen = filters.choice("情况", "state", {_ALL: "全部评价"} | dict(STATE_NAMES))
    found = filters.listed(lambda number: granted(service().ratings.list(who, _state(chosen), number)))
    if not found.items:
        st.info("没有这样的评价。办件结束后由申请人评价，评价和答复的情况列在这里。")
    else:
        show(tag("p", amount(found.page, "件"), class_="once-note"))
    for line in found.items:
        with st.container(border=True, key=f"ratings.{line.case_no}"):
            case_link(line.case_no, f"【{line.grade_name}】{line.matter_name}")
            show(tag("p", f"{line.state_name}：{owed_text(line)}", class_="once-note"), lamp(line))
    filters.pages(found.page)
    _sums()


def _state(chosen: str) -> RatingState | None:
    return next((state for state in STATE_NAMES if state == chosen), None)


def _sums() -> None:
    st.header("本年合计", anchor=False)
    by = st.radio("按什么合计", list(_BY), format_func=_BY.__getitem__, horizontal=True, key="ratings.by")
    found = granted(service().ratings.sums(caller(), by))
    if not found.items:
        show(tag("p", "本年还没有评价。", class_="once-note"))
        return
    head = (_BY[by], "合计", *GRADE_NAMES.values(), "差评已整改")
    show(tag("div", table(head, (_row(one) for one in found.items)), class_="once-wide"))


def _row(one: RatingSum) -> tuple[str, ...]:
    """What is not there is a dash: no bad rating is not the same as none mended."""
    mended = f"{one.mended}/{one.bad}" if one.bad else "—"
    return (one.name, str(one.total), *(str(one.counts[grade]) for grade in GRADES), mended)
