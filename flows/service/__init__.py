"""The service: the only door to the cases. One method per command and per read, each with the permission it needs."""

from typing import get_type_hints

from flows.resources import Resources
from flows.service.desk import WorkingDesk
from flows.service.desks.account_keeping import AccountKeepingDesk
from flows.service.desks.accounts import AccountDesk
from flows.service.desks.bookings import BookingDesk
from flows.service.desks.case_acts import CaseActDesk
from flows.service.desks.cases import CaseDesk
from flows.service.desks.doubts import DoubtDesk
from flows.service.desks.drafts import DraftDesk
from flows.service.desks.exports import ExportDesk
from flows.service.desks.files import FileDesk
from flows.service.desks.filing.for_others import ForOthersDesk
from flows.service.desks.handovers import HandoverDesk
from flows.service.desks.home import HomeDesk
from flows.service.desks.installation import InstallationDesk
from flows.service.desks.matters import MatterDesk
from flows.service.desks.notices import NoticeDesk
from flows.service.desks.operations import OperationsDesk
from flows.service.desks.organisation import OrganisationDesk
from flows.service.desks.organisation_editing import OrganisationEditingDesk
from flows.service.desks.oversight.assessments import AssessmentDesk
from flows.service.desks.oversight.audit import AuditDesk
from flows.service.desks.oversight.charges import ChargeDesk
from flows.service.desks.oversight.figures import FigureDesk
from flows.service.desks.oversight.house_rules import HouseRuleDesk
from flows.service.desks.oversight.ratings import RatingDesk
from flows.service.desks.oversight.supervision import SupervisionDesk
from flows.service.desks.papers import PaperDesk
from flows.service.desks.proxies import ProxyDesk
from flows.service.desks.repairs import RepairDesk
from flows.service.desks.reports import ReportDesk
from flows.service.desks.rosters import RosterDesk
from flows.service.desks.rules.cancelling import CancellationDesk
from flows.service.desks.rules.holidays import HolidayDesk
from flows.service.desks.rules.local_editions import LocalEditionDesk
from flows.service.desks.rules.matter_editing import MatterEditingDesk
from flows.service.desks.rules.matter_files import MatterFileDesk
from flows.service.desks.rules.matter_tables import MatterTableDesk
from flows.service.desks.sealing.seal_stops import SealStopDesk
from flows.service.desks.sealing.seals import SealDesk
from flows.service.desks.tasks import TaskDesk
from flows.service.desks.tokens import TokenDesk


class Service:
    """All desks over one set of resources. A desk stands here once: its name for callers, and its class."""

    account_keeping: AccountKeepingDesk
    accounts: AccountDesk
    assessments: AssessmentDesk
    audit: AuditDesk
    bookings: BookingDesk
    cancelling: CancellationDesk
    case_acts: CaseActDesk
    cases: CaseDesk
    charges: ChargeDesk
    doubts: DoubtDesk
    drafts: DraftDesk
    exports: ExportDesk
    figures: FigureDesk
    files: FileDesk
    for_others: ForOthersDesk
    handovers: HandoverDesk
    holidays: HolidayDesk
    home: HomeDesk
    house_rules: HouseRuleDesk
    installation: InstallationDesk
    local_editions: LocalEditionDesk
    matter_editing: MatterEditingDesk
    matter_files: MatterFileDesk
    matter_tables: MatterTableDesk
    matters: MatterDesk
    notices: NoticeDesk
    operations: OperationsDesk
    organisation: OrganisationDesk
    organisation_editing: OrganisationEditingDesk
    papers: PaperDesk
    proxies: ProxyDesk
    ratings: RatingDesk
    repairs: RepairDesk
    reports: ReportDesk
    rosters: RosterDesk
    seal_stops: SealStopDesk
    seals: SealDesk
    supervision: SupervisionDesk
    tasks: TaskDesk
    tokens: TokenDesk

    def __init__(self, resources: Resources) -> None:
        for name, desk in _DESKS.items():
            setattr(self, name, desk(resources))


_DESKS: dict[str, type[WorkingDesk]] = get_type_hints(Service)
DESKS: tuple[type[WorkingDesk], ...] = tuple(_DESKS.values())
