"""The repair desk (办件修复): a case that cannot go on is mended by two administrators, who see nothing of its content."""

from collections.abc import Callable

from flows.cases.deciding import Opened, act_on, open_case
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.texts import text_refusal
from flows.service.permissions import allowed_to, roles
from flows.service.reach import unknown_case
from flows.service.shown.cases import who_has
from flows.service.shown.open_acts import hat_of, hats
from flows.views.mending import RepairItem, RepairReceipt, RepairRequest, RepairView, RepairWish
from flows.views.people import Caller
from flows.views.tasks import StepChoice
from matters.case.aggregate import ENDED, STATUS_NAMES, Case
from matters.case.deeds import Repair
from matters.case.events import Event
from matters.case.events.repairing import RepairAsked
from matters.case.items import WorkItem
from matters.case.words import item_name
from matters.commands.base import Command
from matters.commands.cases import AskRepair, ConfirmRepair, DropRepair
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation
from matters.verbs.repairing import within_reach
from storage import cases, notices, queues
from storage.database import Session

_ADMIN = roles("matter_admin")
_ABOUT_REPAIR = ("repair_asked", "repair_dropped", "repaired")


class RepairDesk(WorkingDesk):
    """Asking and confirming. Whether a mend is possible is for the engine to say."""

    @allowed_to(_ADMIN, "查看待修复办件")
    def show(self, caller: Caller, case_no: str) -> RepairView | NotFound:
        """Where a case stands and who has it."""
        with self._resources.database.reading() as session:
            opened = open_case(session, self._resources, case_no)
            return self._view(session, caller, opened) if opened else unknown_case(case_no)

    @allowed_to(_ADMIN, "查看待修复办件")
    def waiting(self, caller: Caller) -> tuple[str, ...]:
        """The cases whose mend somebody else has asked for and nobody has settled yet.

        Whoever was an administrator then was told; whoever is one today may confirm.
        """
        with self._resources.database.reading() as session:
            grants = self._resources.organisation(session).grants
            told = {grant.person for grant in grants if grant.role == "matter_admin"}
            asked = notices.told_of(session, told, "repair_asked")
            last = cases.last_of_each(session, asked, _ABOUT_REPAIR)
        return tuple(case_no for case_no in asked if _by_another(last.get(case_no), caller))

    @allowed_to(_ADMIN, "申请修复办件")
    def ask(
        self, caller: Caller, case_no: str, request: RepairRequest, key: str | None = None
    ) -> RepairReceipt | Refusal:
        """Ask for a mend; another administrator must confirm it."""

        def wish(session: Session, opened: Opened) -> Command | Refusal:
            refusal = text_refusal(opened.matter, {"修复理由": request.reason})
            place = queues.place_of(session, request.item) if request.item else None
            parts = {"step": request.step, "to": request.to, "item": place.key if place else None}
            return refusal or AskRepair(actor=hat_of(caller), what=request.what, reason=request.reason, **parts)

        asking = Operation(caller, "申请修复办件", case_no, key=key, content=[case_no, request.model_dump(mode="json")])
        return self._said(asking, wish, request.reason)

    @allowed_to(_ADMIN, "确认修复办件")
    def confirm(self, caller: Caller, case_no: str, key: str | None = None) -> RepairReceipt | Refusal:
        """Let the mend be made, as the second administrator."""
        confirming = Operation(caller, "确认修复办件", case_no, key=key, content=[case_no, None])
        return self._said(confirming, lambda *_: ConfirmRepair(actor=hat_of(caller)))

    @allowed_to(_ADMIN, "不予修复办件")
    def drop(self, caller: Caller, case_no: str, key: str | None = None) -> RepairReceipt | Refusal:
        """Do not make the mend, or take one's own wish back."""
        dropping = Operation(caller, "不予修复办件", case_no, key=key, content=[case_no, None])
        return self._said(dropping, lambda *_: DropRepair(actor=hat_of(caller)))

    def _said(
        self, operation: Operation, wish: Callable[[Session, Opened], Command | Refusal], reason: str = ""
    ) -> RepairReceipt | Refusal:
        case_no = operation.object_id

        def work(session: Session) -> RepairReceipt | Refusal:
            opened = open_case(session, self._resources, case_no, lock=True)
            command = wish(session, opened) if opened else unknown_case(case_no)
            if opened is None or isinstance(command, Refusal):
                return command if isinstance(command, Refusal) else unknown_case(case_no)
            case = act_on(session, self._resources, opened, command, {"opinion": reason} if reason else {})
            return case if isinstance(case, Refusal) else _receipt(case, operation.name)

        return self._change(operation, work, RepairReceipt)

    def _view(self, session: Session, caller: Caller, opened: Opened) -> RepairView:
        case, matter = opened.case, opened.matter
        organisation = self._resources.organisation(session)
        ids = {item.key: item.id for item in queues.items_of(session, opened.head.id)}
        return RepairView(
            case_no=case.case_no,
            matter_name=matter.name,
            status_name=STATUS_NAMES[case.status],
            items=tuple(
                self._item(opened, item, ids[item.key], organisation) for item in case.items if item.key in ids
            ),
            steps=tuple(StepChoice(step=step.id, name=step.name) for step in within_reach(matter)),
            wish=_wish(opened, case.repair, caller, organisation) if case.repair else None,
            ended=_over(case),
        )

    def _item(self, opened: Opened, item: WorkItem, item_id: str, organisation: Organisation) -> RepairItem:
        today = self._resources.today
        bodies = dict.fromkeys(organisation.post(holder.post).body for holder in item.holders)
        posts = (post for body in bodies for post in organisation.posts_in(body))
        found = (holder for post in posts for holder in organisation.holders_of(post, today))
        others = tuple(holder for holder in found if holder not in item.holders)
        return RepairItem(
            id=item_id,
            name=item_name(item.purpose, opened.matter.called(item.step)),
            since=item.opened_at,
            who=who_has(item, organisation, today),
            to=hats(others, organisation, today),
        )


def _by_another(last: Event | None, caller: Caller) -> bool:
    """Whether what was said last about mending a case is somebody else's question."""
    return isinstance(last, RepairAsked) and last.actor.person != caller.person


def _over(case: Case) -> bool:
    """Whether nothing can be mended any more; a duty that is open can, though the case has ended."""
    return case.status in ENDED and all(item.purpose != "duty" for item in case.items)


def _wish(opened: Opened, repair: Repair, caller: Caller, organisation: Organisation) -> RepairWish:
    said = {written.seq: str(written.content.get("opinion", "")) for written in opened.written}
    asked = next(event for event in reversed(opened.events) if event.type == "repair_asked")
    step = repair.step or (repair.item.step if repair.item else "")
    about = [opened.matter.called(step)] if step else []
    about += [person_name(organisation, repair.to.person)] if repair.to else []
    return RepairWish(
        what=repair.what,
        about="，".join(about),
        who=person_name(organisation, repair.by.person),
        at=repair.at,
        reason=said.get(asked.seq, ""),
        mine=repair.by.person == caller.person,
    )


def _receipt(case: Case, operation: str) -> RepairReceipt:
    done = {
        "申请修复办件": "已申请修复，等候另一位事项管理员确认。",
        "确认修复办件": "已修复。",
        "不予修复办件": "已取消修复。",
    }
    return RepairReceipt(
        case_no=case.case_no, status=case.status, status_name=STATUS_NAMES[case.status], message=done[operation]
    )
