"""How events read in Chinese: what came of them, beside their names."""

import json
from pathlib import Path
from typing import get_args

import pytest

from matters.case.events import Event, read_event
from matters.case.events.automatic import MachineFailed
from matters.case.events.children import SubMatterEnded
from matters.case.events.inquiries import Answered, MaterialsBrought
from matters.case.values import ChildEnd, Conflict, MachineFault
from matters.case.words import CONFLICT_NOTES, end_name, event_name, event_text
from tests.matters.stories import Story

EXAMPLES = Path(__file__).with_name("events").joinpath("stored.jsonl").read_text(encoding="utf-8").splitlines()


def example(kind: str, **facts: object) -> Event:
    """The stored example of that type with some facts changed."""
    stored = next(event for event in map(json.loads, EXAMPLES) if event["type"] == kind)
    return read_event({**stored, **facts})


def test_an_answer_is_named_with_what_it_was() -> None:
    """Whoever reads the history sees it at once."""
    agreed = example("answered", answer="yes")
    assert isinstance(agreed, Answered)
    assert event_name(agreed).startswith("协查答复：")
    assert event_name(example("fulfilled")) == "履行办后义务"


@pytest.mark.parametrize("end", get_args(ChildEnd))
def test_every_end_of_another_case_is_told(story: Story, end: ChildEnd) -> None:
    """With the number of its paper, where it has one."""
    ended, without = (example("sub_matter_ended", how=end, number=number) for number in ("样〔2026〕1号", None))
    assert isinstance(ended, SubMatterEnded)
    assert event_text(story.matter, ended) == f"{end_name(end)}（样〔2026〕1号）"
    assert event_text(story.matter, without) == end_name(end)


@pytest.mark.parametrize("why", get_args(MachineFault))
def test_every_fault_of_a_machine_is_told(story: Story, why: MachineFault) -> None:
    """A person takes over and is to know why."""
    failed = example("machine_failed", why=why)
    assert isinstance(failed, MachineFailed)
    assert event_text(story.matter, failed)


def test_of_owed_materials_the_day_is_told_and_no_name(story: Story) -> None:
    """Names are for those who may see them; others learn whether all has come."""
    assert event_text(story.matter, example("materials_owed", due="2026-12-01")) == "部分材料应于2026年12月1日前补齐"
    some, all_ = (example("materials_brought", left=left) for left in (["roster"], []))
    assert isinstance(some, MaterialsBrought)
    assert [event_text(story.matter, event) for event in (some, all_)] == ["尚未补齐", "已补齐"]


def test_every_conflict_has_its_words() -> None:
    """A new one without words would end the page on which it is told."""
    assert CONFLICT_NOTES.keys() == set(get_args(Conflict))
