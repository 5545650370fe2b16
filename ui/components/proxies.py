"""Standing proxies on pages (代理): each with its terms, ending one, and naming an agent."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from flows.views.proxies import AMOUNT, PrincipalChoice, ProxyLine, ProxyOffer, ProxyReceipt, ProxyRequest
from matters.calendar import moment_text, period_text
from matters.errors.base import Refusal
from matters.filing.taken import amount_taken
from matters.language.words.amounts import money_text
from matters.organisation.snapshot import Holder
from ui.components.acts.people import choose_person
from ui.components.asking import ask_first
from ui.components.days import ask_day
from ui.components.markup import facts, show, tag
from ui.components.messages import answer_after, granted, refuse, tell_after
from ui.session import caller, idempotency_key, service, today


def show_proxies(title: str, lines: Sequence[ProxyLine], nothing: str) -> None:
    """Those that count first, each to be ended by whoever may."""
    st.header(title, anchor=False)
    if not lines:
        st.info(nothing)
    for line in sorted(lines, key=lambda one: one.state not in ("in_force", "coming")):
        _line(line)


def _line(line: ProxyLine) -> None:
    with st.container(border=True, key=f"proxy.{line.id}.{line.state}"):
        ended = f"{moment_text(line.revoked_at)}由{line.revoked_by}撤销" if line.revoked_at else ""
        show(
            facts(
                [
                    ("代理", f"{line.agent_name}代{line.principal.text}{'申请' if line.filing else '办理待办'}"),
                    ("状态", line.state_name),
                    ("期限", period_text(line.since, line.until)),
                    ("事项", "、".join(matter.name for matter in line.matters) or "所有事项"),
                    ("金额上限", money_text(Decimal(line.up_to)) if line.up_to else ""),
                    ("已有待办", "一并代理" if line.open_items else ""),
                    ("承诺", _pledging(line)),
                    ("授权", f"{moment_text(line.granted_at)} {line.granted_by}"),
                    ("撤销", ended),
                ]
            )
        )
        if line.revocable:
            question = f"撤销后立即生效，{line.agent_name}不再代{line.principal.text}办理；需要时须重新授权。"
            ask_first("撤销代理", question, f"proxy.{line.id}.revoke", _revoke, line.id)


def _pledging(line: ProxyLine) -> str:
    if not line.filing:
        return ""
    return "已授权代为提交" if line.pledges else "须由申请人本人作出"


def _revoke(proxy: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    found = service().proxies.revoke(caller(), proxy, idempotency_key("proxy.revoke", proxy))
    answer_after(found)


def show_grant(offer: ProxyOffer, place: str, known: int) -> None:
    """The form that names an agent. `known`: how many proxies there are, so that the form is empty again after each."""
    st.header("委托代理", anchor=False)
    if not offer.principals:
        st.info("所任岗位没有可以委托的同单位人员。")
        return
    key = f"proxy.{place}.{known}"
    principal = _hat(offer, key)
    if principal is None:
        return
    filing = st.radio(_WHAT, [False, True], format_func=_KINDS.__getitem__, key=f"{key}.kind", horizontal=True)
    agent = _filer(key) if filing else _colleague(principal, key)
    since, until = _days(key)
    names = {matter.code: matter.name for matter in offer.matters}
    matters = st.multiselect(
        "限定事项（不选即所有事项）",
        list(names),
        format_func=lambda code: names[code],
        key=f"{key}.matters",
        placeholder="请选择事项（可多选）",
    )
    terms = _filing_terms(place, key) if filing else _handling_terms(key)
    if not st.button("授权代理", type="primary", key=f"{key}.grant"):
        return
    missing = _missing(agent, until, str(terms.get("up_to") or ""))
    if missing or not agent:
        st.error(missing)
        return
    hat = Holder(person=principal.hat.person, post=principal.hat.post)
    request = ProxyRequest(
        principal=hat,
        agent=agent,
        since=since,
        until=until,
        matters=tuple(matters),
        **terms,
    )
    _told(service().proxies.grant(caller(), request, idempotency_key("proxy.grant", request, known)))


_WHAT, _KINDS = "委托什么", {False: "办理待办", True: "代为申请（代办）"}


def _colleague(principal: PrincipalChoice, key: str) -> str | None:
    chosen = choose_person("由谁代理", principal.agents, f"{key}.agent.{principal.hat.post}")
    return chosen[0].person if chosen else None


def _filer(key: str) -> str | None:
    """Who files may be of any body; found by name."""
    q = st.text_input(
        "查找代办人", key=f"{key}.find", max_chars=50, placeholder="输入姓名、单位或职务，按回车键查找"
    ).strip()
    found = granted(service().organisation.people(caller(), q)).items if q else ()
    known = {one.id: one.text for one in found}
    return st.selectbox(
        "由谁代办",
        list(known),
        index=None,
        format_func=known.__getitem__,
        placeholder="请先查找，再选择代办人",
        key=f"{key}.filer",
    )


def _handling_terms(key: str) -> dict[str, Any]:
    amount = st.text_input("金额上限（元，选填）", key=f"{key}.up_to", max_chars=30, help=_LIMIT)
    open_items = st.checkbox("已经到达的待办也由其代理", key=f"{key}.open")
    return {"up_to": amount_taken(amount.strip()) or None, "open_items": open_items}


def _filing_terms(place: str, key: str) -> dict[str, Any]:
    """A pledge is the applicant's own: nobody else gives leave to hand it in."""
    show(tag("p", _CHARGED, class_="once-note"))
    pledges = place == "own" and st.checkbox("授权代为提交承诺，承诺由本人承担", key=f"{key}.pledges")
    return {"filing": True, "pledges": pledges}


_CHARGED = (
    "代办人以申请人的名义提交申请，办件归申请人，由申请人撤回；代办人可以查看、补正，不参加审批。"
    "含承诺的申请，须由申请人本人授权代为提交承诺。"
)


def _days(key: str) -> tuple[date, date | None]:
    first, second = st.columns(2)
    since = ask_day("开始日期", today(), today(), first, key=f"{key}.since")
    until = ask_day("截止日期（当日仍有效）", None, today(), second, key=f"{key}.until")
    return since or today(), until


_LIMIT = "填报的金额（明细表按合计）有一项超过上限的办件，不由代理人办理；没有金额的事项不受限制。"


def _hat(offer: ProxyOffer, key: str) -> PrincipalChoice | None:
    """The hat it is for; asked when there are several."""
    if len(offer.principals) == 1:
        return offer.principals[0]
    chosen = st.selectbox(
        "委托哪个岗位的待办",
        range(len(offer.principals)),
        index=None,
        key=f"{key}.hat",
        placeholder="请选择岗位",
        format_func=lambda nth: offer.principals[nth].hat.title,
    )
    return None if chosen is None else offer.principals[chosen]


def _missing(agent: str | None, until: object, amount: str) -> str:
    """What the form cannot be sent without; whether it fits is for the service to say."""
    parts = ["代理人"] if not agent else []
    parts += ["截止日期"] if until is None else []
    if parts:
        return f"请选择{'和'.join(parts)}。"
    return (
        "" if not amount or re.fullmatch(AMOUNT, amount) else "金额上限请填写数字，至多两位小数，例如 10000.00 或 1万。"
    )


def _told(found: ProxyReceipt | Refusal) -> None:
    if isinstance(found, Refusal):
        refuse(found)
        return
    tell_after(found.message)
    st.rerun()
