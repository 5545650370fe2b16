"""What others are asked beside the handling (协查) and owe after the decision (办后义务)."""

from matters.case.events.inquiries import Answered, Fulfilled, Unanswered
from matters.case.items import WorkItem
from matters.commands.items import Answer, Fulfil
from matters.course.following import arrive, go_on
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.door import Invalid
from matters.errors.handling import NotPossible
from matters.language.route.steps import Inquiry
from matters.language.words.keys import word_name


def answer(decision: Decision, command: Answer) -> Refusal | None:
    """Whatever is answered, the case goes on; whoever decides reads it. Files come with material, and with nothing else."""
    item = decision.item(command.item)
    step = decision.matter.step(item.step)
    if not isinstance(step, Inquiry) or command.answer not in step.answers:
        return NotPossible(
            action=decision.action, why=f"本次协查不能答复“{word_name('answers', command.answer)}”，请重新选择"
        )
    if (command.answer == "material") != bool(command.files):
        return Invalid.of(
            "files",
            "答复“提供材料”的，须上传文件" if command.answer == "material" else "只有答复“提供材料”的可以附文件",
        )
    decision.tell(Answered, item=item.key, answer=command.answer)
    return _heard(decision, step, item)


def fulfil(decision: Decision, command: Fulfil) -> Refusal | None:
    """The duty is done; nothing waits for it."""
    decision.tell(Fulfilled, item=command.item)
    return None


def unanswered(decision: Decision, item: WorkItem) -> Refusal | None:
    """The limit has passed, and the case goes on without an answer, with a note of it."""
    step = decision.matter.step(item.step)
    decision.tell(Unanswered, item=item.key)
    return _heard(decision, step, item, silent=True) if isinstance(step, Inquiry) else go_on(decision, item.step)


def _heard(decision: Decision, step: Inquiry, item: WorkItem, *, silent: bool = False) -> Refusal | None:
    """Of several bodies that are asked the last one lets the case go on."""
    if item.seat is None:
        return go_on(decision, item.step)
    return arrive(decision, step, item.seat, passed=True, silent=silent)
