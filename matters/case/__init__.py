"""The case (办件): what its events have made of it."""

from matters.case.aggregate import ENDED, STATUS_NAMES, Case, Status
from matters.case.deeds import Child, Copy, Deed, Drop, Involved, IssuedPaper, Repair
from matters.case.forks import Arm, ArmEnd, Detour, Fork
from matters.case.items import ASIDE, BY_RULE, OF_APPLICANT, Handling, Purpose, Suspension, WorkItem

__all__ = [
    "ASIDE",
    "BY_RULE",
    "ENDED",
    "OF_APPLICANT",
    "STATUS_NAMES",
    "Arm",
    "ArmEnd",
    "Case",
    "Child",
    "Copy",
    "Deed",
    "Detour",
    "Drop",
    "Fork",
    "Handling",
    "Involved",
    "IssuedPaper",
    "Purpose",
    "Repair",
    "Status",
    "Suspension",
    "WorkItem",
]
