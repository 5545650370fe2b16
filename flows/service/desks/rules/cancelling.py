"""The desk of cancelling (事项取消): one administrator of matters asks for it, another confirms."""

from collections.abc import Callable, Mapping

from flows.cases.beginning import published
from flows.cases.calling import cancellation_asked, cancellation_withdrawn
from flows.offering import unlisted
from flows.service.desk import Operation, WorkingDesk
from flows.service.permissions import allowed_to, roles
from flows.service.second_person import may_be_second
from flows.views.editing import CANCELLATION_STATES, CancellationLine, CancellationReceipt, CancellationWanted
from flows.views.people import Caller
from matters.calendar import day_text
from matters.cancelling import OPEN_CASES_NAMES, Cancellation, cancellation_problems
from matters.errors.administering import SecondPersonNeeded
from matters.errors.base import Refusal
from matters.errors.door import Invalid, MatterCancelled, NotFound
from matters.errors.handling import NotPossible
from matters.language.words.answers import person_name
from storage.database import Session
from storage.definitions import cancellations, matters
from storage.definitions.cancellations import KeptCancellation

_KEEPERS = roles("matter_admin", local=True)
_OVER = "这项取消已经确认、退回或者撤回，请刷新页面查看"
_Act = Callable[[Session, KeptCancellation], CancellationReceipt | Refusal]


class CancellationDesk(WorkingDesk):
    """A matter is cancelled for good, by two persons, from a day to come; open cases go on or are ended, as was said then."""

    @allowed_to(_KEEPERS, "查看事项取消")
    def list(self, caller: Caller, code: str | None = None) -> tuple[CancellationLine, ...]:
        """Every one that was asked for, of one matter or of all, the last first."""
        with self._resources.database.reading() as session:
            kept = [one for one in cancellations.all_of(session) if code in (None, one.cancellation.code)]
            names = {head.code: head.name for head in matters.published(session)}
            return tuple(self._line(session, caller, one, names) for one in kept)

    @allowed_to(_KEEPERS, "查看事项取消")
    def waiting(self, caller: Caller) -> int:
        """How many the caller may confirm or send back."""
        with self._resources.database.reading() as session:
            return sum(_open_to(one, caller) for one in cancellations.all_of(session))

    @allowed_to(_KEEPERS, "提请取消事项")
    def ask(
        self, caller: Caller, code: str, wanted: CancellationWanted, key: str | None = None
    ) -> CancellationReceipt | Refusal:
        """It waits for a second person. One at a time of a matter, and none of one that is cancelled."""
        asked = Cancellation(code, wanted.since, wanted.ground.strip(), wanted.document_no.strip(), wanted.open_cases)

        def work(session: Session) -> CancellationReceipt | Refusal:
            cancellations.lock(session, code)
            matter = published(session, self._resources, code)
            if isinstance(matter, NotFound):
                return matter
            if refusal := self._unfit(session, asked):
                return refusal
            closed = unlisted(session, self._resources, matter)
            if isinstance(closed, MatterCancelled):
                return closed
            made = cancellations.ask(session, asked, caller.person, self._resources.clock())
            cancellation_asked(session, self._resources, made, matter, caller.person)
            message = f"已提请自{day_text(asked.since)}起取消“{matter.name}”，须由另一位事项管理员确认。"
            return CancellationReceipt(id=made, code=code, message=message)

        content = wanted.model_dump(mode="json")
        return self._change(
            Operation(caller, "提请取消事项", code, key=key, content=content), work, CancellationReceipt
        )

    @allowed_to(_KEEPERS, "确认取消事项")
    def confirm(self, caller: Caller, which: int, key: str | None = None) -> CancellationReceipt | Refusal:
        """It stands: those whom open cases concern are told, and from its day on nobody files the matter."""

        def confirmed(session: Session, kept: KeptCancellation) -> CancellationReceipt | Refusal:
            by = kept.cancellation
            if kept.state == "waiting" and not _open_to(kept, caller):
                return SecondPersonNeeded(act="确认取消", mine="这项取消的提请人", instead="核对后确认")
            if problems := tuple(cancellation_problems(by, self._resources.today)):
                return Invalid(problems=problems)
            if not cancellations.settle(session, kept.id, caller.person, self._resources.clock(), confirmed=True):
                return NotPossible(action="确认取消", why=_OVER)
            message = f"已确认。自{day_text(by.since)}起不再受理新的申请；在办的办件{OPEN_CASES_NAMES[by.open_cases]}。"
            return CancellationReceipt(id=kept.id, code=by.code, message=message)

        return self._done(Operation(caller, "确认取消事项", str(which), key=key, content=which), which, confirmed)

    @allowed_to(_KEEPERS, "退回取消事项")
    def send_back(self, caller: Caller, which: int, key: str | None = None) -> CancellationReceipt | Refusal:
        """It does not come about; who has asked for it may take it back so."""

        def returned(session: Session, kept: KeptCancellation) -> CancellationReceipt | Refusal:
            if not cancellations.settle(session, kept.id, caller.person, self._resources.clock(), confirmed=False):
                return NotPossible(action="退回取消", why=_OVER)
            return CancellationReceipt(id=kept.id, code=kept.cancellation.code, message="已退回，事项照常办理。")

        return self._done(Operation(caller, "退回取消事项", str(which), key=key, content=which), which, returned)

    @allowed_to(_KEEPERS, "撤回取消事项")
    def withdraw(self, caller: Caller, which: int, key: str | None = None) -> CancellationReceipt | Refusal:
        """Before its day: everything stays as it is, and whoever was told of it is told so."""

        def withdrawn(session: Session, kept: KeptCancellation) -> CancellationReceipt | Refusal:
            by = kept.cancellation
            if kept.state == "confirmed" and by.holds(self._resources.today):
                return NotPossible(action="撤回取消", why="事项已经取消；仍需办理的，请以新的事项代码起草发布")
            if not cancellations.withdraw(session, kept.id, caller.person, self._resources.clock()):
                return NotPossible(action="撤回取消", why=_OVER)
            head = matters.newest(session, by.code)
            cancellation_withdrawn(session, self._resources, kept.id, head.name if head else by.code, caller.person)
            return CancellationReceipt(id=kept.id, code=by.code, message="已撤回，事项照常办理。")

        return self._done(Operation(caller, "撤回取消事项", str(which), key=key, content=which), which, withdrawn)

    def _done(self, operation: Operation, which: int, act: _Act) -> CancellationReceipt | Refusal:
        def work(session: Session) -> CancellationReceipt | Refusal:
            kept = cancellations.find(session, which)
            return act(session, kept) if kept else NotFound(what="该项事项取消")

        return self._change(operation, work, CancellationReceipt)

    def _unfit(self, session: Session, wanted: Cancellation) -> Refusal | None:
        if problems := tuple(cancellation_problems(wanted, self._resources.today)):
            return Invalid(problems=problems)
        of_matter = (one for one in cancellations.all_of(session) if one.cancellation.code == wanted.code)
        if any(one.state in ("waiting", "confirmed") for one in of_matter):
            return NotPossible(action="提请取消", why="该事项已有一项取消，请先退回或者撤回")
        return None

    def _line(
        self, session: Session, caller: Caller, kept: KeptCancellation, names: Mapping[str, str]
    ) -> CancellationLine:
        by, organisation = kept.cancellation, self._resources.organisation(session)
        return CancellationLine(
            id=kept.id,
            code=by.code,
            name=names.get(by.code, by.code),
            since=by.since,
            ground=by.ground,
            document_no=by.document_no,
            open_cases=by.open_cases,
            open_cases_name=OPEN_CASES_NAMES[by.open_cases],
            state=kept.state,
            state_name=CANCELLATION_STATES[kept.state],
            in_force=kept.state == "confirmed" and by.holds(self._resources.today),
            asked_by=person_name(organisation, kept.asked_by),
            asked_at=kept.asked_at,
            settled_by=person_name(organisation, kept.settled_by) if kept.settled_by else "",
            settled_at=kept.settled_at,
            undecided=cancellations.count_undecided(session, by.code),
            open_to_caller=_open_to(kept, caller),
        )


def _open_to(kept: KeptCancellation, caller: Caller) -> bool:
    """Whether the caller may be the second person."""
    return kept.state == "waiting" and may_be_second(caller, kept.asked_by)
