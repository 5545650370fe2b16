"""The menu is made of what the page modules say; links lead to pages that are there."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ui
from flows.service.desks.account_keeping import AccountKeepingDesk
from flows.service.desks.bookings import BookingDesk
from flows.service.desks.doubts import DoubtDesk
from flows.service.desks.filing.for_others import ForOthersDesk
from flows.service.desks.installation import InstallationDesk
from flows.service.desks.operations import OperationsDesk
from flows.service.desks.organisation_editing import OrganisationEditingDesk
from flows.service.desks.oversight.assessments import AssessmentDesk
from flows.service.desks.oversight.audit import AuditDesk
from flows.service.desks.oversight.charges import ChargeDesk
from flows.service.desks.oversight.figures import FigureDesk
from flows.service.desks.oversight.house_rules import HouseRuleDesk
from flows.service.desks.oversight.ratings import RatingDesk
from flows.service.desks.oversight.supervision import SupervisionDesk
from flows.service.desks.repairs import RepairDesk
from flows.service.desks.reports import ReportDesk
from flows.service.desks.rules.holidays import HolidayDesk
from flows.service.desks.rules.local_editions import LocalEditionDesk
from flows.service.desks.rules.matter_editing import MatterEditingDesk
from flows.service.desks.sealing.seal_stops import SealStopDesk
from flows.service.desks.sealing.seals import SealDesk
from matters.errors.door import Forbidden
from tests.ui.stub import ZHONG
from ui.components.links import Place
from ui.shell.menu import all_pages, title_of
from ui.shell.menu import waiting as waiting_there

# Written out, so that a moved page shows in review: the addresses stand in people's bookmarks.
EVERYDAY = "home matters list tasks my-cases notices proxies rosters check help"
# What each page of the administration reads first: whoever may not, is not shown the page either.
MANAGED = {
    "window": ForOthersDesk.matters,
    "reports": ReportDesk.list,
    "definitions": MatterEditingDesk.list,
    "local_lists": LocalEditionDesk.list,
    "holidays": HolidayDesk.list,
    "house_rules": HouseRuleDesk.list,
    "repairs": RepairDesk.show,
    "organisation": OrganisationEditingDesk.tree,
    "resources": BookingDesk.register,
    "accounts": AccountKeepingDesk.list,
    "seal_stops": SealStopDesk.list,
    "board": FigureDesk.board,
    "charges": ChargeDesk.list,
    "supervision": SupervisionDesk.list,
    "ratings": RatingDesk.list,
    "assessments": AssessmentDesk.list,
    "seals": SealDesk.list,
    "doubts": DoubtDesk.list,
    "installation": InstallationDesk.history,
    "operations": OperationsDesk.state,
    "audit": AuditDesk.list,
}
LINKED_ONLY = {
    "definition": MatterEditingDesk.show,
    "person": OrganisationEditingDesk.person,
    "doubt": DoubtDesk.show,
    "figure": FigureDesk.behind,
}


def test_the_menu_keeps_its_order() -> None:
    """Everyday pages first, then the administration; the rest is reached by links."""
    shown = [place for place in all_pages() if place.rank is not None]
    assert [place.address for place in shown if not place.roles] == EVERYDAY.split()
    assert [place.address for place in shown if place.roles] == list(MANAGED)
    hidden = [place for place in all_pages() if place.rank is None]
    assert {place.address for place in hidden if not place.roles} == {"matter", "filing", "case", "tokens"}
    assert {place.address for place in hidden if place.roles} == set(LINKED_ONLY)


def test_a_page_is_shown_to_those_whom_the_service_lets_read_it() -> None:
    """Neither a page that only refuses nor one that its readers do not find."""
    needed = {address: method.permission.roles for address, method in (MANAGED | LINKED_ONLY).items()}  # type: ignore[attr-defined]
    assert {place.address: place.roles for place in all_pages() if place.roles} == needed


def test_what_waits_for_somebody_stands_as_a_figure_in_the_menu() -> None:
    """Where something is to be done; none where nothing waits, or where the service refuses to say."""
    counted = {place.address for place in all_pages() if place.waiting}
    administered = {
        "definitions",
        "local_lists",
        "repairs",
        "doubts",
        "organisation",
        "seal_stops",
        "holidays",
        "house_rules",
        "assessments",
        "charges",
    }
    assert counted == {"tasks", "notices", *administered}
    for waiting, title in ((2, "待办（2）"), (0, "待办"), (Forbidden(operation="查看待办"), "待办")):
        place = Place("tasks", "待办", waiting=lambda _, found=waiting: found)  # type: ignore[misc]
        assert title_of(place, waiting_there(place, ZHONG)) == title


def test_every_link_leads_to_a_page() -> None:
    """By its address, which no type checker compares."""
    linked = set(_linked())
    assert len(linked) > 10
    assert linked <= {place.address for place in all_pages()}


def _linked() -> Iterator[str]:
    for file in sorted(Path(ui.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("link", "go"):
                assert isinstance(call.args[0], ast.Constant), f"{file}:{call.lineno}: the address stands here"
                yield str(call.args[0].value)
