"""What the stub service knows of the office itself: its words at two versions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.views.operations import InstallationChange, InstallationView
from flows.views.people import Caller

if TYPE_CHECKING:
    from tests.ui.stub import StubService

FIRST = InstallationView(
    version=1,
    name="临河县<i>",
    note="临河县印制",
    legend="",
    root_name="临河县电子印章根证书",
    sample=False,
    by="local",
    by_name="本机管理",
    at=datetime(2026, 11, 9, 2, 0, tzinfo=UTC),
)
SECOND = FIRST.model_copy(update={"version": 2, "note": "", "by": "p77", "by_name": "仇波"})


@dataclass
class InstallationDesk:
    """Takes whatever is said."""

    stub: "StubService"

    def history(self, caller: Caller) -> tuple[InstallationView, ...]:
        return tuple(self.stub.answer("installation", (SECOND, FIRST)))

    def change(self, caller: Caller, wanted: InstallationChange, key: str) -> InstallationView:
        self.stub.calls.append(("installation_change", wanted))
        return SECOND.model_copy(update={"version": 3})
