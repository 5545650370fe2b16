"""The task desk (待办): the queue, and acting on an item."""

from collections.abc import Iterator, Sequence
from typing import Any

from flows.deciding import Opened, act_on
from flows.service import presenting
from flows.service.cases import PAGE_SIZE, file_ids, material_refusal, taken_up, text_refusal
from flows.service.desk import WorkingDesk, concerns, first
from flows.service.permissions import allowed_to, roles
from flows.views import ACTION_LABELS, ActReceipt, ActRequest, Caller, Page, TaskLine, TaskList
from matters.case import STATUS_NAMES, WorkItem
from matters.commands import ACTIONS, on_item
from matters.errors import Invalid, NotFound, NotHolder, PostRequired, Problem, Refusal
from matters.organisation import Holder
from storage import drafts, queues
from storage.database import Session
from storage.queues import ItemView

_PARTS = {
    "fills": "办理填写内容", "findings": "补正事项", "answers": "申请内容", "materials": "申请材料", "to": "人员",
    "where": "加签方式", "step": "退回的环节", "resumes": "退回后的办理方式", "choices": "选定的办理人", "until": "预计恢复日期",
    "answer": "协查答复", "files": "文件",
}  # fmt: skip
_HOLDERS = roles("applicant", "approver", "window", "liaison", "robot")


class TaskDesk(WorkingDesk):
    """Items that wait for somebody."""

    @allowed_to(_HOLDERS, "查看待办")
    def queue(self, caller: Caller, page: int = 1) -> TaskList:
        """The caller's open items, what is due first on top."""
        where = queues.Page(max(page, 1), PAGE_SIZE)
        with self._resources.database.reading() as session:
            found = queues.open_items(session, caller.person, where)
            lines = tuple(self._lines(session, caller, found.rows))
        return TaskList(items=lines, page=Page(page=where.number, size=where.size, total=found.total))

    @allowed_to(_HOLDERS, "查看待办")
    def show(self, caller: Caller, task_id: str) -> TaskLine | NotFound:
        """One item the caller holds or held, open or not; what is done offers no actions."""
        with self._resources.database.reading() as session:
            item = queues.item(session, task_id)
            mine = item is not None and any(holder.person == caller.person for holder in item.holders)
            line = next(self._lines(session, caller, [item]), None) if item and mine else None
        return line or NotFound(what="该待办")

    @allowed_to(_HOLDERS, "办理待办")
    def act(self, caller: Caller, task_id: str, request: ActRequest, key: str | None = None) -> ActReceipt | Refusal:
        """Act on an item: at most once, on the version the person was shown."""
        answered = self._change(
            caller, "办理待办", task_id,
            lambda session: self._act(session, caller, task_id, request),
            answer=ActReceipt, about=lambda receipt: receipt.case_no, post=request.post, key=key,
            content=[task_id, request.model_dump(mode="json")],
        )  # fmt: skip
        receipt: ActReceipt | Refusal = first(answered)
        return receipt

    def _lines(self, session: Session, caller: Caller, items: Sequence[ItemView]) -> Iterator[TaskLine]:
        """Those of the items whose case the caller may see still."""
        organisation = self._resources.organisation(session)
        for item in items:
            # An item tells by itself that it is the caller's; only for a post that was given up the case is read.
            mine = concerns(caller, item.case.applicant_person, item.holders)
            if mine or not isinstance(self._reached(session, caller, item.case.case_no), NotFound):
                matter = self._resources.definition(session, item.case.definition)
                yield presenting.task_line(item, matter, organisation, caller.person)

    def _act(self, session: Session, caller: Caller, task_id: str, request: ActRequest) -> ActReceipt | Refusal:
        place = queues.place_of(session, task_id)
        reached = self._reached(session, caller, place.case_no, lock=True) if place else None
        if place is None or reached is None or isinstance(reached, NotFound):
            return NotFound(what="该待办")
        opened, _ = reached
        hat = _hat_on(_item(opened, place.key), caller, request.post)
        if isinstance(hat, Refusal):
            return hat
        refusal = _content_refusal(session, caller, opened, request)
        if refusal:
            return refusal
        command = on_item(request.action, hat, place.key, request.expected_version, request.model_dump())
        case = act_on(session, self._resources, opened, command, _written(opened, request))
        if isinstance(case, Refusal):
            return case
        taken = (*file_ids(request.materials), *request.files)
        refusal = taken_up(session, taken, caller.person, opened.head.id)
        if refusal:
            return refusal
        drafts.drop(session, caller.person, drafts.of_item(task_id))
        return ActReceipt(
            case_no=case.case_no, action=request.action, status=case.status, status_name=STATUS_NAMES[case.status],
            message=f"“{ACTION_LABELS[request.action]}”已提交，无需重复点击。",
        )  # fmt: skip


def _item(opened: Opened, key: str) -> WorkItem:
    """The item of that key, open or not: who comes second is told so."""
    return next(item for item in (*opened.case.items, *opened.case.closed) if item.key == key)


def _hat_on(item: WorkItem, caller: Caller, post: str | None) -> Holder | Refusal:
    """The hat under which the caller holds the item; to be named when several of the caller's hats do.

    A post that was given up since is no hat any more; a supplement stays with the applicant, whatever the post.
    """
    worn = {hat.post for hat in caller.posts}
    concerned: tuple[Holder, ...] = (*item.holders, *item.group, *((item.lender,) if item.lender else ()))
    held = dict.fromkeys(holder for holder in concerned if holder.person == caller.person)
    mine = [holder for holder in held if item.purpose == "supplement" or holder.post in worn]
    chosen = [holder for holder in mine if post is None or holder.post == post]
    if not chosen:
        return NotHolder(step="该") if not mine else NotHolder(step="所选岗位对应的")
    if len(chosen) > 1:
        titles = {hat.post: f"{hat.body_name}{hat.title}" for hat in caller.posts}
        return PostRequired(posts="、".join(titles.get(holder.post, holder.post) for holder in chosen))
    return chosen[0]


def _written(opened: Opened, request: ActRequest) -> dict[str, Any]:
    """What the act leaves in writing; answers and materials always whole, so that the newest is the present state."""
    written: dict[str, Any] = {}
    if request.opinion:
        written["opinion"] = request.opinion
    if request.findings:
        written["findings"] = dict(request.findings)
    if request.fills or request.answers:
        written["answers"] = {**opened.answers, **request.fills, **request.answers}
    if request.materials:
        written["materials"] = {**opened.materials, **request.materials}
    if request.files:
        written["files"] = list(request.files)
    return written


def _content_refusal(session: Session, caller: Caller, opened: Opened, request: ActRequest) -> Refusal | None:
    """What must not come in with the act, in the order of its parts."""
    parts = (request.answers, request.fills, request.findings, {"办理意见": request.opinion})
    texts = (refusal for part in parts if (refusal := text_refusal(opened.matter, part)))
    kept = {file_id for ids in opened.materials.values() for file_id in ids}
    return (
        _wrong_parts(request)
        or next(texts, None)
        or material_refusal(session, caller, opened.matter, request.materials, kept)
        or material_refusal(session, caller, opened.matter, {"": request.files})
    )


def _wrong_parts(request: ActRequest) -> Invalid | None:
    """An act brings its own parts and no others: what no rule has looked at must not be written into the case."""
    own = ACTIONS[request.action].model_fields
    foreign = [part for part in _PARTS if part not in own and getattr(request, part)]
    missing = [part for part in ("to", "where", "step", "until", "answer") if part in own and not getattr(request, part)]
    label = ACTION_LABELS[request.action]
    problems = [Problem(part, f"“{label}”不能附带{_PARTS[part]}") for part in foreign]
    problems += [Problem(part, f"“{label}”须指明{_PARTS[part]}") for part in missing]
    if request.action in ("transfer", "delegate") and len(request.to) > 1:
        problems.append(Problem("to", f"“{label}”只能指定一人"))
    return Invalid(problems=tuple(problems)) if problems else None
