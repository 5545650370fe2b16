"""The case desk (办件): file, withdraw, show, list."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from flows.cases.briefs import brief
from flows.cases.deciding import Opened, act_on, open_cases, world_of
from flows.lateness.lights import lights, lights_of_cases
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.filing import Intake, own_filing
from flows.service.intake.listing import asked_page, case_filter, cut, page_of
from flows.service.intake.materials import file_ids
from flows.service.intake.searching import meanings
from flows.service.intake.texts import text_refusal
from flows.service.permissions import allowed_to, roles
from flows.service.reach import PartSeen
from flows.service.shown import late_materials
from flows.service.shown.cases import (
    answers,
    case_line,
    duty_lines,
    expectations,
    material_views,
    task_view,
    waiting,
    withheld,
)
from flows.service.shown.checks import checks
from flows.service.shown.clock import days, due_reason, shares_of, spells
from flows.service.shown.copies import copies, discussion
from flows.service.shown.hidden import document_views, hidden_in
from flows.service.shown.history import timeline
from flows.service.shown.machine_work import effect_view
from flows.service.shown.open_acts import case_acts, naming
from flows.service.shown.partial import (
    aside_task,
    files_of,
    files_of_acts,
    inquiries,
    open_duties,
    partial_line,
    partial_view,
)
from flows.service.shown.progress import progress
from flows.service.shown.receipts import receipt, receipt_of_filing
from flows.service.shown.related import related
from flows.service.shown.review import names_in, reviewed
from flows.views.base import Turn
from flows.views.cases import CaseLine, CaseList, CaseView, Receipt, ReviewView, SubmitRequest
from flows.views.oversight.lights import lit
from flows.views.people import Caller
from flows.views.registers import OWN_CASES, CaseListQuery
from flows.views.tasks import TaskView
from matters.case.items import ASIDE, CaseOrder, WorkItem
from matters.commands.cases import Withdraw
from matters.course.forecast import ahead
from matters.engine.transitions import ALLOWED
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.errors.handling import NotYourPost
from matters.language.errands import errands
from matters.organisation.snapshot import Holder, Organisation
from matters.typed import cleaned
from matters.who.parties import parties_of
from matters.who.standing_in import principal_of
from matters.world import World
from storage import files, ledger, queues
from storage.cases import CaseHead
from storage.database import Session
from storage.people import proxies
from storage.searching.finding import CaseFilter, Whose
from storage.searching.parts import Had

_WHOLE = ("filed", "bodies")  # lists of cases that are the viewer's as long as they are listed
_OFFICE = roles("applicant", "approver", "window", "liaison", "supervisor")


class CaseDesk(WorkingDesk):
    """Cases from filing to reading."""

    @allowed_to(roles("applicant"), "提交申请")
    def submit(self, caller: Caller, request: SubmitRequest, key: str | None) -> tuple[Receipt, bool] | Refusal:
        """File a case. The same key and content give the same case again (false = nothing new was filed)."""
        filing = Operation(caller, "提交申请", request.matter, request.post, key, request.model_dump(mode="json"))
        return self._changed(
            filing, lambda session: self._file(session, caller, request), Receipt, lambda receipt: receipt.case_no
        )

    @allowed_to(roles("applicant"), "核对申请")
    def review(self, caller: Caller, request: SubmitRequest) -> ReviewView | Refusal:
        """What a filing would say, as it will be read on the case; or all it would be refused for. Nothing is filed."""
        with self._resources.database.reading() as session:
            fit = Intake(session, self._resources, caller).fit(self._hat(caller, request.post), request)
            if isinstance(fit, Refusal):
                return fit
            hat, matter, request = fit
            return reviewed(session, self._resources, matter, own_filing(hat, request))

    @allowed_to(roles("applicant"), "撤回办件")
    def withdraw(
        self, caller: Caller, case_no: str, reason: str = "", post: str | None = None, key: str | None = None
    ) -> Receipt | Refusal:
        """Take a case back before it is decided."""
        reason = cleaned(reason)
        withdrawal = Operation(caller, "撤回办件", case_no, post, key, [case_no, reason, post])
        return self._change(withdrawal, lambda session: self._withdraw(session, withdrawal, reason), Receipt)

    @allowed_to(_OFFICE, "查看办件")
    def show(self, caller: Caller, case_no: str) -> CaseView | NotFound:
        """A case as the caller may see it."""
        with self._resources.database.reading() as session:
            reached = self._reach(session, caller).some(case_no)
            if isinstance(reached, NotFound):
                return reached
            opened, part = reached
            return self._partial(session, caller, opened, part) if part else self._view(session, caller, opened)

    @allowed_to(_OFFICE, "查看办件列表")
    def list(self, caller: Caller, query: CaseListQuery = OWN_CASES, page: int | Turn = 1) -> CaseList:
        """The caller's own cases, those of the bodies the caller acts for, or those the caller had a part in."""
        where = asked_page(page)
        with self._resources.database.reading() as session:
            wanted = case_filter(query, meanings(session, self._resources, query.q), lights(session, self._resources))
            within = self._within(session, caller, query)
            if query.where == "lent":
                return self._lent(session, caller, wanted, query.order, page)
            found = queues.cases_within(session, within, where, wanted, query.order)
            seen = (
                self._lines(session, found.rows) if query.where in _WHOLE else self._seen(session, caller, found.rows)
            )
            return CaseList(items=tuple(seen), page=page_of(found))

    @allowed_to(_OFFICE, "查看办件列表")
    def matters(self, caller: Caller, query: CaseListQuery = OWN_CASES) -> Mapping[str, str]:
        """By which matters that list may be narrowed, by code; of a very long list those of its newest cases."""
        with self._resources.database.reading() as session:
            found = queues.matters_among(session, self._within(session, caller, query))
            return {code: self._resources.definition(session, digest).name for code, digest in found.items()}

    def _within(self, session: Session, caller: Caller, query: CaseListQuery) -> Whose | Had:
        match query.where:
            case "filed":
                return Whose(person=caller.person)
            case "for_others":
                return Whose(for_others=caller.person)
            case "bodies":
                return Whose(bodies=self._reach(session, caller).bodies_seen())
            case part:
                return Had(part, caller.person)

    def _lent(
        self, session: Session, caller: Caller, wanted: CaseFilter, order: CaseOrder, page: int | Turn
    ) -> CaseList:
        """What the caller waits to have back (委派、转送待答): so few cases are asked themselves whose it is."""
        first, me = queues.QueuePage(1, queues.LARGEST_PAGE), caller.person
        found = queues.cases_within(session, Had("lent", me), first, wanted, order)
        opened = open_cases(session, self._resources, found.rows)
        theirs = [head for head in found.rows if any(_waits_for(item, me) for item in opened[head.id].case.items)]
        shown, where = cut(theirs, page)
        return CaseList(items=tuple(self._seen(session, caller, shown)), page=where)

    def _seen(self, session: Session, caller: Caller, heads: Sequence[CaseHead]) -> Iterator[CaseLine]:
        """As much of each as the caller may see still."""
        organisation, reach = self._resources.organisation(session), self._reach(session, caller)
        whole: list[CaseHead] = []
        lines: dict[str, CaseLine] = {}
        for head in heads:
            match reach.some(head.case_no):
                case (opened, PartSeen() as part):
                    lines[head.case_no] = partial_line(opened, part, organisation, self._resources.today)
                case (_, None):
                    whole.append(head)
        lines |= {line.case_no: line for line in self._lines(session, whole)}
        return (lines[head.case_no] for head in heads if head.case_no in lines)

    def _lines(self, session: Session, heads: Sequence[CaseHead]) -> Iterator[CaseLine]:
        organisation, ids = self._resources.organisation(session), [head.id for head in heads]
        duties, owing = queues.open_duties(session, ids), queues.open_late(session, ids)
        shown = lights_of_cases(session, self._resources, heads)
        for head in heads:
            line = self._line(session, head, organisation, duties.get(head.id, ()), owing.get(head.id))
            yield line.model_copy(update=lit(shown[head.id]))

    def _line(
        self,
        session: Session,
        head: CaseHead,
        organisation: Organisation,
        duties: tuple[queues.OpenDuty, ...],
        owing: queues.OpenLate | None,
    ) -> CaseLine:
        matter = self._resources.definition(session, head.definition)
        line = case_line(head, matter, organisation)
        besides = {
            "duties": duty_lines(duties, matter),
            "late": late_materials.in_list(owing, self._resources.today),
        }
        return line.model_copy(update=besides)

    def _file(self, session: Session, caller: Caller, request: SubmitRequest) -> Receipt | Refusal:
        intake = Intake(session, self._resources, caller)
        fit = intake.fit(self._hat(caller, request.post), request)
        if isinstance(fit, Refusal):
            return fit
        hat, matter, request = fit
        filed = intake.begin(matter, own_filing(hat, request), matter.code)
        return filed if isinstance(filed, Refusal) else receipt_of_filing(matter, *filed[1:])

    def _withdraw(self, session: Session, withdrawal: Operation, reason: str) -> Receipt | Refusal:
        caller, post = withdrawal.caller, withdrawal.post
        opened = self._reach(session, caller).whole(withdrawal.object_id, lock=True)
        if isinstance(opened, Refusal):
            return opened
        applicant = opened.case.applicant
        mine = applicant.person == caller.person
        if mine and post not in (None, applicant.post):
            return NotYourPost()
        refusal = text_refusal(opened.matter, {"撤回理由": reason})
        if refusal:
            return refusal
        actor = applicant if mine else Holder(person=caller.person, post="")
        command = Withdraw(actor=actor, reason=reason)
        case = act_on(session, self._resources, opened, command, {"reason": reason} if reason else {})
        return case if isinstance(case, Refusal) else receipt(case, "已撤回。")

    def _partial(self, session: Session, caller: Caller, opened: Opened, part: PartSeen) -> CaseView:
        world = self._world(session, caller)
        found = files.find_all(session, files_of(opened, part))
        view = partial_view(opened, part, world, found, names_in(session, opened.matter, opened.answers, world))
        own = {
            "tasks": tuple(_tasks(session, caller, opened, world)),
            "acts": tuple(case_acts(session, opened, caller, world)),
        }
        return view.model_copy(update=own)

    def _world(self, session: Session, caller: Caller) -> World:
        """With the proxies given to the caller."""
        given = proxies.of_agent(session, caller.person, self._resources.today)
        return world_of(session, self._resources, given)

    def _view(self, session: Session, caller: Caller, opened: Opened) -> CaseView:
        case, matter, head = opened.case, opened.matter, opened.head
        world, reach = self._world(session, caller), self._reach(session, caller)
        organisation = world.organisation
        hidden = hidden_in(opened, reach)
        came_along = files.find_all(session, files_of_acts(opened, handling=caller.person in case.handlers))
        said = {"brief": brief(session, self._resources, opened)}
        light = lit(lights(session, self._resources).of_case(case, matter, world.now))
        owed = {"duties": open_duties(opened), "late": late_materials.owed_by(opened, world.today, hidden)}
        waits = waiting(opened, organisation, world.today)
        left = ahead(matter, parties_of(matter, case, opened.filed), world, case)
        to_come = expectations(left, organisation, world.today)
        return CaseView(
            line=case_line(head, matter, organisation).model_copy(update=said | owed | light),
            answers=answers(opened, names_in(session, opened.matter, opened.answers, world), hidden),
            materials=material_views(opened, files.find_all(session, file_ids(opened.materials)), hidden),
            withheld=withheld(opened, hidden),
            timeline=timeline(opened, organisation, hidden, came_along),
            acts=tuple(case_acts(session, opened, caller, world)),
            copies=copies(opened, organisation),
            discussion=discussion(opened, organisation) if caller.person in case.handlers else (),
            progress=progress(opened, waits, to_come, organisation),
            checks=tuple(checks(session, self._resources, opened, caller.person)),
            waiting=waits,
            ahead=to_come,
            due_reason=due_reason(opened, world),
            valid_until=case.valid_until,
            time=spells(opened, world),
            days=days(opened, world),
            shares=shares_of(opened, world),
            errands=errands(matter, at_window=case.at_window).worst,
            documents=document_views(session, opened, hidden, organisation),
            effects=tuple(effect_view(e) for e in ledger.effects_of(session, head.id)),
            tasks=tuple(_saying(task, said) for task in _tasks(session, caller, opened, world)),
            related=tuple(related(opened, reach)),
            inquiries=inquiries(opened, organisation, came_along),
            may_copy=caller.person == case.applicant.person,
            can_withdraw=caller.person == case.applicant.person and Withdraw in ALLOWED[case.status],
        )


def _tasks(session: Session, caller: Caller, opened: Opened, world: World) -> Iterator[TaskView]:
    """The open items the caller holds, or waits to have back with an answer, and those that a proxy covers (代理)."""
    filed = opened.filed
    for item in queues.items_of(session, opened.head.id):
        waiting = opened.case.item(item.key)
        if waiting is None:
            continue
        hat = next(
            (h for h in (*waiting.holders, waiting.lender, waiting.asker) if h and h.person == caller.person), None
        )
        if hat is not None:
            named = naming(opened, waiting, hat, world) if hat in waiting.holders else {}
            view = _shown(item)(item, opened, world.organisation, caller.person)
            yield view.model_copy(update=named)
        elif behalf := principal_of(caller.person, opened.matter, opened.case, waiting, filed, world):
            named = naming(opened, waiting, behalf, world, caller.person) if behalf in waiting.holders else {}
            view = _shown(item)(item, opened, world.organisation, caller.person, behalf)
            yield view.model_copy(update=named)


def _saying(task: TaskView, said: Mapping[str, str]) -> TaskView:
    return task.model_copy(update={"line": task.line.model_copy(update=said)})


def _waits_for(item: WorkItem, person: str) -> bool:
    """Whether it comes back to them with an answer."""
    return any(hat and hat.person == person for hat in (item.lender, item.asker))


def _shown(item: queues.ItemView) -> Callable[..., TaskView]:
    if item.purpose == "late_materials":
        return late_materials.late_task
    return aside_task if item.purpose in ASIDE else task_view
