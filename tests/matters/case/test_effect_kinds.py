"""The table of the kinds of effect."""

from typing import get_args

from matters.case.effect_kinds import KINDS, Kind

OF_PAPER = {"number", "render", "seal"}


def test_every_kind_has_its_row() -> None:
    """What is stored names one of these, and each is told of in Chinese."""
    assert tuple(KINDS) == get_args(Kind)
    assert [kind.word for kind in KINDS.values() if not kind.word or kind.word.isascii()] == []


def test_what_it_means_to_drop_one_is_told() -> None:
    """Of a paper its paper is told instead."""
    assert {kind.name for kind in KINDS.values() if not kind.without} == OF_PAPER


def test_what_people_would_notice_twice_is_never_repeated_by_a_machine() -> None:
    """A number, a notice and a request to another system."""
    assert {kind.name for kind in KINDS.values() if not kind.replayable} == {"number", "notice", "outside_call"}


def test_people_and_other_cases_are_told_of_a_withdrawal_all_the_same() -> None:
    """The rest of what is owed is cancelled with the case."""
    assert {kind.name for kind in KINDS.values() if kind.outlives} == {"notice", "report_up", "call_off"}
