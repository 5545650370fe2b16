"""Acts on a case as a whole (拿回、减签、催办、已阅、收回抄送) and the discussion among those who handle it."""

import streamlit as st

from flows.views.cases import CaseView
from flows.views.people import Caller
from flows.views.tasks import CaseActOffer
from matters.commands.acts import ON_CASES
from matters.errors.base import Refusal
from ui.components.markup import facts, plain, show, tag
from ui.components.messages import refuse, tell_after
from ui.components.wording import minute
from ui.session import idempotency_key, service

MAX_TEXT = 1000


def show_acts(who: Caller, case: CaseView) -> None:
    """A button for each act that is open; those that want a reason ask for it first."""
    offers = [offer for offer in case.acts if offer.request.action != "discuss"]
    for nth, offer in enumerate(offers):
        _offer(who, case, offer, f"case.{case.line.case_no}.{len(case.timeline)}.{offer.request.action}.{nth}")


def _offer(who: Caller, case: CaseView, offer: CaseActOffer, key: str) -> None:
    act = ON_CASES[offer.request.action]
    label = plain((act.offer or act.name).format(offer.about))
    if "reason" not in act.command.model_fields:
        if st.button(label, key=key):
            _act(who, case, offer)
        return
    with st.popover(label):
        text = st.text_input("说明（选填）", key=f"{key}.text", max_chars=MAX_TEXT)
        if st.button(f"确认{act.name}", type="primary", key=key):
            _act(who, case, offer, text.strip())


def show_copies(case: CaseView) -> None:
    """Who was sent a copy and whether it was read."""
    if case.copies:
        st.header("抄送", anchor=False)
        show(facts([(copy.to, f"{minute(copy.read_at)}已阅" if copy.read_at else "未阅") for copy in case.copies]))


def show_discussion(who: Caller, case: CaseView) -> None:
    """What was said, and a line to say more; the applicant does not see it."""
    offer = next((offer for offer in case.acts if offer.request.action == "discuss"), None)
    if not case.discussion and offer is None:
        return
    st.header("办理讨论", anchor=False)
    show(tag("p", "只有办理本办件的人员能看到，不作为办理意见。", class_="once-note"))
    for entry in case.discussion:
        show(tag("p", f"{minute(entry.at)} {entry.who}（{entry.post}）：{entry.text}"))
    if offer is None:
        return
    key = f"case.{case.line.case_no}.discuss.{len(case.discussion)}"
    text = st.text_area("发表意见", key=f"{key}.text", max_chars=MAX_TEXT, height=80)
    if st.button("发表", key=key):
        _act(who, case, offer, text.strip())


def _act(who: Caller, case: CaseView, offer: CaseActOffer, text: str = "") -> None:
    """Once: the key is bound to what was shown and what is asked."""
    request = offer.request.model_copy(update={"text": text})
    key = idempotency_key("case_act", request, case.line.case_no, len(case.timeline), len(case.discussion))
    found = service().case_acts.act(who, case.line.case_no, request, key)
    if isinstance(found, Refusal):
        refuse(found)
        return
    tell_after(found.message)
    st.rerun()
