"""What a step says beside who acts: rights to fields, opinions, presence, rest, more time, and what follows when overdue."""

from typing import Literal

from pydantic import Field

from matters.language.clock import UnsupplementedRule
from matters.language.route.who import Who
from matters.language.vocabulary import Id, Part, Text

# What happens on the day after an item is due (超期): its holders are reminded (提醒); the supervisors of their bodies are told
# as well (督办); the heads of their bodies are told, and may act on it themselves (由负责人办理).
OverdueRule = Literal["remind", "supervise", "escalate"]
# Of what the applicant is to do in mid-route the case may also go on without it, or end as withdrawn (视为撤回).
UndoneRule = Literal["remind", "supervise", "proceed_noted", "deemed_withdrawn"]
# Of a question to another body (协查) the case may also go on without an answer (逾期未复).
UnansweredRule = Literal["remind", "supervise", "proceed_noted"]
AfterDue = OverdueRule | UnansweredRule | UnsupplementedRule | UndoneRule


class Rights(Part):
    """Field and material rights at a step (字段权限). What is not listed: read, or hidden when sensitive."""

    edit: tuple[Id, ...] = ()
    required: tuple[Id, ...] = ()
    hidden: tuple[Id, ...] = ()
    read: tuple[Id, ...] = ()


class OpinionTexts(Part):
    """What is offered for one outcome: the text that stands in the box (预置意见) and may be changed, and phrases."""

    preset: str = Field(default="", max_length=400)
    phrases: tuple[Text, ...] = ()


class OpinionRule(Part):
    """Whether an opinion (意见) is demanded, and what is offered for it. Refusing and returning always demand it.

    `preset`: for agreeing. `phrases`: for outcomes that have none of their own; each is offered for the one its words belong
    to. What is offered is nobody's opinion until somebody sends it.
    """

    approving: Literal["required", "optional"] = "optional"
    preset: str = Field(default="", max_length=400)
    phrases: tuple[Text, ...] = ()
    rejecting: OpinionTexts = OpinionTexts()
    returning: OpinionTexts = OpinionTexts()


# Whether whoever brings the step on has to prove who they are (身份确认): as the installation is set, or each time.
IdentityCheck = Literal["by_setting", "always"]


class OnSite(Part):
    """The applicant must come in person at this step (到场); counts as an errand and needs its ground."""

    reason: Text
    basis: Text


class SuspensionRule(Part):
    """An item may rest (挂起) for at most so many calendar days, if somebody consents; what are grounds for it."""

    approved_by: Who
    at_most_days: int = Field(ge=1, le=365)
    grounds: tuple[Text, ...] = ()


class ExtensionRule(Part):
    """The time of a case may be made longer (延长) by at most so many working days in all, for a ground, if somebody consents.

    It is asked for and consented to while the case has time left. `times`: how often it may be; `grounds`: what are grounds.
    """

    at_most_days: int = Field(ge=1, le=365)
    times: int = Field(default=1, ge=1, le=5)
    approved_by: Who
    grounds: tuple[Text, ...] = ()
