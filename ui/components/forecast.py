"""Who will handle it, in which order, and how long each may take."""

import streamlit as st

from flows.views.matters import Expectation
from ui.components.markup import Html, show, tag


def steps_ahead(steps: tuple[Expectation, ...]) -> Html:
    """The steps in order with their people and limits."""
    items = [
        tag(
            "li",
            tag("strong", f"{step.branch} · {step.name}" if step.branch and step.branch != step.name else step.name),
            *([] if step.certain else [tag("span", "视申请和办理情况而定", class_="once-note")]),
            tag("span", _by(step), class_="once-who"),
            tag("span", step.limit, class_="once-note"),
            *([tag("span", f"办结后出具{'、'.join(step.papers)}", class_="once-note")] if step.papers else []),
        )
        for step in steps
    ]
    return tag("ol", *items, class_="once-steps")


def _by(step: Expectation) -> str:
    who = "、".join(step.who)
    if step.machine:
        return f"符合规则的由系统即时办理，否则由{who}办理" if who else "系统自动办理"
    return who or "届时确定"


def show_steps(title: str, steps: tuple[Expectation, ...]) -> None:
    """The steps under a heading; nothing when there are none."""
    if steps:
        st.header(title, anchor=False)
        show(steps_ahead(steps))
