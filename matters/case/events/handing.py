"""How items go from hand to hand (交办), and what is told to others: claims, transfers, added signers, copies, urging."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from matters.case.events.base import EventBase
from matters.case.values import ItemKey, Where
from matters.organisation.snapshot import Holder


class Claimed(EventBase):
    """One of a group takes the item. 认领."""

    type: Literal["claimed"] = "claimed"
    item: ItemKey


class Released(EventBase):
    """The item waits for the whole group again. 退回待办池. `reason`, `tell`: where no person gave it back."""

    type: Literal["released"] = "released"
    item: ItemKey
    reason: str = ""
    tell: tuple[str, ...] = ()


class Transferred(EventBase):
    """Item and responsibility move to somebody else. 转办."""

    type: Literal["transferred"] = "transferred"
    item: ItemKey
    to: Holder


class Delegated(EventBase):
    """Somebody else is asked for an opinion; the item comes back. 委派."""

    type: Literal["delegated"] = "delegated"
    item: ItemKey
    to: Holder


class Advised(EventBase):
    """The opinion asked for is given; the item is back. 委派答复."""

    type: Literal["advised"] = "advised"
    item: ItemKey
    to: Holder


class Recalled(EventBase):
    """The item is called back before the opinion or the answer was given. 收回."""

    type: Literal["recalled"] = "recalled"
    item: ItemKey
    tell: tuple[str, ...]


class AddedSeat(BaseModel):
    """A seat of a signer added by hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    holder: Holder


class SignersAdded(EventBase):
    """More people are to sign the step. 加签. `seat`: of whom they were added to."""

    type: Literal["signers_added"] = "signers_added"
    item: ItemKey
    seat: str
    where: Where
    seats: tuple[AddedSeat, ...] = Field(min_length=1)


class SignerRemoved(EventBase):
    """A signer added before need not sign. 减签."""

    type: Literal["signer_removed"] = "signer_removed"
    step: str
    seat: str
    tell: tuple[str, ...]


class CopySent(EventBase):
    """Others may read the case. 抄送. `item`: of a copy the holder sends; none of one that the definition sends."""

    type: Literal["copy_sent"] = "copy_sent"
    item: ItemKey | None = None
    step: str
    to: tuple[Holder, ...] = Field(min_length=1)


class CopyRead(EventBase):
    """Somebody says that a copy was read. 已阅."""

    type: Literal["copy_read"] = "copy_read"


class CopyRetracted(EventBase):
    """An unread copy is taken back. 收回抄送."""

    type: Literal["copy_retracted"] = "copy_retracted"
    person: str


class Urged(EventBase):
    """Those for whom the case waits are reminded. 催办."""

    type: Literal["urged"] = "urged"
    tell: tuple[str, ...]


class Discussed(EventBase):
    """Something is said among those who handle the case. 讨论."""

    type: Literal["discussed"] = "discussed"
    tell: tuple[str, ...]
