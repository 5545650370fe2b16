"""Handling several items of the queue at once (批量办理): chosen, asked once more, then told item by item what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from flows.views.tasks import MOST_AT_ONCE, BatchItem, BatchReceipt, BatchRequest, TaskLine
from matters.errors.base import Refusal
from matters.language.actions import ACTION_NAMES
from ui.components.markup import bullets, plain, show, tag
from ui.components.messages import refuse_after
from ui.session import caller, idempotency_key, service

MAX_OPINION = 1000
_ASKED, _ANSWERED, _BACK = "batch.asked", "batch.answered", "batch.back"


@dataclass(frozen=True)
class _Asked:
    """What the person is asked to confirm: the very request that is sent, and what its items are called.

    `shape`, `chosen`: what was chosen, to come back to it.
    """

    request: BatchRequest
    titles: dict[str, str]
    shape: str
    chosen: tuple[str, ...]


def batch(lines: Sequence[TaskLine]) -> None:
    """Offered where at least two items on the page are of equal shape."""
    _answered()
    asked: _Asked | None = st.session_state.get(_ASKED)
    if asked:
        _confirm(asked)
        return
    groups = _groups(lines)
    if groups:
        with st.expander("批量办理", key="batch", expanded=st.session_state.pop(_BACK, False)):
            _choose(groups)


def _groups(lines: Sequence[TaskLine]) -> dict[str, list[TaskLine]]:
    """The items by shape; one that waits for several of the person's hats is handled on its own, where the hat is asked."""
    found: dict[str, list[TaskLine]] = {}
    for line in lines:
        if line.batch and len(line.posts) == 1:
            found.setdefault(line.shape, []).append(line)
    return {shape: alike[:MOST_AT_ONCE] for shape, alike in found.items() if len(alike) > 1}


def _choose(groups: dict[str, list[TaskLine]]) -> None:
    note = (
        "同一事项、同一环节、无需填写内容的待办，可以一次给出同一意见。系统逐项办理，个别不能办理的，不影响其他各项。"
    )
    show(tag("p", note, class_="once-note"))
    names = {
        shape: f"{alike[0].step_name}：{alike[0].matter_name}（{len(alike)} 项）" for shape, alike in groups.items()
    }
    if st.session_state.get("batch.shape") not in names:  # the last of its kind may have been handled meanwhile
        st.session_state.pop("batch.shape", None)
    shape = st.selectbox("办理哪一类", list(names), format_func=names.__getitem__, key="batch.shape")
    lines = {f"{line.id}.{line.version}": line for line in groups[shape]}  # an item that has changed is chosen afresh
    chosen = st.multiselect(
        "选择待办",
        list(lines),
        format_func=lambda key: _title(lines[key]),
        key=f"batch.items.{shape}",
        placeholder="请选择（可多选）",
    )
    opinion = st.text_area("意见（各项相同）", key=f"batch.opinion.{shape}", max_chars=MAX_OPINION, height=80)
    action = groups[shape][0].batch
    if action is None:
        raise ValueError(f"{shape} is not handled in batches")
    if st.button(f"批量{ACTION_NAMES[action]}", key=f"batch.ask.{shape}") and chosen:
        picked = [lines[key] for key in chosen]
        items = tuple(BatchItem(task=line.id, expected_version=line.version, post=line.posts[0]) for line in picked)
        request = BatchRequest(action=action, opinion=opinion.strip(), items=items)
        st.session_state[_ASKED] = _Asked(request, {line.id: _title(line) for line in picked}, shape, tuple(chosen))
        st.rerun()


def _title(line: TaskLine) -> str:
    return f"{line.title}（{line.case_no}）"


def _confirm(asked: _Asked) -> None:
    """What is confirmed stands above the button: a second click on the one before hits nothing."""
    label = ACTION_NAMES[asked.request.action]
    opinion = f"意见：“{asked.request.opinion.rstrip('。')}”" if asked.request.opinion else "没有填写意见"
    st.warning(plain(f"将对以下 {len(asked.titles)} 项待办逐项办理“{label}”，{opinion}。请确认。"))
    show(bullets(tuple(asked.titles.values())))
    with st.container(horizontal=True):
        key = idempotency_key("batch", asked.request)
        st.button(f"确认批量{label}", type="primary", key=f"batch.yes.{key}", on_click=_send, args=(asked, key))
        st.button("返回修改", key=f"batch.no.{key}", on_click=_back, args=(asked,))


def _back(asked: _Asked) -> None:
    """To what was chosen and written, which the page has not drawn meanwhile and would have forgotten."""
    st.session_state.pop(_ASKED, None)
    st.session_state[_BACK] = True
    st.session_state["batch.shape"] = asked.shape
    st.session_state[f"batch.items.{asked.shape}"] = list(asked.chosen)
    st.session_state[f"batch.opinion.{asked.shape}"] = asked.request.opinion


def _send(asked: _Asked, key: str) -> None:
    """Runs as a callback, before the page: asks for the login itself. A second click gets the first answer."""
    answer = service().tasks.batch(caller(), asked.request, key)
    st.session_state.pop(_ASKED, None)
    if isinstance(answer, Refusal):
        refuse_after(answer)
    else:
        st.session_state[_ANSWERED] = (answer, asked.titles)


def _answered() -> None:
    """Item by item, until something else is sent or the person puts it away."""
    kept: tuple[BatchReceipt, dict[str, str]] | None = st.session_state.get(_ANSWERED)
    if kept is None:
        return
    answer, titles = kept
    done = [titles[one.task] for one in answer.outcomes if one.done]
    refused = [f"{titles[one.task]}：{one.message}" for one in answer.outcomes if not one.done]
    if done:
        st.success(plain(f"已办理“{ACTION_NAMES[answer.action]}” {len(done)} 项，无需重复点击。"))
        show(bullets(tuple(done)))
    if refused:
        st.error(plain(f"{len(refused)} 项没有办理，请逐项查看。"))
        show(bullets(tuple(refused)))
    st.button("不再显示办理结果", key="batch.put_away", on_click=lambda: st.session_state.pop(_ANSWERED, None))
