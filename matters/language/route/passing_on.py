"""To which other bodies an item of a step may be passed on (上报、转下级、转报), seen from the body of its holder."""

from typing import Annotated, Literal

from pydantic import Field, Tag

from matters.language.quantities import by_key
from matters.language.vocabulary import BodyRef, Id, Part


class SameDuty(Part):
    """Bodies that hold a duty (职责): upwards the nearest of a level above, downwards the nearest of each region below."""

    duty: Id


class AlongLine(Part):
    """The superior (上级) or the subordinates along the administrative (行政隶属) or professional (业务指导) line."""

    line: Literal["administrative", "professional"]


BodyAround = Annotated[Annotated[SameDuty, Tag("duty")] | Annotated[AlongLine, Tag("line")], by_key("duty", "line")]


class PassUp(Part):
    """Reporting up (上报): the body above acts in place of the holder. `informs`: the holder is told what it has done."""

    kind: Literal["report_up"]
    to: BodyAround
    informs: bool = True


class PassDown(Part):
    """Sending down (转下级): a body below works on it and answers, and the item comes back."""

    kind: Literal["send_down"]
    to: BodyAround


class PassTo(Part):
    """Forwarding (转报) to a body named here. `comes_back`: it answers; else it acts in place of the holder."""

    kind: Literal["forward"]
    to: tuple[BodyRef, ...] = Field(min_length=1)
    comes_back: bool


PassOn = Annotated[PassUp | PassDown | PassTo, Field(discriminator="kind")]
