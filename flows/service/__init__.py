"""The service: the only door to the cases. One method per command and per read, each with the permission it needs."""

from flows.resources import Resources
from flows.service.desks.account_keeping import AccountKeepingDesk
from flows.service.desks.accounts import AccountDesk
from flows.service.desks.audit import AuditDesk
from flows.service.desks.bookings import BookingDesk
from flows.service.desks.case_acts import CaseActDesk
from flows.service.desks.cases import CaseDesk
from flows.service.desks.doubts import DoubtDesk
from flows.service.desks.drafts import DraftDesk
from flows.service.desks.exports import ExportDesk
from flows.service.desks.files import FileDesk
from flows.service.desks.handovers import HandoverDesk
from flows.service.desks.matter_editing import MatterEditingDesk
from flows.service.desks.matters import MatterDesk
from flows.service.desks.notices import NoticeDesk
from flows.service.desks.operations import OperationsDesk
from flows.service.desks.organisation import OrganisationDesk
from flows.service.desks.organisation_editing import OrganisationEditingDesk
from flows.service.desks.papers import PaperDesk
from flows.service.desks.proxies import ProxyDesk
from flows.service.desks.repairs import RepairDesk
from flows.service.desks.seals import SealDesk
from flows.service.desks.tasks import TaskDesk
from flows.uploads import MAX_FILE_BYTES

__all__ = ["DESKS", "MAX_FILE_BYTES", "Service"]

DESKS = (
    AccountDesk,
    AccountKeepingDesk,
    CaseActDesk,
    CaseDesk,
    DraftDesk,
    FileDesk,
    MatterDesk,
    MatterEditingDesk,
    NoticeDesk,
    OperationsDesk,
    OrganisationDesk,
    OrganisationEditingDesk,
    PaperDesk,
    TaskDesk,
    AuditDesk,
    BookingDesk,
    DoubtDesk,
    ExportDesk,
    HandoverDesk,
    ProxyDesk,
    RepairDesk,
    SealDesk,
)


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
