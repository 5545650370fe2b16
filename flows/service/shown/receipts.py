"""What is said of what was done: a filing or withdrawal (回执), and an act with whom the case is now (办理回执)."""

from flows.service.shown import late_materials
from flows.service.shown.cases import FEW_NAMES, few, result_word
from flows.views.cases import Receipt
from matters.calendar import day_text, local_day
from matters.case.aggregate import STATUS_NAMES, Case
from matters.case.items import ASIDE, WorkItem
from matters.commands.acts import ItemAct
from matters.language.document import Definition
from matters.language.words.answers import person_name
from matters.organisation.snapshot import Organisation
from storage.cases import CaseHead


def receipt(case: Case, message: str) -> Receipt:
    """What a filing or withdrawal answers."""
    return Receipt(case_no=case.case_no, status=case.status, status_name=STATUS_NAMES[case.status], message=message)


def receipt_of_filing(matter: Definition, case: Case, earlier: CaseHead | None, told: str = "已提交") -> Receipt:
    """What was filed, how, and a hint where the same was filed before."""
    hint = _repeated(earlier, "申请人" if case.channel else "您") if earlier else ""
    filed = receipt(case, f"{told}，办件编号 {case.case_no}。{late_materials.reminder(matter, case)}{hint}")
    return filed.model_copy(update={"earlier": earlier.case_no if earlier else None})


def _repeated(earlier: CaseHead, whose: str) -> str:
    day, status = day_text(local_day(earlier.filed_at)), STATUS_NAMES[earlier.status]
    return f"{whose}{day}提交的办件 {earlier.case_no}（{status}）内容与本件相同：如系重复提交，请撤回其中一件。"


def told_of(act: ItemAct, matter: Definition, before: Case, after: Case, organisation: Organisation) -> str:
    """已同意，已送某某办理. Who had it before as well still has to act."""
    plain = act.bent == "agreeing" or act.hands_on or act.opinion is None
    done = f"已{act.name}" if plain else f"已办理“{act.name}”"
    decided = f"，办理结果：{result_word(matter, after.result)}" if after.result != before.result else ""
    return f"{done}{decided}{_onward(matter, before, after, organisation)}。"


def _onward(matter: Definition, before: Case, after: Case, organisation: Organisation) -> str:
    open_now = [item for item in after.under_way if item.purpose not in ASIDE]
    new = [item for item in open_now if item.seq > before.seq]
    if new:
        return "".join(_sent(matter, item, organisation) for item in new)
    left = "、".join(filter(None, (_names(item, organisation) for item in open_now[:FEW_NAMES])))
    return f"，尚待{left}办理" if left else ""


def _sent(matter: Definition, item: WorkItem, organisation: Organisation) -> str:
    who = _names(item, organisation)
    if item.purpose == "supplement":
        return f"，已通知{who}补正"
    return f"，已送{who}办理“{matter.called(item.step)}”" if who else ""


def _names(item: WorkItem, organisation: Organisation) -> str:
    people = [person_name(organisation, holder.person) for holder in item.holders]
    return "、".join(few(people))
