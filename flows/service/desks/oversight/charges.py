"""The desk of charges (督办): opened by who supervises a body, answered by who speaks for it, closed by who opened it (销号)."""

from collections.abc import Iterator

from flows.adapters.spreadsheets import Column, Sheet, xlsx
from flows.cases.beginning import published
from flows.charges import standing, telling
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import cut
from flows.service.permissions import allowed_to, roles
from flows.views.base import EXPORTED_AS, Turn
from flows.views.cases import FileContent
from flows.views.oversight.charges import (
    EVERY_CHARGE,
    ChargeActRequest,
    ChargeEntry,
    ChargeLine,
    ChargeList,
    ChargeQuery,
    ChargeReceipt,
    ChargeRequest,
    ChargeView,
)
from flows.views.people import Caller
from flows.views.tasks import SOON_DAYS
from matters.calendar import SHANGHAI, day_text, moment_text
from matters.charges import ACT_NAMES, KIND_NAMES, STATE_NAMES, Charge, ChargeKind, Done, after, offered
from matters.charges import opening_problems as problems_of
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.language.words.answers import person_name
from storage.database import Session
from storage.overseeing import charges
from storage.overseeing.charges import ActDone, Kept, Wanted
from storage.searching.finding import MOST_TOLD

_CONCERNED = roles("supervisor", "approver", "window", "liaison")
_SUPERVISORS = roles("supervisor")
_COLUMNS = (
    Column("编号", 8),
    Column("类别", 12),
    Column("任务", 40),
    Column("责任单位", 30),
    Column("时限", 14),
    Column("进展", 40),
    Column("进度", 8),
    Column("情况", 16),
)


class ChargeDesk(WorkingDesk):
    """A charge is seen by who supervises the body, and by who speaks for it (负责人、联络员); it is nobody else's."""

    @allowed_to(_CONCERNED, "查看督办")
    def list(self, caller: Caller, query: ChargeQuery = EVERY_CHARGE, page: int | Turn = 1) -> ChargeList:
        """Those of the bodies that the caller supervises or speaks for; what is open first, the earliest due before."""
        with self._resources.database.reading() as session:
            watched = self._reach(session, caller).bodies_overseen()
            bodies = {*watched, *standing.spoken_for(session, self._resources, caller.person)}
            wanted = Wanted(bodies, query.kind, query.state, query.body, query.case_no)
            found = charges.listed(session, self._resources.vault, wanted, MOST_TOLD + 1)
            shown, where = cut(found[:MOST_TOLD], page)
            late = [one.charge.days_late(self._resources.today) for one in found if one.charge.waits_for_body]
            organisation, today = self._resources.organisation(session), self._resources.today
            return ChargeList(
                items=tuple(self._line(session, caller, one) for one in shown),
                late=sum(days > 0 for days in late),
                near=sum(-SOON_DAYS <= days <= 0 for days in late),
                bodies={one: organisation.body_name(one, today) for one in watched},
                page=where.model_copy(update={"more": len(found) > MOST_TOLD}),
            )

    @allowed_to(_CONCERNED, "查看督办")
    def waiting(self, caller: Caller) -> int:
        """How many wait for the caller: for an answer of their body, or to be closed."""
        with self._resources.database.reading() as session:
            bodies = standing.spoken_for(session, self._resources, caller.person)
            return charges.waiting(session, bodies) + charges.to_settle(session, caller.person)

    @allowed_to(_CONCERNED, "查看督办")
    def show(self, caller: Caller, number: int) -> ChargeView | NotFound:
        """One with its whole course."""
        with self._resources.database.reading() as session:
            kept = self._found(session, caller, number)
            return kept if isinstance(kept, NotFound) else self._view(session, caller, kept)

    @allowed_to(_SUPERVISORS, "发起督办")
    def open(self, caller: Caller, request: ChargeRequest, key: str | None = None) -> ChargeReceipt | Refusal:
        """Charge a body that the caller supervises."""
        opening = Operation(caller, "发起督办", request.body, key=key, content=request.model_dump(mode="json"))
        return self._change(
            opening, lambda session: self._open(session, caller, request), ChargeReceipt, lambda made: str(made.id)
        )

    @allowed_to(_CONCERNED, "办理督办")
    def act(
        self, caller: Caller, number: int, request: ChargeActRequest, key: str | None = None
    ) -> ChargeReceipt | Refusal:
        """What the body, or whoever opened it, does with the charge."""
        content = [number, request.model_dump(mode="json")]
        acting = Operation(caller, f"督办{ACT_NAMES[request.act]}", str(number), key=key, content=content)
        return self._change(acting, lambda session: self._act(session, caller, number, request), ChargeReceipt)

    @allowed_to(_SUPERVISORS, "导出督办台账")
    def ledger(self, caller: Caller, kind: ChargeKind | None = None) -> FileContent:
        """What the bodies one supervises are charged with, as XLSX: task, body, limit, progress (改革台账); recorded."""
        with self._resources.database.reading() as session:
            watched = self._reach(session, caller).bodies_overseen()
            found = charges.listed(session, self._resources.vault, Wanted(watched, kind), MOST_TOLD)
            rows = tuple(self._row(session, caller, one) for one in found)
        self._record(Operation(caller, "导出督办台账", kind or ""))
        now, name = self._resources.clock().astimezone(SHANGHAI), f"{KIND_NAMES[kind] if kind else '督办'}台账"
        content = xlsx(Sheet(name, (name, f"导出：{caller.name}，{moment_text(now)}"), _COLUMNS, rows), now)
        return FileContent(name=f"{name}.xlsx", media_type=EXPORTED_AS["xlsx"], content=content)

    def _open(self, session: Session, caller: Caller, request: ChargeRequest) -> ChargeReceipt | Refusal:
        about = self._about(session, caller, request)
        if isinstance(about, Refusal):
            return about
        today = self._resources.today
        problems = (*problems_of(request.title, request.text, request.due, today), *_unsaid_leader(request))
        if problems:
            return Invalid(problems=problems)
        charge = Charge(
            kind=request.kind,
            body=about,
            opened_by=caller.person,
            opened_on=today,
            due=request.due,
            case_no=request.case_no or None,
            matter=request.matter or None,
        )
        said = {"title": request.title, "text": request.text, "leader": request.leader}
        done = ActDone(1, "open", self._resources.clock(), caller.person, _post(caller), said)
        number = charges.open_one(session, self._resources.vault, charge, done)
        telling.opened(session, self._resources, Kept(number, charge, said))
        return _receipt(number, charge, f"已发起{KIND_NAMES[charge.kind]}，编号 {number}，并通知了承办单位。")

    def _about(self, session: Session, caller: Caller, request: ChargeRequest) -> str | Refusal:
        """The body that is charged, after what it is about was found; all of it within what the caller supervises."""
        body = request.body
        if request.case_no:
            opened = self._reach(session, caller).whole(request.case_no)
            if isinstance(opened, NotFound):
                return opened
            body = body or opened.head.owner_body
        if request.matter and isinstance(matter := published(session, self._resources, request.matter), NotFound):
            return matter
        if not body:
            return Invalid.of("body", "请选择承办单位")
        if not standing.watches(session, self._resources, caller.person, body):
            return NotFound(what=f"您督查范围内的单位 {body}")
        return body

    def _act(self, session: Session, caller: Caller, number: int, request: ChargeActRequest) -> ChargeReceipt | Refusal:
        kept = self._found(session, caller, number, lock=True)
        if isinstance(kept, NotFound):
            return kept
        side, today = standing.side(session, self._resources, kept.charge, caller.person), self._resources.today
        asked = Done(request.act, request.expected_version, request.text, request.until, request.progress)
        charge = after(kept.charge, asked, side, today)
        if isinstance(charge, Refusal):
            return charge
        done = ActDone(
            version=charge.version,
            act=request.act,
            at=self._resources.clock(),
            person=caller.person,
            post=_post(caller),
            said={"text": request.text},
            until=request.until if request.act == "ask_extension" else None,
            progress=charge.progress if request.act == "report" else None,
        )
        charges.act(session, self._resources.vault, number, charge, done, today)
        telling.done(session, self._resources, Kept(number, charge, kept.said), request.act)
        return _receipt(number, charge, f"“{ACT_NAMES[request.act]}”已完成，无需重复点击。")

    def _found(self, session: Session, caller: Caller, number: int, *, lock: bool = False) -> Kept | NotFound:
        kept = charges.find(session, self._resources.vault, number, lock=lock)
        if kept is None:
            return NotFound(what=f"督办 {number}")
        side = standing.side(session, self._resources, kept.charge, caller.person)
        seen = side.answers or standing.watches(session, self._resources, caller.person, kept.charge.body)
        return kept if seen else NotFound(what=f"督办 {number}", denied=str(number))

    def _line(self, session: Session, caller: Caller, kept: Kept) -> ChargeLine:
        charge, today = kept.charge, self._resources.today
        side = standing.side(session, self._resources, charge, caller.person)
        return ChargeLine(
            id=kept.id,
            kind=charge.kind,
            kind_name=KIND_NAMES[charge.kind],
            title=str(kept.said["title"]),
            body=charge.body,
            body_name=self._resources.organisation(session).body_name(charge.body, today),
            due=charge.due,
            days_late=charge.days_late(today),
            state=charge.state,
            state_name=STATE_NAMES[charge.state],
            progress=charge.progress,
            case_no=charge.case_no,
            matter_name=self._matter(session, charge.matter),
            mine=bool(offered(charge, side)),
        )

    def _view(self, session: Session, caller: Caller, kept: Kept) -> ChargeView:
        charge, organisation = kept.charge, self._resources.organisation(session)
        side = standing.side(session, self._resources, charge, caller.person)
        return ChargeView(
            line=self._line(session, caller, kept),
            text=str(kept.said["text"]),
            leader=str(kept.said["leader"]),
            opened_by=person_name(organisation, charge.opened_by),
            opened_on=charge.opened_on,
            asked_until=charge.asked_until,
            version=charge.version,
            acts=offered(charge, side),
            entries=tuple(self._entries(session, kept)),
        )

    def _entries(self, session: Session, kept: Kept) -> Iterator[ChargeEntry]:
        organisation = self._resources.organisation(session)
        for one in charges.story(session, self._resources.vault, kept.id):
            opening = one.act == "open"
            yield ChargeEntry(
                what="发起" if one.act == "open" else ACT_NAMES[one.act],
                who=person_name(organisation, one.person),
                at=one.at,
                text="" if opening else str(one.said.get("text", "")),
                until=one.until,
                progress=one.progress,
            )

    def _row(self, session: Session, caller: Caller, kept: Kept) -> tuple[str, ...]:
        line = self._line(session, caller, kept)
        said = [
            one for one in charges.story(session, self._resources.vault, kept.id) if one.act in ("report", "answer")
        ]
        progress = str(said[-1].said["text"]) if said else ""
        told = (line.title, line.body_name, day_text(line.due), progress, f"{line.progress}%", line.state_name)
        return (str(kept.id), line.kind_name, *told)

    def _matter(self, session: Session, code: str | None) -> str:
        if code is None:
            return ""
        matter = published(session, self._resources, code)
        return code if isinstance(matter, Refusal) else matter.name


def _unsaid_leader(request: ChargeRequest) -> tuple[Problem, ...]:
    if request.kind == "instruction" and not request.leader:
        return (Problem("leader", "批示督办须写明由谁批示"),)
    if request.kind != "instruction" and request.leader:
        return (Problem("leader", "只有批示督办写由谁批示，请改选类别或者清空此项"),)
    return ()


def _post(caller: Caller) -> str:
    return caller.posts[0].post if caller.posts else ""


def _receipt(number: int, charge: Charge, message: str) -> ChargeReceipt:
    return ChargeReceipt(id=number, state=charge.state, state_name=STATE_NAMES[charge.state], message=message)
