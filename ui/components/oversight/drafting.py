"""The form in which a scheme of assessment (考核办法) is drafted, with remarks while it is written; no file is asked for."""

from typing import Any

import streamlit as st

from flows.views.assessing.schemes import IndicatorView, SchemeEntry, SchemeList
from flows.views.people import Caller
from matters.assessing.bands import HOW
from matters.assessing.formulas import MOST_LETTERS
from matters.assessing.scheme import MOST_INDICATORS, MOST_MARKS, WHOLE
from matters.organisation.kinds import LEVEL_NAMES
from ui.components.markup import bullets, plain, show
from ui.components.messages import answer_after, granted
from ui.session import caller, idempotency_key, service

_FIRST = (
    IndicatorView(name="按时办结", formula="按时率", weight=50),
    IndicatorView(name="最多跑一次", formula="最多跑一次实现率（按办件）", weight=50),
)
_NEXT = IndicatorView(name="", formula="", weight=1)
_MONTHS = 12
_NOT_COUNTED, _POINTS = "不计，权重由其余各项分摊", "计分"


def drafted(who: Caller, found: SchemeList) -> None:
    """Begins with what the last scheme says, and is empty of changes again after each."""
    key, begun = f"assessments.new.{len(found.lines)}", _begun(found)
    _asked(key, begun, found)
    with st.expander("公式中可以使用的指标", key=f"{key}.figures"):
        show(bullets(found.figures))
    count = st.number_input("考核指标项数", 1, MOST_INDICATORS, len(begun.indicators), key=f"{key}.count")
    for nth in range(count):
        _indicator(f"{key}.{nth}", nth, begun.indicators[nth] if nth < len(begun.indicators) else _NEXT)
    _finish(who, key, count)


def _begun(found: SchemeList) -> SchemeEntry:
    if found.lines:
        return found.lines[0].scheme
    name, region = "机关内部“最多跑一次”考核办法", found.regions[0].code
    return SchemeEntry(region=region, year=found.year, name=name, levels=("county",), indicators=_FIRST)


def _asked(key: str, begun: SchemeEntry, found: SchemeList) -> None:
    names = {one.code: one.name for one in found.regions}
    codes = list(names)
    st.selectbox("地区", codes, codes.index(begun.region), format_func=names.__getitem__, key=f"{key}.region")
    st.number_input("年度", 2000, 2099, begun.year, key=f"{key}.year")
    st.text_input("办法名称", begun.name, max_chars=100, key=f"{key}.name")
    levels = list(LEVEL_NAMES)
    st.multiselect(
        "考核哪些层级的单位", levels, list(begun.levels), format_func=LEVEL_NAMES.__getitem__, key=f"{key}.levels"
    )
    st.number_input("考核期自几月起", 1, _MONTHS, begun.since, key=f"{key}.since")
    st.number_input("考核期至几月止", 1, _MONTHS, begun.until, key=f"{key}.until")


def _indicator(key: str, nth: int, begun: IndicatorView) -> None:
    with st.container(border=True, key=key):
        st.text_input(f"第 {nth + 1} 项名称", begun.name, max_chars=60, key=f"{key}.name")
        st.text_input("公式", begun.formula, max_chars=MOST_LETTERS, key=f"{key}.formula", help=_FORMULA)
        st.number_input("权重", 1, WHOLE, begun.weight, key=f"{key}.weight")
        st.number_input("满分", 1, MOST_MARKS, begun.full, key=f"{key}.full")
        st.text_input("分档（不写的按公式的值计分）", begun.bands, max_chars=400, key=f"{key}.bands", help=HOW)
        counted = int(begun.without is not None)
        how = st.radio("没有数据时", (_NOT_COUNTED, _POINTS), counted, horizontal=True, key=f"{key}.lacking")
        if how == _POINTS:
            st.number_input("没有数据时计多少分", 0, MOST_MARKS, begun.without or 0, key=f"{key}.without")


_FORMULA = (
    "写指标名称、数字、＋ − × ÷ 和括号，也可以写“最小（按时率，100）”“最大（…，…）”；除数为零的，按没有数据处理。"
)


def _finish(who: Caller, key: str, count: int) -> None:
    """What is wrong so far, or the way on."""
    entry = _entry(key, count)
    remarks = granted(service().assessments.check(who, entry))
    total = sum(one.weight for one in entry.indicators)
    st.caption(f"权重之和 {total}，应当为 {WHOLE}。")
    if remarks:
        st.warning("还有以下几处需要修改：\n\n" + "\n".join(f"- {plain(one.message)}" for one in remarks))
    st.button(
        "提交发布", type="primary", disabled=bool(remarks), key=f"{key}.enter", on_click=_enter, args=(key, count)
    )


def _entry(key: str, count: int) -> SchemeEntry:
    """As it stands in the form."""
    said: dict[str, Any] = {
        name: st.session_state[f"{key}.{name}"] for name in ("region", "year", "name", "levels", "since", "until")
    }
    return SchemeEntry(**said, indicators=tuple(_written(f"{key}.{nth}") for nth in range(count)))


def _written(key: str) -> IndicatorView:
    state = st.session_state
    said = {name: state[f"{key}.{name}"] for name in ("name", "formula", "weight", "full", "bands")}
    counted = state[f"{key}.lacking"] == _POINTS
    return IndicatorView(**said, without=state.get(f"{key}.without", 0) if counted else None)


def _enter(key: str, count: int) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    entry = _entry(key, count)
    answer_after(service().assessments.enter(caller(), entry, idempotency_key("assessments.enter", entry, key)))
