"""What was decided is good until a day (结果有效期), and whoever applied is told before it comes."""

from datetime import date, timedelta
from typing import Literal

from matters.calendar import day_text
from matters.case.events.deciding import Decided
from matters.case.events.validity import ExpiryTold
from matters.case.items import WorkItem
from matters.course.papers import due_with_result
from matters.engine.decision import Decision
from matters.errors.base import Refusal
from matters.errors.handling import NotPossible
from matters.language.outcome import Validity


def tell_result(decision: Decision, result: Literal["granted", "denied"]) -> Refusal | None:
    """The case is decided so; a last day of the result that is over already cannot be meant."""
    validity, today = _validity(decision, result), decision.world.today
    until = validity.last_day(today, decision.filed.answers) if validity else None
    facts: dict[str, date] = {}
    if validity and until:
        if until < today:
            return _past(decision, validity, until)
        facts = {
            "valid_until": until,
            "remind_on": max(until - timedelta(days=validity.remind_days), today + timedelta(days=1)),
        }
    decision.close((item for item in decision.case.items if item.purpose == "validity"), "moved_on")
    decision.tell(Decided, result=result, paper=decision.paper(result), **facts)
    due_with_result(decision, result)
    return None


def _validity(decision: Decision, result: Literal["granted", "denied"]) -> Validity | None:
    return decision.matter.outcome.result(result).validity if decision.matter.outcome else None


def _past(decision: Decision, validity: Validity, until: date) -> Refusal:
    field = decision.matter.label(validity.until_field or "")
    why = f"“{field}”是{day_text(until)}，已经过去，结果无从生效。请先更正"
    return NotPossible(action=decision.action, why=why)


def tell_of_expiry(decision: Decision, item: WorkItem) -> None:
    """It ends soon; what was decided stays decided."""
    decision.tell(ExpiryTold, item=item.key, tell=tuple(sorted(decision.case.applying)))
