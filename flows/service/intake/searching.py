"""What somebody types to find cases (查找): each word with all that it may mean, by the names of today and of before."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from flows.resources import Resources
from matters.organisation.snapshot import Body, Organisation
from storage.database import Session
from storage.definitions import matters
from storage.searching.finding import Meaning
from storage.searching.words import PART, PaperNumber, level, papers_in

MOST_TYPED = 100
_MOST_WORDS = 8
_MOST_MEANT = 200  # people of one name
_NUMBER = re.compile(rf"[0-9]{{{PART},}}")
_FIRST_YEAR = 2020  # no case number is of an earlier day


def meanings(session: Session, resources: Resources, typed: str) -> tuple[Meaning, ...]:
    """The words of what was typed, in any order; document numbers are words of their own."""
    papers, rest = papers_in(typed.strip()[:MOST_TYPED])
    given = [_paper(resources, paper) for paper in papers]
    return (*given, *(_word(session, resources, word) for word in rest.split()[:_MOST_WORDS]))


def _paper(resources: Resources, paper: PaperNumber) -> Meaning:
    words = resources.vault.words.of_paper(f"〔{paper.year}〕{paper.serial}号")
    return Meaning(paper=paper, paper_words=words)


def _word(session: Session, resources: Resources, word: str) -> Meaning:
    words, organisation = resources.vault.words, resources.organisation(session)
    text = words.of_text(word)
    people = (person.id for person in organisation.people if word in level(person.name))
    bodies = (body.id for body in organisation.bodies if _is_called(body, word))
    named = Meaning(
        text=text,
        seen="" if text else word,
        people=tuple(people)[:_MOST_MEANT],
        bodies=tuple(bodies)[:_MOST_MEANT],
        matters=tuple(_matters(session, resources, word)),
    )
    if not _NUMBER.fullmatch(word):
        return named
    early = any(word in head for head in _heads(organisation, resources.today))
    return replace(named, part=word, part_word=None if early else words.of_part(word))


def _is_called(body: Body, word: str) -> bool:
    names = (*(name.text for name in body.names), *body.aliases)
    return any(word in level(name) for name in names)


def _matters(session: Session, resources: Resources, word: str) -> Iterator[str]:
    for head in matters.published(session):
        matter = resources.definition(session, head.digest)
        if any(word in level(name) for name in (matter.name, *matter.aliases)):
            yield head.code


def _heads(organisation: Organisation, today: date) -> Iterator[str]:
    """What case numbers begin with, up to their month: thousands share it, so that it is no way to any of them."""
    codes = {f"{body.region[:6]}{body.number}" for body in organisation.bodies}
    years = range(_FIRST_YEAR, today.year + 1)
    return (f"{code}{year}{month:02}" for code in codes for year in years for month in range(1, 13))
