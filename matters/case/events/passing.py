"""How an item goes from body to body (上报、转下级、转报), and the answer that comes back."""

from typing import Literal

from pydantic import Field

from matters.case.events.base import EventBase
from matters.case.values import ItemKey, Leg
from matters.organisation.snapshot import Holder


class PassedOn(EventBase):
    """Another body has the item. 上报、转下级、转报. `holders`: who may act there."""

    type: Literal["passed_on"] = "passed_on"
    item: ItemKey
    leg: Leg
    holders: tuple[Holder, ...] = Field(min_length=1)
    organisation: int


class Replied(EventBase):
    """The body that was asked has answered, and the item is back. 答复. `to`: who has it again."""

    type: Literal["replied"] = "replied"
    item: ItemKey
    to: tuple[Holder, ...] = Field(min_length=1)
    organisation: int
