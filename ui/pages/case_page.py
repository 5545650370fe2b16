"""办件: one case as I may see it, what I have to do on it, and its history."""

import streamlit as st

from flows.views.cases import CaseView
from flows.views.people import Caller
from matters.errors.base import Refusal
from ui.components import case_parts
from ui.components.acts import case_acts, late_materials
from ui.components.acts.act_form import MENDING, act_form
from ui.components.acts.onward import show_onward
from ui.components.applying.again import offer_again
from ui.components.asking import ask_first
from ui.components.files.beside import show_beside, stands_beside
from ui.components.forecast import show_steps
from ui.components.links import Place, link
from ui.components.markup import plain
from ui.components.messages import granted, refuse_after, tell, tell_after
from ui.components.news import show_news
from ui.components.oversight.charging import show_charges
from ui.components.oversight.rating import show_rating
from ui.session import caller, idempotency_key, service

PLACE = Place("case", "办件")


def page() -> None:
    """The case in the address."""
    who = caller()
    case_no = st.query_params.get("case", "")
    news = tell()
    if not case_no:
        st.title(PLACE.title, anchor=False)
        st.info("请从“我的办件”或“待办”中打开办件。")
        link("my-cases", "我的办件")
        return
    case = granted(service().cases.show(who, case_no))
    st.title(plain(case.line.title), anchor=False)
    _items_gone(case, silent=news)
    show_news(case_no)
    case_parts.show_progress(case)
    beside = stands_beside(case)
    left, right = st.columns([6, 5] if beside else [7, 4], gap="medium" if beside else "large")
    with left:
        _main(who, case)
    with right:
        show_beside(case) if beside else _aside(case)
    if beside:
        _history(case)
        _aside(case)


def _items_gone(case: CaseView, *, silent: bool) -> None:
    """An item that this page offered has been handled or changed meanwhile, in another tab or by a colleague.

    A click on it did nothing.
    """
    key = f"case.{case.line.case_no}.items"
    now = {task.line.id: (task.line.step_name, task.line.version) for task in case.tasks}
    before: dict[str, tuple[str, int]] = st.session_state.get(key, {})
    st.session_state[key] = now
    gone = "".join(f"“{step}”" for item, (step, _) in before.items() if item not in now)
    changed = "".join(
        f"“{step}”" for item, (step, version) in now.items() if before.get(item, (step, version))[1] != version
    )
    place, other = st.empty(), st.empty()  # there without them too, see `tell`
    if gone and not silent:
        place.info(plain(f"待办{gone}已在别处办理，或者改由他人办理，您无需再办。办理情况见“办理过程”。"))
    if changed and not silent:
        other.info(plain(f"待办{changed}的情况刚刚有变化，本页已换成最新内容。请核对后再办理。"))


def _main(who: Caller, case: CaseView) -> None:
    """What is mine to mend first; then what is asked for and what is known of it, before I am asked to decide; dates last."""
    mending = [task for task in case.tasks if task.line.actions in MENDING]
    late_materials.show_late(case)
    case_parts.show_partial(case)
    for task in mending:
        act_form(who, case, task)
    if not case.tasks:
        case_parts.show_documents(case)
    _before_deciding(case)
    for task in case.tasks:
        if task not in mending:
            act_form(who, case, task)
    show_onward(who, case)
    show_rating(case.line.case_no)
    show_charges(case.line.case_no)
    if not stands_beside(case):
        _history(case)


def _history(case: CaseView) -> None:
    case_parts.show_timeline(case)
    case_acts.show_discussion(case)
    case_parts.show_head(case)


def _before_deciding(case: CaseView) -> None:
    case_parts.show_content(case)
    case_parts.show_checks(case)
    case_parts.show_materials(case, beside=stands_beside(case))
    case_parts.show_inquiries(case)
    case_parts.show_opinions(case)
    if case.tasks:
        case_parts.show_documents(case)


def _aside(case: CaseView) -> None:
    _may_do(case)
    case_parts.show_waiting(case)
    case_parts.show_related(case)
    show_steps("后续环节", case.ahead)
    case_acts.show_copies(case)
    case_parts.show_days(case)
    case_parts.show_effects(case)


def _may_do(case: CaseView) -> None:
    """A button each; what follows is said where it is asked once more."""
    if case.can_withdraw or case.may_copy or any(offer.request.action != "discuss" for offer in case.acts):
        st.header("可以进行的操作", anchor=False)
    case_acts.show_acts(case)
    if case.can_withdraw:
        _withdraw(case)
    if case.may_copy:
        offer_again(case.line.case_no, case.line.matter)


def _withdraw(case: CaseView) -> None:
    case_no, key = case.line.case_no, f"withdraw.{case.line.case_no}.{len(case.timeline)}"
    question = "撤回后本办件即告终结，仍需办理的须重新申请。确定撤回吗？"
    ask_first("撤回申请", question, key, _take_back, case_no, reason="撤回原因（选填）")


def _take_back(case_no: str, reason: str) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    found = service().cases.withdraw(caller(), case_no, reason, None, idempotency_key("withdraw", reason, case_no))
    if isinstance(found, Refusal):
        refuse_after(found)
    else:
        tell_after(f"{found.message}无需重复点击。")
