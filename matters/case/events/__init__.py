"""Events (事件): what has happened to a case, in the past tense; the docstring of each names its edge and Chinese term.

An event records everything that was resolved when it happened (people, posts, due dates, versions of organisation and
calendar), so that `evolve` reads events alone. Texts stay outside: `said` is their salted digest. `version` is the schema
version of the event type; an upcaster reads older ones.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from matters.case.events import (
    automatic,
    cancelling,
    children,
    course,
    deciding,
    extending,
    handing,
    inquiries,
    papers,
    passing,
    pausing,
    recounting,
    repairing,
    returning,
    ringing,
    rosters,
    validity,
)

Event = Annotated[
    deciding.Submitted
    | deciding.ConcernedNamed
    | course.Chosen
    | course.StepOpened
    | course.StepPassed
    | course.Forked
    | course.Arrived
    | course.ItemsClosed
    | course.HoldersChanged
    | handing.Claimed
    | handing.Released
    | handing.Transferred
    | handing.Delegated
    | handing.Advised
    | handing.Recalled
    | passing.PassedOn
    | passing.Replied
    | handing.SignersAdded
    | handing.SignerRemoved
    | deciding.Accepted
    | deciding.AcceptanceRefused
    | returning.SupplementRequested
    | returning.Lapsed
    | returning.LeftUndone
    | returning.Supplemented
    | deciding.Approved
    | deciding.Rejected
    | deciding.Abstained
    | returning.ReturnedToStep
    | returning.TakenBack
    | returning.Reopened
    | deciding.Completed
    | pausing.SuspensionAsked
    | pausing.Suspended
    | pausing.SuspensionRefused
    | extending.ExtensionAsked
    | extending.Extended
    | extending.ExtensionRefused
    | pausing.Resumed
    | pausing.RestEnded
    | ringing.WaitOpened
    | ringing.Waited
    | pausing.ProcedureBegun
    | pausing.ClockBegun
    | pausing.ClockResumed
    | recounting.DaysCountedAnew
    | inquiries.Answered
    | inquiries.Unanswered
    | inquiries.DutyOpened
    | inquiries.Fulfilled
    | validity.ExpiryTold
    | ringing.WentOverdue
    | inquiries.MaterialsOwed
    | inquiries.MaterialsBrought
    | inquiries.MaterialsOverdue
    | repairing.RepairAsked
    | repairing.RepairDropped
    | repairing.Repaired
    | repairing.HandedOver
    | repairing.ApplicantReplaced
    | automatic.MachineAsked
    | automatic.RulesChecked
    | automatic.LookedUp
    | automatic.CalledOut
    | automatic.MachineFailed
    | automatic.AskedAgain
    | automatic.SpotCheckOpened
    | automatic.SpotCheckPassed
    | automatic.Revoked
    | children.SubMattersWanted
    | children.FollowUpWanted
    | children.SubMatterBegun
    | children.SubMatterFailed
    | children.SubMatterEnded
    | children.SubMattersDone
    | children.SubMattersDropped
    | children.BegunAgain
    | children.CalledOff
    | children.EndedWithout
    | cancelling.EndedByCancellation
    | children.EndReported
    | handing.CopySent
    | handing.CopyRead
    | handing.CopyRetracted
    | handing.Urged
    | handing.Discussed
    | papers.PapersDue
    | rosters.EntriesSeen
    | rosters.EntriesWritten
    | rosters.EntriesPutBack
    | deciding.Decided
    | deciding.PaperIssued
    | deciding.Withdrawn
    | deciding.Concluded,
    Field(discriminator="type"),
]
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def read_event(stored: dict[str, object]) -> Event:
    """The event that was stored as this JSON object."""
    return _EVENT.validate_python(stored)
