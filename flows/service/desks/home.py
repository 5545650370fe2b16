"""The home desk (工作台): what is left of a person's own work, and what they file often."""

from collections.abc import Iterator

from flows.cases.beginning import published
from flows.directory import often_filed
from flows.lateness.lights import lights
from flows.service.desk import WorkingDesk
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.service.shown.cases import case_line, waiting
from flows.service.shown.matters import matter_line
from flows.views.home import BegunFiling, CaseUnderWay, HomeView
from flows.views.oversight.lights import lit
from flows.views.people import Caller
from matters.case.aggregate import UNDER_WAY
from matters.errors.base import Refusal
from storage import drafts, queues
from storage.database import Session
from storage.searching.finding import CaseFilter

_FEW = 5  # a screen's worth; the lists have the rest
_OPEN = CaseFilter(statuses=UNDER_WAY)


class HomeDesk(WorkingDesk):
    """The first page."""

    @allowed_to(SIGNED_IN, "查看工作台")
    def show(self, caller: Caller) -> HomeView:
        """Short lists of the caller's own, each with what comes first."""
        with self._resources.database.reading() as session:
            today = self._resources.today
            late, due_today = queues.count_due(session, caller.person, today)
            return HomeView(
                due_today=due_today,
                late=late,
                drafts=tuple(self._begun(session, caller)),
                under_way=tuple(self._under_way(session, caller)),
                often=tuple(matter_line(one, today) for one in often_filed(session, self._resources, caller, _FEW)),
            )

    def _begun(self, session: Session, caller: Caller) -> Iterator[BegunFiling]:
        for code, saved_at in drafts.filings_of(session, caller.person).items():
            matter = published(session, self._resources, code)
            if not isinstance(matter, Refusal):
                yield BegunFiling(matter=code, matter_name=matter.name, saved_at=saved_at)

    def _under_way(self, session: Session, caller: Caller) -> Iterator[CaseUnderWay]:
        organisation, reach = self._resources.organisation(session), self._reach(session, caller)
        now = lights(session, self._resources)
        for head in queues.first_filed(session, caller.person, _FEW, _OPEN):
            opened = reach.whole(head.case_no)
            if not isinstance(opened, Refusal):
                light = lit(now.of_case(opened.case, opened.matter, self._resources.clock()))
                line = case_line(head, opened.matter, organisation).model_copy(update=light)
                yield CaseUnderWay(line=line, waiting=waiting(opened, organisation, self._resources.today))
