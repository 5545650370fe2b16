"""台账: what stands in the tables that results write, one entry with its history, and how it is mended by hand."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st
from pydantic import TypeAdapter

from flows.views.people import Caller
from flows.views.rosters import (
    EntryAddition,
    EntryChange,
    EntryCorrection,
    EntryLine,
    EntryList,
    EntryView,
    RosterColumn,
)
from matters.calendar import moment_text
from matters.language.form import FormField
from ui.components.asking import ask_first
from ui.components.fields.widget import FieldSlot, ask, given
from ui.components.links import Place, case_link, link
from ui.components.markup import facts, plain, show, table, tag
from ui.components.messages import answer_after, granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.session import caller, idempotency_key, service

PLACE = Place("rosters", "台账", rank=57)
_FIELD: TypeAdapter[FormField] = TypeAdapter(FormField)
_REASON = "理由（必填）"


def page() -> None:
    """The roster in the address, or one entry of it; without one, all that the caller may see."""
    who = caller()
    tell()
    roster, entry = (st.query_params.get(name, "") for name in ("roster", "entry"))
    if roster and entry:
        _entry(granted(service().rosters.entry(who, roster, entry)))
    elif roster:
        _roster(who, roster)
    else:
        _all(who)


def _all(who: Caller) -> None:
    st.title(PLACE.title, anchor=False)
    found = granted(service().rosters.list(who)).items
    if not found:
        st.info("没有您可以查看的台账。台账由事项建立，办件的结果自动登入。")
    for line in found:
        with st.container(border=True, key=f"roster.{line.id}"):
            link("rosters", line.name, roster=line.id)
            told = f"由“{line.matter_name}”建立，可以查看 {line.entries} 条记录"
            show(tag("p", told + ("，由您所在单位保管" if line.corrects else ""), class_="once-note"))


def _roster(who: Caller, roster: str) -> None:
    link("rosters", "返回全部台账")
    title = st.empty()
    filters = Narrowing(f"roster.{roster}")
    gone = filters.scope("范围", "state", {"": "在册", "gone": "已注销"}) == "gone"
    q = filters.words("q", "其中的文字，如编号、名称、单位")
    found = filters.listed(lambda number: granted(service().rosters.show(who, roster, q, number, gone=gone)))
    title.title(plain(found.roster.name), anchor=False)
    book = tag("a", "导出 XLSX", href=f"/exports/rosters/{found.roster.id}.xlsx")
    show(
        tag("p", f"{amount(found.page)}　", book, tag("span", "　在册的全部记录；导出记入审计日志", class_="once-note"))
    )
    if found.items:
        for line in found.items:
            _line(found, line)
        filters.pages(found.page)
    else:
        st.info("没有相符的记录。")
        filters.clearing()
    for body, name in found.roster.corrects.items():
        _adding(found, body, name)
        _loading(found, body, name)


def _line(found: EntryList, line: EntryLine) -> None:
    with st.container(border=True, key=f"entry.{line.id}.{line.version}"):
        link("rosters", line.key, roster=found.roster.id, entry=line.id)
        texts = ((column.label, line.texts.get(column.id, "")) for column in found.columns if not column.key)
        show(tag("p", "；".join(f"{label}：{text}" for label, text in texts if text), class_="once-note"))


def _entry(view: EntryView) -> None:
    line = view.line
    link("rosters", f"返回{view.roster.name}", roster=view.roster.id)
    st.title(plain(line.key), anchor=False)
    if not line.live:
        st.warning("该记录已注销，不能再被选用。")
    said = [(column.label, line.texts.get(column.id, "")) for column in view.columns]
    show(facts([*said, ("归属单位", line.belongs_name), ("保管单位", line.body_name)]))
    st.header("历次变动", anchor=False)
    for change in view.history:
        _change(change)
    if view.may_correct:
        _correcting(view)


def _change(change: EntryChange) -> None:
    with st.container(border=True, key=f"change.{change.version}"):
        who = f"，{change.who}" if change.who else ""
        show(tag("p", f"{moment_text(change.at)}　{change.act_name}{who}"))
        if change.changed:
            show(table(("项目", "内容"), list(change.changed.items())))
        if change.reason:
            show(tag("p", f"理由：{change.reason}", class_="once-note"))
        if change.case_open:
            case_link(change.case_no, f"办件 {change.case_no}")
        elif change.case_no:
            show(tag("p", f"由办件 {change.case_no} 的结果登入", class_="once-note"))


def _correcting(view: EntryView) -> None:
    """Every column as it stands, to be mended; what is not changed stays."""
    line, key = view.line, f"entry.{view.line.id}.{view.line.version}"
    st.header("更正", anchor=False)
    if line.live:
        _ask(view.columns, key, line.values)
    st.text_area(_REASON, key=f"{key}.reason", max_chars=400, height=80)
    show(tag("p", "更正与理由一同保存在历次变动中。正在办理、选用了该记录的办件会提示重新选用。", class_="once-note"))
    if line.live:
        st.button("保存更正", type="primary", key=f"{key}.save", on_click=_correct, args=(view, key, "change"))
        ask_first("注销", "注销后不能再被选用，需要时可以恢复。", f"{key}.out", _correct, view, key, "take_out")
    else:
        ask_first("恢复", "恢复后可以再被选用。", f"{key}.back", _correct, view, key, "restore")


def _adding(found: EntryList, body: str, name: str) -> None:
    """A form for an entry that no case enters; empty again after each."""
    key = f"new.{found.roster.id}.{body}.{found.page.total}"
    with st.expander(plain(f"手工登记（{name}）"), key=f"{key}.open"):
        _ask(found.columns, key, {})
        st.text_area(_REASON, key=f"{key}.reason", max_chars=400, height=80)
        st.button("登记", type="primary", key=f"{key}.save", on_click=_add, args=(found, body, key))


def _loading(found: EntryList, body: str, name: str) -> None:
    """A workbook that was taken along and changed comes in again."""
    key = f"load.{found.roster.id}.{body}.{found.page.total}"
    with st.expander(plain(f"导入 XLSX（{name}）"), key=f"{key}.open"):
        told = "先导出，改好后导入：按识别内容逐行登记或者变更，没有列入的记录不变；有一行不合要求的，全部不导入。"
        show(tag("p", told, class_="once-note"))
        st.file_uploader("台账表格（XLSX）", type="xlsx", key=f"{key}.file")
        st.text_area(_REASON, key=f"{key}.reason", max_chars=400, height=80)
        st.button("导入", type="primary", key=f"{key}.save", on_click=_load, args=(found, body, key))


def _ask(columns: Iterable[RosterColumn], key: str, values: Mapping[str, Any]) -> None:
    for column in columns:
        ask(_field(column), FieldSlot(f"{key}.{column.id}"), values.get(column.id))


def _field(column: RosterColumn) -> FormField:
    return _FIELD.validate_python(column.definition)


def _given(columns: Iterable[RosterColumn], key: str) -> dict[str, Any]:
    return {one.id: given(_field(one), FieldSlot(f"{key}.{one.id}")) for one in columns}


def _correct(view: EntryView, key: str, act: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    line = view.line
    now = _given(view.columns, key) if act == "change" else {}
    values = {name: value for name, value in now.items() if value != line.values.get(name)}
    wanted = {"act": act, "values": values, "reason": st.session_state[f"{key}.reason"].strip()}
    request = EntryCorrection.model_validate({**wanted, "expected_version": line.version})
    done = idempotency_key("roster.correct", request, line.id)
    answer_after(service().rosters.correct(caller(), view.roster.id, line.id, request, done))


def _add(found: EntryList, body: str, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    values = {name: value for name, value in _given(found.columns, key).items() if value is not None}
    request = EntryAddition(body=body, values=values, reason=st.session_state[f"{key}.reason"].strip())
    done = idempotency_key("roster.add", request, key)
    answer_after(service().rosters.add(caller(), found.roster.id, request, done))


def _load(found: EntryList, body: str, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    file = st.session_state[f"{key}.file"]
    content, reason = file.getvalue() if file else b"", st.session_state[f"{key}.reason"].strip()
    done = idempotency_key("roster.load", reason, key, hashlib.sha256(content).hexdigest())
    answer_after(service().rosters.load(caller(), found.roster.id, body, content, reason, done))
