"""How a fork ends: every rule of voting beside every rule of refusal, in any order of the votes.

Covers: matters/language/route/votes.py
"""

from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matters.case.forks import Arm, ArmEnd, Fork
from matters.case.values import SeatKey
from matters.case.vote import may_abstain, outcome
from matters.language.route.steps import Countersign
from tests.matters.forked import STEPS, countersign

ENDS: tuple[ArmEnd, ...] = ("passed", "refused", "abstained")


def signing(refusal: str = "collect_all", **vote: Any) -> Countersign:  # noqa: ANN401 - a vote as YAML says it
    """A countersigned step with that vote."""
    (step,) = STEPS.validate_python([countersign("sign", "head", "deputy_head", vote=vote, refusal=refusal)])
    assert isinstance(step, Countersign)
    return step


def voted(*ends: ArmEnd | None, weights: tuple[int, ...] = ()) -> Fork:
    """A fork whose arms ended so."""
    arms = (Arm(SeatKey(n), weights[n] if weights else 1, end=end) for n, end in enumerate(ends))
    return Fork("sign", tuple(arms))


@pytest.mark.parametrize(
    ("vote", "refusal", "ends", "result"),
    [
        ({"rule": "all"}, "collect_all", ("passed", None), None),
        ({"rule": "all"}, "collect_all", ("refused", None), None),
        ({"rule": "all"}, "collect_all", ("refused", "passed"), False),
        ({"rule": "all"}, "first_refusal_ends", ("refused", None), False),
        ({"rule": "all"}, "collect_all", ("passed", "passed"), True),
        ({"rule": "in_order"}, "collect_all", ("passed", None), None),
        ({"rule": "in_order"}, "first_refusal_ends", ("refused", None), False),
        ({"rule": "any"}, "collect_all", ("refused", None), None),
        ({"rule": "any"}, "collect_all", ("refused", "passed"), True),
        ({"rule": "any"}, "collect_all", ("refused", "refused"), False),
        ({"rule": "any"}, "first_refusal_ends", ("refused", None), False),
        ({"rule": "ratio", "share": "0.5"}, "collect_all", ("passed", None, None, None), None),
        ({"rule": "ratio", "share": "0.5"}, "collect_all", ("passed", "passed", None, None), True),
        ({"rule": "ratio", "share": "0.5"}, "collect_all", ("refused", "refused", None, None), None),
        ({"rule": "ratio", "share": "0.5"}, "collect_all", ("refused", "refused", "abstained", None), False),
        ({"rule": "ratio", "share": "0.5"}, "first_refusal_ends", ("refused", None, None, None), False),
        ({"rule": "ratio", "share": "0.67"}, "collect_all", ("passed", "passed", None), None),
        ({"rule": "ratio", "share": "0.66"}, "collect_all", ("passed", "passed", None), True),
        ({"rule": "ratio", "share": "1"}, "collect_all", ("passed", "passed", "abstained"), False),
    ],
)
def test_each_vote_beside_each_refusal_rule(
    vote: dict[str, str], refusal: str, ends: tuple[ArmEnd | None, ...], result: bool | None
) -> None:
    """One vote more, or the share one hundredth lower, and it goes the other way."""
    assert outcome(signing(refusal, **vote), voted(*ends)) is result


@pytest.mark.parametrize(
    ("ends", "result"),
    [(("passed", None, None), True), ((None, "passed", "passed"), None), (("refused", None, None), False)],
)
def test_weights_count_instead_of_heads(ends: tuple[ArmEnd | None, ...], result: bool | None) -> None:
    """Three of five: the heavy voice alone is enough, the two light ones are not."""
    step = signing(rule="weighted", share="0.6", weights=[{"signer": 1, "weight": 3}])
    assert outcome(step, voted(*ends, weights=(3, 1, 1))) is result


def test_a_removed_signer_counts_for_nothing() -> None:
    """The share is of those who are left."""
    step = signing(rule="ratio", share="0.5")
    assert outcome(step, voted("passed", None, None, None)) is None
    assert outcome(step, voted("passed", None, "removed", "removed")) is True


def test_an_added_signer_must_agree_before_one_signature_is_enough() -> None:
    """或签 with 加签: the signature stands with those who were added to it."""
    own, other, added = Arm(SeatKey(1), end="passed"), Arm(SeatKey(2)), Arm(SeatKey(1, added=(1,)))
    step = signing(rule="any")
    assert outcome(step, Fork("sign", (own, other, added))) is None
    assert outcome(step, Fork("sign", (own, other, Arm(SeatKey(1, added=(1,)), end="passed")))) is True
    assert outcome(step, Fork("sign", (own, Arm(SeatKey(2), end="passed"), added))) is True


@pytest.mark.parametrize(("rule", "may"), [("all", False), ("any", False), ("in_order", False), ("ratio", True)])
def test_abstention_only_where_a_share_counts(rule: str, may: bool) -> None:
    """Elsewhere it would mean nothing."""
    assert may_abstain(signing(rule=rule, **({"share": "0.5"} if rule == "ratio" else {}))) is may


@given(
    ends=st.lists(st.sampled_from(ENDS), min_size=1, max_size=5),
    rule=st.sampled_from(["all", "any", "ratio"]),
    share=st.sampled_from(["0.01", "0.34", "0.5", "0.51", "0.67", "1"]),
)
def test_the_result_does_not_depend_on_the_order_of_the_votes(ends: list[ArmEnd], rule: str, share: str) -> None:
    """收齐再定 and every share: whoever speaks first, all orders that run to their end agree."""
    step = signing(rule=rule, **({"share": share} if rule == "ratio" else {}))
    results: set[bool | None] = set()
    for order in permutations(range(len(ends))):
        votes: list[ArmEnd | None] = [None] * len(ends)
        for voter in order:
            votes[voter] = ends[voter]
            found = outcome(step, voted(*votes))
            if found is not None:
                results.add(found)
                break
        else:
            results.add(None)
    assert len(results) == 1
    assert None not in results


def test_every_full_vote_ends() -> None:
    """Nothing is left open once everybody has spoken."""
    for refusal, rule, ends in product(
        ("collect_all", "first_refusal_ends"), ("all", "any", "ratio"), product(ENDS, repeat=3)
    ):
        step = signing(refusal, rule=rule, **({"share": "0.5"} if rule == "ratio" else {}))
        assert outcome(step, voted(*ends)) is not None
