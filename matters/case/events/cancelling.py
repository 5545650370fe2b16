"""What becomes of open cases when their matter is cancelled (事项取消)."""

from typing import ClassVar, Literal

from matters.case.aggregate import Case
from matters.case.changing import all_closed
from matters.case.events.base import EventBase


class EndedByCancellation(EventBase):
    """→ terminated: its matter was cancelled, and what was open of it ends. 因事项取消而终止. `ground`: on which it was."""

    name: ClassVar[str] = "因事项取消而终止"
    type: Literal["ended_by_cancellation"] = "ended_by_cancellation"
    ground: str
    tell: tuple[str, ...] = ()

    def change(self, case: Case) -> Case:
        return all_closed(case).replaced(paused_at=None, ended="terminated")
