"""人员: posts held, roles granted, open items and account of one person, and what may be changed of them."""

import streamlit as st

from flows.views.organisation_editing import PersonDetail
from flows.views.people import Caller
from matters.calendar import period_text
from ui.components.acts.handover import show_handover
from ui.components.links import Place, link
from ui.components.markup import facts, plain, show, table
from ui.components.messages import granted, tell
from ui.components.organisation_form import Offer
from ui.components.proxies import show_grant, show_proxies
from ui.components.role_requests import show_role_requests
from ui.session import caller, service

_STATES = {True: "现任", False: "非现任"}

PLACE = Place("person", "人员", roles=frozenset({"org_admin", "security_admin", "system_admin"}))


def page() -> None:
    """The person in the address."""
    who = caller()
    tell()
    link("organisation", "返回机构与人员")
    person = granted(service().organisation_editing.person(who, st.query_params.get("person", "")))
    st.title(plain(person.name), anchor=False)
    show(
        facts(
            [
                ("人员标识", person.id),
                ("电话", person.phone),
                ("在职", period_text(person.since, person.until)),
                ("名下待办", f"{person.tasks} 项"),
                ("账号", person.username or "未开设"),
            ]
        )
    )
    if {"system_admin", "security_admin"} & who.roles:
        link("accounts", "管理账号")
    _holdings(person)
    _grants(person)
    if "security_admin" in who.roles:
        show_role_requests(who, person.id)
    _changes(who, person)
    if "org_admin" in who.roles:
        theirs = granted(service().proxies.of_person(who, person.id))
        show_proxies("委托的代理", theirs.granted, "没有委托他人代理。")
        show_proxies("受托的代理", theirs.held, "没有受托代理他人。")
        show_grant(granted(service().proxies.offer_for(who, person.id)), person.id, len(theirs.granted))
        show_handover(person.id)


def _holdings(person: PersonDetail) -> None:
    st.header("任职", anchor=False)
    if not person.holdings:
        st.info("没有任职记录。")
        return
    rows = [
        (held.body_name, held.title, period_text(held.since, held.until), _STATES[held.valid], f"{held.tasks} 项")
        for held in person.holdings
    ]
    show(table(("单位", "岗位", "任期", "状态", "待办"), rows))
    for body, name in {held.body: held.body_name for held in person.holdings}.items():
        link("organisation", f"查看{name}", body=body)


def _grants(person: PersonDetail) -> None:
    st.header("授权", anchor=False)
    rows = [
        (grant.role_name, grant.scope_name, period_text(grant.since, grant.until), "有效" if grant.valid else "无效")
        for grant in person.grants
    ]
    if rows:
        show(table(("角色", "范围", "期限", "状态"), rows))
    else:
        st.info("没有授权。")


def _changes(who: Caller, person: PersonDetail) -> None:
    types: tuple[str, ...] = ()
    if "org_admin" in who.roles:
        types += ("give_post", "take_post", "change_phone", "end_person")
    if "security_admin" in who.roles:
        types += ("grant_role", "revoke_role")
    if not types or not person.valid:
        return
    st.header("调整", anchor=False)
    choices = granted(service().organisation_editing.choices(who))
    Offer(f"person.{person.id}", types, choices, {"person": person.id}, _own(person)).show()


def _own(person: PersonDetail) -> dict[str, dict[str, str]]:
    """What may be taken from the person: the posts held and the roles granted."""
    grants = [grant for grant in person.grants if grant.valid]
    return {
        "take_post.post": {held.post: f"{held.body_name}　{held.title}" for held in person.holdings if held.valid},
        "revoke_role.role": {grant.role: grant.role_name for grant in grants},
        "revoke_role.scope": {grant.scope: grant.scope_name for grant in grants},
    }
