"""What a machine owes after an event, in order and with keys that never change."""

import json
from pathlib import Path

from matters.case.events import read_event
from matters.case.owed import owed
from tests.matters.stories import CASE_NO, STAFF, Story, told

EXAMPLES = Path(__file__).with_name("events").joinpath("stored.jsonl").read_text(encoding="utf-8").splitlines()


def kinds(story: Story, event_type: str) -> list[tuple[str, str | None]]:
    """Kind and paper or topic of what the newest event of that type owes."""
    event = [event for event in story.events if event.type == event_type][-1]
    return [(effect.kind, effect.paper or effect.topic) for effect in owed(event)]


def test_a_paper_is_numbered_then_drawn_then_sealed(story: Story) -> None:
    """The order of the effects is the order of the work."""
    told(story, "in_progress")
    assert kinds(story, "accepted") == [("number", "acceptance"), ("render", "acceptance"), ("seal", "acceptance")]


def test_everybody_at_a_step_is_told_once(story: Story) -> None:
    """The notice names each holder."""
    told(story, "submitted")
    (effect,) = owed(story.events[-1])
    assert (effect.kind, effect.topic, effect.to) == ("notice", "new_task", ("p40", "p41"))


def test_a_person_holding_twice_is_told_once(story: Story) -> None:
    """Two hats of one person in one step give one notice."""
    told(story, "submitted")
    event = story.events[-1].model_copy(update={"holders": (STAFF, STAFF.model_copy(update={"post": "x"}))})
    assert owed(event)[0].to == (STAFF.person,)


def test_a_supplement_request_owes_its_paper_and_tells_the_applicant(story: Story) -> None:
    """补正通知书 and a notice."""
    told(story, "supplementing")
    assert kinds(story, "supplement_requested")[-1] == ("notice", "supplement_requested")
    assert [kind for kind, _ in kinds(story, "supplement_requested")] == ["number", "render", "seal", "notice"]


def test_a_matter_without_that_paper_owes_the_notice_alone(story: Story) -> None:
    """What the definition does not issue is not drawn, but the applicant is told."""
    told(story, "in_progress")
    accepted = next(event for event in story.events if event.type == "accepted")
    (notice,) = owed(accepted.model_copy(update={"paper": None}))
    assert (notice.kind, notice.topic, notice.to) == ("notice", "accepted", (story.case.applicant.person,))


def test_ends_and_papers_are_told(story: Story) -> None:
    """Issued, concluded, withdrawn: each a notice to those it concerns."""
    told(story, "concluded")
    assert kinds(story, "paper_issued") == [("notice", "paper_issued")]
    paper = [(kind, "record") for kind in ("number", "render", "seal")]
    assert kinds(story, "concluded") == [("notice", "concluded"), *paper]
    other = told(Story(story.matter, story.organisation, story.calendar), "withdrawn")
    assert kinds(other, "withdrawn") == [("notice", "withdrawn")]


def test_deeds_between_persons_owe_nothing(story: Story) -> None:
    """An approval is followed by a decision, a rejection likewise: these owe."""
    told(story, "concluded")
    silent = {"submitted", "approved"}
    assert all(not owed(event) for event in story.events if event.type in silent)


def test_keys_name_case_event_and_kind(story: Story) -> None:
    """`<case>:<seq>:<kind>`: the same event owes the same key for ever."""
    told(story, "in_progress")
    event = next(event for event in story.events if event.type == "accepted")
    assert [str(effect.key) for effect in owed(event)] == [
        f"{CASE_NO}:{event.seq}:{kind}" for kind in ("number", "render", "seal")
    ]


def test_nothing_is_told_twice() -> None:
    """An event owes one notice at most, and names nobody twice in it; whom it tells is said by the event alone."""
    for event in map(read_event, map(json.loads, EXAMPLES)):
        notices = [effect for effect in owed(event) if effect.kind == "notice"]
        assert len(notices) <= 1, event
        assert all(effect.to == tuple(dict.fromkeys(event.told)) for effect in notices), event
