"""The handover desk (离职交接): what a leaver holds goes to a successor, each item in a transaction of its own."""

from collections.abc import Iterator
from datetime import date

from flows.cases.deciding import act_on, open_case
from flows.cases.proxies import REVOKE, end_proxy
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.shown.open_acts import hat_of, hats
from flows.views.base import ProblemView
from flows.views.cases import Receipt
from flows.views.mending import HandoverReceipt, HandoverView, HeldLine
from flows.views.people import Caller
from flows.views.proxies import ProxyReceipt
from matters.calendar import day_text
from matters.case.aggregate import STATUS_NAMES, UNDER_WAY
from matters.case.words import item_name
from matters.commands.base import Command
from matters.commands.cases import HandOver, ReplaceApplicant
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.language.words.answers import person_name
from matters.organisation.proxies import Proxy
from matters.organisation.snapshot import Holder, Organisation
from storage import queues
from storage.cases import CaseHead
from storage.database import Session
from storage.people import proxies
from storage.queues import ItemView
from storage.searching.finding import CaseFilter

MOST = 1000  # items and cases shown and handed over in one go; doing it again takes the next


class HandoverDesk(WorkingDesk):
    """What a person holds, and passing it on. Interrupted, it is begun again: what went over is no longer held."""

    @allowed_to(roles("org_admin"), "查看离职交接")
    def show(self, caller: Caller, person: str) -> HandoverView | NotFound:
        """All open items and cases of the person, and who may take them over."""
        with self._resources.database.reading() as session:
            organisation, today = self._resources.organisation(session), self._resources.today
            found = organisation.find_person(person)
            if found is None:
                return NotFound(what="该人员")
            return HandoverView(
                person=person,
                name=found.name,
                successors=hats(_successors(organisation, person, today), organisation, today),
                items=tuple(self._held(session, item) for item in _items(session, person)),
                cases=tuple(self._filed(session, head) for head in _filed(session, person)),
                proxies=tuple(
                    _between(record.proxy, organisation) for record in proxies.left_of(session, person, today)
                ),
            )

    @allowed_to(roles("org_admin"), "离职交接")
    def hand_over(self, caller: Caller, person: str, to: Holder, key: str | None = None) -> HandoverReceipt | Refusal:
        """Pass everything on; what cannot go to this successor is named and stays.

        With a key, asked again after it was finished it gives the stored answer; after a crash it goes on where it stopped.
        """
        handover = Operation(caller, "离职交接", person, key=key, content=[person, to.model_dump()])
        known = self._answered(handover, HandoverReceipt)
        if isinstance(known, Refusal):
            self._record(handover, known)
        if known is not None:
            return known
        receipt = self._handed(caller, person, to)
        if isinstance(receipt, Refusal) or key is None:
            return receipt
        return self._change(handover, lambda _: receipt, HandoverReceipt)

    def _handed(self, caller: Caller, person: str, to: Holder) -> HandoverReceipt | Refusal:
        with self._resources.database.reading() as session:
            organisation = self._resources.organisation(session)
            leaver, today = organisation.find_person(person), self._resources.today
            items, cases = _items(session, person), _filed(session, person)
            fit = leaver is not None and to in _successors(organisation, person, today)
        if leaver is None or not fit:
            return Invalid.of("to", "请选择同单位的在任人员承接")
        left: list[ProblemView] = []
        by = hat_of(caller)
        handings = ((item.case.case_no, HandOver(actor=by, item=item.key, leaver=person, to=to)) for item in items)
        gone = [self._pass_on(caller, case_no, handing, left) for case_no, handing in handings]
        filed = [self._pass_on(caller, head.case_no, ReplaceApplicant(actor=by, to=to), left) for head in cases]
        name, ended = person_name(organisation, to.person), self._end_proxies(caller, person)
        message = f"已将 {sum(gone)} 项待办、{sum(filed)} 件申请交接给{name}。"
        message += f"已撤销 {ended} 项代理。" if ended else ""
        return HandoverReceipt(items=sum(gone), cases=sum(filed), proxies=ended, left=tuple(left), message=message)

    def _end_proxies(self, caller: Caller, person: str) -> int:
        """Nobody stands in for a leaver, nor a leaver for anybody; how many proxies ended, each with its own audit row."""
        with self._resources.database.reading() as session:
            left = proxies.left_of(session, person, self._resources.today)
        return sum(self._end_proxy(caller, record.proxy) for record in left)

    def _end_proxy(self, caller: Caller, proxy: Proxy) -> bool:
        def work(session: Session) -> ProxyReceipt | Refusal:
            ended = end_proxy(session, self._resources, proxy, caller.person)
            return ProxyReceipt(id=proxy.id, message="") if ended else NotFound(what="该代理")

        done = self._change(Operation(caller, REVOKE, proxy.id), work, ProxyReceipt)
        return not isinstance(done, Refusal)

    def _pass_on(self, caller: Caller, case_no: str, command: Command, left: list[ProblemView]) -> bool:
        """One item or case, with its own audit row."""

        def work(session: Session) -> Receipt | Refusal:
            opened = open_case(session, self._resources, case_no, lock=True)
            case = act_on(session, self._resources, opened, command, {}) if opened else NotFound(what="该办件")
            if isinstance(case, Refusal):
                return case
            return Receipt(case_no=case_no, status=case.status, status_name=STATUS_NAMES[case.status], message="")

        done = self._change(Operation(caller, "离职交接", case_no), work, Receipt)
        if isinstance(done, Refusal):
            left.append(ProblemView(target=case_no, message=done.message))
        return not isinstance(done, Refusal)

    def _held(self, session: Session, item: ItemView) -> HeldLine:
        matter = self._resources.definition(session, item.case.definition)
        name = item_name(item.purpose, matter.called(item.step))
        return HeldLine(case_no=item.case.case_no, matter_name=matter.name, name=name)

    def _filed(self, session: Session, head: CaseHead) -> HeldLine:
        matter = self._resources.definition(session, head.definition)
        return HeldLine(case_no=head.case_no, matter_name=matter.name, name=STATUS_NAMES[head.status])


def _between(proxy: Proxy, organisation: Organisation) -> str:
    """Who stands in for whom, until when."""
    agent, principal = (person_name(organisation, one) for one in (proxy.agent, proxy.principal.person))
    return f"{agent}代{principal}（至{day_text(proxy.until)}）"


def _items(session: Session, person: str) -> tuple[ItemView, ...]:
    """The open items of a person, supplements of their own filings apart: those go with the filing."""
    return tuple(item for item in _pages(session, person) if item.purpose != "supplement")


def _pages(session: Session, person: str) -> Iterator[ItemView]:
    for number in range(1, MOST // queues.LARGEST_PAGE + 1):
        listed = queues.open_items(session, person, queues.QueuePage(number, queues.LARGEST_PAGE))
        yield from listed.rows
        if number * queues.LARGEST_PAGE >= listed.total and not listed.more:
            return


def _filed(session: Session, person: str) -> tuple[CaseHead, ...]:
    return queues.first_filed(session, person, MOST, CaseFilter(statuses=UNDER_WAY))


def _successors(organisation: Organisation, person: str, today: date) -> tuple[Holder, ...]:
    """Everybody else in the bodies in which the person holds or held a post."""
    bodies = dict.fromkeys(organisation.post(held.post).body for held in organisation.holdings if held.person == person)
    posts = (post for body in bodies for post in organisation.posts_in(body))
    found = dict.fromkeys(holder for post in posts for holder in organisation.holders_of(post, today))
    return tuple(holder for holder in found if holder.person != person)
