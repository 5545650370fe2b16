"""Scores (考核得分) of the bodies that a scheme assesses, from the kept figures, each with the figures it stands on."""

from collections.abc import Iterator
from fractions import Fraction

from flows.adapters.spreadsheets import Column
from flows.figures.summing import Sight
from flows.figures.telling import NONE, told
from flows.views.assessing.schemes import BodyScore, MarkView, ScoreSheet
from flows.views.supervision import FigureView
from matters.assessing.scheme import Scheme
from matters.assessing.scoring import Mark, marks_of, total_of
from matters.figures.catalogue import BY_ID, Sums
from matters.organisation.snapshot import Organisation

_LEFT_OUT = "不计"
SCORE_COLUMNS = (
    Column("单位标识", 20),
    Column("单位", 30),
    Column("总分", 10),
    Column("考核指标", 20),
    Column("权重", 8),
    Column("公式", 30),
    Column("公式的值", 12),
    Column("分数", 10),
    Column("得分", 10),
    Column("取数", 60),
    Column("说明", 30),
)


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


def score_rows(sheet: ScoreSheet) -> Iterator[tuple[str, ...]]:
    """A row for each indicator of each body."""
    for body in sheet.bodies:
        for mark in body.marks:
            parts = (mark.name, str(mark.weight), mark.formula, mark.value, mark.points, mark.score)
            yield body.body, body.name, body.total, *parts, "；".join(map(_taken, mark.figures)), body.note


def scored_by(sheet: ScoreSheet) -> Iterator[tuple[str, str]]:
    """The scheme, with what it said then."""
    yield "考核办法", f"{sheet.scheme.region_name} {sheet.scheme.scheme.year} 年度 {sheet.scheme.scheme.name}"
    yield "考核期", f"{sheet.since} 至 {sheet.until}"
    yield "办法内容摘要", sheet.scheme.digest


def _taken(figure: FigureView) -> str:
    whole = "" if figure.denominator is None else f" / {figure.denominator}"
    return f"{figure.name} {figure.text}（{figure.numerator}{whole}，{figure.period}）"
