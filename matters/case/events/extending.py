"""More time for a case (延长): asked for by who holds an item, consented to or refused by somebody else."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from matters.case.aggregate import Case
from matters.case.changing import item_of, waiting_for
from matters.case.events.base import Closing, ItemEvent
from matters.case.events.recounting import ItemDue, with_last_days
from matters.case.values import ItemKey
from matters.organisation.snapshot import Holder


class ExtensionAsked(ItemEvent):
    """A holder asks for so many working days more. 申请延长. `holders`: who may consent."""

    name: ClassVar[str] = "申请延长"
    tells: ClassVar[str] = "holders"
    type: Literal["extension_asked"] = "extension_asked"
    holders: tuple[Holder, ...] = Field(min_length=1)
    days: int
    organisation: int

    @property
    def opens(self) -> ItemKey:
        """The item that waits since it."""
        return ItemKey(self.seq, self.item.step)

    def change(self, case: Case) -> Case:
        """The consent is an item of its own; the time stays as it is until it is given."""
        askers = tuple(hat.person for hat in (self.actor, self.behalf) if hat)
        asked = self.opening("extension", about=item_of(case, self.item).key, days=self.days, askers=askers)
        return waiting_for(case, asked)


class Extended(Closing):
    """The case has so many working days more. 延长期限. `due`: of the case; `items`: what of it was to be done has them too.

    `about`: the item from which it was asked for; `paper`: what tells the applicant, where the matter has one.
    """

    name: ClassVar[str] = "延长期限"
    type: Literal["extended"] = "extended"
    about: ItemKey
    days: int
    due: date
    provisional: bool = False
    items: tuple[ItemDue, ...] = ()
    paper: str | None = None
    tell: tuple[str, ...]

    def change(self, case: Case) -> Case:
        """The days by which the clock stood still are counted as far as they were."""
        done = super().change(case)
        days = (*case.extensions, self.days)
        return with_last_days(done.replaced(extensions=days, due=self.due, provisional=self.provisional), self.items)


class ExtensionRefused(Closing):
    """The time of the case stays as it is. 不同意延长."""

    name: ClassVar[str] = "不同意延长"
    type: Literal["extension_refused"] = "extension_refused"
    about: ItemKey
    tell: tuple[str, ...]
