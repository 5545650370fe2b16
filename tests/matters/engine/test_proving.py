"""Who seals a paper proves who they are (身份确认): as the installation asks, and each time where a step does."""

from dataclasses import replace
from typing import Any

import pytest

from matters.case.events import Event
from matters.commands.base import Command, Proof
from matters.commands.cases import AskRepair, ConfirmRepair
from matters.commands.items import Reject, Transfer
from matters.errors.base import Refusal
from matters.errors.handling import OpinionRequired, ProofRequired
from matters.lifecycle import decide
from matters.organisation.snapshot import Holder
from matters.trials.golden_run import run
from tests.matters.stories import ADMIN, CHIEF, DEPUTY, SECOND, Story, told, varied

ALWAYS = {"identity_check": "always"}


def judged(
    story: Story, command: Command, minutes: int | None, proof: Proof | None = None
) -> tuple[Event, ...] | Refusal:
    """What the engine says where a proof may be so old."""
    world = replace(story.world, proof_minutes=minutes)
    return decide(story.matter, story.so_far, story.filed, command.model_copy(update={"proof": proof}), world)


def asked(story: Story, command: Command, minutes: int | None, proof: Proof | None = None) -> bool:
    """Whether a proof is asked for; nothing else is wrong."""
    verdict = judged(story, command, minutes, proof)
    assert isinstance(verdict, ProofRequired) or not isinstance(verdict, Refusal), verdict
    return isinstance(verdict, ProofRequired)


def proved(story: Story, *, minutes_ago: int = 0, for_this: bool = False) -> Proof:
    """A proof that was given then."""
    return Proof(at=replace(story).later(minutes=-minutes_ago).now, for_this=for_this)


def checked(story: Story) -> Story:
    """Before the chief, whose step asks for a proof each time."""

    def add(document: dict[str, Any]) -> None:
        document["steps"][1] |= ALWAYS

    story.matter = varied(story.matter, add)
    return told(story, "in_progress")


@pytest.mark.parametrize(("ago", "due"), [(0, False), (15, False), (16, True)])
def test_who_decides_proves_who_they_are_when_they_last_did_so_long_ago(story: Story, ago: int, due: bool) -> None:
    """To the minute, by the clock of the world; without any proof always, and the password given along is always good."""
    told(story, "in_progress")
    assert asked(story, story.approve(), 15, proved(story, minutes_ago=ago)) is due
    assert asked(story, story.approve(), 15)
    assert not asked(story, story.approve(), 15, proved(story, for_this=True))


def test_without_the_setting_nobody_is_asked_and_nothing_is_noted(story: Story) -> None:
    """Nor where an act is only tried."""
    told(story, "in_progress")
    for minutes in (0, None):
        verdict = judged(story, story.approve(), minutes, proved(story))
        assert not isinstance(verdict, Refusal)
        assert not any(event.proven for event in verdict)


def test_the_act_says_when_its_actor_had_proved_who_they_are(story: Story) -> None:
    """On its first event, and only where it was asked; an event without it is written as it always was."""
    told(story, "in_progress")
    proof = proved(story, minutes_ago=5)
    verdict = judged(story, story.approve(), 15, proof)
    assert not isinstance(verdict, Refusal)
    assert [event.proven for event in verdict] == [proof.at, *[None] * (len(verdict) - 1)]
    assert "proven" in verdict[0].model_dump(mode="json")
    assert "proven" not in verdict[1].model_dump(mode="json")


def test_what_seals_nothing_is_not_asked_about(story: Story) -> None:
    """An item is handed on as before."""
    told(story, "in_progress")
    handing = Transfer(**story.on(CHIEF), to=(DEPUTY,), opinion="出差")
    assert not asked(story, handing, 15)


def test_a_step_may_ask_each_time(story: Story) -> None:
    """Whatever the installation says, the login is no proof of that act; to hand the item on takes none."""
    checked(story)
    for minutes in (0, 15):
        assert asked(story, story.approve(), minutes, proved(story))
        assert asked(story, Reject(**story.on(CHIEF), opinion="请合乘。"), minutes, proved(story))
        assert asked(story, story.give_back("destination"), minutes, proved(story))
        assert not asked(story, story.approve(), minutes, proved(story, for_this=True))
    assert not asked(story, Transfer(**story.on(CHIEF), to=(DEPUTY,), opinion="出差"), 0)


def test_everything_else_that_is_wrong_is_told_first(story: Story) -> None:
    """Nobody types a password for an act that is refused all the same."""
    checked(story)
    assert isinstance(judged(story, Reject(**story.on(CHIEF)), 15), OpinionRequired)


@pytest.mark.parametrize("actor", [ADMIN, SECOND], ids=["asks", "confirms"])
def test_administrators_and_machines_are_not_asked(story: Story, actor: Holder) -> None:
    """A repair takes two people instead; a paper is reported by the system."""
    told(story, "decided")
    assert not asked(story, story.paper("reply"), 15)
    story = told(replace(story, so_far=None, events=()), "in_progress")
    asking = AskRepair(actor=ADMIN, what="end", reason="重复提交")
    if actor == ADMIN:
        assert not asked(story, asking, 15)
    else:
        story.went(asking)
        assert not asked(story, ConfirmRepair(actor=SECOND), 15)


def test_golden_cases_and_trials_prove_nothing(story: Story) -> None:
    """A definition that asks each time is tried out as it was before."""
    before = story.matter
    checked(story)
    assert before.golden
    for golden in before.golden:
        assert run(story.matter, golden, story.organisation, story.calendar) == ()
