"""The frame of every page: navigation, who is logged in and under which hats, and the way out."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.organisation.snapshot import Role
from ui.components import links
from ui.components.links import Place
from ui.components.markup import Html, show, tag
from ui.components.messages import told
from ui.pages import (
    accounts_page,
    audit_page,
    case_page,
    definition_page,
    definitions_page,
    doubt_page,
    doubts_page,
    filing_page,
    guide_page,
    help_page,
    matters_page,
    my_cases_page,
    notices_page,
    organisation_page,
    person_page,
    proxies_page,
    repairs_page,
    resources_page,
    seals_page,
    tasks_page,
    verify_page,
)
from ui.session import caller, csrf_token, service


@dataclass(frozen=True)
class Managed:
    """A page of the administration. `roles`: whom it is shown to; what they may do there the service decides.

    `hidden`: reached by a link, not in the menu. `waiting`: the figure beside its title.
    """

    place: Place
    page: Callable[[], None]
    roles: frozenset[Role]
    hidden: bool = False
    waiting: Callable[[Caller], int | Refusal] | None = None


_KEEPERS: frozenset[Role] = frozenset({"org_admin", "security_admin", "system_admin"})
_DOUBT_READERS: frozenset[Role] = frozenset({"system_admin", "security_admin"})
_REGISTRARS: frozenset[Role] = frozenset({"supervisor", "audit_admin", "window", "approver"})
# One row a page, in the order of the menu.
MANAGED: tuple[Managed, ...] = (
    Managed(links.DEFINITIONS, definitions_page.page, frozenset({"matter_admin"})),
    Managed(links.DEFINITION, definition_page.page, frozenset({"matter_admin"}), hidden=True),
    Managed(links.REPAIRS, repairs_page.page, frozenset({"matter_admin"})),
    Managed(links.ORGANISATION, organisation_page.page, _KEEPERS),
    Managed(links.PERSON, person_page.page, _KEEPERS, hidden=True),
    Managed(links.RESOURCES, resources_page.page, frozenset({"org_admin"})),
    Managed(links.ACCOUNTS, accounts_page.page, frozenset({"system_admin", "security_admin"})),
    Managed(links.SEALS, seals_page.page, _REGISTRARS),
    Managed(links.DOUBTS, doubts_page.page, _DOUBT_READERS, waiting=lambda who: service().doubts.count(who)),
    Managed(links.DOUBT, doubt_page.page, _DOUBT_READERS, hidden=True),
    Managed(links.AUDIT, audit_page.page, frozenset({"audit_admin"})),
)


def show_frame() -> None:
    """Draw the frame and run the page in the address."""
    st.set_page_config(layout="wide", initial_sidebar_state="auto")
    who = caller()
    page = st.navigation(_pages(who))
    _person(who)
    page.run()
    told()


def _pages(who: Caller) -> dict[str, list[st.Page]]:
    managed = [
        st.Page(
            one.page, title=_titled(one, who), url_path=one.place.path, visibility="hidden" if one.hidden else "visible"
        )
        for one in MANAGED
        if one.roles & who.roles
    ]
    return {"": _everyday(who), **({"管理": managed} if managed else {})}


def _titled(one: Managed, who: Caller) -> str:
    waiting = one.waiting(who) if one.waiting else 0
    return one.place.title if isinstance(waiting, Refusal) else _counted(one.place, waiting)


def _everyday(who: Caller) -> list[st.Page]:
    unread, waiting = service().notices.unread(who), service().tasks.queue(who)
    tasks = 0 if isinstance(waiting, Refusal) else waiting.page.total
    news = 0 if isinstance(unread, Refusal) else unread
    return [
        st.Page(matters_page.page, title=links.MATTERS.title, url_path=links.MATTERS.path, default=True),
        st.Page(tasks_page.page, title=_counted(links.TASKS, tasks), url_path=links.TASKS.path),
        st.Page(my_cases_page.page, title=links.MY_CASES.title, url_path=links.MY_CASES.path),
        st.Page(proxies_page.page, title=links.PROXIES.title, url_path=links.PROXIES.path),
        st.Page(notices_page.page, title=_counted(links.NOTICES, news), url_path=links.NOTICES.path),
        st.Page(verify_page.page, title=links.VERIFY.title, url_path=links.VERIFY.path),
        st.Page(help_page.page, title=links.HELP.title, url_path=links.HELP.path),
        st.Page(guide_page.page, title=links.GUIDE.title, url_path=links.GUIDE.path, visibility="hidden"),
        st.Page(filing_page.page, title=links.FILING.title, url_path=links.FILING.path, visibility="hidden"),
        st.Page(case_page.page, title=links.CASE.title, url_path=links.CASE.path, visibility="hidden"),
    ]


def _counted(place: Place, count: int) -> str:
    return f"{place.title}（{count}）" if count else place.title


def _person(who: Caller) -> None:
    hats = [tag("p", f"{hat.body_name}　{hat.title}", class_="once-note") for hat in who.posts]
    with st.sidebar:
        password = tag("p", tag("a", "修改密码", href="/password", target="_self"))
        show(tag("div", tag("p", tag("strong", who.name)), *hats, password, _way_out(), class_="once-person"))


def _way_out() -> Html:
    """A form of our own: leaving must be a POST that carries the token."""
    token = Html(tag("input", type="hidden", name="csrf", value=csrf_token()).removesuffix("</input>"))
    button = tag("button", "退出登录", type="submit")
    return tag("form", token, button, method="post", action="/logout")
