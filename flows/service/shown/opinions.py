"""What a step asks and offers for an opinion (意见): at which acts it is demanded, the text that stands ready, the phrases."""

from collections.abc import Mapping

from flows.views.tasks import OpinionOffer
from matters.case.items import ASIDE
from matters.commands.acts import ON_ITEMS, ItemAct
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
    """By act, what the definition offers for its opinion in particular; of other acts the phrases of the step do."""
    rule = opinion_of(step)
    said = {act.word: _texts(rule, act) for act in ON_ITEMS.values()}
    return {
        word: OpinionOffer(preset=texts.preset, phrases=texts.phrases or rule.phrases)
        for word, texts in said.items()
        if texts.preset or texts.phrases
    }


def _texts(rule: OpinionRule, act: ItemAct) -> OpinionTexts:
    if act.bent == "rejecting":
        return rule.rejecting
    if act.bent == "returning":
        return rule.returning
    return OpinionTexts(preset=rule.preset if act.opinion == "by_step" else "")
