"""Acts on a case as a whole (拿回、减签、催办、已阅、收回抄送) and the discussion among those who handle it."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from flows.views.cases import CaseView
from flows.views.tasks import CaseActOffer, CaseActRequest
from matters.calendar import moment_text
from matters.commands.acts import ON_CASES
from matters.errors.door import Invalid
from matters.errors.handling import ProofRequired
from ui.components.asking import ask_first, ask_password
from ui.components.markup import facts, plain, show, tag
from ui.components.messages import answer_after
from ui.session import caller, idempotency_key, service

MAX_TEXT = 1000


def show_acts(case: CaseView) -> None:
    """A button for each act that is open; what cannot be undone is asked first, with the reason where one may be given."""
    offers = [offer for offer in case.acts if offer.request.action != "discuss"]
    if st.session_state.get(_of(case.line.case_no, "prove")):
        ask_password(_of(case.line.case_no, "password"))
    for nth, offer in enumerate(offers):
        _offer(case, offer, f"case.{case.line.case_no}.{len(case.timeline)}.{offer.request.action}.{nth}")


def _offer(case: CaseView, offer: CaseActOffer, key: str) -> None:
    act = ON_CASES[offer.request.action]
    label, send = (act.offer or act.name).format(offer.about), _sending(case, offer)
    if act.asked:
        reason = "说明（选填）" if "reason" in act.command.model_fields else ""
        ask_first(label, act.asked.format(offer.about), key, send, reason=reason)
    else:
        st.button(plain(label), key=key, on_click=send)


def show_copies(case: CaseView) -> None:
    """Who was sent a copy and whether it was read."""
    if case.copies:
        st.header("抄送", anchor=False)
        show(facts([(copy.to, f"{moment_text(copy.read_at)}已阅" if copy.read_at else "未阅") for copy in case.copies]))


def show_discussion(case: CaseView) -> None:
    """What was said, and a line to say more; the applicant does not see it."""
    offer = next((offer for offer in case.acts if offer.request.action == "discuss"), None)
    if not case.discussion and offer is None:
        return
    st.header("办理讨论", anchor=False)
    show(tag("p", "只有办理本办件的人员能看到，不作为办理意见。", class_="once-note"))
    for entry in case.discussion:
        show(tag("p", f"{moment_text(entry.at)} {entry.who}（{entry.post}）：{entry.text}"))
    if offer is None:
        return
    key = f"case.{case.line.case_no}.discuss.{len(case.discussion)}"
    st.text_area("发表意见", key=f"{key}.text", max_chars=MAX_TEXT, height=80)
    st.button("发表", key=key, on_click=_say, args=(_sending(case, offer), f"{key}.text"))


def _say(send: Callable[[str], None], text: str) -> None:
    send(st.session_state[text].strip())


def _sending(case: CaseView, offer: CaseActOffer) -> Callable[..., None]:
    """What does it, once: the key is bound to what was shown and what is asked."""
    return partial(_act, case.line.case_no, offer.request, (len(case.timeline), len(case.discussion)))


def _act(case_no: str, request: CaseActRequest, shown: tuple[int, int], text: str = "") -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    password = st.session_state.get(_of(case_no, "password"), "")
    request = request.model_copy(update={"text": text, "password": password})
    found = service().case_acts.act(caller(), case_no, request, idempotency_key("case_act", request, case_no, *shown))
    st.session_state[_of(case_no, "prove")] = isinstance(found, ProofRequired | Invalid)
    answer_after(found)


def _of(case_no: str, name: str) -> str:
    return f"case.{case_no}.{name}"
