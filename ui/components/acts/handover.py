"""Handing over what a leaver holds (离职交接): what there is, and to whom it goes."""

import streamlit as st

from flows.views.mending import HandoverView
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder
from ui.components.acts.people import choose_person
from ui.components.asking import ask_first
from ui.components.markup import show, table
from ui.components.messages import granted, refuse_after, tell_after
from ui.session import caller, service


def show_handover(person: str) -> None:
    """Everything open that the person holds; asked once, all of it is passed on."""
    view: HandoverView = granted(service().handovers.show(caller(), person))
    st.header("离职交接", anchor=False)
    rows = [("待办", line.name, line.matter_name, line.case_no) for line in view.items]
    rows += [("申请", line.name, line.matter_name, line.case_no) for line in view.cases]
    rows += [("代理", line, "交接时撤销", "") for line in view.proxies]
    if not rows:
        st.info("名下没有未完的待办、申请和代理。")
        return
    show(table(("类别", "环节或状态", "事项", "办件编号"), rows))
    chosen = choose_person("由谁承接", view.successors, f"handover.{person}.to")
    for to in chosen:
        name = next(hat.name for hat in view.successors if (hat.person, hat.post) == (to.person, to.post))
        question = f"{view.name}名下的 {len(rows)} 项全部交给{name}，代理随之撤销；交接后不能撤回，只能逐件转办。"
        ask_first("全部交接", question, f"handover.{person}.{to.person}.{to.post}", _hand_over, person, to)


def _hand_over(person: str, to: Holder) -> None:
    """Runs as a callback, before the page: asks for the login itself."""
    found = service().handovers.hand_over(caller(), person, to)
    if isinstance(found, Refusal):
        refuse_after(found)
        return
    left = "".join(f"{one.target}：{one.message}" for one in found.left)
    tell_after(found.message + (f"未能交接：{left}" if left else ""))
