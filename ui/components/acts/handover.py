"""Handing over what a leaver holds (离职交接): what there is, and to whom it goes."""

import streamlit as st

from flows.views.mending import HandoverView
from matters.errors.base import Refusal
from ui.components.acts.people import choose_person
from ui.components.markup import plain, show, table
from ui.components.messages import granted, refuse, tell_after
from ui.session import caller, service


def show_handover(person: str) -> None:
    """Everything open that the person holds; one button passes all of it on."""
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
    if st.button(
        plain(f"全部交接（{len(rows)} 项）"), type="primary", key=f"handover.{person}.go", disabled=not chosen
    ):
        found = service().handovers.hand_over(caller(), person, chosen[0])
        if isinstance(found, Refusal):
            refuse(found)
            return
        left = "".join(f"{one.target}：{one.message}" for one in found.left)
        tell_after(found.message + (f"未能交接：{left}" if left else ""))
        st.rerun()
