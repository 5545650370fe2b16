"""办事指南: everything about one matter, and the way to apply."""

import streamlit as st

from matters.language.document import Definition
from ui.components.guides.guide import show_guide
from ui.components.links import Place, go, link
from ui.components.markup import plain
from ui.components.messages import granted, tell
from ui.session import caller, service

PLACE = Place("matter", "办事指南")


def page() -> None:
    """The guide of the matter in the address."""
    who = caller()
    tell()
    code = st.query_params.get("matter", "")
    link("matters", "返回全部事项")
    if not code:
        st.info("请先在“办事”中选择事项。")
        return
    matter = granted(service().matters.show(who, code))
    definition = Definition.model_validate(matter.definition)
    st.title(plain(definition.name), anchor=False)
    fileable = matter.line.online and not (matter.cancelled and matter.cancelled.in_force)
    if fileable and st.button("申请", type="primary", key=f"apply.{code}.{matter.digest[:12]}"):
        go("filing", matter=code)
    vocabulary = granted(service().organisation.vocabulary(who))
    show_guide(matter, definition, vocabulary, keeper="matter_admin" in who.roles)
