"""What others are asked beside the handling (协查) and owe after the decision (办后义务), and what follows when it is late."""

from matters.case import WorkItem
from matters.commands import Answer, Fulfil
from matters.course import go_on
from matters.definition.route import Inquiry
from matters.errors import Invalid, NotPossible, Refusal
from matters.events import Answered, Fulfilled, Reminded, Supervised, Unanswered
from matters.naming import word_name
from matters.telling import Telling


def answer(telling: Telling, command: Answer) -> Refusal | None:
    """Whatever is answered, the case goes on; whoever decides reads it. Files come with material, and with nothing else."""
    item = telling.item(command.item)
    step = _inquiry(telling, item)
    if step is None or command.answer not in step.answers:
        return NotPossible(action="协查答复", why=f"本次协查不能答复“{word_name('answers', command.answer)}”，请重新选择")
    if (command.answer == "material") != bool(command.files):
        return Invalid.of("files", "提供材料的须上传文件" if command.answer == "material" else "只有提供材料的可以附文件")
    telling.tell(Answered, item=item.key, answer=command.answer)
    return go_on(telling, item.step)


def fulfil(telling: Telling, command: Fulfil) -> Refusal | None:
    """The duty is done; nothing waits for it."""
    telling.tell(Fulfilled, item=command.item)
    return None


def overdue(telling: Telling, item: WorkItem) -> Refusal | None:
    """Its limit has passed: the case goes on, its holders are reminded, or who supervises them is told."""
    step = _inquiry(telling, item)
    if step and step.unanswered == "proceed_noted":
        telling.tell(Unanswered, item=item.key)
        return go_on(telling, item.step)
    above = _supervisors(telling, item) if step and step.unanswered == "supervise" else ()
    if above:
        telling.tell(Supervised, item=item.key, tell=above)
    else:
        telling.tell(Reminded, item=item.key, tell=tuple(dict.fromkeys(holder.person for holder in item.holders)))
    return None


def _inquiry(telling: Telling, item: WorkItem) -> Inquiry | None:
    step = telling.matter.find_step(item.step)
    return step if isinstance(step, Inquiry) else None


def _supervisors(telling: Telling, item: WorkItem) -> tuple[str, ...]:
    """Who supervises a body of the holders (督查); where nobody does, the holders are reminded."""
    organisation, today = telling.world.organisation, telling.world.today
    bodies = {organisation.post(holder.post).body for holder in item.holders}
    people = (person.id for person in organisation.people if person.valid(today))
    return tuple(p for p in people if any(organisation.granted(p, "supervisor", body, today) for body in bodies))
