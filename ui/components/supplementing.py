"""The applicant's supplement (补正): only what was named may be changed."""

from typing import Any

import streamlit as st

from flows.views import Caller, CaseView, FileView, ProblemView, TaskView
from matters.definition import Definition
from matters.definition.form import FormField, Material
from ui.components.fields import Slot, ask, given
from ui.components.markup import show, tag
from ui.components.materials import ask_for_files


def supplement_form(
    caller: Caller, case: CaseView, task: TaskView, definition: Definition, problems: dict[str, str]
) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """The named fields and materials with what was wrong; returns the answers and file ids now given."""
    answers: dict[str, Any] = {}
    materials: dict[str, tuple[str, ...]] = {}
    prefix = f"act.{task.line.id}.{task.line.version}"
    for target in task.targets:
        _wrong(target, definition)
        field, material = definition.field(target.target), definition.material(target.target)
        problem = problems.get(target.target, "")
        if field:
            answers[field.id] = _answer(case, field, f"{prefix}.field.{field.id}", problem)
        elif material:
            materials[material.id] = _files(caller, case, material, f"{prefix}.files.{material.id}", problem)
    return answers, materials


def _wrong(target: ProblemView, definition: Definition) -> None:
    show(tag("p", f"{definition.label(target.target)}：{target.message or '请核对'}", class_="once-alert"))


def _answer(case: CaseView, field: FormField, key: str, problem: str) -> object:
    present = next((answer.value for answer in case.answers if answer.id == field.id), None)
    slot = Slot(key)
    ask(field, slot, present, problem)
    return given(field, slot)


def _files(caller: Caller, case: CaseView, material: Material, key: str, problem: str) -> tuple[str, ...]:
    handed = next((m.files for m in case.materials if m.id == material.id), ())
    present: tuple[FileView, ...] = st.session_state.setdefault(key, handed)

    def store(files: tuple[FileView, ...]) -> None:
        st.session_state[key] = files

    ask_for_files(caller, material, f"{key}.box", present, store, problem=problem)
    return tuple(file.id for file in st.session_state[key])
