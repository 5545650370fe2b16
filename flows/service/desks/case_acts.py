"""The desk for acts on a case as a whole: taking back, removing signers, urging, copies, discussion."""

from typing import Any

from flows.cases.deciding import Opened, act_on
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.texts import text_refusal
from flows.service.permissions import SIGNED_IN, allowed_to
from flows.service.shown.open_acts import hat_of, taking_back
from flows.views.people import Caller
from flows.views.tasks import CaseActReceipt, CaseActRequest
from matters.case.aggregate import STATUS_NAMES
from matters.case.values import ItemKey
from matters.commands.acts import ON_CASES
from matters.commands.base import Command
from matters.commands.cases import Discuss, ReadCopy, RemoveSigner, RetractCopy, TakeBack, Urge
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotYourPost
from matters.organisation.snapshot import Holder
from storage import queues
from storage.database import Session


class CaseActDesk(WorkingDesk):
    """What people do to a case besides acting on its items. Who may is for the engine to say."""

    @allowed_to(SIGNED_IN, "办理办件")
    def act(
        self, caller: Caller, case_no: str, request: CaseActRequest, key: str | None = None
    ) -> CaseActReceipt | Refusal:
        """Act once; what is not open to the caller any more is refused with the reason."""
        proved = self._proved(caller, request.password)
        if isinstance(proved, Refusal):
            return proved
        name, content = f"办件{ON_CASES[request.action].name}", [case_no, request.model_dump(mode="json")]
        act = Operation(caller, name, case_no, request.post, key, content)
        return self._change(act, lambda session: self._act(session, proved, case_no, request), CaseActReceipt)

    def _act(self, session: Session, caller: Caller, case_no: str, request: CaseActRequest) -> CaseActReceipt | Refusal:
        reached = self._reach(session, caller).some(case_no, lock=True)
        if isinstance(reached, NotFound):
            return reached
        opened, _ = reached
        if request.post is not None and all(hat.post != request.post for hat in caller.posts):
            return NotYourPost()
        refusal = text_refusal(opened.matter, {ON_CASES[request.action].name: request.text})
        if refusal:
            return refusal
        command = _command(session, opened, caller, request)
        if isinstance(command, Refusal):
            return command
        command = command.model_copy(update={"proof": caller.proof})
        case = act_on(session, self._resources, opened, command, _written(request))
        if isinstance(case, Refusal):
            return case
        return CaseActReceipt(
            case_no=case.case_no,
            action=request.action,
            status=case.status,
            status_name=STATUS_NAMES[case.status],
            message=f"“{ON_CASES[request.action].name}”已完成，无需重复点击。",
        )


def _command(session: Session, opened: Opened, caller: Caller, request: CaseActRequest) -> Command | Refusal:
    """What is asked for, as the engine understands it; a part that is missing is named."""
    hat = Holder(person=caller.person, post=request.post) if request.post else hat_of(caller)
    match request.action:
        case "take_back":
            place = queues.place_of(session, request.item or "")
            if place is None or place.case_no != opened.case.case_no:
                return NotFound(what="该待办")
            return _taking_back(opened, caller, place.key, hat).model_copy(update={"reason": request.text})
        case "remove_signer":
            return RemoveSigner(actor=hat, step=request.step or "", seat=request.seat or "")
        case "retract_copy":
            return RetractCopy(actor=hat, person=request.person or "")
        case "read_copy":
            return ReadCopy(actor=hat)
        case "urge":
            return Urge(actor=hat, reason=request.text)
        case "discuss":
            return (
                Discuss(actor=hat, text=request.text)
                if request.text.strip()
                else Invalid.of("text", "请填写讨论的内容")
            )


def _taking_back(opened: Opened, caller: Caller, key: ItemKey, hat: Holder) -> TakeBack:
    deed = opened.case.deed_on(key)
    if deed and deed.behalf and deed.actor.person == caller.person:
        return taking_back(deed, caller)
    return TakeBack(actor=hat, item=key)


def _written(request: CaseActRequest) -> dict[str, Any]:
    if not request.text:
        return {}
    return {"discussion" if request.action == "discuss" else "opinion": request.text}
