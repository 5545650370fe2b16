"""Urgent use first, materials later (先办后补): told at filing and on the case, and brought at the applicant's item."""

from functools import partial

import streamlit as st

from flows.views.cases import CaseView, FileView
from flows.views.matters import ForecastView
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.language.materials import Material
from ui.components.acts.acting import Acting
from ui.components.applying.filing import Filing
from ui.components.files.materials import Shelf, ask_for_files
from ui.components.markup import plain
from ui.components.messages import granted, refuse_after
from ui.components.wording import late_text
from ui.session import caller, service


def offer(filing: Filing, forecast: ForecastView | Refusal) -> None:
    """What may be left for later of the filing as it stands, and until when."""
    late = None if isinstance(forecast, Refusal) else forecast.late
    if late is None:
        return
    left = tuple(one for one in late.materials if not filing.draft.materials.get(one.id))
    if left:
        owed = late_text(late.model_copy(update={"materials": left}))
        st.info(plain(f"您填写的情况可以先办后补，材料不齐也可以先提交申请。现在提交的，{owed}。"))


def show_late(case: CaseView) -> None:
    """That the case was filed first, what it owes and until when; louder once the day has passed."""
    late = case.line.late
    if late is None:
        return
    told = st.error if late.overdue else st.warning
    told(plain(f"本办件先办后补，{late_text(late)}。"))


def late_form(acting: Acting) -> None:
    """Some of what is owed, or all; the server keeps the files as they arrive, until they are handed in."""
    task = acting.task.line.id
    chosen = granted(service().drafts.load_supplement(acting.caller, task)).materials
    for one in acting.task.materials:
        material = Material.model_validate(one)
        key, problem = acting.key(f"late.{material.id}"), acting.problem(material.id, chosen.get(material.id, ()))
        store = partial(_keep, task, material.id)
        acting.places[material.id] = f"{key}.box"
        ask_for_files(material, Shelf(acting.caller, key, chosen.get(material.id, ()), store), problem=problem)
    common = acting.common(acting.post())
    if st.button("补交材料", type="primary", key=acting.key("submit.hand_in_late")):
        brought = {material: tuple(file.id for file in files) for material, files in chosen.items() if files}
        acting.act(ActRequest(action="hand_in_late", materials=brought, **common))


def _keep(task: str, material: str, files: tuple[FileView, ...]) -> None:
    """As a callback too: asks for the login itself."""
    kept = service().drafts.attach_supplement(caller(), task, material, tuple(file.id for file in files))
    if isinstance(kept, Refusal):
        refuse_after(kept)
