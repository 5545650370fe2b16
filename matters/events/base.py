"""What every event carries."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.organisation import Holder


class EventBase(BaseModel):
    """What every event carries. `seq` counts from 1 within the case; `at` is an aware instant.

    `behalf`: the hat of somebody absent for whom the actor stood in (代).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    case_no: str
    seq: int = Field(ge=1)
    at: datetime
    actor: Holder
    behalf: Holder | None = None
    said: str = ""
