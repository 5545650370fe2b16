"""Papers that are due besides that of the result: of a step that is done, and for each row of a table."""

from typing import ClassVar, Literal

from matters.case.aggregate import Case
from matters.case.deeds import PaperOrder
from matters.case.events.base import EventBase


class PapersDue(EventBase):
    """A paper is due besides that of the result: of the `step` that is done (中途出具), or with the result; once, or for each of
    the `rows` (一行一份). What was issued of it in an earlier round is superseded."""

    name: ClassVar[str] = "应出具文书"
    type: Literal["papers_due"] = "papers_due"
    paper: str
    step: str | None = None
    rows: int | None = None

    @property
    def place(self) -> str:
        """The step that is done; none of what comes with the result."""
        return self.step or ""

    def change(self, case: Case) -> Case:
        others = (order for order in case.orders if order.paper != self.paper)
        return case.replaced(orders=(*others, PaperOrder(self.paper, self.seq, self.step, self.rows)))
