"""Beginning a case, for a person at the desk or for another case: the matter in force, a number, a title."""

from collections.abc import Mapping
from typing import Any

from flows.cases.around import look_up
from flows.cases.deciding import file_case, world_of
from flows.resources import Resources
from matters.case.aggregate import Case
from matters.case.number import case_number, day_sequence
from matters.commands.cases import Submit
from matters.errors.base import Refusal
from matters.errors.door import NotFound
from matters.filing.asked import complete
from matters.filing.known import with_settled
from matters.language.document import Definition
from matters.language.rights import hidden_anywhere
from matters.language.words.answers import answer_text
from matters.who.parties import owner_of
from storage import numbers
from storage.cases import CaseHead
from storage.database import Session
from storage.definitions import matters


def published(session: Session, resources: Resources, code: str) -> Definition | NotFound:
    """The newest published version of a matter."""
    head = matters.newest(session, code)
    return resources.definition(session, head.digest) if head else NotFound(what=f"事项 {code[:20]}")


def begin(
    session: Session, resources: Resources, matter: Definition, filing: Submit
) -> tuple[CaseHead, Case] | Refusal:
    """File it under the next number of the body that accepts it, with what the post settles.

    After a refusal the transaction is to be undone.
    """
    world = world_of(session, resources)
    said = complete(matter, with_settled(matter, filing.answers, filing.hat, world), world.today)
    owner = owner_of(matter, world.organisation.post(filing.hat.post).body, world, said)
    if isinstance(owner, Refusal):
        return owner
    serial = numbers.allot(session, day_sequence(owner, world.today))
    around = look_up(session, resources, world, matter, filing.answers)
    answers = with_settled(matter, filing.answers, filing.hat, around)
    whole = filing.model_copy(update={"case_no": case_number(owner, world.today, serial), "answers": answers})
    about = _about(matter, answers)
    return file_case(session, resources, matter, whole, _title(matter, about), about)


def _about(matter: Definition, answers: Mapping[str, Any]) -> str:
    """The first text answered that everybody may read, so that a queue can be told apart at a glance and a case be found."""
    hidden = hidden_anywhere(matter)
    texts = (
        answer_text(field, answers[field.id])
        for field in matter.fields
        if field.type in ("text", "long_text") and field.id not in hidden and answers.get(field.id)
    )
    return next(texts, "").replace("\n", " ")


def _title(matter: Definition, about: str) -> str:
    return f"{matter.name}：{about[:40]}" if about else matter.name
