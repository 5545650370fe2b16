"""查验: whether a sealed PDF is genuine and unchanged."""

import streamlit as st

from flows.views.cases import MAX_FILE_BYTES
from flows.views.papers import VerdictView
from matters.calendar import moment_text
from ui.components.links import Place
from ui.components.markup import bullets, facts, plain, show
from ui.components.messages import tell
from ui.components.wording import day
from ui.session import caller, service

_BEFORE_OTHERS = "用印时的全文；其后只加盖了联合行文其他单位的印章"
PLACE = Place("check", "查验", rank=60)


def page() -> None:
    """Upload a PDF, read the verdict."""
    caller()
    tell()
    st.title(PLACE.title, anchor=False)
    st.markdown("上传本系统出具的电子文件（PDF），核对印章是否有效、内容是否被改动。文件只用于本次查验，不保存。")
    upload = st.file_uploader(
        "选择 PDF 文件", type=["pdf"], key="verify.file", max_upload_size=MAX_FILE_BYTES // 1_048_576
    )
    if upload:
        _verdict(service().papers.verify(upload.getvalue()))


def _verdict(found: VerdictView) -> None:
    tell_it = st.success if found.verdict == "valid" else st.error
    tell_it(plain(f"查验结论：{found.verdict_name}"))
    show_reasons = bullets(found.reasons)
    if show_reasons:
        show(show_reasons)
    if found.document:
        paper = found.document
        show(facts([("文件", paper.title), ("文号", paper.number), ("出具日期", day(paper.issued_on))]))
    for seal in found.seals:
        signed = moment_text(seal.signed_at) if seal.signed_at else ""
        joint = found.verdict == "valid"
        covers = "是" if seal.covers_whole_document else _BEFORE_OTHERS if joint else "否"
        show(facts([("印章", seal.name), ("用印时间", signed), ("覆盖全文", covers)]))
