"""The form of a matter as it is filled in: fields and materials part by part, who is to act later, and what lies ahead."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from flows.views.matters import ForecastView
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder
from ui.components.acts.people import choose_actors
from ui.components.applying.filing import Filing
from ui.components.defects import show_problem
from ui.components.files.materials import Shelf, ask_for_files
from ui.components.forecast import show_steps
from ui.components.markup import facts, plain, show, tag
from ui.components.wording import errands


def fill(filing: Filing, beside: Callable[[str], None] = lambda material: None) -> None:
    """Everything that is asked, part by part; `beside` draws what else is asked of a material."""
    filing.choose_post()
    for part in filing.parts:
        with st.container(key=part.key):
            st.header(plain(part.title), anchor=False)
            for target in part.targets:
                _ask_for(filing, target, beside)


def _ask_for(filing: Filing, target: str, beside: Callable[[str], None]) -> None:
    field, material = filing.definition.field(target), filing.definition.material(target)
    if field:
        filing.ask(field)
    elif material:
        present, attach = filing.draft.materials.get(target, ()), partial(filing.attach, target)
        shelf = Shelf(filing.caller, filing.key(target), present, attach)
        ask_for_files(material, shelf, filing.requirement(material), filing.problem(target))
        if present:
            beside(target)


def choose_later(filing: Filing) -> dict[str, Holder]:
    """Who is to act at the steps that leave it to the applicant."""
    forecast = filing.forecast
    if isinstance(forecast, Refusal) or not forecast.choices:
        return {}
    st.header("选定办理人", anchor=False)
    with st.container(key=filing.key("choices.field"), gap="xsmall"):
        chosen = choose_actors(forecast.choices, filing.key("choose"))
        show_problem(filing.problem("choices"))
    return chosen


def show_ahead(forecast: ForecastView | Refusal) -> None:
    """Who will act, until when, and how often one must come."""
    if isinstance(forecast, Refusal):
        st.header("办理预告", anchor=False)
        show(tag("p", forecast.message, class_="once-note"))
        return
    show_steps("谁会办、按什么顺序", forecast.steps)
    show(facts([("承诺时限", forecast.promised), ("跑动次数", errands(forecast.errands))]))
