"""核对: all that is about to be handed in, as it will be read on the case, with the way back to each part of the form."""

from collections.abc import Collection, Mapping
from itertools import groupby

import streamlit as st

from flows.views.cases import AnswerView, FileView
from flows.views.tasks import ActorChoice
from matters.organisation.snapshot import Holder
from ui.components.applying.filing import Filing
from ui.components.applying.parts import FormPart
from ui.components.case_parts import answer_list
from ui.components.markup import bullets, facts, file_link, plain, show, tag
from ui.components.wording import size


def show_review(filing: Filing, answers: Collection[AnswerView]) -> None:
    """Everything that goes along with the press, and nothing else."""
    filing.note_shown()
    told = "请核对以下内容，确认无误后提交。要改的，点该部分右边的“修改”。"
    show(tag("p", told, class_="once-note", tabindex="-1", data_arrive=filing.turn("review")))
    show(facts(_whose(filing)))
    for part in filing.parts:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.header(plain(part.title), anchor=False)
            key = filing.key(f"amend.{part.key}")
            st.button(plain(f"修改{part.title}"), key=key, on_click=filing.amend, args=(part.key,))
        _show_part(part, answers, filing)


def _whose(filing: Filing) -> list[tuple[str, str]]:
    if filing.behalf:
        return [("申请人", filing.behalf.text)]
    hat = next((hat for hat in filing.caller.posts if hat.post == filing.post), None)
    return [("申请人", filing.caller.name), ("申请岗位", f"{hat.body_name} {hat.title}" if hat else "")]


def _show_part(part: FormPart, answers: Collection[AnswerView], filing: Filing) -> None:
    of_part = [answer for answer in answers if answer.id in part.targets]
    for _, some in groupby(of_part, key=lambda answer: bool(answer.table)):
        show(answer_list(tuple(some)))
    names = {material.id: material.name for material in filing.definition.materials}
    files = {names[target]: filing.draft.materials.get(target, ()) for target in part.targets if target in names}
    if files:
        show(bullets(_named(name, some) for name, some in files.items()))


def _named(name: str, files: tuple[FileView, ...]) -> str:
    links = [tag("div", file_link(f"/files/{file.id}", file.name), f"（{size(file.size)}）") for file in files]
    return tag("span", f"{name}：", *(links or [tag("span", "没有提交文件")]))


def show_chosen(choices: tuple[ActorChoice, ...], chosen: Mapping[str, Holder]) -> None:
    """Who was chosen to act later."""
    pairs = [
        (f"“{choice.name}”环节", one.text)
        for choice in choices
        for one in choice.who
        if chosen.get(choice.step) == Holder(person=one.person, post=one.post)
    ]
    if pairs:
        st.header("选定办理人", anchor=False)
        show(facts(pairs))
