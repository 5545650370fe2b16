"""The tables, one module per subject; nothing outside the storage room sees a row of them."""

from storage.tables.absences import ProxyRow
from storage.tables.base import Row
from storage.tables.bookings import BookingRow, ResourceRow
from storage.tables.cases import Access, CaseEvent, CaseRow, Revision, WorkItemHolder, WorkItemRow
from storage.tables.definitions import MatterDraft, MatterVersion, OrganisationVersion
from storage.tables.duties import Advance, EffectRow, IdempotencyKey, NumberAllotted, Sequence, Settlement
from storage.tables.people import Account, ApiToken, DraftRow, LoginAttempt, LoginSession, Notice
from storage.tables.records import AuditHead, AuditRow, DocumentRow, FileRow, SealUseRow

__all__ = [
    "Access",
    "Account",
    "Advance",
    "ApiToken",
    "AuditHead",
    "AuditRow",
    "BookingRow",
    "CaseEvent",
    "CaseRow",
    "DocumentRow",
    "DraftRow",
    "EffectRow",
    "FileRow",
    "IdempotencyKey",
    "LoginAttempt",
    "LoginSession",
    "MatterDraft",
    "MatterVersion",
    "Notice",
    "NumberAllotted",
    "OrganisationVersion",
    "ProxyRow",
    "ResourceRow",
    "Revision",
    "Row",
    "SealUseRow",
    "Sequence",
    "Settlement",
    "WorkItemHolder",
    "WorkItemRow",
]
