"""Scores (考核得分) of the bodies that a scheme assesses, from the kept figures, each with the figures it stands on."""

from collections.abc import Iterator
from fractions import Fraction

from flows.figures.summing import Sight
from flows.figures.telling import NONE, told
from flows.views.assessing.schemes import BodyScore, MarkView
from matters.assessing.scheme import Scheme
from matters.assessing.scoring import Mark, marks_of, total_of
from matters.figures.catalogue import BY_ID, Sums
from matters.organisation.snapshot import Organisation

_LEFT_OUT = "不计"


def assessed(scheme: Scheme, organisation: Organisation) -> Iterator[str]:
    """The bodies of the region and of those below it that are of one of the levels; those that are no more too."""
    for body in organisation.bodies:
        line = organisation.region_line(body.region)
        if body.level in scheme.levels and any(region.code == scheme.region for region in line):
            yield body.id


def scores(scheme: Scheme, sight: Sight) -> tuple[BodyScore, ...]:
    """The highest first; a body that is no more has one where cases count there."""
    by_body = sight.by_body()
    there = (body for body in sight.bodies if _exists(sight, body) or _handled(by_body.get(body, {})))
    found = [(body, by_body.get(body, {})) for body in there]
    scored = [(total_of(marks := marks_of(scheme, sums)), body, sums, marks) for body, sums in found]
    scored.sort(key=lambda one: (one[0] is None, -(one[0] or 0), one[1]))
    return tuple(_score(sight, body, sums, total, marks) for total, body, sums, marks in scored)


def _score(sight: Sight, body: str, sums: Sums, total: Fraction | None, marks: tuple[Mark, ...]) -> BodyScore:
    name = sight.organisation.body_name(body, sight.resources.today)
    return BodyScore(
        body=body,
        name=name,
        note="；".join(_notes(sight, body, sums)),
        total=number_text(total, NONE),
        marks=tuple(_mark(mark, sums) for mark in marks),
    )


def _mark(mark: Mark, sums: Sums) -> MarkView:
    return MarkView(
        name=mark.indicator.name,
        formula=mark.indicator.formula,
        weight=mark.indicator.weight,
        value=number_text(mark.value, NONE),
        points=number_text(mark.points, _LEFT_OUT),
        score=number_text(mark.score, _LEFT_OUT),
        figures=tuple(told(BY_ID[name], sums) for name in mark.figures),
    )


def _notes(sight: Sight, body: str, sums: Sums) -> Iterator[str]:
    if not _exists(sight, body):
        yield "已撤并，按撤并前受理的办件计分"
    if not _handled(sums):
        yield "考核期内没有办件"


def _exists(sight: Sight, body: str) -> bool:
    return sight.organisation.body(body).valid(sight.resources.today)


def _handled(sums: Sums) -> bool:
    return any(sums.get(measure, 0) for measure in ("filed", "ended"))


def number_text(number: Fraction | None, otherwise: str) -> str:
    """To two digits, halves upwards."""
    if number is None:
        return otherwise
    hundredths = (number * 100 + Fraction(1, 2)).__floor__()
    sign, size = "-" if hundredths < 0 else "", abs(hundredths)
    return f"{sign}{size // 100}.{size % 100:02d}"
