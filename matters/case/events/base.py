"""What every event carries and says of itself: what it is about, what waits since it, who is told, how it changes the case."""

from datetime import datetime
from operator import not_
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.case.aggregate import Case
from matters.case.changing import item_of
from matters.case.deeds import Deed, Involved
from matters.case.items import Purpose, WorkItem
from matters.case.values import Conflict, ItemKey
from matters.organisation.snapshot import Holder

# A fact that events had not from the start: where there is none, rows are written as they were, and keep their digest.
LATER = Field(exclude_if=not_)
_SAID_OF_ITEM = ("holders", "due", "provisional", "organisation")


class EventBase(BaseModel):
    """What every event carries. `seq` counts from 1 within the case; `at` is an aware instant.

    `name`: what people call it; one without is not told to them. `tells`: which of its facts names those who are told of it.
    `behalf`: the hat of somebody absent for whom the actor stood in (代); `noted`: the actor's conflict of interest, where the
    step lets the act stand with this note (注明后可办); `proven`: when the actor had last proved who they are, where that was
    asked of the act (身份确认).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = ""
    tells: ClassVar[str] = "tell"

    version: Literal[1] = 1
    case_no: str
    seq: int = Field(ge=1)
    at: datetime
    actor: Holder
    behalf: Holder | None = None
    said: str = ""
    noted: Conflict | None = None
    proven: Annotated[datetime | None, LATER] = None
    type: str

    @property
    def hat(self) -> Holder:
        """The hat that it counts for."""
        return self.behalf or self.actor

    @property
    def subject(self) -> ItemKey | None:
        """The item it is about, which was open before it."""
        return None

    @property
    def place(self) -> str:
        """The step, question or duty it is about; empty where it is about the case as a whole."""
        return self.subject.step if self.subject else ""

    @property
    def opens(self) -> ItemKey | None:
        """The item that waits since it."""
        return None

    @property
    def told(self) -> tuple[str, ...]:
        """The people who are told of it: whom it names for that, or else who has something before them by it."""
        named = self._fact(self.tells)
        hats = (named,) if isinstance(named, Holder) else named
        return tuple(one.person if isinstance(one, Holder) else one for one in hats)

    @property
    def waits_for(self) -> tuple[Holder, ...]:
        """For whom an item waits since it (`holders`)."""
        holders: tuple[Holder, ...] = self._fact("holders")
        return holders

    @property
    def changes(self) -> tuple[str, ...]:
        """The fields and materials that say something else since it (`wrote`)."""
        wrote: tuple[str, ...] = self._fact("wrote")
        return wrote

    def _fact(self, name: str) -> Any:  # noqa: ANN401 - as the event has it
        """What it says under this name; nothing where events of its type do not speak of it."""
        return getattr(self, name) if name in type(self).model_fields else ()

    def change(self, case: Case) -> Case:
        """The case after it; by most of what is only told it stays as it is."""
        return case

    def opening(self, purpose: Purpose, **facts: Any) -> WorkItem:  # noqa: ANN401 - facts of an item
        """The item that waits since it: for whom, until when and by which organisation is what the event says, if it says it."""
        said = {name: getattr(self, name) for name in _SAID_OF_ITEM if name in type(self).model_fields}
        return WorkItem(**{"key": self.opens, "opened_at": self.at, "purpose": purpose, "due": None, **said, **facts})

    def close(self, case: Case, key: ItemKey) -> Case:
        """The item closes with a deed of the actor."""
        item = item_of(case, key)
        deed = Deed(key, self.actor, self.at, self.seq, self.type, self.behalf)
        rest = tuple(other for other in case.items if other.key != key)
        return case.replaced(items=rest, closed=(*case.closed, item), deeds=(*case.deeds, deed))

    def involve(self, case: Case, step: str | None = None) -> Case:
        """Who acted, and in whose stead, has had the case before them: at that step, or as an administrator."""
        hats = (self.actor, *((self.behalf,) if self.behalf else ()))
        involved = (Involved(hat.person, step) for hat in hats)
        return case.replaced(involved=tuple(dict.fromkeys((*case.involved, *involved))))


class StepEvent(EventBase):
    """What happens at a step as a whole."""

    step: str

    @property
    def place(self) -> str:
        """The step."""
        return self.step


class Opening(StepEvent):
    """Since it an item of the step waits."""

    @property
    def opens(self) -> ItemKey:
        """The item."""
        return ItemKey(self.seq, self.step)


class ItemEvent(EventBase):
    """What happens to an item that is open."""

    item: ItemKey

    @property
    def subject(self) -> ItemKey:
        """The item."""
        return self.item

    @property
    def place(self) -> str:
        """The step of the item."""
        return self.item.step


class Closing(ItemEvent):
    """By it the item is done."""

    def change(self, case: Case) -> Case:
        """The item closes with a deed of the actor."""
        return self.close(case, self.item)
