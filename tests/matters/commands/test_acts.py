"""The table of acts: one row for each command, and every list of acts agrees with it."""

from typing import get_args

from matters.commands.acts import ACTS, ITEM_ACT_OF, NAMED, ON_CASES, ON_ITEMS, PARTS, CaseAction
from matters.commands.base import Command, OnItem, Spoken
from matters.commands.cases import Submit
from matters.language.actions import ACTION_NAMES, Action, GoldenAction
from matters.lifecycle import _PERFORM


def kinds(of: type[Command]) -> set[type[Command]]:
    """The commands that people or machines give, without those that only others are made of."""
    below = of.__subclasses__()
    return set().union(*(kinds(kind) for kind in below)) if below else {of}


def test_each_command_has_one_row_and_one_verb() -> None:
    """Filing alone has none: there is no case yet whose status would allow it."""
    commands = [act.command for act in ACTS]
    assert len(commands) == len(set(commands))
    assert set(commands) == kinds(Command) - {Submit} == set(_PERFORM)


def test_the_words_are_those_of_golden_cases_and_callers() -> None:
    """Each word names one act, and each act on an item has one."""
    words = [act.word for act in ACTS if act.word]
    assert len(words) == len(set(words))
    assert set(words) == {*get_args(GoldenAction), *get_args(CaseAction)}
    assert tuple(ON_ITEMS) == get_args(Action) == tuple(ACTION_NAMES)
    assert tuple(ON_CASES) == get_args(CaseAction)
    assert set(ITEM_ACT_OF) == kinds(OnItem)


def test_no_two_acts_are_called_the_same() -> None:
    """People tell acts apart by their names."""
    names = [act.name for act in ACTS]
    assert len(names) == len(set(names))


def test_an_act_has_an_opinion_where_its_command_can_carry_one() -> None:
    """And asks for it under a name of its own where the item is handed on."""
    for act in ITEM_ACT_OF.values():
        assert (act.opinion is not None) == issubclass(act.command, Spoken), act.word
        assert bool(act.reason) == (act.hands_on and act.opinion is not None), act.word


def test_whatever_an_act_brings_has_a_name() -> None:
    """No command has a part that the table does not name."""
    common = {*Spoken.model_fields}
    assert {part for act in ITEM_ACT_OF.values() for part in {*act.command.model_fields} - common} == set(PARTS)
    assert set(NAMED) <= set(PARTS)


def test_every_act_on_an_item_is_offered_somewhere() -> None:
    """But for calling back, which is for whoever is no holder while somebody else has the item."""
    offered = {act.word for act in ITEM_ACT_OF.values() if act.steps or act.purposes or act.handlings}
    assert set(ON_ITEMS) - offered == {"recall"}
