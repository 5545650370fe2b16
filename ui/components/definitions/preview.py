"""A definition tried out before it is published: its form with the real widgets, and who would get a filing. Nothing is kept."""

from collections.abc import Mapping
from typing import Any
from zlib import adler32

import streamlit as st

from flows.views.people import Caller
from matters.errors.base import Refusal
from matters.filing.asked import asked, complete, shown
from matters.language.document import Definition
from matters.language.form import Form, FormField
from matters.language.materials import Material
from matters.language.quantities import filled
from matters.language.words.phrases import phrasing_among
from ui.components.fields.widget import FieldSlot, ask, given
from ui.components.forecast import show_steps
from ui.components.guides.guide import SOURCES
from ui.components.markup import bullets, facts, plain, show, table, tag
from ui.components.wording import asked_as, errands
from ui.session import service, today


def preview_form(who: Caller, matter: Definition) -> None:
    """The form as applicants will see it; beside it the try-out."""
    if matter.form is None:
        st.info("本事项不在网上办理，没有表单。")
        return
    show(tag("p", "以下与申请人看到的表单相同，可以试填；填写的内容不保存，也不会提交。", class_="once-note"))
    left, right = st.columns([7, 4], gap="large")
    with left:
        answers = _fill(matter, matter.form)
        _materials([material for material in matter.materials if asked(material)])
    with right:
        _try_out(who, matter, answers)


def _fill(matter: Definition, form: Form) -> Mapping[str, Any]:
    """The fields that are asked with what was answered before; returns the answers. A changed field begins anew."""
    keys = {field.id: f"preview.{matter.code}.{field.id}.{adler32(repr(field).encode())}" for field in matter.fields}
    says, words = complete(matter, _answers(matter, keys), today()), phrasing_among(matter.fields)
    for section in form.sections:
        fields = [field for field in section.fields if shown(matter, field, says, today())]
        if fields:
            st.header(plain(section.title), anchor=False)
        for field in fields:
            ask(field, FieldSlot(keys[field.id], answers=says, words=words), None)
    office = [field.label for field in matter.fields if field.filled_by == "office"]
    if office:
        show(tag("p", f"由受理机构办理时填写：{'、'.join(office)}", class_="once-note"))
    return _answers(matter, keys)


def _answers(matter: Definition, keys: Mapping[str, str]) -> dict[str, Any]:
    found = {field.id: _given(field, keys[field.id]) for field in matter.fields if field.filled_by == "applicant"}
    return {key: value for key, value in found.items() if filled(value)}


def _given(field: FormField, key: str) -> object:
    return given(field, FieldSlot(key)) if key in st.session_state else None


def _materials(materials: list[Material]) -> None:
    if materials:
        st.header("申请材料", anchor=False)
        rows = [(m.name + asked_as(m), SOURCES[m.source.kind], "、".join(m.formats).upper()) for m in materials]
        show(table(("材料", "来源", "格式"), rows))


def _try_out(who: Caller, matter: Definition, answers: Mapping[str, Any]) -> None:
    """Who would get it, filed from a post of the running organisation."""
    st.header("由谁办理", anchor=False)
    posts = {hat.post: f"{hat.body_name} {hat.title}" for hat in who.posts}
    posts |= {
        golden.filed_as: f"金样“{golden.name}”的申请岗位" for golden in matter.golden if golden.filed_as not in posts
    }
    post = st.selectbox("假如由这个岗位申请", list(posts), format_func=posts.__getitem__, key="preview.post")
    if post is None:
        return
    found = service().matter_editing.try_out(who, matter.code, answers, post)
    if isinstance(found, Refusal):
        show(tag("p", found.message, class_="once-note"))
        return
    show_steps("环节", found.steps)
    show(facts([("承诺时限", found.promised), ("跑动次数", errands(found.errands))]))
    if found.problems:
        show(tag("p", "现在提交会指出：", class_="once-label"), bullets(problem.message for problem in found.problems))
