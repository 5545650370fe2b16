"""How an item goes from body to body (上报、转下级、转报), and the answer that comes back."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.case.events.base import EventBase
from matters.organisation.snapshot import Holder

Passing = Literal["report_up", "send_down", "forward"]


class Leg(BaseModel):
    """One leg of the way of an item from body to body: passed on `by` somebody, out of this `group`, to that `body`.

    `answers`: the body answers, and the item comes back; else it acts in place of who passed the item on. `informs`: who passed
    it on is told (抄送) once the body has acted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Passing
    by: Holder
    group: tuple[Holder, ...] = ()
    body: str
    answers: bool
    informs: bool = False


class PassedOn(EventBase):
    """Another body has the item. 上报、转下级、转报. `holders`: who may act there."""

    type: Literal["passed_on"] = "passed_on"
    item: str
    leg: Leg
    holders: tuple[Holder, ...] = Field(min_length=1)
    organisation: int


class Replied(EventBase):
    """The body that was asked has answered, and the item is back. 答复. `to`: who has it again."""

    type: Literal["replied"] = "replied"
    item: str
    to: tuple[Holder, ...] = Field(min_length=1)
    organisation: int
