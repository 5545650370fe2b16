"""What is allowed in which status: the table by hand, the table of the engine, and the engine itself."""

import pytest

from matters.case.aggregate import ENDED, STATUS_NAMES
from matters.commands.acts import ACT_OF
from matters.engine.transitions import ALLOWED, BY_THE_SYSTEM, OFFERED, actions_on, transition_table
from matters.errors.base import Refusal
from tests.matters.stories import CHIEF, CLERK, STAFF, STAGES, Story, told

# Status, command, and who must ask: written out so that a change of the rules shows here.
BY_HAND: dict[str, dict[str, str]] = {
    "submitted": {
        "approve": "action_not_offered",
        "return_to_applicant": "action_not_offered",
        "accept": "ok",
        "refuse_acceptance": "ok",
        "request_supplement": "ok",
        "withdraw": "ok",
        "claim": "ok",
        "release": "action_not_offered",
        "transfer": "ok",
        "delegate": "ok",
        "advise": "action_not_offered",
        "recall": "action_not_offered",
        "send_copy": "ok",
        "read_copy": "not_possible",
        "retract_copy": "not_possible",
        "urge": "not_possible",
        "discuss": "ok",
        "ask_suspension": "action_not_offered",
        "consent_to_suspension": "action_not_offered",
        "refuse_suspension": "action_not_offered",
        "resume": "action_not_offered",
        "ask_repair": "forbidden",
        "confirm_repair": "forbidden",
        "drop_repair": "forbidden",
        "hand_over": "forbidden",
        "replace_applicant": "forbidden",
        "hand_in_late": "action_not_offered",
    },
    "supplementing": {
        "supplement": "ok",
        "withdraw": "ok",
        "read_copy": "not_possible",
        "retract_copy": "not_possible",
        "urge": "not_possible",
        "discuss": "not_possible",
        "ask_repair": "forbidden",
        "confirm_repair": "forbidden",
        "drop_repair": "forbidden",
        "hand_over": "forbidden",
        "replace_applicant": "forbidden",
        "hand_in_late": "action_not_offered",
    },
    "in_progress": {
        "approve": "ok",
        "reject": "ok",
        "abstain": "action_not_offered",
        "return_to_applicant": "ok",
        "begin_again": "action_not_offered",
        "return_to_step": "action_not_offered",
        "withdraw": "ok",
        "complete": "action_not_offered",
        "add_signers": "ok",
        "remove_signer": "not_possible",
        "take_back": "not_possible",
        "claim": "action_not_offered",
        "release": "action_not_offered",
        "transfer": "ok",
        "delegate": "ok",
        "advise": "action_not_offered",
        "recall": "action_not_offered",
        "send_copy": "ok",
        "read_copy": "not_possible",
        "retract_copy": "not_possible",
        "urge": "not_possible",
        "discuss": "ok",
        "report_up": "action_not_offered",
        "send_down": "action_not_offered",
        "forward": "action_not_offered",
        "reply": "action_not_offered",
        "ask_suspension": "action_not_offered",
        "consent_to_suspension": "action_not_offered",
        "refuse_suspension": "action_not_offered",
        "ask_extension": "action_not_offered",
        "consent_to_extension": "action_not_offered",
        "refuse_extension": "action_not_offered",
        "resume": "action_not_offered",
        "ask_repair": "forbidden",
        "confirm_repair": "forbidden",
        "drop_repair": "forbidden",
        "hand_over": "forbidden",
        "replace_applicant": "forbidden",
        "report_failure": "action_not_offered",
        "run_again": "action_not_offered",
        "answer": "action_not_offered",
        "hand_in_late": "action_not_offered",
    },
    "decided": {
        "begin_again": "action_not_offered",
        "conclude": "ok",
        "complete": "action_not_offered",
        "claim": "ok",
        "release": "action_not_offered",
        "transfer": "ok",
        "delegate": "ok",
        "advise": "action_not_offered",
        "recall": "action_not_offered",
        "send_copy": "ok",
        "read_copy": "not_possible",
        "retract_copy": "not_possible",
        "urge": "not_possible",
        "discuss": "ok",
        "report_up": "action_not_offered",
        "send_down": "action_not_offered",
        "forward": "action_not_offered",
        "reply": "action_not_offered",
        "ask_suspension": "action_not_offered",
        "consent_to_suspension": "action_not_offered",
        "refuse_suspension": "action_not_offered",
        "resume": "action_not_offered",
        "ask_repair": "forbidden",
        "confirm_repair": "forbidden",
        "drop_repair": "forbidden",
        "hand_over": "forbidden",
        "replace_applicant": "forbidden",
        "report_failure": "action_not_offered",
        "run_again": "action_not_offered",
        "pass_spot_check": "action_not_offered",
        "revoke": "action_not_offered",
        "fulfil": "action_not_offered",
        "hand_in_late": "action_not_offered",
    },
    "concluded": {
        "read_copy": "not_possible",
        "pass_spot_check": "action_not_offered",
        "revoke": "action_not_offered",
        "fulfil": "action_not_offered",
        "claim": "action_not_offered",
        "release": "action_not_offered",
        "transfer": "action_not_offered",
        "delegate": "action_not_offered",
        "advise": "action_not_offered",
        "recall": "action_not_offered",
        "ask_repair": "forbidden",
        "confirm_repair": "forbidden",
        "drop_repair": "forbidden",
        "hand_over": "forbidden",
        "hand_in_late": "action_not_offered",
    },
    "acceptance_refused": {"read_copy": "not_possible"},
    "withdrawn": {"read_copy": "not_possible"},
    "terminated": {"read_copy": "not_possible"},
    "revoked": {"read_copy": "not_possible"},
}
EVERY = tuple(Story.NAMES)
HOLDER = {"submitted": CLERK, "supplementing": STAFF, "in_progress": CHIEF, "decided": CLERK}


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("stage", BY_HAND)
def test_each_command_in_each_status_is_allowed_or_refused_as_written(story: Story, stage: str, command: str) -> None:
    """The holder of the open item, or the applicant to withdraw, tries everything; what is not written is refused."""
    told(story, stage)
    item = (story.case.items or story.case.closed)[0].key
    actor = STAFF if command == "withdraw" else HOLDER.get(stage, CLERK)
    verdict = story.tell(story.every_command(actor, item)[command])
    said = verdict.code if isinstance(verdict, Refusal) else "ok"
    over = ("already_decided", "no_longer_needed")  # an ended case has only items that are done
    assert said == BY_HAND[stage].get(command, "wrong_status") or (stage in ENDED and said in over)


@pytest.mark.parametrize("stage", STAGES)
def test_the_table_of_the_engine_says_the_same(stage: str) -> None:
    """ALLOWED is the table written out above, plus what the system itself reports and asks for."""
    by_name = {command.__name__: command for command in ACT_OF}
    let = (
        "ok",
        "action_not_offered",
        "not_possible",
        "forbidden",
    )  # the step at hand may not offer what the status allows
    names = {"".join(part.title() for part in name.split("_")) for name, say in BY_HAND[stage].items() if say in let}
    assert ALLOWED[stage] == {by_name[name] for name in names} | BY_THE_SYSTEM  # type: ignore[index]


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_an_ended_case_takes_nothing_but_a_paper(story: Story, stage: str) -> None:
    """Every command on every item that ever was is refused; a paper that is still being sealed is recorded."""
    told(story, stage)
    for item in story.case.closed:
        for actor in (STAFF, CLERK, CHIEF):
            for name, command in story.every_command(actor, item.key).items():
                assert isinstance(story.tell(command), Refusal), name
    assert story.went(story.paper("acceptance")) == ("paper_issued",)


def test_an_item_offers_what_its_step_and_status_allow(story: Story) -> None:
    """The acceptor, the decider, the applicant and the deliverer see their own verbs, and nothing else."""
    seen = {}
    for stage in HOLDER:
        fresh = told(Story(story.matter, story.organisation, story.calendar), stage)
        (item,) = fresh.case.items
        kinds = actions_on(fresh.matter, fresh.case.status, item)
        seen[stage] = [kind.__name__ for kind in kinds]
    group, handing = ["Claim", "Transfer", "Delegate", "SendCopy"], ["Transfer", "Delegate", "SendCopy", "AddSigners"]
    assert seen == {
        "submitted": ["Accept", "RequestSupplement", "RefuseAcceptance", *group],
        "supplementing": ["Supplement"],
        "in_progress": ["Approve", "ReturnToApplicant", "Reject", *handing],
        "decided": ["Conclude", *group],
    }


def test_the_printed_table_has_a_row_for_each_status_and_a_tick_for_each_allowed_command() -> None:
    """The README's table comes from the rules themselves."""
    table = transition_table()
    assert all(f"{name} `{status}`" in table for status, name in STATUS_NAMES.items())
    assert table.count("✓") == sum(len(allowed - BY_THE_SYSTEM) for allowed in ALLOWED.values())
    assert set(OFFERED) == {
        "prior_review",
        "accept",
        "review",
        "decide",
        "countersign",
        "work",
        "special_procedure",
        "automatic",
        "deliver",
        "sub_matter",
        "applicant",
    }
