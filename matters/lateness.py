"""How late is late (临期、超期): the rule of the house, the light of a last day, and who is told of it after how long."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from matters.calendar import Calendar
from matters.errors.base import Problem
from matters.organisation.snapshot import Organisation

# `stopped`: the clock stands still, and the last day moves on with it.
Light = Literal["green", "yellow", "red", "stopped"]
LIGHT_NAMES: Mapping[Light, str] = {"green": "正常", "yellow": "临期", "red": "超期", "stopped": "停止计时"}
# In the order in which they come: the holders before the last day, and after it one after the other.
Stage = Literal["before", "holder", "head", "supervisor"]
STAGES: tuple[Stage, ...] = ("before", "holder", "head", "supervisor")
NUMBERS = ("remind", "yellow", "holder", "head", "supervisor", "supplement")
MOST_DAYS = 60  # workdays: a quarter of a year; a longer one is mistyped


@dataclass(frozen=True, slots=True)
class HouseRule:
    """The rule of the house (期限督促规则) for what no step has a rule of its own for. All numbers are of workdays.

    `remind`: so long before the last day the holders are told; `yellow`: so long before it the light is yellow. `holder`,
    `head`, `supervisor`: so long after it each of them is told. 0 is never. `digest`: heads and supervisors are told each
    workday how much is near and late. `supplement`: how long the applicant has for a supplement (补正) where the matter does not
    say it, and `lapses`: whether the filing is then taken as withdrawn (补正不来), or the applicant only reminded.
    """

    remind: int = 2
    yellow: int = 2
    holder: int = 1
    head: int = 2
    supervisor: int = 3
    digest: bool = True
    supplement: int = 0
    lapses: bool = True

    def light(self, due: date, today: date, calendar: Calendar) -> Light:
        """Yellow on the last day and so long before it, red from the next day on, whether or not that is a workday."""
        if today > due:
            return "red"
        return "yellow" if calendar.working_days_between(today, due) <= self.yellow else "green"

    def to_tell(self, due: date, today: date, calendar: Calendar, told: Stage | None) -> tuple[Stage, ...]:
        """The stages that have come since that one was told, in their order: what was missed is made up for at once.

        Nothing on a day off: what falls on one is told on the workday before it, or on the next one.
        """
        if not calendar.is_workday(today):
            return ()
        come = self._come(due, today, calendar)
        return tuple(stage for stage in come if told is None or STAGES.index(stage) > STAGES.index(told))

    def _come(self, due: date, today: date, calendar: Calendar) -> tuple[Stage, ...]:
        if today > due:
            late = calendar.working_days_between(due, today)
            return tuple(stage for stage, after in self._chain if after and late >= after)
        return ("before",) if self.remind and calendar.working_days_between(today, due) <= self.remind else ()

    @property
    def _chain(self) -> tuple[tuple[Stage, int], ...]:
        return ("holder", self.holder), ("head", self.head), ("supervisor", self.supervisor)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that cannot be right with it, at once."""
        return tuple(self._wrong())

    def _wrong(self) -> Iterator[Problem]:
        numbers = {name: getattr(self, name) for name in NUMBERS}
        for name, days in numbers.items():
            if not 0 <= days <= MOST_DAYS:
                yield Problem(name, f"请填写 0 至 {MOST_DAYS} 之间的工作日数，0 为不提醒。")
        told = [(stage, after) for stage, after in self._chain if after]
        for (_, sooner), (stage, later) in pairwise(told):
            if later < sooner:
                yield Problem(stage, "逐级督促应一级比一级晚：办理人、单位负责人、督查人员，请核对工作日数。")


HOUSE_RULE = HouseRule()  # where no region has said anything


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of all regions: that of the nearest region holds that has one."""

    by_region: Mapping[str, HouseRule]

    def of(self, body: str, organisation: Organisation) -> HouseRule:
        """The rule for what that body has to handle."""
        line = organisation.region_line(organisation.body(body).region)
        return next((self.by_region[one.code] for one in line if one.code in self.by_region), HOUSE_RULE)

    @property
    def earliest(self) -> int:
        """How many workdays before the last day any of them says anything."""
        return max(max(rule.remind, rule.yellow) for rule in (HOUSE_RULE, *self.by_region.values()))
