"""A period of validity (结果有效期) belongs to what is granted, and is told of before it is over."""

from collections.abc import Iterator

from matters.language.document import Definition
from matters.language.places import place_of
from matters.linter.finding import Finding, error


def validities(matter: Definition) -> Iterator[Finding]:
    """No result that denies has one, and the reminder comes within it."""
    for result in matter.outcome.results if matter.outcome else ():
        validity = result.validity
        if validity is None:
            continue
        place = place_of(matter, validity)
        if result.on == "denied":
            message = f"“{result.name}”没有有效期可言。请删去 validity，或者写在准予的结果中。"
            yield error("validity_of_denial", place, message)
        if 0 < validity.days <= validity.remind_days:
            message = f"有效期只有 {validity.days} 日，却提前 {validity.remind_days} 日提醒。请写明较小的 remind_days。"
            yield error("reminder_too_early", (*place, "remind_days"), message)
