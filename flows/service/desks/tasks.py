"""The task desk (待办): the queue, and acting on an item."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flows.cases.briefs import briefs
from flows.cases.deciding import Opened, act_on, open_item, refusal_of
from flows.cases.standing_in import covered_items, stands_in, stands_in_at
from flows.lateness.lights import lights
from flows.service.desk import Operation, WorkingDesk
from flows.service.intake.listing import asked_page, item_filter, page_of
from flows.service.intake.materials import file_ids, material_refusal, taken_up
from flows.service.intake.searching import meanings
from flows.service.intake.texts import text_refusal
from flows.service.intake.writing import taking_over, written_by
from flows.service.permissions import allowed_to, roles
from flows.service.shown.cases import batch_action, task_line
from flows.service.shown.receipts import told_of
from flows.views.base import Turn
from flows.views.oversight.lights import lit
from flows.views.people import Caller, PostView
from flows.views.tasks import (
    EVERY_TASK,
    ActReceipt,
    ActRequest,
    BatchItem,
    BatchOutcome,
    BatchReceipt,
    BatchRequest,
    TaskKind,
    TaskKinds,
    TaskLine,
    TaskList,
    TaskQuery,
)
from matters.case.aggregate import STATUS_NAMES
from matters.case.items import ASIDE, OF_APPLICANT, WorkItem
from matters.case.values import ItemKey
from matters.commands.acts import NAMED, ON_ITEMS, PARTS, ItemAct, on_item
from matters.commands.items import Handing
from matters.engine.batching import shape
from matters.engine.guards import lacks_opinion
from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, NotFound
from matters.errors.handling import NotHeldAs, NotHolder, NotPossible, NotYourPost, PostRequired, ProofRequired
from matters.errors.together import mendable, told_together
from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Holder, Organisation, Post
from matters.typed import one_line
from matters.who.standing_in import NONE_IN_FORCE
from storage import drafts, queues
from storage.database import Session
from storage.queues import ItemView
from storage.searching.items import kinds

_HOLDERS = roles("applicant", "approver", "window", "liaison", "robot")


class TaskDesk(WorkingDesk):
    """Items that wait for somebody."""

    @allowed_to(_HOLDERS, "查看待办")
    def queue(self, caller: Caller, page: int | Turn = 1, query: TaskQuery = EVERY_TASK) -> TaskList:
        """The caller's open items and those a proxy covers (代理), what is due first on top unless the query says otherwise."""
        with self._resources.database.reading() as session:
            steads = covered_items(session, self._resources, caller.person)
            words = meanings(session, self._resources, query.q)
            wanted = item_filter(query, words, lights(session, self._resources))
            found = queues.open_items(session, caller.person, asked_page(page), tuple(steads), wanted)
            lines = tuple(self._lines(session, caller, found.rows, steads))
        return TaskList(items=lines, page=page_of(found))

    @allowed_to(_HOLDERS, "查看待办")
    def kinds(self, caller: Caller) -> TaskKinds:
        """By what that queue may be narrowed; of what is done beside the handling the applicant's body is not told."""
        with self._resources.database.reading() as session:
            steads = covered_items(session, self._resources, caller.person)
            found = kinds(session, caller.person, tuple(steads))
            organisation, today = self._resources.organisation(session), self._resources.today
            steps = {(kind.matter, kind.step): self._resources.definition(session, kind.definition) for kind in found}
        bodies = dict.fromkeys(kind.applicant_body for kind in found if kind.purpose not in ASIDE)
        return TaskKinds(
            steps=tuple(
                TaskKind(matter=code, step=step, name=f"{matter.name}：{matter.called(step)}")
                for (code, step), matter in steps.items()
            ),
            bodies={body: organisation.body_name(body, today) for body in bodies},
        )

    @allowed_to(_HOLDERS, "查看待办")
    def waiting(self, caller: Caller) -> int:
        """How many items that queue has."""
        with self._resources.database.reading() as session:
            steads = covered_items(session, self._resources, caller.person)
            return queues.count_open(session, caller.person) + len(steads)

    @allowed_to(_HOLDERS, "查看待办")
    def show(self, caller: Caller, task_id: str) -> TaskLine | NotFound:
        """One item the caller holds or held, or that a proxy covers, open or not; what is done offers no actions."""
        with self._resources.database.reading() as session:
            item = queues.item(session, task_id)
            mine = item is not None and any(holder.person == caller.person for holder in item.holders)
            behalf = None if mine else stands_in_at(session, self._resources, caller.person, task_id)
            steads = {task_id: behalf} if behalf else {}
            line = next(self._lines(session, caller, [item], steads), None) if item and (mine or behalf) else None
        return line or NotFound(what="该待办", denied=task_id if item else "")

    @allowed_to(_HOLDERS, "办理待办")
    def act(self, caller: Caller, task_id: str, request: ActRequest, key: str | None = None) -> ActReceipt | Refusal:
        """Act on an item: at most once, on the version the person was shown."""
        proved = self._proved(caller, request.password)
        return proved if isinstance(proved, Refusal) else self._act_once(proved, task_id, request, key)

    def _act_once(self, caller: Caller, task_id: str, request: ActRequest, key: str | None) -> ActReceipt | Refusal:
        act = Operation(caller, "办理待办", task_id, request.post, key, [task_id, request.model_dump(mode="json")])
        return self._change(
            act,
            lambda session: self._act(session, caller, task_id, request),
            ActReceipt,
            lambda receipt: receipt.case_no,
        )

    @allowed_to(roles("applicant", "approver", "window"), "批量办理")
    def batch(self, caller: Caller, request: BatchRequest, key: str | None = None) -> BatchReceipt | Refusal:
        """Give one act with one opinion to several items of equal shape; each stands or falls alone.

        Every item is a transaction of its own with a key derived from that of the batch, so that a batch that was cut short goes
        on where it stopped when it is sent again, and one that was answered gets the same answer.
        """
        batch = Operation(caller, "批量办理", key=key, content=request.model_dump(mode="json"))
        known = self._answered(batch, BatchReceipt)
        if isinstance(known, Refusal):
            self._record(batch, known)
        if known is not None:
            return known
        refusal = self._uneven(caller, request)
        if refusal:
            self._record(batch, refusal)
            return refusal
        proved = self._proved(caller, request.password)
        if isinstance(proved, Refusal):
            return proved
        outcomes = tuple(self._one_of(proved, request, item, key) for item in request.items)
        if all(
            outcome.code == ProofRequired.code for outcome in outcomes
        ):  # not kept: the same request may bring the proof
            return ProofRequired()
        receipt = BatchReceipt(action=request.action, outcomes=outcomes)
        return self._change(replace(batch, object_id=f"{len(outcomes)} 项"), lambda _: receipt, BatchReceipt)

    def _one_of(self, caller: Caller, request: BatchRequest, item: BatchItem, key: str | None) -> BatchOutcome:
        """The act on one item, under a key of its own."""
        act = ActRequest(
            action=request.action, expected_version=item.expected_version, opinion=request.opinion, post=item.post
        )
        own = hashlib.sha256(f"{key}\n{item.task}".encode()).hexdigest() if key else None
        answer = self._act_once(caller, item.task, act, own)
        code = answer.code if isinstance(answer, Refusal) else ""
        return BatchOutcome(task=item.task, done=not code, code=code, message=answer.message)

    def _uneven(self, caller: Caller, request: BatchRequest) -> Refusal | None:
        """Why this is no batch: twice the same item, more than one shape, or a shape that is not handled so.

        What the caller may not see has no shape; it is refused on its own, like an item that does not exist.
        """
        tasks = [item.task for item in request.items]
        if len(set(tasks)) < len(tasks):
            return Invalid.of("items", "同一待办只能列一次")
        with self._resources.database.reading() as session:
            found = (queues.item(session, task) for task in tasks)
            seen = [i for i in found if i and any(holder.person == caller.person for holder in i.holders)]
            shapes = {(shape(i.case.definition, i.step), i.purpose) for i in seen}
            if len(shapes) > 1:
                return NotPossible(action="批量办理", why="所选待办须是同一事项、同一版本、同一环节的，请分别办理")
            if not seen or self._in_batch(session, seen[0], request):
                return None
        return NotPossible(action="批量办理", why="该环节须逐件填写或选定，或者没有这种办理方式，请打开办件逐件办理")

    def _in_batch(self, session: Session, item: ItemView, request: BatchRequest) -> bool:
        matter = self._resources.definition(session, item.case.definition)
        return batch_action(item, matter) == request.action

    def _lines(
        self, session: Session, caller: Caller, items: Sequence[ItemView], steads: Mapping[str, Holder]
    ) -> Iterator[TaskLine]:
        """Those of the items whose case the caller may see still. `steads`: in whose stead, by item."""
        organisation, reach = self._resources.organisation(session), self._reach(session, caller)
        now = lights(session, self._resources)
        sayings = briefs(session, self._resources, (item.case for item in items if item.purpose not in ASIDE))
        for item in items:
            # Only for a post that was given up the case is read.
            mine = item.id in steads or reach.concerned_by(item)
            if mine or not isinstance(reach.some(item.case.case_no), NotFound):
                matter = self._resources.definition(session, item.case.definition)
                line = task_line(item, matter, organisation, caller.person, steads.get(item.id))
                light = lit(now.of_item(item) if item.state == "open" else None)
                yield line.model_copy(update={"brief": sayings.get(item.case.id, ""), **light})

    def _act(self, session: Session, caller: Caller, task_id: str, request: ActRequest) -> ActReceipt | Refusal:
        opened, key = open_item(session, self._resources, task_id) or (None, None)
        if opened is None or key is None or not self._may_act(session, caller, opened, key, request):
            return _unseen(request, self._resources.organisation(session), task_id, opened)
        request = taking_over(session, self._resources, opened, _taken(opened.matter, request))
        hat = self._ready(session, caller, opened, _item(opened, key), request)
        if isinstance(hat, Refusal):
            return hat
        parts = {**request.model_dump(), "proof": caller.proof}
        command = on_item(request.action, hat, key, request.expected_version, parts)
        case = act_on(session, self._resources, opened, command, written_by(opened, dict(request)))
        if isinstance(case, Refusal):
            return case
        taken = (*file_ids(request.materials), *request.files)
        refusal = taken_up(session, taken, caller.person, opened.head.id)
        if refusal:
            return refusal
        if case.item(key):
            drafts.drop(session, caller.person, drafts.of_item(task_id))
        return ActReceipt(
            case_no=case.case_no,
            action=request.action,
            status=case.status,
            status_name=STATUS_NAMES[case.status],
            message=told_of(
                ON_ITEMS[request.action], opened.matter, opened.case, case, self._resources.organisation(session)
            ),
        )

    def _ready(
        self, session: Session, caller: Caller, opened: Opened, item: WorkItem, request: ActRequest
    ) -> Holder | Refusal:
        """The hat to act under; or all that is wrong with the act, where something of it may not come in."""
        hat = self._hat_for(session, caller, opened, item, request)
        if isinstance(hat, Refusal) and not isinstance(hat, PostRequired):
            return hat
        refusals = _content_refusals(session, caller, opened, request)
        unfit = [one for one in (hat, *refusals) if isinstance(one, Refusal)]
        worn = _held(item, caller)[0] if isinstance(hat, Refusal) else hat
        return told_together(*unfit, *self._besides(session, opened, item, worn, request)) if unfit else worn

    def _besides(
        self, session: Session, opened: Opened, item: WorkItem, hat: Holder, request: ActRequest
    ) -> tuple[Refusal, ...]:
        """What else is wrong with an act that cannot be done, as the engine would say, so that it is told along (一次性告知)."""
        act, step = ON_ITEMS[request.action], opened.matter.find_step(item.step)
        if {problem.target for problem in _part_problems(act, request)}.isdisjoint(NAMED):
            parts = _readable(request).model_dump()
            command = on_item(request.action, hat, item.key, request.expected_version, parts)
            found = refusal_of(session, self._resources, opened, command, written_by(opened, dict(request)))
        else:
            found = lacks_opinion(act, step, item, request.opinion, request.answer)
        return (found,) if mendable(found) else ()

    def _may_act(self, session: Session, caller: Caller, opened: Opened, key: ItemKey, request: ActRequest) -> bool:
        """Whether the caller may see the case, or may act on this item in somebody's stead, done or not."""
        reach = self._reach(session, caller)
        if reach.sees(opened) or reach.part(opened):
            return True
        return bool(request.behalf and stands_in(session, self._resources, caller.person, opened, key))

    def _hat_for(
        self, session: Session, caller: Caller, opened: Opened, item: WorkItem, request: ActRequest
    ) -> Holder | Refusal:
        """The hat the caller acts under; in somebody's stead, one of the caller's own."""
        if request.behalf is None:
            return _hat_on(item, caller, request.post, opened.matter.called(item.step))
        if request.post is not None and all(hat.post != request.post for hat in caller.posts):
            return NotYourPost()
        organisation = self._resources.organisation(session)
        worn = _standing_in_as(item, caller, organisation.find_post(request.behalf.post))
        hat = next((hat for hat in worn if request.post in (None, hat.post)), None)
        return Holder(person=caller.person, post=hat.post) if hat else _unseen(request, organisation)


def _standing_in_as(item: WorkItem, caller: Caller, principal: Post | None) -> Iterator[PostView]:
    """The caller's hats in the principal's body; in mending what the caller has filed (代办) all of them."""
    anywhere = item.purpose in OF_APPLICANT
    return (hat for hat in caller.posts if principal and (anywhere or hat.body == principal.body))


def _taken(matter: Definition, request: ActRequest) -> ActRequest:
    """The request with what was typed as it is taken; a finding (补正内容) is one item of a list."""
    typed = {part: all_taken(matter, getattr(request, part)) for part in ("fills", "answers")}
    findings = {target: one_line(text) for target, text in request.findings.items()}
    return request.model_copy(update={**typed, "findings": findings})


def _readable(request: ActRequest) -> ActRequest:
    """The request without the parts whose names cannot even be shown."""
    parts = ("fills", "answers", "findings")
    named = {part: {k: v for k, v in getattr(request, part).items() if k.isprintable()} for part in parts}
    return request.model_copy(update=named)


def _unseen(
    request: ActRequest, organisation: Organisation, task_id: str = "", opened: Opened | None = None
) -> Refusal:
    """The same sentence whether or not there is such an item."""
    if request.behalf is None:
        return NotFound(what="该待办", denied=task_id if opened else "")
    return NotPossible(action=f"代{person_name(organisation, request.behalf.person)}办理", why=NONE_IN_FORCE)


def _item(opened: Opened, key: ItemKey) -> WorkItem:
    """The item of that key, open or not: who comes second is told so."""
    return next(item for item in (*opened.case.items, *opened.case.closed) if item.key == key)


def _held(item: WorkItem, caller: Caller) -> tuple[Holder, ...]:
    """The hats under which the item concerns the caller."""
    concerned = (*item.holders, *item.group, item.lender, item.asker)
    return tuple(dict.fromkeys(holder for holder in concerned if holder and holder.person == caller.person))


def _hat_on(item: WorkItem, caller: Caller, post: str | None, step: str) -> Holder | Refusal:
    """The hat under which the caller holds the item; to be named when several of the caller's hats do.

    A post that was given up since is no hat any more; what is the applicant's own stays with him, whatever the post.
    """
    worn = {hat.post for hat in caller.posts}
    mine = [holder for holder in _held(item, caller) if item.purpose in OF_APPLICANT or holder.post in worn]
    chosen = [holder for holder in mine if post is None or holder.post == post]
    if not chosen:
        return NotHeldAs(step) if mine else NotHolder(step)
    if len(chosen) > 1:
        titles = {hat.post: f"{hat.body_name}{hat.title}" for hat in caller.posts}
        return PostRequired(posts="、".join(titles.get(holder.post, holder.post) for holder in chosen))
    return chosen[0]


def _content_refusals(
    session: Session, caller: Caller, opened: Opened, request: ActRequest
) -> Iterator[Refusal | None]:
    """What must not come in with the act, part by part."""
    parts = (request.answers, request.fills, request.findings, {"办理意见": request.opinion})
    kept = {file_id for ids in opened.materials.values() for file_id in ids}
    yield _wrong_parts(request)
    yield from (text_refusal(opened.matter, part) for part in parts)
    yield material_refusal(session, caller, opened.matter, request.materials, kept)
    yield material_refusal(session, caller, opened.matter, {"": request.files})


def _wrong_parts(request: ActRequest) -> Invalid | None:
    """An act brings its own parts and no others: what no rule has looked at must not be written into the case."""
    problems = tuple(_part_problems(ON_ITEMS[request.action], request))
    return Invalid(problems=problems) if problems else None


def _part_problems(act: ItemAct, request: ActRequest) -> Iterator[Problem]:
    for part, name in PARTS.items():
        if part not in act.parts and getattr(request, part):
            yield Problem(part, f"“{act.name}”不能附带{name}")
    for part in NAMED:
        if part in act.parts and not getattr(request, part):
            yield Problem(part, f"“{act.name}”须指明{PARTS[part]}")
    if issubclass(act.command, Handing) and len(request.to) > 1:
        yield Problem("to", f"“{act.name}”只能指定一人")
