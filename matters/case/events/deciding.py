"""What is decided about the case (办理): from its filing to its end, with the papers."""

from datetime import date
from typing import Literal

from pydantic import Field

from matters.case.events.base import EventBase
from matters.case.values import ItemKey, Origin
from matters.organisation.snapshot import Holder


class Submitted(EventBase):
    """→ submitted. 提交. `origin`: the case that began it, where the system has filed it."""

    type: Literal["submitted"] = "submitted"
    matter: str
    definition: str
    applicant: Holder
    applicant_body: str
    owner_body: str
    organisation: int
    calendar: str
    origin: Origin | None = None


class Abstained(EventBase):
    """A signer takes no side. 弃权."""

    type: Literal["abstained"] = "abstained"
    item: ItemKey


class Accepted(EventBase):
    """submitted → in_progress. 受理. `wrote`: the fields filled in."""

    type: Literal["accepted"] = "accepted"
    item: ItemKey
    wrote: tuple[str, ...] = ()
    paper: str | None = None
    tell: tuple[str, ...] = ()
    due: date | None = None
    provisional: bool = False


class AcceptanceRefused(EventBase):
    """submitted → acceptance_refused. 不予受理."""

    type: Literal["acceptance_refused"] = "acceptance_refused"
    item: ItemKey
    paper: str | None = None
    tell: tuple[str, ...] = ()


class SupplementRequested(EventBase):
    """submitted → supplementing; in_progress → supplementing. 补正告知、退回申请人.

    `resume`: the step that opens afterwards; `also`: steps in other branches that were interrupted and go on with it.
    `straight`: the step is the one that asked, and goes on where it stood (直达退回人).
    """

    type: Literal["supplement_requested"] = "supplement_requested"
    item: ItemKey
    targets: tuple[str, ...] = Field(min_length=1)
    resume: str
    also: tuple[str, ...] = ()
    straight: bool = False
    holder: Holder
    paper: str | None = None


class Supplemented(EventBase):
    """supplementing → submitted; supplementing → in_progress. 补正. `due` is the case's due date after the pause.

    `wrote`: the fields and materials that say something else now.
    """

    type: Literal["supplemented"] = "supplemented"
    item: ItemKey
    wrote: tuple[str, ...] = ()
    due: date | None = None
    provisional: bool = False


class Approved(EventBase):
    """The step's holder agrees. 同意. `wrote`: the fields filled in."""

    type: Literal["approved"] = "approved"
    item: ItemKey
    wrote: tuple[str, ...] = ()


class Rejected(EventBase):
    """The step's holder refuses. 不同意."""

    type: Literal["rejected"] = "rejected"
    item: ItemKey


class Completed(EventBase):
    """The work of a step is done and recorded. 承办完成. `wrote`: the fields filled in."""

    type: Literal["completed"] = "completed"
    item: ItemKey
    wrote: tuple[str, ...] = ()


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
    item: ItemKey | None = None
    result: Literal["granted", "denied"]
    paper: str | None = None
    tell: tuple[str, ...]
