"""What a machine does at a step (自动办理): check rules, ask a register, call another system."""

from typing import Literal

from pydantic import Field

from matters.language.clock import Limit
from matters.language.conditions import Condition
from matters.language.route.who import ByRole, Who
from matters.language.vocabulary import Id, Part, Text


class Rule(Part):
    """A rule that a machine checks, and how people call it (规则)."""

    text: Text
    holds: Condition


class SpotCheck(Part):
    """So many of a hundred decisions of a machine are looked at again, and may be revoked (抽检)."""

    of_hundred: int = Field(ge=1, le=100)
    who: Who
    limit: Limit


class Instant(Part):
    """Where all rules hold, a machine does the step at once (秒批); else the people of the step do it."""

    rules: tuple[Rule, ...] = Field(min_length=1)
    spot_check: SpotCheck | None = None


class RuleCheck(Part):
    """All rules hold → passes; else goes to a person (规则核验)."""

    do: Literal["rule_check"]
    rules: tuple[Rule, ...] = Field(min_length=1)


class LookUp(Part):
    """Ask a register with the answers to some fields; its answer fills all of those others, by id (数据核验)."""

    do: Literal["look_up"]
    interface: Id
    asks: tuple[Id, ...] = Field(min_length=1)
    fills: tuple[Id, ...] = ()


class OutsideCall(Part):
    """Hand some answers to another system; its robot reports back and may fill fields (外部系统办理).

    `robot`: the account of the system, which holds the item until it has reported.
    """

    do: Literal["outside_call"]
    system: Id
    hands_over: tuple[Id, ...] = ()
    fills: tuple[Id, ...] = ()
    robot: ByRole
