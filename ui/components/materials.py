"""Files handed in for a material: stored by the server the moment they arrive."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from flows.views import Caller, FileView
from matters.definition.form import Material
from matters.errors import Refusal
from ui.components.markup import Html, file_link, plain, show, tag
from ui.components.wording import asked_as, size
from ui.session import service

_EXTENSIONS = {"jpg": ["jpg", "jpeg"]}


def ask_for_files(
    caller: Caller,
    material: Material,
    key: str,
    present: tuple[FileView, ...],
    store: Callable[[tuple[FileView, ...]], None],
    requirement: str = "",
    problem: str = "",
) -> None:
    """An uploader with the files present. `store` is given the whole new list at every change.

    The uploader's key counts the uploads, so that it is empty again once its files are stored.
    """
    with st.container(border=True, key=f"{key}.box"):
        show(tag("p", material.name + asked_as(material), class_="once-label"), _requirements(material, requirement))
        for file in present:
            left = tuple(other for other in present if other.id != file.id)
            _present(file, key, partial(store, left))
        if len(present) < material.max_files:
            _take(caller, material, key, present, store)
        for message in (*st.session_state.get(f"{key}.refused", ()), *([problem] if problem else [])):
            show(tag("p", message, class_="once-problem", role="alert"))


def _take(
    caller: Caller,
    material: Material,
    key: str,
    present: tuple[FileView, ...],
    store: Callable[[tuple[FileView, ...]], None],
) -> None:
    """Store what has arrived, remember why a file was refused, and draw an empty uploader."""
    turn = st.session_state.setdefault(f"{key}.turn", 0)
    uploaded = _uploader(material, f"{key}.{turn}")
    if not uploaded:
        return
    found = [service().files.upload(caller, file.name, file.getvalue()) for file in uploaded]
    kept = tuple(file for file in found if isinstance(file, FileView))
    if kept:
        store((*present, *kept))
    st.session_state[f"{key}.refused"] = [refusal.message for refusal in found if isinstance(refusal, Refusal)]
    st.session_state[f"{key}.turn"] = turn + 1
    st.rerun()


def _requirements(material: Material, requirement: str) -> Html:
    formats = "、".join(name.upper() for name in material.formats)
    words = [requirement] if requirement else []
    words += [f"{formats}，每个不超过 {material.max_megabytes} MB，最多 {material.max_files} 个"]
    words += [material.criteria] if material.criteria else []
    return tag("p", "。".join(words), class_="once-note")


def _present(file: FileView, key: str, remove: Callable[[], None]) -> None:
    name, button = st.columns([6, 1], vertical_alignment="center")
    with name:
        show(tag("p", file_link(f"/files/{file.id}", file.name), f"（{size(file.size)}，已保存）", class_="once-file"))
    button.button("移除", key=f"{key}.remove.{file.id}", on_click=remove, help=plain(f"移除 {file.name}"))


def _uploader(material: Material, key: str) -> list[Any]:
    extensions = [ext for name in material.formats for ext in _EXTENSIONS.get(name, [name])]
    return st.file_uploader(
        plain(f"上传{material.name}"), type=extensions, accept_multiple_files=True, key=key,
        max_upload_size=material.max_megabytes, label_visibility="collapsed",
    )  # fmt: skip
