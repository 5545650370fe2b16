"""The account of time of a case (时间账): from when to when its clock ran, when it stood still, and why."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

# Why a stretch of time counts or does not: the clock has not begun or is over (未起算、已结束), it runs (计时), the applicant
# supplements (补正), a special procedure is open for which it stands still (特别程序), all that is left rests (挂起).
Reason = Literal["outside", "running", "supplement", "special_procedure", "suspension"]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of time [since, to) for one reason. `steps`: at which the procedures were open or the items rested."""

    reason: Reason
    since: datetime
    to: datetime
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Account of time 时间账: spells without a gap since the filing, none of them empty."""

    spells: tuple[Spell, ...] = ()

    def lasting(self, spell: Spell) -> "Account":
        """The account with one more spell at its end; where the clock of the machine was set back, nothing has passed."""
        if spell.to <= spell.since:
            return self
        last = self.spells[-1] if self.spells else None
        if last is None or last.reason != spell.reason:
            return Account((*self.spells, spell))
        steps = tuple(dict.fromkeys((*last.steps, *spell.steps)))
        return Account((*self.spells[:-1], replace(last, to=spell.to, steps=steps)))

    def of(
        self, reasons: Collection[str], since: datetime | None = None, to: datetime | None = None
    ) -> Iterator[Spell]:
        """What there is for these reasons, of the time between the two."""
        for spell in self.spells:
            begins, ends = max(spell.since, since or spell.since), min(spell.to, to or spell.to)
            if spell.reason in reasons and begins < ends:
                yield replace(spell, since=begins, to=ends)


NO_TIME = Account()
