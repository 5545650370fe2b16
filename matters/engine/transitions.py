"""What is allowed when: status × command, and the commands each kind of step offers. The table of the README comes from here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from matters.case.aggregate import STATUS_NAMES, Status
from matters.case.items import BY_RULE, Handling, Purpose
from matters.case.vote import may_abstain
from matters.commands.acts import ACTS, ITEM_ACT_OF, SIGNED, CaseAct, ItemAct
from matters.commands.base import Command, OnItem
from matters.commands.items import (
    Abstain,
    AddSigners,
    AskExtension,
    AskSuspension,
    Claim,
    PassingOn,
    Release,
    ReturnToStep,
)
from matters.language.branches import comes_before
from matters.language.document import Definition
from matters.language.route.steps import HumanStep, Signed, Step, walk
from matters.organisation.snapshot import Holder

# What machines report or ask for; people never see these, so the table leaves them out.
BY_THE_SYSTEM: frozenset[type[Command]] = frozenset(
    act.command for act in ACTS if isinstance(act, CaseAct) and act.by == "system"
)
ALLOWED: Mapping[Status, frozenset[type[Command]]] = {
    status: frozenset(act.command for act in ACTS if status in act.statuses) for status in STATUS_NAMES
}
_RANKED = sorted(ITEM_ACT_OF.values(), key=lambda act: act.rank)


def _offering(places: Callable[[ItemAct], Iterable[str]]) -> Mapping[str, tuple[type[OnItem], ...]]:
    """By place, what is offered there, in order."""
    offered: dict[str, tuple[type[OnItem], ...]] = {}
    for act in _RANKED:
        for place in places(act):
            offered[place] = (*offered.get(place, ()), act.command)
    return offered


# What brings each kind of step on, what an item offers that waits for something else, what is offered instead of either.
OFFERED = _offering(lambda act: act.steps)
_BY_PURPOSE = _offering(lambda act: () if act.hands_on else act.purposes)
_INSTEAD = _offering(lambda act: act.handlings)
# How an item may be handed on, by what it waits for.
_HANDED_ON = _offering(lambda act: act.purposes if act.hands_on else ())


# What is asked for with somebody's consent, and the rule of the matter that says whether it may be.
_BY_CONSENT: Mapping[type[OnItem], Callable[[Definition], object]] = {
    AskSuspension: lambda matter: matter.suspension,
    AskExtension: lambda matter: matter.extension,
}


def done_again(matter: Definition) -> Iterator[Step]:
    """The steps a case may be returned to; acceptance and decision stay done."""
    return (step for step in walk(matter.steps) if step.done_again)


class Waiting(Protocol):
    """What tells what an open item offers."""

    @property
    def step(self) -> str:
        """The step that waits."""

    @property
    def purpose(self) -> Purpose:
        """What it waits for."""

    @property
    def handling(self) -> Handling:
        """Whether it was claimed or lent, or another body is asked."""

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who may act."""


def acts_on(matter: Definition, status: Status, item: Waiting) -> tuple[type[OnItem], ...]:
    """The commands that bring an open item on, for its holders now."""
    if item.handling in _INSTEAD:
        return _INSTEAD[item.handling]
    if item.purpose not in ("act", "own_part"):
        return _BY_PURPOSE.get(item.purpose, ())
    step = matter.step(item.step)
    return tuple(kind for kind in OFFERED[step.kind] if kind in ALLOWED[status] and _fits(matter, step, kind))


def _fits(matter: Definition, step: Step, kind: type[OnItem]) -> bool:
    """Whether what steps of this kind offer makes sense at this one."""
    if kind is Abstain:
        return isinstance(step, Signed) and may_abstain(step)
    return kind is not ReturnToStep or any(comes_before(matter, other.id, step.id) for other in done_again(matter))


def handings_of(matter: Definition, status: Status, item: Waiting) -> tuple[type[OnItem], ...]:
    """The commands by which its holders may hand an open item on, to others or to themselves.

    What is done beside the handling stays with the body that was asked: no copies of it, no signers, no rest.
    """
    if item.handling in ("delegated", "suspended") or item.purpose not in BY_RULE:
        return ()
    offered = _HANDED_ON.get(item.purpose, ())
    return tuple(kind for kind in offered if kind in ALLOWED[status] and _may_hand_on(matter, item, kind))


def _may_hand_on(matter: Definition, item: Waiting, kind: type[OnItem]) -> bool:
    """Whether the item, as it waits now, can be handed on in that way."""
    step = matter.find_step(item.step)
    if issubclass(kind, PassingOn):
        return _passes_on(step, kind)
    if kind is Claim:
        return item.handling == "plain" and len({holder.person for holder in item.holders}) > 1
    if kind is Release:
        return item.handling == "claimed"
    if kind is AddSigners:
        return step is not None and step.kind in SIGNED and item.handling != "asked"
    rule = _BY_CONSENT.get(kind)
    return rule is None or rule(matter) is not None


def _passes_on(step: Step | None, kind: type[PassingOn]) -> bool:
    """Whether the step allows that way to another body."""
    return isinstance(step, HumanStep) and any(rule.kind == kind.kind for rule in step.passes_on)


def actions_on(matter: Definition, status: Status, item: Waiting) -> tuple[type[OnItem], ...]:
    """All commands that an open item offers its holders now."""
    return (*acts_on(matter, status, item), *handings_of(matter, status, item))


def transition_table() -> str:
    """Command × status as a Markdown table, for the README and for people; no tick = refused as `wrong_status`."""
    head = ["| 指令 command | " + " | ".join(f"{name} `{status}`" for status, name in STATUS_NAMES.items()) + " |"]
    rule = ["|---|" + "---|" * len(STATUS_NAMES)]
    rows = [
        f"| {act.name} {act.command.__name__} | "
        + " | ".join("✓" if status in act.statuses else "" for status in STATUS_NAMES)
        + " |"
        for act in ACTS
        if act.command not in BY_THE_SYSTEM
    ]
    return "\n".join(head + rule + rows)
