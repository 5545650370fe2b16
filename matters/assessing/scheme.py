"""An assessment scheme (考核办法) of a year: which bodies are assessed by which indicators, with weights that make a hundred."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from matters.assessing.bands import Band, read_bands
from matters.assessing.formulas import Formula, UnreadableError, read
from matters.errors.base import Problem
from matters.organisation.kinds import Level

WHOLE = 100  # what the weights add up to
MOST_INDICATORS = 20
MOST_MARKS = 1000
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Indicator:
    """Indicator 考核指标. Its formula gives a value; the band of the value, or without bands the value itself, gives points.

    `full`: the most points (满分); `without`: the points where there is nothing to work out, nothing: it does not count (不计).
    """

    name: str
    formula: str
    weight: int
    full: int = WHOLE
    bands: str = ""
    without: int | None = None

    def read(self) -> tuple[Formula, tuple[Band, ...]]:
        """As it is worked out; raises `UnreadableError`."""
        return read(self.formula), read_bands(self.bands)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Scheme 考核办法 of a region for the months of a year, for its bodies and those below it that are of one of the levels."""

    region: str
    year: int
    name: str
    levels: tuple[Level, ...]
    indicators: tuple[Indicator, ...]
    since: int = 1
    until: int = _MONTHS

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> "Scheme":
        """As it is written down: lists for what is one after another."""
        indicators = tuple(Indicator(**one) for one in written["indicators"])
        return cls(**{**written, "levels": tuple(written["levels"]), "indicators": indicators})

    @property
    def span(self) -> tuple[int, int]:
        """The months, as 202601."""
        return self.year * 100 + self.since, self.year * 100 + self.until

    @property
    def digest(self) -> str:
        """Of all it says."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def problems(self) -> tuple[Problem, ...]:
        """Everything that cannot be right with it, at once, each at its place."""
        return (*self._wrong(), *self._wrong_indicators())

    def _wrong(self) -> Iterator[Problem]:
        if not self.name.strip():
            yield Problem("name", "请填写考核办法的名称。")
        if not self.levels:
            yield Problem("levels", "请选择考核哪些层级的单位。")
        if not 1 <= self.since <= self.until <= _MONTHS:
            yield Problem("since", "考核期的起始月份应当不晚于结束月份，都在 1 至 12 月之间。")
        total = sum(one.weight for one in self.indicators)
        if total != WHOLE:
            yield Problem("indicators", f"各项权重之和应当为 {WHOLE}，现在是 {total}，请调整。")

    def _wrong_indicators(self) -> Iterator[Problem]:
        names = [one.name.strip() for one in self.indicators]
        for nth, one in enumerate(self.indicators):
            place = f"indicators.{nth}"
            if not names[nth] or names.index(names[nth]) < nth:
                yield Problem(f"{place}.name", f"第 {nth + 1} 项的名称没有填写或者与前面的相同，请改用另一个名称。")
            yield from (Problem(f"{place}.{part}", f"第 {nth + 1} 项：{why}") for part, why in _wrong(one))


def _wrong(one: Indicator) -> Iterator[tuple[str, str]]:
    try:
        if not read(one.formula).figures:
            yield "formula", "公式中没有指标，得分不取自数据，请写入至少一个指标。"
    except UnreadableError as unreadable:
        yield "formula", str(unreadable)
    try:
        if any(band.points > one.full for band in read_bands(one.bands)):
            yield "bands", "有一档的分数超过了满分，请核对。"
    except UnreadableError as unreadable:
        yield "bands", str(unreadable)
    if one.without is not None and one.without > one.full:
        yield "without", "没有数据时的分数超过了满分，请核对。"
