"""What machines report or ask for (系统指令); people never give these."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from matters.calendar import Calendar
from matters.case.values import ChildEnd, ChildKey, ItemKey, MachineFault
from matters.commands.base import Command


class CheckRules(Command):
    """The system checks the rules of a step. 规则核验. `lot`: 0 to 99, drawn at random for the spot check (抽检)."""

    item: ItemKey
    lot: int = Field(ge=0, le=99)


class RecordLookUp(Command):
    """The system reports what a register has answered, field by field. 数据核验."""

    item: ItemKey
    answers: Mapping[str, Any]


class RecordCall(Command):
    """The system reports that the case was handed to another system. 转外部系统办理."""

    item: ItemKey


class ReportFault(Command):
    """The system reports that it could not do what the step asks for. 自动办理未成."""

    item: ItemKey
    why: MachineFault


class Ring(Command):
    """A day that the item waits for has come. 到期."""

    item: ItemKey


class RecordBegun(Command):
    """The system reports that a child has been filed. 子事项已发起."""

    child: ChildKey
    child_case: str


class RecordFailure(Command):
    """The system reports that a child could not be filed. 子事项未能发起."""

    child: ChildKey


class RecordEnd(Command):
    """The system reports how a child has ended, and what it brings back. 子事项办结."""

    child: ChildKey
    how: ChildEnd
    number: str | None = None
    fills: Mapping[str, Any] = Field(default_factory=dict)


class CallOff(Command):
    """The case that began this one does not need it any more. 随主办件撤回."""


class EndCancelled(Command):
    """The matter is cancelled, and what is open of it ends. 因事项取消而终止. `ground`: title and number of the document."""

    ground: str


class Reresolve(Command):
    """The system looks again who may act on an item, since the organisation has changed. 重新确定办理人."""

    item: ItemKey


class CountAnew(Command):
    """The system counts the limits by another calendar than before. 重新计算期限."""

    before: Calendar
    now: Calendar


class RecordPaper(Command):
    """The system reports that a paper is numbered, drawn and sealed. 文书已用印.

    `due_by`: the event by which it was due; `row`: which row of a table it is for.
    """

    paper: str
    document: str
    number: str
    digest: str
    issued_on: date
    due_by: int | None = None
    row: int | None = None
