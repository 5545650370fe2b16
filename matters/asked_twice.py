"""What a catalogue asks of the same applicant twice (重复要件): by two of its matters, or though one of them issues it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

from matters.language.document import Definition

# Shorter names of papers (批复, 答复书, 派工单) say what kind of paper it is, and stand within names of others.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class AskedTwice:
    """One material that the matter asks of its applicants although another matter has it.

    `how`: `asked`, the other one asks its applicants for it by the same name; `issued`, the other one issues it as a result,
    and `material` then is the name by which it is asked for. Each pair that both ask is told once, the lower code first.
    """

    matter: str
    other: str
    material: str
    how: Literal["asked", "issued"]


def asked_twice(matters: Iterable[Definition]) -> tuple[AskedTwice, ...]:
    """All of it over every pair of these matters, one version of each; materials are told apart by name alone."""
    by_code = sorted(matters, key=lambda matter: matter.code)
    asked = [found for one, other in combinations(by_code, 2) for found in _both_ask(one, other)]
    issued = [found for one, other in permutations(by_code, 2) for found in _asks_what_is_issued(one, other)]
    return (*asked, *issued)


def asked_of_applicants(matter: Definition) -> tuple[str, ...]:
    """The names of the materials that its applicants hand in."""
    return tuple(material.name for material in matter.materials if material.source.kind == "applicant")


def _both_ask(one: Definition, other: Definition) -> Iterator[AskedTwice]:
    theirs = frozenset(asked_of_applicants(other))
    shared = (name for name in dict.fromkeys(asked_of_applicants(one)) if name in theirs)
    return (AskedTwice(one.code, other.code, name, "asked") for name in shared)


def _asks_what_is_issued(one: Definition, other: Definition) -> Iterator[AskedTwice]:
    papers = _granted(other)
    names = (name for name in asked_of_applicants(one) if any(paper in name for paper in papers))
    return (AskedTwice(one.code, other.code, name, "issued") for name in names)


def _granted(matter: Definition) -> tuple[str, ...]:
    papers = matter.outcome.papers if matter.outcome else ()
    return tuple(paper.name for paper in papers if paper.on == "granted" and len(paper.name) >= _TELLING)
