"""材料: what was handed in, looked at beside the decision, page by page, without leaving it."""

from typing import Any

import streamlit as st

from flows.views.cases import CaseView, FileLook, FileView
from ui.components.markup import file_link, show, tag
from ui.components.messages import granted
from ui.components.wording import size
from ui.session import caller, service


def files_of(case: CaseView) -> dict[str, tuple[str, FileView]]:
    """The files of its materials by id, each with what it is looked for under."""
    return {
        file.id: (file.name if material.name in file.name else f"{material.name}：{file.name}", file)
        for material in case.materials
        for file in material.files
    }


def stands_beside(case: CaseView) -> bool:
    """Whoever has to act on it has its files beside what is asked of them."""
    return bool(case.tasks and files_of(case))


def show_beside(case: CaseView) -> None:
    """One file at a time; the others are chosen from a list. Stays in sight while the page is scrolled."""
    files = files_of(case)
    with st.container(key="once-beside"):
        st.header("查看材料", anchor=False)
        key = f"beside.{case.line.case_no}"
        chosen = next(iter(files))
        if len(files) > 1:
            names = {file_id: f"{number}. {name}" for number, (file_id, (name, _)) in enumerate(files.items(), 1)}
            label = f"看哪份材料（共 {len(files)} 份）"
            chosen = st.selectbox(label, names, format_func=names.__getitem__, key=key)
        name, file = files[chosen]
        path = f"/files/{file.id}"
        look = _look(file)
        _draw(name, file, look)
        if look.note:
            show(tag("p", look.note, class_="once-note"))
        show(tag("p", file_link(path, file.name), f"（{size(file.size)}，下载或在新窗口打开）", class_="once-note"))


def _look(file: FileView) -> FileLook:
    """Asked once for each file: what lies under an id never changes. Who may see it is asked again with every page drawn."""
    seen: dict[str, FileLook] = st.session_state.setdefault("beside.seen", {})
    if file.id not in seen:
        seen[file.id] = granted(service().files.look(caller(), file.id))
    return seen[file.id]


def _draw(name: str, file: FileView, look: FileLook) -> None:
    if look.kind == "text":
        show(
            tag("div", look.text, class_="once-page once-said", tabindex="0", role="region", aria_label=f"{name}的文字")
        )
    elif look.kind == "pages":
        page, large = _turn(file, look.pages)
        told = f"{name}，第 {page} 页，共 {look.pages} 页" if look.pages > 1 else name
        picture = tag("img", src=f"/looks/{file.id}/{page}", alt=told, class_="once-large-page" if large else "")
        show(tag("div", picture, class_="once-page", tabindex="0", role="region", aria_label=told))


def _turn(file: FileView, pages: int) -> tuple[int, bool]:
    """Which page is looked at, and whether it is enlarged."""
    key = f"beside.{file.id}.page"
    page = min(max(st.session_state.get(key, 1), 1), pages)
    back, where, on, larger = st.columns([3, 3, 3, 3], vertical_alignment="center")
    if pages > 1:
        _button(back, "上一页", key, page - 1, disabled=page == 1)
        with where:
            show(tag("p", f"第 {page} / {pages} 页", role="status", class_="once-turn"))
        _button(on, "下一页", key, page + 1, disabled=page == pages)
    return page, larger.toggle("放大", key=f"{key}.large")


def _button(place: Any, label: str, key: str, page: int, *, disabled: bool) -> None:  # noqa: ANN401 - a column
    place.button(label, key=f"{key}.{label}", on_click=_go, args=(key, page), disabled=disabled, width="stretch")


def _go(key: str, page: int) -> None:
    st.session_state[key] = page
