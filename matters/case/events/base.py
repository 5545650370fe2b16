"""What every event carries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.case.values import Conflict
from matters.organisation.snapshot import Holder

CONFLICT_NOTES: Mapping[Conflict, str] = {"two_hats": "本人曾以其他岗位办理过其他环节，按规定注明后办理"}


class EventBase(BaseModel):
    """What every event carries. `seq` counts from 1 within the case; `at` is an aware instant.

    `behalf`: the hat of somebody absent for whom the actor stood in (代); `noted`: the actor's conflict of interest, where the
    step lets the act stand with this note (注明后可办).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    case_no: str
    seq: int = Field(ge=1)
    at: datetime
    actor: Holder
    behalf: Holder | None = None
    said: str = ""
    noted: Conflict | None = None
