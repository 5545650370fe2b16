"""Acting on an open work item: choose what to do, write the opinion, fill the office's fields, name the defects."""

from collections.abc import Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from flows.views.cases import CaseView
from flows.views.people import Caller
from flows.views.tasks import ActRequest, FillField, OpinionOffer, TaskView
from matters.commands.acts import ON_ITEMS, ItemAct
from matters.commands.leaning import contradicts
from matters.language.actions import Action
from matters.language.form import When
from matters.language.route.steps import Resumes
from ui.components.acts.acting import MORE, Acting
from ui.components.acts.answering import ask_for_own_files, reply
from ui.components.acts.handing import hand_on, offers
from ui.components.acts.late_materials import late_form
from ui.components.acts.paper_ahead import show_paper_ahead
from ui.components.acts.people import choose_actors
from ui.components.acts.supplementing import SupplementForm, names_of
from ui.components.fields.widget import field_of
from ui.components.markup import plain, show, tag
from ui.components.wording import day
from ui.session import today

MAX_OPINION = 1000
MENDING: tuple[tuple[Action, ...], ...] = (("supplement",), ("hand_in_late",))  # what is the applicant's own to bring
_RESUMES: dict[Resumes, str] = {"rerun": "重新逐环节办理", "straight_back": "办理后直接回到本环节"}


def act_form(caller: Caller, case: CaseView, task: TaskView) -> None:
    """Everything the item offers. What decides it stands in a bar of its own, which stays in sight."""
    acting = Acting(caller, case, task)
    top, box = st.empty(), st.container(border=True, key=acting.key("box"))
    with box:
        _asked(acting)
        if task.line.actions == ("supplement",):
            _supplement(acting)
        elif task.line.actions == ("hand_in_late",):
            late_form(acting)
    if task.line.actions not in MENDING:
        _decide(acting, box)
    with top:
        acting.show_defects()


def _asked(acting: Acting) -> None:
    """What is asked of whom, until when, and what will be noted."""
    task, stead = acting.task, acting.task.line.behalf
    due = f"（办理期限：{day(task.line.due, task.line.provisional)}）" if task.line.due else ""
    asked = f"您代{stead.name}办理" if stead else "请您办理"
    st.header(plain(f"{asked}：{task.line.step_name}{due}"), anchor=False)
    if stead:
        told = f"该待办由{stead.text}办理，已委托您代理；您办理后，记录注明由您代其办理。"
        show(tag("p", told, class_="once-note"))
    if task.instructions:
        show(tag("p", task.instructions, class_="once-note"))
    if task.conflict:
        st.info(plain(f"您办理本环节将载明：{task.conflict}。"))


def _supplement(acting: Acting) -> None:
    supplement = SupplementForm(acting)
    supplement.draw()
    common = acting.common(acting.post())
    if st.button("提交补正", type="primary", key=acting.key("submit.supplement")):
        answers, materials = supplement.answers, supplement.materials
        acting.act(ActRequest(action="supplement", answers=answers, materials=materials, **common))


def _decide(acting: Acting, box: DeltaGenerator) -> None:
    """One act at a time, with all that goes along with it in one place, so that nothing is confirmed unseen."""
    deciding, handing = offers(acting)
    if not deciding:
        with box:
            hand_on(acting, handing)
        return
    with st.container(key=acting.key("bar")):
        chosen = acting.choose("办理意见", "action", [*deciding, *([MORE] if handing else [])], _at_first(deciding))
        if chosen == MORE:
            hand_on(acting, handing)
        elif chosen:
            parts = _parts(acting, ON_ITEMS[chosen])
            _confirm(acting, ON_ITEMS[chosen], parts, acting.post())
    if chosen in deciding:
        with box:
            show_paper_ahead(acting, chosen)


def _confirm(acting: Acting, act: ItemAct, parts: dict[str, Any], post: str | None) -> None:
    acting.prove()
    left, right, beside = st.columns([5, 3, 3], vertical_alignment="bottom")
    with beside:
        _phrases(acting, act.word)
    with left:
        opinion = _opinion(acting, act.word, required=_wants_reason(acting, act, parts))
    meant = _meant(acting, act, opinion)
    label = f"确认{act.name}"
    if right.button(label, type="primary", key=acting.key(f"submit.{act.word}"), width="stretch") and meant:
        acting.act(ActRequest(action=act.word, opinion=opinion, **parts, **acting.common(post)))


def _at_first(actions: Sequence[Action]) -> Action | None:
    """What brings the case on, where that is what is asked first, or the only act; what refuses is chosen by hand."""
    return actions[0] if len(actions) == 1 or ON_ITEMS[actions[0]].bent == "agreeing" else None


def _wants_reason(acting: Acting, act: ItemAct, parts: dict[str, Any]) -> bool:
    again = "findings" in act.parts and bool(acting.task.again)
    return again or act.word in acting.task.opinion_required or parts.get("answer") == "no"


def _meant(acting: Acting, act: ItemAct, opinion: str) -> bool:
    """Asked once, in place, where the opinion reads like the opposite of the act; the paper would carry both."""
    if act.bent is None or not contradicts(act.bent, opinion):
        return True
    other = "同意" if act.bent == "rejecting" else "不同意"
    said = opinion.rstrip("。")
    st.warning(
        plain(f"您要办理的是“{act.name}”，填写的意见却像是“{other}”：“{said}”。请修改意见；意见无误的，请勾选确认。")
    )
    return st.checkbox(plain(f"意见无误，仍然办理“{act.name}”"), key=acting.key(f"meant.{act.word}"))


def _parts(acting: Acting, act: ItemAct) -> dict[str, Any]:
    """What goes along with the act besides the opinion."""
    if "answer" in act.parts:
        return reply(acting)
    if "files" in act.parts:
        return {"files": ask_for_own_files(acting, "履行义务的材料（选填）")}
    if act.bent == "agreeing":
        return {"fills": _fills(acting), "choices": choose_actors(acting.task.choices, "choose", acting.kept)}
    parts: dict[str, Any] = {"fills": _fills(acting, agreeing=False)} if "fills" in act.parts else {}
    if "findings" in act.parts:
        if acting.task.again:
            st.info(plain(acting.task.again))
        parts |= {"findings": _findings(acting)}
        _told_of_ends(acting.task.ends)
    if "step" in act.parts:
        parts |= {"step": _earlier(acting)}
    if "resumes" in act.parts and acting.task.resumes_open:
        parts |= {"resumes": _resumes(acting)}
    return parts


def _earlier(acting: Acting) -> str | None:
    """The step the case goes back to."""
    earlier = {choice.step: choice for choice in acting.task.earlier}
    chosen = st.selectbox(
        "退回到哪个环节",
        list(earlier),
        index=None,
        format_func=lambda step: earlier[step].name,
        placeholder="请选择前序环节",
        **acting.kept("step", earlier),
    )
    if chosen:
        _told_of_ends(earlier[chosen].ends)
    return chosen


def _told_of_ends(ends: tuple[str, ...]) -> None:
    """What else the return ends, before it is made."""
    if ends:
        st.info(plain(f"同时在办的“{'”“'.join(ends)}”将一并中止，待退回的内容办妥后重新办理。"))


def _resumes(acting: Acting) -> Resumes:
    """Where the case goes on afterwards."""
    ways: tuple[Resumes, ...] = ("rerun", "straight_back")
    way: Resumes = st.radio(
        "退回后", ways, format_func=_RESUMES.__getitem__, horizontal=True, **acting.kept("resumes", ways)
    )
    return way


def _fills(acting: Acting, *, agreeing: bool = True) -> dict[str, Any]:
    """The office's own fields; who refuses is asked those that may be demanded in that case."""
    asked = (fill for fill in acting.task.fills if agreeing or isinstance(field_of(fill).required, When))
    return {fill.definition["id"]: value for fill in asked if (value := _fill(acting, fill)) is not None}


def _fill(acting: Acting, fill: FillField) -> object:
    """The field as it is demanded by what stands on the page now."""
    field, says = field_of(fill), acting.says
    bites = isinstance(field.required, When) and field.required.when.met(says, today())
    demanded = field.model_copy(update={"required": "always" if fill.required or bites else "optional"})
    value = acting.ask(f"fill.{field.id}", demanded, fill.value, says)
    acting.draw_computed(field.id, says)
    return value


def _findings(acting: Acting) -> dict[str, str]:
    """Every defect at once: first which fields and materials, then what is wrong with each."""
    labels = names_of(acting.task)
    acting.places["findings"] = acting.key("targets")
    chosen = st.multiselect(
        "需要补正的内容（一次列全）",
        list(labels),
        format_func=labels.__getitem__,
        placeholder="请选择填报项或材料（可多选）",
        **acting.kept("targets", labels),
    )
    written = {
        target: st.text_input(plain(f"{labels[target]}：存在的问题"), max_chars=300, **acting.kept(f"finding.{target}"))
        for target in chosen
    }
    acting.places.update({target: acting.key(f"finding.{target}") for target in chosen})
    return {target: text.strip() for target, text in written.items()}


def _opinion(acting: Acting, action: Action, *, required: bool) -> str:
    key = acting.key("opinion")
    offer = acting.task.opinions.get(action, OpinionOffer())
    st.session_state.setdefault(key, acting.begun.get("opinion", ""))
    _preset(acting, action, offer.preset)
    acting.places["opinion"] = key
    suffix = "" if required else "（选填）"
    written: str = st.text_area(f"意见{suffix}", max_chars=MAX_OPINION, height=68, **acting.kept("opinion"))
    return written.strip()


def _phrases(acting: Acting, action: Action) -> None:
    """Texts to take over and to change."""
    offer = acting.task.opinions.get(action, OpinionOffer())
    if not offer.phrases:
        return
    phrase = acting.key("phrase")
    st.selectbox(
        "常用意见（选填）",
        offer.phrases,
        index=None,
        placeholder="请选用",
        key=phrase,
        on_change=_use_phrase,
        args=(acting, phrase, acting.key("opinion")),
    )


def _preset(acting: Acting, action: Action, preset: str) -> None:
    """The text of the chosen act stands in the box until something is written; cleared, it stays so."""
    chosen = acting.key("opinion.for")
    untouched = {"", *(offer.preset for offer in acting.task.opinions.values())}
    if st.session_state.get(chosen) != action and st.session_state[acting.key("opinion")] in untouched:
        st.session_state[acting.key("opinion")] = preset
    st.session_state[chosen] = action


def _use_phrase(acting: Acting, phrase: str, opinion: str) -> None:
    st.session_state[opinion] = st.session_state.get(phrase) or ""
    acting.keep("opinion", st.session_state[opinion])
