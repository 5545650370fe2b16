"""Handling several items of the queue at once (批量办理): ticked, asked once more, then told item by item what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from flows.views.tasks import BatchItem, BatchReceipt, BatchRequest, TaskLine
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import ProofRequired
from matters.language.actions import ACTION_NAMES
from ui.components.asking import ask_password
from ui.components.markup import bullets, plain, show, tag
from ui.components.messages import refuse_after
from ui.components.queue import late_text
from ui.session import caller, idempotency_key, service, today

MAX_OPINION = 1000
_ASKED, _ANSWERED, _OPINION = "batch.asked", "batch.answered", "batch.opinion"
_PROVE, _PASSWORD = "batch.prove", "batch.password"


@dataclass(frozen=True)
class _Asked:
    """What the person is asked to confirm: the very request that is sent, what its items are called and what to look at."""

    request: BatchRequest
    titles: dict[str, str]
    told: tuple[str, ...]


def tick(line: TaskLine) -> None:
    """The box before an item that can be handled with others. An item that has changed has another one, which is empty.

    One that waits for several of the person's hats is handled on its own, where the hat is asked.
    """
    if _batched(line):
        st.checkbox(
            plain(f"选中：{_title(line)}"),
            key=_box(line),
            label_visibility="collapsed",
            disabled=_ASKED in st.session_state,
        )


def batch_bar(lines: Sequence[TaskLine]) -> None:
    """What is ticked and what can be done with it; it comes with the first tick and stays in sight."""
    asked: _Asked | None = st.session_state.get(_ASKED)
    ticked = [line for line in lines if _batched(line) and st.session_state.get(_box(line))]
    if not asked and not ticked:
        return
    with st.container(key="batch"):
        if asked:
            _confirm(asked)
        else:
            _offer(_by_shape(ticked), _by_shape(filter(_batched, lines)))


def _offer(ticked: dict[str, list[TaskLine]], page: dict[str, list[TaskLine]]) -> None:
    """One act for each kind that is ticked: only items that are alike go together."""
    chosen = [line for alike in ticked.values() for line in alike]
    others = [line for shape in ticked for line in page[shape] if line not in chosen]
    kinds = f"，分属 {len(ticked)} 类，须逐类办理" if len(ticked) > 1 else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        show(tag("p", f"已选 {len(chosen)} 项{kinds}", class_="once-label", role="status"))
        if others:
            st.button(f"全选本页同类（另有 {len(others)} 项）", key="batch.all", on_click=_set, args=(others, True))
        st.button("取消选择", key="batch.none", on_click=_set, args=(chosen, False))
    with st.container(horizontal=True):
        said = "意见（各项相同）"
        opinion = st.text_input(
            said,
            key=_OPINION,
            max_chars=MAX_OPINION,
            placeholder=said,
            label_visibility="collapsed",
            persist_state="page",
        )
        for alike in ticked.values():
            _ask(alike, opinion, _kind(alike) if kinds else "")


def _ask(alike: list[TaskLine], opinion: str, kind: str) -> None:
    if st.button(f"批量{_act_name(alike[0])}{plain(kind)}", key=f"batch.ask.{alike[0].shape}", type="primary"):
        titles = {line.id: _title(line) for line in alike}
        st.session_state[_ASKED] = _Asked(_request(alike, opinion), titles, tuple(map(_told, alike)))
        st.rerun()


def _kind(alike: list[TaskLine]) -> str:
    return f"：{alike[0].matter_name}“{alike[0].step_name}” {len(alike)} 项"


def _confirm(asked: _Asked) -> None:
    """What is confirmed stands above the button: a second click on the one before hits nothing."""
    label = ACTION_NAMES[asked.request.action]
    opinion = f"意见：“{asked.request.opinion.rstrip('。')}”" if asked.request.opinion else "没有填写意见"
    st.warning(plain(f"将对以下 {len(asked.titles)} 项待办逐项办理“{label}”，{opinion}。请确认。"))
    _listed(asked.told)
    if st.session_state.get(_PROVE):
        ask_password(_PASSWORD)
    with st.container(horizontal=True):
        key = idempotency_key("batch", asked.request)
        st.button(f"确认批量{label}", type="primary", key=f"batch.yes.{key}", on_click=_send, args=(asked, key))
        st.button("返回修改", key=f"batch.no.{key}", on_click=_back)


def _back() -> None:
    for name in (_ASKED, _PROVE, _PASSWORD):
        st.session_state.pop(name, None)


def _send(asked: _Asked, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself. A second click gets the first answer."""
    request = asked.request.model_copy(update={"password": st.session_state.get(_PASSWORD, "")})
    answer = service().tasks.batch(caller(), request, key)
    if isinstance(answer, ProofRequired | Invalid):  # who acts is asked for, or was not proved: nothing was done
        st.session_state[_PROVE] = True
        refuse_after(answer)
        return
    _back()
    if isinstance(answer, Refusal):
        refuse_after(answer)
    else:
        st.session_state[_OPINION] = ""
        st.session_state[_ANSWERED] = (answer, asked.titles)


def answered() -> None:
    """What became of it item by item, until something else is sent or the person puts it away."""
    kept: tuple[BatchReceipt, dict[str, str]] | None = st.session_state.get(_ANSWERED)
    if kept is None:
        return
    answer, titles = kept
    done = [titles[one.task] for one in answer.outcomes if one.done]
    refused = [f"{titles[one.task]}：{one.message}" for one in answer.outcomes if not one.done]
    if done:
        st.success(plain(f"已办理“{ACTION_NAMES[answer.action]}” {len(done)} 项，无需重复点击。"))
        _listed(done)
    if refused:
        st.error(plain(f"{len(refused)} 项没有办理，请逐项查看。"))
        _listed(refused)
    st.button("不再显示办理结果", key="batch.put_away", on_click=lambda: st.session_state.pop(_ANSWERED, None))


def _listed(lines: Iterable[str]) -> None:
    """Of many lines a few are in sight, so that what stands below is, too."""
    show(tag("div", bullets(lines), class_="once-scroll", tabindex="0"))


def _request(alike: Sequence[TaskLine], opinion: str) -> BatchRequest:
    action = alike[0].batch
    if action is None:
        raise ValueError(f"{alike[0].shape} is not handled in batches")
    items = tuple(BatchItem(task=line.id, expected_version=line.version, post=line.posts[0]) for line in alike)
    return BatchRequest(action=action, opinion=opinion.strip(), items=items)


def _by_shape(lines: Iterable[TaskLine]) -> dict[str, list[TaskLine]]:
    found: dict[str, list[TaskLine]] = {}
    for line in lines:
        found.setdefault(line.shape, []).append(line)
    return found


def _batched(line: TaskLine) -> bool:
    return line.batch is not None and len(line.posts) == 1


def _act_name(line: TaskLine) -> str:
    return ACTION_NAMES[line.batch] if line.batch else ""


def _set(lines: Iterable[TaskLine], value: bool) -> None:
    for line in lines:
        st.session_state[_box(line)] = value


def _box(line: TaskLine) -> str:
    return f"tick.{line.id}.{line.version}"


def _title(line: TaskLine) -> str:
    return f"{line.title}（{line.case_no}）"


def _told(line: TaskLine) -> str:
    """What one looks at before it is confirmed."""
    return "，".join(part for part in (_title(line), line.applicant_body, line.brief, late_text(line, today())) if part)
