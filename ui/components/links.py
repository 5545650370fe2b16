"""Where the pages are, and links between them."""

from dataclasses import dataclass

import streamlit as st

from ui.components.markup import plain


@dataclass(frozen=True)
class Place:
    """A page's address and title."""

    path: str
    title: str
    default: bool = False


MATTERS = Place("matters", "办事", default=True)
GUIDE = Place("matter", "办事指南")
FILING = Place("filing", "申请")
MY_CASES = Place("my-cases", "我的办件")
TASKS = Place("tasks", "待办")
CASE = Place("case", "办件")
PROXIES = Place("proxies", "代理")
NOTICES = Place("notices", "通知")
VERIFY = Place("check", "查验")
HELP = Place("help", "帮助")
ORGANISATION = Place("organisation", "机构与人员")
PERSON = Place("person", "人员")
ACCOUNTS = Place("accounts", "账号")
RESOURCES = Place("resources", "资源登记")
SEALS = Place("seals", "用印登记")
DOUBTS = Place("doubts", "存疑事项")
DOUBT = Place("doubt", "存疑核定")
AUDIT = Place("audit", "审计日志")
DEFINITIONS = Place("definitions", "事项管理")
REPAIRS = Place("repairs", "办件修复")
DEFINITION = Place("definition", "编辑事项")


def link(place: Place, label: str, **query: str) -> None:
    """A link to a page, in the same tab and without loading it anew."""
    st.page_link(_page(place), label=plain(label), query_params=query)


def go(place: Place, **query: str) -> None:
    """Go to a page now."""
    st.switch_page(_page(place), query_params=query)


def case_link(case_no: str, label: str) -> None:
    """A link to a case."""
    link(CASE, label, case=case_no)


def _page(place: Place) -> st.Page:
    """Streamlit knows pages by their address alone; what runs there is registered by the shell."""
    return st.Page(_registered_elsewhere, title=place.title, url_path=place.path, default=place.default)


def _registered_elsewhere() -> None:
    """Never runs."""
