"""Events (事件): what has happened to a case, in the past tense; the docstring of each names its edge and Chinese term.

An event records everything that was resolved when it happened (people, posts, due dates, versions of organisation and
calendar), so that `evolve` reads events alone. Texts stay outside: `said` is their salted digest. `version` is the schema
version of the event type; an upcaster reads older ones.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from matters.organisation import Holder


class EventBase(BaseModel):
    """What every event carries. `seq` counts from 1 within the case; `at` is an aware instant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    case_no: str
    seq: int = Field(ge=1)
    at: datetime
    actor: Holder
    said: str = ""


class Submitted(EventBase):
    """→ submitted. 提交."""

    type: Literal["submitted"] = "submitted"
    matter: str
    definition: str
    applicant: Holder
    applicant_body: str
    owner_body: str
    organisation: int
    calendar: str


class StepOpened(EventBase):
    """A step waits for one of `holders`. 待办产生. `seat`: which of the signers of a countersigned step."""

    type: Literal["step_opened"] = "step_opened"
    step: str
    seat: str | None = None
    holders: tuple[Holder, ...] = Field(min_length=1)
    due: date | None = None
    provisional: bool = False
    organisation: int
    calendar: str


class StepPassed(EventBase):
    """A step passes by rule, with its reason; never an approval. 本环节免办."""

    type: Literal["step_passed"] = "step_passed"
    step: str
    reason: str


class Forked(EventBase):
    """The case takes these branches of a step, or these signers sign it, from now on afresh. 分支展开."""

    type: Literal["forked"] = "forked"
    step: str
    branches: tuple[str, ...] = Field(min_length=1)


class Arrived(EventBase):
    """A branch or a signer of a forked step is done. `passed`: agreed, or nobody refused on the way. 分支办毕."""

    type: Literal["arrived"] = "arrived"
    step: str
    branch: str
    passed: bool


Dropped = Literal["signed_by_another", "refused", "returned"]  # what ended the need


class ItemsClosed(EventBase):
    """Open items that need nobody any more. 无需办理."""

    type: Literal["items_closed"] = "items_closed"
    items: tuple[str, ...] = Field(min_length=1)
    why: Dropped


class HoldersChanged(EventBase):
    """An item waits for other people since the organisation changed. 办理人调整. `tell`: who holds it newly."""

    type: Literal["holders_changed"] = "holders_changed"
    item: str
    holders: tuple[Holder, ...] = Field(min_length=1)
    organisation: int
    tell: tuple[str, ...]


class Accepted(EventBase):
    """submitted → in_progress. 受理."""

    type: Literal["accepted"] = "accepted"
    item: str
    paper: str | None = None
    tell: tuple[str, ...] = ()
    due: date | None = None
    provisional: bool = False


class AcceptanceRefused(EventBase):
    """submitted → acceptance_refused. 不予受理."""

    type: Literal["acceptance_refused"] = "acceptance_refused"
    item: str
    paper: str | None = None
    tell: tuple[str, ...] = ()


class SupplementRequested(EventBase):
    """submitted → supplementing; in_progress → supplementing. 补正告知、退回申请人.

    `resume`: the step that opens afterwards; `also`: steps in other branches that were interrupted and go on with it.
    """

    type: Literal["supplement_requested"] = "supplement_requested"
    item: str
    targets: tuple[str, ...] = Field(min_length=1)
    resume: str
    also: tuple[str, ...] = ()
    holder: Holder
    paper: str | None = None


class Supplemented(EventBase):
    """supplementing → submitted; supplementing → in_progress. 补正. `due` is the case's due date after the pause."""

    type: Literal["supplemented"] = "supplemented"
    item: str
    due: date | None = None
    provisional: bool = False


class Approved(EventBase):
    """The step's holder agrees. 同意."""

    type: Literal["approved"] = "approved"
    item: str


class Rejected(EventBase):
    """The step's holder refuses. 不同意."""

    type: Literal["rejected"] = "rejected"
    item: str


class Completed(EventBase):
    """The work of a step is done and recorded. 承办完成."""

    type: Literal["completed"] = "completed"
    item: str


class Decided(EventBase):
    """in_progress → decided. 决定; the result paper is owed."""

    type: Literal["decided"] = "decided"
    result: Literal["granted", "denied"]
    paper: str


class PaperIssued(EventBase):
    """A paper is numbered, drawn and sealed. 文书出具."""

    type: Literal["paper_issued"] = "paper_issued"
    paper: str
    document: str
    number: str
    digest: str
    issued_on: date
    tell: tuple[str, ...]


class Withdrawn(EventBase):
    """submitted → withdrawn; supplementing → withdrawn; in_progress → withdrawn. 撤回."""

    type: Literal["withdrawn"] = "withdrawn"
    tell: tuple[str, ...]


class Concluded(EventBase):
    """decided → concluded. 办结. `paper`: the record of the whole handling, if the matter has one."""

    type: Literal["concluded"] = "concluded"
    item: str | None = None
    result: Literal["granted", "denied"]
    paper: str | None = None
    tell: tuple[str, ...]


Event = Annotated[
    Submitted | StepOpened | StepPassed | Forked | Arrived | ItemsClosed | HoldersChanged | Accepted | AcceptanceRefused
    | SupplementRequested | Supplemented | Approved | Rejected | Completed | Decided | PaperIssued | Withdrawn | Concluded,
    Field(discriminator="type"),
]  # fmt: skip

# What people call that which happened; what is not named here is not told to them.
EVENT_NAMES: dict[str, str] = {
    "submitted": "提交申请", "accepted": "受理", "acceptance_refused": "不予受理", "supplement_requested": "要求补正",
    "supplemented": "提交补正", "approved": "同意", "rejected": "不同意", "completed": "办理完成", "decided": "作出决定",
    "paper_issued": "出具文书", "step_passed": "按规则免办", "holders_changed": "办理人调整", "withdrawn": "撤回",
    "concluded": "办结",
}  # fmt: skip
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def read_event(stored: dict[str, object]) -> Event:
    """The event that was stored as this JSON object."""
    return _EVENT.validate_python(stored)
