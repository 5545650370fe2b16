"""The service: the only door to the cases. One method per command and per read, each with the permission it needs."""

from flows.resources import Resources
from flows.service.account_keeping import AccountKeepingDesk
from flows.service.accounts import AccountDesk
from flows.service.audit import AuditDesk
from flows.service.bookings import BookingDesk
from flows.service.case_acts import CaseActDesk
from flows.service.cases import CaseDesk
from flows.service.doubts import DoubtDesk
from flows.service.drafts import DraftDesk
from flows.service.exports import ExportDesk
from flows.service.files import FileDesk
from flows.service.handovers import HandoverDesk
from flows.service.matter_editing import MatterEditingDesk
from flows.service.matters import MatterDesk
from flows.service.notices import NoticeDesk
from flows.service.operations import OperationsDesk
from flows.service.organisation import OrganisationDesk
from flows.service.organisation_editing import OrganisationEditingDesk
from flows.service.papers import PaperDesk
from flows.service.proxies import ProxyDesk
from flows.service.repairs import RepairDesk
from flows.service.seals import SealDesk
from flows.service.tasks import TaskDesk
from flows.uploads import MAX_FILE_BYTES

__all__ = ["DESKS", "MAX_FILE_BYTES", "Service"]

DESKS = (
    AccountDesk, AccountKeepingDesk, CaseActDesk, CaseDesk, DraftDesk, FileDesk, MatterDesk, MatterEditingDesk, NoticeDesk,
    OperationsDesk, OrganisationDesk, OrganisationEditingDesk, PaperDesk, TaskDesk,
    AuditDesk, BookingDesk, DoubtDesk, ExportDesk, HandoverDesk, ProxyDesk, RepairDesk, SealDesk,
)  # fmt: skip


class Service:
    """All desks over one set of resources."""

    def __init__(self, resources: Resources) -> None:
        self.account_keeping = AccountKeepingDesk(resources)
        self.accounts = AccountDesk(resources)
        self.audit = AuditDesk(resources)
        self.bookings = BookingDesk(resources)
        self.case_acts = CaseActDesk(resources)
        self.cases = CaseDesk(resources)
        self.doubts = DoubtDesk(resources)
        self.drafts = DraftDesk(resources)
        self.files = FileDesk(resources)
        self.handovers = HandoverDesk(resources)
        self.matter_editing = MatterEditingDesk(resources)
        self.matters = MatterDesk(resources)
        self.notices = NoticeDesk(resources)
        self.operations = OperationsDesk(resources)
        self.organisation = OrganisationDesk(resources)
        self.organisation_editing = OrganisationEditingDesk(resources)
        self.exports = ExportDesk(resources)
        self.papers = PaperDesk(resources)
        self.proxies = ProxyDesk(resources)
        self.repairs = RepairDesk(resources)
        self.seals = SealDesk(resources)
        self.tasks = TaskDesk(resources)
