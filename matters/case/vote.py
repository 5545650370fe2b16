"""How a fork ends (表决): the vote of those who sign a step, the arrival of branches, and the refusal rule beside each."""

from decimal import Decimal

from matters.case.forks import Arm, Fork
from matters.language.route.steps import Branching, Countersign, Exclusive, HumanStep, Inquiry, Seated, Signed


def outcome(step: Branching | Seated, fork: Fork) -> bool | None:
    """Whether the fork has passed or failed by now; nothing while it is open.

    Branches must all arrive. Of signers all, any or a share must agree; the refusal rule stands beside the vote: the first
    refusal ends it (一票否决), or everybody is heard first (收齐再定). A share counts all who were named, and ends when it is
    reached or cannot be reached any more; of one person it counts one seat (一人一票).
    """
    if fork.ended("refused") and _one_refusal_ends(step, fork):
        return False
    if not isinstance(step, Countersign):
        return _unanimous(fork)
    match step.vote.rule:
        case "all" | "in_order":
            return _unanimous(fork)
        case "any":
            return _one_is_enough(fork)
        case "ratio" | "weighted":
            return _share_reached(fork, step.vote.share)


def may_abstain(step: Signed) -> bool:
    """Abstention (弃权) has a meaning only where a share counts."""
    return isinstance(step, Countersign) and step.vote.by_share


def _one_refusal_ends(step: Branching | Seated, fork: Fork) -> bool:
    if isinstance(step, (HumanStep, Exclusive, Inquiry)):
        return True
    vetoes = set() if isinstance(step, Countersign) else {branch.id for branch in step.branches if branch.veto}
    return step.refusal == "first_refusal_ends" or any(arm.id in vetoes for arm in fork.ended("refused"))


def _unanimous(fork: Fork) -> bool | None:
    return None if fork.under_way else not fork.ended("refused")


def _one_is_enough(fork: Fork) -> bool | None:
    """A signature stands once those who were added to it agree as well (加签)."""
    if any(_stands(fork, arm) for arm in fork.ended("passed") if arm.adds_to is None):
        return True
    return None if fork.under_way else False


def _stands(fork: Fork, arm: Arm) -> bool:
    added = (other for other in fork.arms if other.adds_to == arm.id)
    return all(other.end == "removed" or (other.end == "passed" and _stands(fork, other)) for other in added)


def _share_reached(fork: Fork, share: Decimal) -> bool | None:
    voices = [arm for arm in fork.arms if arm.end != "removed" and not arm.silent]
    total = sum(arm.weight for arm in voices)
    agreed = sum(arm.weight for arm in voices if arm.end == "passed")
    open_ = sum(arm.weight for arm in fork.under_way)
    if agreed >= share * total:
        return True
    return False if agreed + open_ < share * total else None
