"""Periods (报送期): months, quarters, half-years and years, how they are written and called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Every = Literal["month", "quarter", "half_year", "year"]
MONTHS: Mapping[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter, half-year or year (报送期). `number` counts those of its kind since the year 0."""

    every: Every
    number: int

    @classmethod
    def at(cls, every: Every, day: date) -> "Period":
        """The one in which that day lies."""
        return cls(every, (day.year * 12 + day.month - 1) // MONTHS[every])

    @property
    def before(self) -> "Period":
        """The one before it."""
        return Period(self.every, self.number - 1)

    @property
    def after(self) -> "Period":
        """The one after it."""
        return Period(self.every, self.number + 1)

    @property
    def first(self) -> date:
        """Its first day."""
        months = self.number * MONTHS[self.every]
        return date(months // 12, months % 12 + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def _within_year(self) -> int:
        """Which one of its year it is, from 1."""
        return (self.first.month - 1) // MONTHS[self.every] + 1

    @property
    def key(self) -> str:
        """How it is written: 2026-10, 2026-Q3, 2026-H1, 2026."""
        behind = {"month": f"-{self.first.month:02}", "quarter": f"-Q{self._within_year}"}
        behind |= {"half_year": f"-H{self._within_year}", "year": ""}
        return f"{self.first.year}{behind[self.every]}"

    @property
    def name(self) -> str:
        """What people call it."""
        behind = {"month": f"{self.first.month}月", "quarter": f"第{'一二三四'[(self.first.month - 1) // 3]}季度"}
        behind |= {"half_year": "上半年" if self.first.month == 1 else "下半年", "year": ""}
        return f"{self.first.year}年{behind[self.every]}"


_KEY = re.compile(r"(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])))?")


def period_called(key: str) -> str:
    """What people call the period of that key, whatever kind it is."""
    found = _KEY.fullmatch(key)
    if found is None:
        return key
    year, month, quarter, half = (int(part) if part else 0 for part in found.groups())
    every: Every = "month" if month else "quarter" if quarter else "half_year" if half else "year"
    return Period(every, year * (12 // MONTHS[every]) + max(month, quarter, half, 1) - 1).name
