"""Scores (考核得分): what the indicators of a scheme come to for one body, worked out from its sums alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from matters.assessing.bands import Band
from matters.assessing.scheme import WHOLE, Indicator, Scheme
from matters.figures.catalogue import BY_ID, Sums


@dataclass(frozen=True, slots=True)
class Mark:
    """What one indicator comes to. `figures`: those it stands on; without `points` it does not count (不计)."""

    indicator: Indicator
    figures: tuple[str, ...]
    value: Fraction | None
    points: Fraction | None

    @property
    def score(self) -> Fraction | None:
        """Its share of the hundred."""
        return None if self.points is None else self.points * self.indicator.weight / self.indicator.full


def marks_of(scheme: Scheme, sums: Sums) -> tuple[Mark, ...]:
    """One for each indicator, in their order."""
    return tuple(_mark(indicator, sums) for indicator in scheme.indicators)


def total_of(marks: Iterable[Mark]) -> Fraction | None:
    """The hundredths that were reached of what counts; nothing where nothing counts."""
    counted = [(mark.indicator.weight, score) for mark in marks if (score := mark.score) is not None]
    weights = sum(weight for weight, _ in counted)
    return sum((score for _, score in counted), Fraction(0)) * WHOLE / weights if weights else None


def _mark(indicator: Indicator, sums: Sums) -> Mark:
    formula, bands = indicator.read()
    value = formula.value({name: BY_ID[name].value(sums) for name in formula.figures})
    return Mark(indicator, formula.figures, value, _points(indicator, bands, value))


def _points(indicator: Indicator, bands: tuple[Band, ...], value: Fraction | None) -> Fraction | None:
    if value is None:
        return None if indicator.without is None else Fraction(indicator.without)
    if bands:
        return next(band.points for band in bands if band.has(value))
    return min(max(value, Fraction(0)), Fraction(indicator.full))
