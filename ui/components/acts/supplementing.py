"""The applicant's supplement (补正): what was named may be changed, and what that change makes wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from flows.views.cases import FileView
from flows.views.tasks import FillField, TaskView
from matters.errors.base import Refusal
from matters.language.materials import Material
from ui.components.acts.acting import Acting
from ui.components.fields.widget import FieldSlot, field_of, given
from ui.components.files.materials import Shelf, ask_for_files
from ui.components.markup import plain, show, tag
from ui.components.messages import granted, refuse_after
from ui.session import caller, service


def names_of(task: TaskView) -> dict[str, str]:
    """All that is asked of the applicant, answered or not, by id, in the version the case was filed under."""
    asked = (fill.definition for fill in task.form if fill.definition["type"] != "computed")
    fields = {str(field["id"]): str(field["label"]) for field in asked}
    return fields | {str(material["id"]): f"材料“{material['name']}”" for material in task.materials}


@dataclass(frozen=True)
class SupplementForm:
    """An item that waits for its applicant.

    What any attempt found wrong may be changed beyond the targets, but only while it is wrong: it is sent when it was
    changed, and can be put back.
    """

    acting: Acting

    @property
    def task(self) -> TaskView:
        """The item."""
        return self.acting.task

    def draw(self) -> None:
        """The named fields and materials with what was wrong, then what must be mended with them."""
        names = names_of(self.task)
        for target in self.task.targets:
            message = target.message or "请核对"
            show(tag("p", f"{names.get(target.target, target.target)}：{message}", class_="once-alert"))
            self._draw(target.target)
        if self._along:
            show(tag("p", "下列内容须与本次补正一并更正：", class_="once-alert"))
        for part in self._along:
            self._draw(part)
            label = plain(f"{names[part]}：不作修改，恢复原内容")
            st.button(label, key=self._key("restore", part), on_click=self._restore, args=(part,))

    @property
    def answers(self) -> dict[str, Any]:
        """The answers to send, as they stand in the widgets drawn."""
        fields = {fill.definition["id"]: (field_of(fill), fill.value) for fill in self.task.form}
        now = {part: given(field, FieldSlot(self._key("field", part))) for part, (field, _) in fields.items()}
        return {part: value for part, value in now.items() if self._sent(part, value != fields[part][1])}

    @property
    def materials(self) -> dict[str, tuple[str, ...]]:
        """The files to send, by material."""
        materials = [Material.model_validate(material) for material in self.task.materials]
        now = {material.id: self._files(material.id) for material in materials}
        changed = {part: files != self._handed_in(part) for part, files in now.items()}
        return {part: tuple(file.id for file in now[part]) for part in now if self._sent(part, changed[part])}

    @property
    def _targets(self) -> frozenset[str]:
        return frozenset(target.target for target in self.task.targets)

    @property
    def _along(self) -> tuple[str, ...]:
        return tuple(part for part in names_of(self.task) if part in self.acting.faulty and part not in self._targets)

    def _sent(self, part: str, changed: bool) -> bool:
        return part in self._targets or (part in self._along and changed)

    def _draw(self, part: str) -> None:
        for fill in self.task.form:
            if fill.definition["id"] == part:
                self.acting.ask(f"field.{part}", field_of(fill), fill.value, self._says)
                self.acting.draw_computed(part, self._says)
        for material in self.task.materials:
            if material["id"] == part:
                self._ask_for_files(Material.model_validate(material))

    def _ask_for_files(self, material: Material) -> None:
        key, files = self._key("files", material.id), self._files(material.id)

        def store(files: tuple[FileView, ...]) -> None:
            self._keep(material.id, tuple(file.id for file in files))

        shelf = Shelf(self.acting.caller, f"{key}.box", files, store)
        self.acting.places[material.id] = f"{shelf.key}.box"
        ask_for_files(material, shelf, problem=self.acting.problem(material.id, files))

    @property
    def _says(self) -> dict[str, object]:
        """What the form says now."""
        says = {fill.definition["id"]: self._present(fill) for fill in self.task.form}
        return self.acting.completed(says, (*self._targets, *self._along))

    def _present(self, fill: FillField) -> object:
        """The answer in the widget, where one is drawn, else that of the case."""
        slot = FieldSlot(self._key("field", fill.definition["id"]))
        return given(field_of(fill), slot) if slot.key in st.session_state else fill.value

    def _files(self, material: str) -> tuple[FileView, ...]:
        return self._chosen.get(material, self._handed_in(material))

    @cached_property
    def _chosen(self) -> Mapping[str, tuple[FileView, ...]]:
        """The files chosen so far, which the server keeps like a draft."""
        return granted(service().drafts.load_supplement(self.acting.caller, self.task.line.id)).materials

    def _keep(self, material: str, files: tuple[str, ...] | None) -> None:
        kept = service().drafts.attach_supplement(caller(), self.task.line.id, material, files)
        if isinstance(kept, Refusal):
            refuse_after(kept)

    def _handed_in(self, material: str) -> tuple[FileView, ...]:
        return next((m.files for m in self.acting.case.materials if m.id == material), ())

    def _restore(self, part: str) -> None:
        self.acting.faulty.remove(part)
        self.acting.problems.pop(part, None)
        st.session_state.pop(self._key("field", part), None)
        self.acting.keep(f"field.{part}", None)
        if any(material["id"] == part for material in self.task.materials):
            self._keep(part, None)

    def _key(self, kind: str, part: str) -> str:
        return self.acting.key(f"{kind}.{part}")
