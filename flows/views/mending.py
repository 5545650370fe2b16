"""Mending a stuck case (修复) and handing over what a leaver holds (离职交接)."""

from datetime import datetime

from pydantic import Field

from flows.views.base import ProblemView, View
from flows.views.tasks import HatChoice, StepChoice
from matters.case.values import RepairKind
from matters.organisation.snapshot import Holder

REPAIR_LABELS: dict[RepairKind, str] = {
    "end": "终止办件",
    "skip": "跳过环节",
    "jump": "转到环节",
    "reassign": "改派待办",
}


class RepairItem(View):
    """An open item of a case under repair; `to`: to whom it may be given."""

    id: str
    name: str
    who: tuple[str, ...]
    since: datetime
    to: tuple[HatChoice, ...]


class RepairWish(View):
    """A mend that waits for the second administrator. `mine`: the viewer has asked for it."""

    what: RepairKind
    about: str
    who: str
    at: datetime
    reason: str
    mine: bool


class RepairView(View):
    """What an administrator sees of a case: where it stands and who has it, nothing of its content."""

    case_no: str
    matter_name: str
    status_name: str
    items: tuple[RepairItem, ...]
    steps: tuple[StepChoice, ...]
    wish: RepairWish | None
    ended: bool


class RepairRequest(View):
    """A mend that is asked for. `item`: skipped or given `to` somebody; `step`: where the case goes."""

    what: RepairKind
    reason: str = Field(max_length=1000)
    item: str | None = Field(default=None, max_length=40)
    step: str | None = Field(default=None, max_length=40)
    to: Holder | None = None


class RepairReceipt(View):
    """What a word on a repair answers."""

    case_no: str
    status: str
    status_name: str
    message: str


class HeldLine(View):
    """Something a person holds: an item to do, or a case filed."""

    case_no: str
    matter_name: str
    name: str


class HandoverView(View):
    """Everything open that a person holds, and who may take it over. `proxies`: those that end with it (代理)."""

    person: str
    name: str
    items: tuple[HeldLine, ...]
    cases: tuple[HeldLine, ...]
    proxies: tuple[str, ...] = ()
    successors: tuple[HatChoice, ...]


class HandoverReceipt(View):
    """What a handover answers: how many items and cases went over, which could not and why, how many proxies ended."""

    items: int
    cases: int
    proxies: int = 0
    left: tuple[ProblemView, ...]
    message: str
