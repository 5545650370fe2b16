"""Last days that are counted anew once the days off of a year are known (放假安排)."""

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from matters.case.aggregate import Case
from matters.case.events.base import EventBase
from matters.case.values import ItemKey


class ItemDue(BaseModel):
    """An open item and its last day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: ItemKey
    due: date
    provisional: bool = False


def with_last_days(case: Case, items: Iterable[ItemDue]) -> Case:
    """The case, of which these open items have another last day: who has one open is not disturbed."""
    anew = {one.item: {"due": one.due, "provisional": one.provisional} for one in items}
    return case.replaced(
        items=tuple(item.replaced(**anew[item.key]) if item.key in anew else item for item in case.items)
    )


class DaysCountedAnew(EventBase):
    """The last days are counted by another calendar than before. 重新计算期限. `due`: of the case, where it says something else;
    `items`: of the open items for which it does.
    """

    name: ClassVar[str] = "重新计算期限"
    type: Literal["days_counted_anew"] = "days_counted_anew"
    calendar: str
    due: date | None = None
    provisional: bool = False
    items: tuple[ItemDue, ...] = ()

    def change(self, case: Case) -> Case:
        """By what the clock stood still is counted as far as it was."""
        of_case = {"due": self.due, "provisional": self.provisional} if self.due else {}
        return with_last_days(case, self.items).replaced(**of_case)
