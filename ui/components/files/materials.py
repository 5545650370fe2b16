"""Files handed in for a material: stored by the server the moment they arrive."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from flows.views.cases import FileView, KeptFile
from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.language.materials import Material
from ui.components.files.preview import preview
from ui.components.markup import Html, file_link, plain, show, tag
from ui.components.shown import changed_here, not_taken, shows
from ui.components.wording import asked_as, size
from ui.own_pages import FORMS
from ui.session import service


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of one material: those present, and `keep`, which is given the whole new list at every change."""

    caller: Caller
    key: str
    present: tuple[FileView, ...]
    keep: Callable[[tuple[FileView, ...]], None]

    def store(self, files: tuple[FileView, ...]) -> None:
        """Make these the files; as a callback too."""
        self.keep(files)
        changed_here(self.key, _ids(files))


def ask_for_files(material: Material, shelf: Shelf, requirement: str = "", problem: str = "") -> None:
    """An uploader with the files present.

    The uploader's key counts the uploads, so that it is empty again once its files are stored.
    """
    key, present = shelf.key, shelf.present
    shows(key, _ids(present), material.name)
    with st.container(border=True, key=f"{key}.box"):
        show(tag("p", material.name + asked_as(material), class_="once-label"), _requirements(material, requirement))
        for file in _ever_present(key, present):
            left = tuple(other for other in present if other.id != file.id)
            _row(file, key, partial(shelf.store, left) if file in present else None)
        if len(present) < material.max_files:
            _take(material, shelf)
        for remark in st.session_state.get(f"{key}.remarks", ()):
            show(tag("p", f"{remark}。", class_="once-note", role="status"))
        for message in (*st.session_state.get(f"{key}.refused", ()), *([problem] if problem else [])):
            show(tag("p", message, class_="once-problem", role="alert"))


def _ids(files: tuple[FileView, ...]) -> tuple[str, ...]:
    return tuple(file.id for file in files)


def _take(material: Material, shelf: Shelf) -> None:
    """Store what has arrived, remember what was done to a file or why it was refused, and draw an empty uploader."""
    key, present = shelf.key, shelf.present
    turn = st.session_state.setdefault(f"{key}.turn", 0)
    uploaded = _uploader(material, f"{key}.{turn}")
    if not uploaded:
        return
    told, remarks, bar = [], [], st.progress(0.0)
    for number, file in enumerate(uploaded):
        bar.progress(
            number / len(uploaded), plain(f"正在检查并保存第 {number + 1} 个，共 {len(uploaded)} 个：{file.name}")
        )
        kept = _kept(shelf.caller, material, present, file)
        _let_go(file)
        if isinstance(kept, KeptFile):
            present = (*present, kept)
            shelf.store(present)  # one by one: what is saved stays, whatever becomes of the next
            remarks += [f"{kept.name}：{remark}" for remark in kept.remarks]
        else:
            told.append(kept)
    st.session_state[f"{key}.refused"], st.session_state[f"{key}.remarks"] = told, remarks
    st.session_state[f"{key}.turn"] = turn + 1
    if told:
        not_taken(material.name)
    st.rerun()


def _kept(caller: Caller, material: Material, present: tuple[FileView, ...], file: Any) -> KeptFile | str:  # noqa: ANN401
    """The file as it is kept, or why it is not. The key is the upload's: a run that was cut off does not keep it twice."""
    if len(present) >= material.max_files:
        return f"文件“{file.name}”未接收：最多 {material.max_files} 个文件，请先移除不用的文件。"
    found = service().files.upload(caller, file.name, file.getvalue(), f"upload:{file.file_id}", material)
    return found.message if isinstance(found, Refusal) else found


def _let_go(file: Any) -> None:  # noqa: ANN401
    """Streamlit would keep the bytes in memory as long as the page is open; the server has them, or will not have them."""
    run = get_script_run_ctx()
    if run and isinstance(run.uploaded_file_mgr, MemoryUploadedFileManager):
        run.uploaded_file_mgr.remove_file(run.session_id, file.file_id)


def _requirements(material: Material, requirement: str) -> Html:
    formats = "、".join(name.upper() for name in material.formats)
    words = [requirement] if requirement else []
    words += [f"{formats}，每个不超过 {material.max_megabytes} MB，最多 {material.max_files} 个，可拖放到框内"]
    words += [material.criteria] if material.criteria else []
    return Html(tag("p", "。".join(words), class_="once-note") + form_links(material))


def form_links(material: Material) -> Html:
    """Its blank form and its sample, to be saved."""
    links = [file_link(f"{FORMS}{form.sha256}", f"{name}：{form.name}") for name, form in material.forms.items()]
    return tag("p", *(part for link in links for part in (link, "　")), class_="once-note") if links else Html()


def _ever_present(key: str, present: tuple[FileView, ...]) -> tuple[FileView, ...]:
    """The files in the order of their arrival, those removed since among them: none may move under a second click."""
    seen: list[FileView] = st.session_state.setdefault(f"{key}.seen", [])
    seen.extend(file for file in present if file not in seen)
    return tuple(seen)


def _row(file: FileView, key: str, remove: Callable[[], None] | None) -> None:
    """A file with its button; without `remove` it has been removed, and the button is dead."""
    name, button = st.columns([6, 1], vertical_alignment="top")
    with name:
        if remove:
            path = f"/files/{file.id}"
            link = tag("p", file_link(path, file.name), f"（{size(file.size)}，已保存）", class_="once-file")
            show(link, preview(path, file.name, file.media_type))
        else:
            show(tag("p", tag("s", file.name), "（已移除）", class_="once-note"))
    state = "remove" if remove else "removed"
    button.button(
        "移除", key=f"{key}.{state}.{file.id}", on_click=remove, disabled=not remove, help=plain(f"移除 {file.name}")
    )


def _uploader(material: Material, key: str) -> list[Any]:
    """Takes any kind of file: the server says of one that is not taken what it is and what to do, the browser would not."""
    return st.file_uploader(
        plain(f"上传{material.name}"),
        accept_multiple_files=True,
        key=key,
        max_upload_size=material.max_megabytes,
        label_visibility="collapsed",
    )
