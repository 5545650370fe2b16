"""用印登记: every use of a seal, newest first, by body, days and text."""

import hashlib

import streamlit as st

from flows.views.registers import SealLine, SealList, SealQuery
from matters.calendar import moment_text
from ui.components.days import ask_day
from ui.components.exporting import export_links
from ui.components.links import Place
from ui.components.markup import Html, file_link, show, table, tag
from ui.components.messages import granted
from ui.components.pager import pager, turn
from ui.session import caller, service

_HEAD = ("用印时间", "印章", "文书", "办件", "依据决定", "状态")

_HELP = "可填文号、印章编号或办件编号的开头几位；没有这样的编号时按题名查找。"

PLACE = Place("seals", "用印登记", rank=61, roles=frozenset({"supervisor", "audit_admin", "window", "approver"}))


def page() -> None:
    """A table with filters, and the way to take it along."""
    who = caller()
    st.title(PLACE.title, anchor=False)
    query = _query(granted(service().seals.bodies(who)))
    key = f"seals.page.{hashlib.sha256(query.model_dump_json().encode()).hexdigest()[:12]}"
    found = granted(service().seals.list(who, query, page=turn(key)))
    if not found.items:
        st.info("没有相符的用印记录。请放宽单位、日期或查找文字。")
        return
    export_links("seals", query)
    show(table(_HEAD, [_row(line, found) for line in found.items]))
    pager(key, found.page)


def _query(bodies: tuple[tuple[str, str], ...]) -> SealQuery:
    names = {"": "全部单位", **dict(bodies)}
    first, second, third, fourth = st.columns([3, 2, 2, 3])
    body = first.selectbox("用印单位", list(names), format_func=names.__getitem__, key="seals.body")
    since = ask_day("自", at=second, key="seals.since")
    until = ask_day("至", at=third, key="seals.until")
    placeholder = "编号的开头，或题名"
    text = fourth.text_input("查找", key="seals.text", placeholder=placeholder, max_chars=100, help=_HELP)
    return SealQuery(body=body, since=since, until=until, text=text.strip())


def _row(line: SealLine, found: SealList) -> list[Html]:
    paper = file_link(f"/documents/{line.document}", line.title) if found.readable else tag("span", line.title)
    case = file_link(f"/case?case={line.case_no}", line.case_no) if found.readable else tag("span", line.case_no)
    proof = tag(
        "details",
        tag("summary", "文件摘要和证书"),
        tag("p", f"SHA-256：{line.sha256}", class_="once-note"),
        tag("p", f"印章证书序列号：{line.certificate or '见文书内的电子印章'}", class_="once-note"),
    )
    return [
        tag("span", moment_text(line.used_at), class_="once-whole"),
        Html(tag("p", line.body_name) + tag("p", f"{line.kind_name}　{line.seal_no}", class_="once-note")),
        Html(tag("p", paper) + tag("p", line.document_no, class_="once-note") + proof),
        Html(tag("p", case) + tag("p", line.matter_name, class_="once-note")),
        Html(tag("p", line.decided_by) + tag("p", line.decided_post, class_="once-note")),
        tag("span", line.state_name, class_="once-whole"),
    ]
