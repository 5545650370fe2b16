"""审计日志: who did what to which object, newest first, and whether the chain holds."""

import hashlib

import streamlit as st

from flows.views.people import Caller
from flows.views.registers import AuditLine, AuditQuery
from ui.components.days import ask_day
from ui.components.exporting import export_links
from ui.components.links import Place
from ui.components.markup import Html, bullets, show, table, tag
from ui.components.messages import granted
from ui.components.pager import pager, turn
from ui.components.wording import second
from ui.session import caller, service

_HEAD = ("序号", "时间", "人员", "操作", "对象", "结果", "来源")
_OUTCOMES = {"": "全部结果", "done": "成功", "refused": "被拒绝"}

PLACE = Place("audit", "审计日志", rank=80, roles=frozenset({"audit_admin"}))


def page() -> None:
    """A table with filters; opening it is itself recorded."""
    who = caller()
    st.title(PLACE.title, anchor=False)
    show(tag("p", "查看、校验和导出审计日志本身也会记入审计日志。", class_="once-note"))
    _verify(who)
    query = _query(granted(service().audit.operations(who)))
    key = f"audit.page.{hashlib.sha256(query.model_dump_json().encode()).hexdigest()[:12]}"
    found = granted(service().audit.list(who, query, page=turn(key)))
    if not found.items:
        st.info("没有相符的记录。请放宽条件。")
        return
    export_links("audit", query)
    show(table(_HEAD, [_row(line) for line in found.items]))
    pager(key, found.page)


def _query(operations: tuple[str, ...]) -> AuditQuery:
    first, second_column, third, fourth = st.columns([2, 3, 3, 2])
    person = first.text_input("人员", key="audit.person", placeholder="姓名或人员标识", max_chars=40)
    operation = second_column.selectbox(
        "操作", ("", *operations), format_func=lambda name: name or "全部操作", key="audit.operation"
    )
    target = third.text_input("对象", key="audit.object", placeholder="办件编号等的开头", max_chars=100)
    outcome = fourth.selectbox("结果", list(_OUTCOMES), format_func=_OUTCOMES.__getitem__, key="audit.outcome")
    left, right, _ = st.columns([2, 2, 6])
    since = ask_day("自", at=left, key="audit.since")
    until = ask_day("至", at=right, key="audit.until")
    return AuditQuery.model_validate(
        {
            "person": person.strip(),
            "operation": operation,
            "object_id": target.strip(),
            "outcome": outcome,
            "since": since,
            "until": until,
        }
    )


def _row(line: AuditLine) -> list[Html]:
    return [
        tag("span", str(line.seq)),
        tag("span", second(line.at), class_="once-whole"),
        Html(tag("p", line.person_name) + tag("p", line.post_name, class_="once-note")),
        tag("span", line.operation),
        tag("span", line.object_id, translate="no"),
        Html(
            tag("p", line.outcome_name, class_="once-whole") + tag("p", line.code, class_="once-note", translate="no")
        ),
        tag("span", line.address, translate="no"),
    ]


def _verify(who: Caller) -> None:
    if not st.button("校验审计链", key="audit.verify"):
        return
    with st.spinner("正在逐行校验，请稍候…"):
        found = granted(service().audit.verify(who))
    if found.defects:
        st.error(f"审计链不完整：共 {found.lines} 行，发现 {len(found.defects)} 处问题。请立即保全数据并报告。")
        show(bullets(found.defects))
    else:
        st.success(f"审计链完整：共 {found.lines} 行，逐行校验无误。")
    show(tag("p", f"链尾摘要：{found.end}（请另行留存，日后可据以核对审计链是否被截去或者改动）", class_="once-note"))
