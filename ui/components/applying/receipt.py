"""What was just filed (回执): its number, who acts now and until when, and how one hears of it."""

from collections.abc import Iterator

import streamlit as st

from flows.views.cases import CaseView, Receipt, WaitingFor
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components.links import link
from ui.components.markup import bullets, plain, show, tag
from ui.components.wording import day
from ui.session import service


def show_receipt(who: Caller, receipt: Receipt) -> None:
    """The number stands once, in what the service said."""
    st.title("申请已提交", anchor=False)
    st.success(plain(receipt.message))
    case = service().cases.show(who, receipt.case_no)
    st.header("接下来", anchor=False)
    lines = [] if isinstance(case, Refusal) else [*_next(case)]
    told = "办理进展会通知您：见“通知”和“工作台”；需要您补正的，会列入您的“待办”。"
    show(tag("div", bullets([*lines, told]), data_arrive="receipt", tabindex="-1"))
    with st.container(horizontal=True):
        link("case", "查看办理进度", case=receipt.case_no)
        link("home", "返回工作台")


def _next(case: CaseView) -> Iterator[str]:
    yield from map(_waiting, case.waiting)
    if not case.waiting:
        yield "系统正在办理，随即转到下一环节。"
    if case.line.due:
        yield f"全部办理应于{day(case.line.due, case.line.provisional)}前完成。"


def _waiting(item: WaitingFor) -> str:
    until = f"，应于{day(item.due, item.provisional)}前办理" if item.due else ""
    return f"{item.step}：{'、'.join(item.who) or item.note}{until}。"
