"""What the stub service shows a supervisor: one item late, one due today, at two bodies."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flows.views.base import Page
from flows.views.people import Caller
from flows.views.supervision import PressedBody, PressingItem, SupervisionList
from tests.ui.stub_assessments import Assessments
from tests.ui.stub_figures import Figures

if TYPE_CHECKING:
    from tests.ui.stub import StubService

__all__ = ["Assessments", "Figures", "Supervision"]
LAST = date(2026, 3, 2)
BODIES = (
    PressedBody(body="logistics", name="样例中心", late=1, near=0, latest=3),
    PressedBody(body="", name="无人可办", late=0, near=1, latest=0),
)


def item(nth: int, days_late: int, who: tuple[str, ...], body: str) -> PressingItem:
    """One line."""
    return PressingItem(
        id=f"i{nth}",
        case_no=f"YL-{nth}",
        matter_name="公务用车派车",
        title=f"公务用车派车：第 {nth} 件",
        step_name="受理",
        body=body,
        who=who,
        due=LAST - timedelta(days=days_late),
        provisional=False,
        days_late=days_late,
        light="red" if days_late else "yellow",
        light_name="超期" if days_late else "临期",
    )


ITEMS = (item(1, 3, ("廖文（样例中心 派车员）",), "logistics"), item(2, 0, (), ""))


@dataclass
class Supervision:
    """The desk."""

    stub: "StubService"

    def list(self, caller: Caller, body: str | None = None, page: Any = 1, light: Any = None) -> Any:  # noqa: ANN401 - what the test says
        shown = tuple(one for one in ITEMS if body in (None, one.body) and light in (None, one.light))
        usual = SupervisionList(bodies=BODIES, items=shown, page=Page(page=1, size=20, total=len(shown)))
        return self.stub.answer("supervision", usual)
