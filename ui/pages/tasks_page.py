"""待办: the work items that wait for me, my own supplements among them; what is due first stands on top."""

import streamlit as st

from flows.views.people import Caller
from flows.views.tasks import DUE_NAMES, ORDER_NAMES, TaskList, TaskQuery
from matters.errors.base import Refusal
from ui.components.acts.batching import answered, batch_bar, tick
from ui.components.links import Place
from ui.components.messages import granted, tell
from ui.components.narrowing import Narrowing, amount
from ui.components.queue import heads, row
from ui.session import caller, service, today


def _waiting(who: Caller) -> int | Refusal:
    return service().tasks.waiting(who)


PLACE = Place("tasks", "待办", rank=20, waiting=_waiting)


def page() -> None:
    """One row per item, and what several of them can be given at once."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    filters = Narrowing("tasks")
    query = _query(who, filters)
    found = filters.listed(lambda number: granted(service().tasks.queue(who, number, query)))
    answered()
    if found.items:
        _rows(found)
        filters.pages(found.page)
    else:
        _nothing(filters, query)
    batch_bar(found.items)


def _rows(found: TaskList) -> None:
    with st.container(key="rows", gap=None):
        heads(f"待办（{amount(found.page, '项')}）", "摘要", "办理期限")
        for line in found.items:
            with st.container(key=f"task.{line.id}.{line.version}", horizontal=True, vertical_alignment="center"):
                tick(line)
                row(line, today())


def _query(who: Caller, filters: Narrowing) -> TaskQuery:
    kinds = granted(service().tasks.kinds(who))
    steps = {f"{kind.matter}.{kind.step}": kind for kind in kinds.steps}
    names = {"": "全部事项和环节", **{key: kind.name for key, kind in steps.items()}}
    q = filters.words("q", "标题、编号、申请人")
    at = steps.get(filters.choice("事项和环节", "step", names))
    due = filters.choice("期限", "due", {"": "全部期限", **DUE_NAMES})
    body = filters.choice("申请单位", "body", {"": "全部申请单位", **kinds.bodies})
    order = filters.choice("排列", "order", ORDER_NAMES)
    where = {"matter": at.matter, "step": at.step} if at else {}
    return TaskQuery.model_validate({**where, "body": body, "due": due or None, "q": q, "order": order})


def _nothing(filters: Narrowing, query: TaskQuery) -> None:
    if query == TaskQuery(order=query.order):
        st.info("目前没有待办。有新的待办时，“待办”旁会显示件数。")
        return
    st.info("没有符合筛选条件的待办。")
    filters.clearing()
