"""Other matters that a case begins (子事项、后续事项): wanted, begun, ended; and what a begun case tells the one it came from.

A child is known in the case that begins it by its key `<seq>.<row>`: the event that wants it, and the row it is for, 0 where
there is one alone.
"""

from typing import Literal

from pydantic import Field

from matters.case.events.base import EventBase
from matters.case.values import ChildEnd, ItemKey
from matters.organisation.snapshot import Holder


class SubMattersWanted(EventBase):
    """A step waits for other matters to be begun, for these rows. 发起子事项. `keeps`: children of earlier rounds that stand."""

    type: Literal["sub_matters_wanted"] = "sub_matters_wanted"
    step: str
    matter: str
    applicant: Holder
    rows: tuple[int, ...]
    keeps: tuple[str, ...] = ()
    organisation: int


class FollowUpWanted(EventBase):
    """The next matter of the chain is to be begun. 发起后续事项."""

    type: Literal["follow_up_wanted"] = "follow_up_wanted"
    matter: str
    applicant: Holder


class SubMatterBegun(EventBase):
    """A child has been filed. 子事项已发起. `step`: empty for the next link of a chain."""

    type: Literal["sub_matter_begun"] = "sub_matter_begun"
    step: str
    child: str
    child_case: str


class SubMatterFailed(EventBase):
    """A child could not be filed; the reason is in writing. 子事项未能发起. `tell`: who is to file it by hand."""

    type: Literal["sub_matter_failed"] = "sub_matter_failed"
    step: str
    child: str
    tell: tuple[str, ...] = ()


class SubMatterEnded(EventBase):
    """A child has come to its end. 子事项办结. `number`: of its result paper; `wrote`: the own fields it has changed."""

    type: Literal["sub_matter_ended"] = "sub_matter_ended"
    step: str
    child: str
    how: ChildEnd
    number: str | None = None
    wrote: tuple[str, ...] = ()


class SubMattersDone(EventBase):
    """Nothing is waited for at the step any more. 子事项办妥."""

    type: Literal["sub_matters_done"] = "sub_matters_done"
    item: ItemKey


class SubMattersDropped(EventBase):
    """Children that nobody needs any more. 不再需要子事项. `running`: those of them whose case is under way, to be called off."""

    type: Literal["sub_matters_dropped"] = "sub_matters_dropped"
    children: tuple[str, ...] = Field(min_length=1)
    running: tuple[str, ...] = ()


class BegunAgain(EventBase):
    """Whoever has taken over has the children begun again that failed or were refused. 重新发起."""

    type: Literal["begun_again"] = "begun_again"
    item: ItemKey


class CalledOff(EventBase):
    """→ withdrawn: the case that began this one does not need it any more. 随主办件撤回."""

    type: Literal["called_off"] = "called_off"
    tell: tuple[str, ...] = ()


class EndReported(EventBase):
    """A case that was begun by another one has ended, which the other is to be told. 报告主办件."""

    type: Literal["end_reported"] = "end_reported"
