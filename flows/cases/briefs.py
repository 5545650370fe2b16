"""What the cases of a list ask for, in one sentence each (摘要)."""

from collections.abc import Iterable

from flows.cases.booking import resource_names
from flows.cases.deciding import Opened, open_cases
from flows.resources import Resources
from matters.language.words.answers import Names
from matters.language.words.brief import brief_of
from storage.cases import CaseHead
from storage.database import Session


def briefs(session: Session, resources: Resources, heads: Iterable[CaseHead]) -> dict[int, str]:
    """By the ids of the cases; those whose matter composes none are not read."""
    composing = {head.id: head for head in heads if resources.definition(session, head.definition).brief}
    opened = open_cases(session, resources, composing.values()) if composing else {}
    return {case_id: brief(session, resources, one) for case_id, one in opened.items()}


def brief(session: Session, resources: Resources, opened: Opened) -> str:
    """Of one case that lies open, with the names that people, bodies and resources have today."""
    lent = resource_names(session, opened.matter, opened.answers)
    names = Names(resources.organisation(session), resources.today, resources=lent)
    return brief_of(opened.matter, opened.answers, names)
