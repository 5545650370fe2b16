"""待办: the work items that wait for me, my own supplements among them; what is due first stands on top."""

from datetime import date

import streamlit as st

from flows.views.people import Caller
from flows.views.tasks import TaskLine
from matters.calendar import moment_text
from matters.errors.base import Refusal
from ui.components.acts.batching import batch
from ui.components.links import Place
from ui.components.markup import facts, show
from ui.components.messages import granted, tell
from ui.components.pager import pager, turn
from ui.components.queue import item_link, urgency
from ui.components.wording import day
from ui.session import caller, service, today

_PAGE = "tasks.page"


def _waiting(who: Caller) -> int | Refusal:
    return service().tasks.waiting(who)


PLACE = Place("tasks", "待办", rank=20, waiting=_waiting)


def page() -> None:
    """One row per item."""
    who = caller()
    tell()
    st.title(PLACE.title, anchor=False)
    found = granted(service().tasks.queue(who, page=turn(_PAGE)))
    batch(found.items)
    for line in found.items:
        _line(line, today())
    if found.items:
        pager(_PAGE, found.page)
    else:
        st.info("目前没有待办。")


def _line(line: TaskLine, on: date) -> None:
    with st.container(border=True, key=f"task.{line.id}.{line.version}"):
        item_link(line)
        show(
            facts(
                [
                    ("代理", f"代{line.behalf.text}办理" if line.behalf else ""),
                    ("事项", line.matter_name),
                    ("申请单位", line.applicant_body),
                    ("办件编号", line.case_no),
                    ("到达时间", moment_text(line.opened_at)),
                    ("办理期限", day(line.due, line.provisional) + ("（已挂起，恢复后顺延）" if line.resting else "")),
                ]
            ),
            urgency(line, on),
        )
