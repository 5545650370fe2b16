"""What a step asks and offers for an opinion (意见): at which acts it is demanded, the text that stands ready, the phrases."""

from collections.abc import Mapping

from flows.views.tasks import Action, OpinionOffer
from matters.language.route.steps import Automatic, Countersign, HumanStep, OpinionTexts, Step, SubMatter

_ALWAYS: tuple[Action, ...] = (
    "refuse_acceptance",
    "reject",
    "return_to_step",
    "transfer",
    "delegate",
    "advise",
    "add_signers",
    "ask_suspension",
    "refuse_suspension",
    "report_failure",
    "revoke",
    "report_up",
    "send_down",
    "forward",
    "reply",
)
_AGREEING: tuple[Action, ...] = ("accept", "approve", "complete")
_REJECTING: tuple[Action, ...] = ("reject", "refuse_acceptance")
_RETURNING: tuple[Action, ...] = ("request_supplement", "return_to_applicant", "return_to_step")


def required_at(step: Step) -> tuple[Action, ...]:
    """The acts that are refused without an opinion."""
    if isinstance(step, HumanStep | Countersign) and step.opinion.approving == "required":
        return (*_ALWAYS, *_AGREEING)
    return (*_ALWAYS, "complete") if isinstance(step, Automatic | SubMatter) else _ALWAYS


def offers_at(step: Step) -> Mapping[Action, OpinionOffer]:
    """By act, what the definition offers for its opinion in particular; of other acts the phrases of the step do."""
    if not isinstance(step, HumanStep | Countersign):
        return {}
    rule = step.opinion
    texts = {_AGREEING: OpinionTexts(preset=rule.preset), _REJECTING: rule.rejecting, _RETURNING: rule.returning}
    return {
        act: OpinionOffer(preset=said.preset, phrases=said.phrases or rule.phrases)
        for acts, said in texts.items()
        for act in acts
        if said.preset or said.phrases
    }
