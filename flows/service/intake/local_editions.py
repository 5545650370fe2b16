"""Local lists (实施清单) as administrators type them, read as the edition they mean."""

from collections.abc import Iterator

from flows.views.lists.local_editions import LocalContent
from matters.editions.local import LocalEdition
from matters.errors.base import Problem
from matters.errors.door import Invalid
from matters.filing.phones import is_phone, phone
from matters.language.clock import AtOnce, CalendarDays, Limit, WorkingDays
from matters.language.guide import Contact, Question


def edition_of(said: LocalContent, code: str, body: str) -> LocalEdition | Invalid:
    """What they mean; everything that cannot be read is told at once."""
    if problems := tuple(_problems(said)):
        return Invalid(problems=problems)
    return LocalEdition(
        code=code,
        body=body,
        local_code=said.local_code.strip(),
        promised=_promise(said),
        contacts=tuple(_contacts(said)),
        questions=tuple(Question(question=one.question, answer=one.answer) for one in said.questions),
        without_materials=said.without_materials,
        electronic=said.electronic,
    )


def _problems(said: LocalContent) -> Iterator[Problem]:
    if said.promise in ("working_days", "calendar_days") and said.promise_days is None:
        yield Problem("promise_days", "请写明承诺时限的天数。")
    for part in ("enquiry", "supervision"):
        number = phone(getattr(said, part))
        if number and not is_phone(number):
            yield Problem(part, f"“{number}”不是电话号码。请更正。")
    if any(not (one.question.strip() and one.answer.strip()) for one in said.questions):
        yield Problem("questions", "常见问题须有问有答。请补齐或者删去。")


def _promise(said: LocalContent) -> Limit | None:
    match said.promise:
        case "at_once":
            return AtOnce(kind="at_once")
        case "working_days":
            return WorkingDays(kind="working_days", days=said.promise_days or 1)
        case "calendar_days":
            return CalendarDays(kind="calendar_days", days=said.promise_days or 1)
        case _:
            return None


def _contacts(said: LocalContent) -> Iterator[Contact]:
    if said.enquiry or said.place or said.hours:
        yield Contact(purpose="enquiry", phone=phone(said.enquiry), place=said.place, hours=said.hours)
    if said.supervision:
        yield Contact(purpose="supervision", phone=phone(said.supervision))
