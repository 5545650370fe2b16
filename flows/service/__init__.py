"""The service: the only door to the cases. One method per command and per read, each with the permission it needs."""

from flows.resources import Resources
from flows.service.accounts import AccountDesk
from flows.service.cases import CaseDesk
from flows.service.drafts import DraftDesk
from flows.service.files import FileDesk
from flows.service.matters import MatterDesk
from flows.service.notices import NoticeDesk
from flows.service.operations import OperationsDesk
from flows.service.papers import PaperDesk
from flows.service.tasks import TaskDesk
from flows.uploads import MAX_FILE_BYTES

__all__ = ["DESKS", "MAX_FILE_BYTES", "Service"]

DESKS = (
    AccountDesk, CaseDesk, DraftDesk, FileDesk, MatterDesk, NoticeDesk, OperationsDesk, PaperDesk, TaskDesk,
)  # fmt: skip


class Service:
    """All desks over one set of resources."""

    def __init__(self, resources: Resources) -> None:
        self.accounts = AccountDesk(resources)
        self.cases = CaseDesk(resources)
        self.drafts = DraftDesk(resources)
        self.files = FileDesk(resources)
        self.matters = MatterDesk(resources)
        self.notices = NoticeDesk(resources)
        self.operations = OperationsDesk(resources)
        self.papers = PaperDesk(resources)
        self.tasks = TaskDesk(resources)
