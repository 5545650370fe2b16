"""Acting on an open work item: choose what to do, write the opinion, fill the office's fields, name the defects."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from flows.views import ACTION_LABELS, Action, ActRequest, Caller, CaseView, FillField, TaskView
from matters.errors import Invalid, NotFound, Problem, Refusal
from ui.components.fields import Slot, ask, field_of, given
from ui.components.markup import plain, show, tag
from ui.components.messages import granted, refuse, refuse_after, tell_after
from ui.components.supplementing import Supplement, names_of
from ui.components.wording import day
from ui.session import caller, idempotency_key, service

ITEMISED: frozenset[Action] = frozenset({"request_supplement", "return_to_applicant"})
FILLING: frozenset[Action] = frozenset({"accept", "approve", "complete", "conclude"})
MAX_OPINION = 1000


@dataclass(frozen=True)
class Acting:
    """One item open before one person. Keys carry item and version: a late click on an old page finds no widget."""

    caller: Caller
    case: CaseView
    task: TaskView

    def key(self, name: str) -> str:
        """The key of a widget of this item at this version."""
        return f"act.{self.task.line.id}.{self.task.line.version}.{name}"

    @property
    def says(self) -> dict[str, Any]:
        """What the form says: the answers of the case, and what the office has filled in so far."""
        fields = {fill.definition["id"]: (field_of(fill), fill.value) for fill in self.task.fills}
        slots = {part: Slot(self.key(f"fill.{part}")) for part in fields}
        filled = {part: given(fields[part][0], slot) for part, slot in slots.items() if slot.key in st.session_state}
        return {answer.id: answer.value for answer in self.case.answers} | filled

    @property
    def problems(self) -> dict[str, str]:
        """What was wrong at the last attempt, by target."""
        problems: dict[str, str] = st.session_state.setdefault(self.key("problems"), {})
        return problems

    @property
    def faulty(self) -> list[str]:
        """The targets of all that was wrong at any attempt."""
        faulty: list[str] = st.session_state.setdefault(self.key("faulty"), [])
        return faulty

    def remember(self, problems: Iterable[Problem]) -> None:
        """Keep what was wrong, so that it stands beside its field."""
        self.problems.clear()
        self.problems.update({problem.target: problem.message for problem in problems})
        self.faulty.extend(target for target in self.problems if target not in self.faulty)


def act_form(caller: Caller, case: CaseView, task: TaskView) -> None:
    """Everything the item offers."""
    acting = Acting(caller, case, task)
    with st.container(border=True, key=acting.key("box")):
        due = f"（请于 {day(task.line.due, task.line.provisional)} 前办理）" if task.line.due else ""
        st.subheader(plain(f"请您办理：{task.line.step_name}{due}"), anchor=False)
        if task.instructions:
            show(tag("p", task.instructions, class_="once-note"))
        if task.line.actions == ("supplement",):
            _supplement(acting)
        else:
            _decide(acting)
        if acting.problems:
            st.error(plain("；".join(acting.problems.values())))


def _supplement(acting: Acting) -> None:
    supplement = Supplement(acting.caller, acting.case, acting.task, acting.problems, acting.faulty)
    supplement.draw()
    common = _common(acting, _post(acting))
    if st.button("提交补正", type="primary", key=acting.key("submit.supplement")):
        answers, materials = supplement.answers, supplement.materials
        _act(acting, ActRequest(action="supplement", answers=answers, materials=materials, **common))


def _decide(acting: Acting) -> None:
    actions = acting.task.line.actions
    action: Action | None = st.radio(
        "办理意见",
        actions,
        index=0 if len(actions) == 1 else None,
        format_func=ACTION_LABELS.__getitem__,
        horizontal=True,
        key=acting.key("action"),
    )
    if action is None:
        return
    fills = _fills(acting) if action in FILLING else {}
    findings = _findings(acting) if action in ITEMISED else {}
    opinion = _opinion(acting, action)
    post = _post(acting)
    if st.button(f"确认{ACTION_LABELS[action]}", type="primary", key=acting.key(f"submit.{action}")):
        common = _common(acting, post)
        _act(acting, ActRequest(action=action, opinion=opinion, fills=fills, findings=findings, **common))


def _common(acting: Acting, post: str | None) -> dict[str, Any]:
    return {"expected_version": acting.task.line.version, "post": post}


def _fills(acting: Acting) -> dict[str, Any]:
    """The office's own fields."""
    return {fill.definition["id"]: value for fill in acting.task.fills if (value := _fill(acting, fill)) is not None}


def _fill(acting: Acting, fill: FillField) -> object:
    field = field_of(fill).model_copy(update={"required": "always" if fill.required else "optional"})
    slot = Slot(acting.key(f"fill.{field.id}"), answers=acting.says, parties=acting.task.parties)
    ask(field, slot, fill.value, acting.problems.get(field.id, ""))
    return given(field, slot)


def _findings(acting: Acting) -> dict[str, str]:
    """Every defect at once: first which fields and materials, then what is wrong with each."""
    labels = names_of(acting.task)
    chosen = st.multiselect(
        "需要补正的内容（一次性列全）", list(labels), format_func=labels.__getitem__, placeholder="请选择字段或材料（可多选）",
        key=acting.key("targets"),
    )  # fmt: skip
    written = {
        target: st.text_input(
            plain(f"{labels[target]}：存在的问题"), key=acting.key(f"finding.{target}"), max_chars=300
        )
        for target in chosen
    }
    return {target: text.strip() for target, text in written.items()}


def _opinion(acting: Acting, action: Action) -> str:
    key, task_id = acting.key("opinion"), acting.task.line.id
    if key not in st.session_state:
        st.session_state[key] = granted(service().drafts.load_opinion(acting.caller, task_id))
    if acting.task.phrases:
        phrase = acting.key("phrase")
        st.selectbox(
            "常用意见（选填）", acting.task.phrases, index=None, placeholder="选用后可以修改", key=phrase,
            on_change=_use_phrase, args=(phrase, key, task_id),
        )  # fmt: skip
    suffix = "" if action in acting.task.opinion_required else "（选填）"
    written: str = st.text_area(
        f"意见{suffix}", key=key, max_chars=MAX_OPINION, height=100, on_change=_keep_opinion, args=(key, task_id)
    )
    return written.strip()


def _use_phrase(phrase: str, opinion: str, task_id: str) -> None:
    st.session_state[opinion] = st.session_state.get(phrase) or ""
    _keep_opinion(opinion, task_id)


def _keep_opinion(key: str, task_id: str) -> None:
    """Runs as a callback, before the page: asks for the login itself. The server keeps it, should the login end.

    Streamlit may call back for an item that has been done since; the page tells that by itself.
    """
    kept = service().drafts.save_opinion(caller(), task_id, st.session_state.get(key) or "")
    if isinstance(kept, Refusal) and not isinstance(kept, NotFound):
        refuse_after(kept)


def _post(acting: Acting) -> str | None:
    """The hat to act under, asked when the item waits for several of the person's hats."""
    posts = acting.task.line.posts
    titles = {hat.post: plain(f"{hat.body_name} {hat.title}") for hat in acting.caller.posts if hat.post in posts}
    if len(posts) < 2:
        return posts[0] if posts else None
    return st.radio("以哪个岗位办理", list(titles), index=None, format_func=titles.__getitem__, key=acting.key("post"))


def _act(acting: Acting, request: ActRequest) -> None:
    """Once: the key is bound to item, version and content, so that a second click is answered with the first result."""
    line = acting.task.line
    key = idempotency_key("act", request, line.id, line.version)
    found = service().tasks.act(acting.caller, line.id, request, key)
    if isinstance(found, Invalid):
        acting.remember(found.problems)
    elif isinstance(found, Refusal):
        acting.problems.clear()
        refuse(found)
        return
    else:
        tell_after(f"{found.message}办件当前状态：{found.status_name}。")
    st.rerun()
