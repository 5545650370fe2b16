"""What a step asks and offers for an opinion (意见): at which acts it is demanded, the text that stands ready, the phrases."""

from collections.abc import Mapping

from flows.views.tasks import OpinionOffer
from matters.case.items import ASIDE
from matters.commands.acts import ON_ITEMS, Bent, ItemAct
from matters.commands.leaning import bent_of
from matters.language.actions import Action
from matters.language.rights import opinion_of
from matters.language.route.demands import OpinionRule, OpinionTexts
from matters.language.route.steps import Step


def required_at(step: Step) -> tuple[Action, ...]:
    """The acts on an item of the step that are refused without an opinion."""
    always = (act.word for act in ON_ITEMS.values() if act.opinion == "required" and not _only_aside(act))
    demanded = opinion_of(step).approving == "required"
    by_step = (act.word for act in ON_ITEMS.values() if act.opinion == "by_step" and demanded)
    return (*always, *by_step)


def required_aside() -> tuple[Action, ...]:
    """The acts beside the handling that are refused without an opinion."""
    acts = (act for act in ON_ITEMS.values() if ASIDE.intersection(act.purposes) or "delegated" in act.handlings)
    return tuple(act.word for act in acts if act.opinion == "required")


def _only_aside(act: ItemAct) -> bool:
    return bool(act.purposes) and ASIDE.issuperset(act.purposes)


def offers_at(step: Step) -> Mapping[Action, OpinionOffer]:
    """By act that brings the case on or back, what is offered for its opinion; other acts are offered nothing."""
    rule = opinion_of(step)
    offers = {act.word: _offer(_texts(rule, act), rule, act.bent) for act in ON_ITEMS.values() if act.bent}
    return {word: offer for word, offer in offers.items() if offer.preset or offer.phrases}


def _offer(texts: OpinionTexts, rule: OpinionRule, bent: Bent) -> OpinionOffer:
    """The texts of the outcome; where it has no phrases of its own, those of the step that belong to it."""
    common = tuple(phrase for phrase in rule.phrases if bent_of(phrase) == bent)
    return OpinionOffer(preset=texts.preset, phrases=texts.phrases or common)


def _texts(rule: OpinionRule, act: ItemAct) -> OpinionTexts:
    if act.bent == "rejecting":
        return rule.rejecting
    if act.bent == "returning":
        return rule.returning
    return OpinionTexts(preset=rule.preset if act.opinion == "by_step" else "")
