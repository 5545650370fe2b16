"""Answering a question of another body (协查答复): yes, no, or files, which the server keeps as they arrive."""

from typing import Any

import streamlit as st

from flows.views.cases import FileView
from matters.errors.base import Refusal
from matters.language.materials import Material, UploadedByApplicant
from matters.language.route.steps import AnswerKind
from ui.components.acts.acting import Acting
from ui.components.files.materials import Shelf, ask_for_files
from ui.components.messages import granted, refuse_after
from ui.session import caller, service

REPLIES: dict[AnswerKind, str] = {"yes": "是", "no": "否", "material": "提供材料"}
_NAME = "files"  # under which the draft of an item keeps them


def reply(acting: Acting) -> dict[str, Any]:
    """What is answered, as parts of the act; files only with material."""
    answer: AnswerKind | None = st.radio(
        "答复",
        acting.task.replies,
        index=None,
        format_func=REPLIES.__getitem__,
        horizontal=True,
        **acting.kept("answer", acting.task.replies),
    )
    files = ask_for_own_files(acting, "提供的材料") if answer == "material" else ()
    return {"answer": answer, "files": files}


def ask_for_own_files(acting: Acting, name: str) -> tuple[str, ...]:
    """Files of the one who acts; kept with the item until it is done."""
    task = acting.task.line.id
    kept = granted(service().drafts.load_supplement(acting.caller, task)).materials
    present: tuple[FileView, ...] = kept.get(_NAME, ())

    def store(files: tuple[FileView, ...]) -> None:  # as a callback too: asks for the login itself
        stored = service().drafts.attach_supplement(caller(), task, _NAME, tuple(file.id for file in files))
        if isinstance(stored, Refusal):
            refuse_after(stored)

    wanted = Material(
        id=_NAME,
        name=name,
        source=UploadedByApplicant(kind="applicant"),
        trust="C",
        max_files=20,
        formats=("pdf", "ofd", "docx", "xlsx", "jpg", "png"),
    )
    shelf = Shelf(acting.caller, acting.key("files"), present, store)
    ask_for_files(wanted, shelf, problem=acting.problem("files", present))
    return tuple(file.id for file in present)
