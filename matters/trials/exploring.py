"""Exploring (推演): every way in which the filings of the golden cases can be handled, and whether each of them still ends."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from itertools import islice
from typing import Any

from matters.calendar import SHANGHAI, local_day
from matters.case.aggregate import Case
from matters.case.deeds import Child
from matters.case.events.course import StepOpened
from matters.case.items import WorkItem
from matters.commands.acts import ITEM_ACT_OF
from matters.commands.base import Command, OnItem
from matters.commands.items import AskExtension
from matters.commands.reports import RecordBegun, RecordEnd, RecordFailure, RecordLookUp, ReportFault, Ring
from matters.course.children import outdated
from matters.engine.transitions import acts_on, handings_of
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.golden import Act, GoldenCase
from matters.language.route.by_itself import SubMatter
from matters.language.route.steps import HumanStep, of_kind
from matters.organisation.snapshot import SYSTEM, Holder
from matters.trials.golden_run import Played, Stage, filing
from matters.verbs.returning import returnable

MOST = 10_000  # states; the largest matter shipped has 3,119
OPINION = "推演"
REPLIES: tuple[dict[str, Any], ...] = (
    {"opinion": OPINION, "answer": "yes"},
    {"opinion": OPINION, "answer": "no"},
    {"opinion": OPINION, "answer": "material", "files": (OPINION,)},
)
PlayedState = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One act of a story: what was done at which step, under which post; a day that came has none."""

    step: str
    what: type[Command]
    post: str


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found. Two cases are in one state when nothing that can still happen tells them apart.

    `outcomes`: how cases ended. `unopened`: steps for people that no case came to. `stuck`: the shortest stories after which a
    case can be handled no more, or never to an end, other than by its withdrawal. `whole`: there were not too many states.
    """

    states: int
    moves: int
    outcomes: tuple[str, ...]
    unopened: tuple[str, ...]
    stuck: tuple[tuple[Move, ...], ...]
    whole: bool


@dataclass(frozen=True)
class _Place:
    """A case on its way, the golden case it was filed after, and how it came here. `apart`: steps whose hands bar from others."""

    matter: Definition
    golden: GoldenCase
    played: Played
    story: tuple[Move, ...]
    apart: frozenset[str]

    @property
    def case(self) -> Case:
        """The case."""
        assert self.played.case is not None
        return self.played.case

    @cached_property
    def state(self) -> PlayedState:
        """What tells cases apart: where they wait and for whom, who has signed and acted where, and what is written."""
        case = self.case
        return (
            case.status,
            case.result,
            case.resume,
            case.also,
            case.targets,
            len(case.extensions),
            frozenset((item.step, item.seat, item.purpose, item.holders) for item in case.items),
            frozenset((fork.step, fork.arms) for fork in case.forks),
            frozenset(case.detours),
            frozenset((deed.step, deed.actor.person) for deed in case.deeds if deed.step in self.apart),
            frozenset(self._child(child) for child in case.children if child.needed),
            repr(sorted(self.played.filed.answers.items())),
            repr(sorted(self.played.filed.materials.items())),
        )

    def _child(self, child: Child) -> PlayedState:
        """What still counts of another matter that the case has begun."""
        step = self.matter.find_step(child.step)
        anew = isinstance(step, SubMatter) and outdated(self.matter, self.case, step, child)
        return (child.step, child.row, child.case_no is not None, child.failed, child.end, anew)


@dataclass
class _Found:
    """The states reached, how each was come to first, and from where each can be come to."""

    first: dict[PlayedState, tuple[Move, ...]] = field(default_factory=dict)
    before: dict[PlayedState, set[PlayedState]] = field(default_factory=dict)
    ended: dict[PlayedState, str] = field(default_factory=dict)
    left: set[PlayedState] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)

    def stuck(self) -> tuple[tuple[Move, ...], ...]:
        """The shortest stories into what does not end; what comes after them is no news."""
        ends = set(self.ended) | self.left
        waiting = list(ends)
        while waiting:
            for state in self.before[waiting.pop()] - ends:
                ends.add(state)
                waiting.append(state)
        lost = {story: None for state, story in self.first.items() if state not in ends}
        return tuple(story for story in lost if story[:-1] not in lost or not story)


def explore(stage: Stage, most: int = MOST) -> Explored:
    """Play every act that is offered, with what the golden cases write, until nothing new comes up."""
    found = _Found()
    waiting: deque[_Place] = deque()
    for place in _filings(stage):
        _note(found, place, waiting)
    while waiting:
        place = waiting.popleft()
        if place.state in found.ended and not place.case.items:
            continue
        if len(found.first) >= most:
            found.left.add(place.state)
            continue
        for after in _acts(stage, place):
            _note(found, after, waiting)
            found.before[after.state].add(place.state)
    return _told(stage, found)


def _told(stage: Stage, found: _Found) -> Explored:
    return Explored(
        states=len(found.first),
        moves=sum(len(states) for states in found.before.values()),
        outcomes=tuple(dict.fromkeys(found.ended.values())),
        unopened=tuple(step.id for step in of_kind(stage.matter.steps, HumanStep) if step.id not in found.opened),
        stuck=found.stuck(),
        whole=not found.left,
    )


def _filings(stage: Stage) -> Iterator[_Place]:
    """The golden cases that can be filed; running them tells why another cannot."""
    apart = frozenset(other for step in of_kind(stage.matter.steps, HumanStep) for other in step.apart_from)
    for golden in stage.matter.golden:
        applicant = stage.holder(golden.filed_as, local_day(golden.now))
        if applicant is not None:
            filed = stage.tell(Played(), filing(stage, golden, applicant), golden.now)
            if not isinstance(filed, Refusal):
                yield _Place(stage.matter, golden, filed, (), apart)


def _note(found: _Found, place: _Place, waiting: deque[_Place]) -> None:
    """Go on from here, unless somebody has been here before."""
    state, case = place.state, place.case
    if state in found.first:
        return
    found.first[state], found.before[state] = place.story, set()
    found.opened.update(event.step for event in place.played.events if isinstance(event, StepOpened))
    if case.ended:
        found.ended[state] = (case.result or "") if case.ended == "concluded" else case.ended
    waiting.append(place)


def _acts(stage: Stage, place: _Place) -> Iterator[_Place]:
    """What each open item offers, each action as the first who is let: a second holder of an item can do no more."""
    yield from _of_children(stage, place)
    for item in place.case.items:
        if item.alarm:
            rung = stage.ring(place.played, datetime.combine(item.alarm, time(9), SHANGHAI))
            yield replace(place, played=rung, story=(*place.story, Move(item.step, Ring, "")))
        if item.work and not item.holders:
            yield from _by_machine(stage, place, item)
        for what in (*acts_on(stage.matter, place.case.status, item), *_asks(stage, place, item)):
            yield from islice(_tries(stage, place, item, what), 1)


def _asks(stage: Stage, place: _Place, item: WorkItem) -> Iterator[type[OnItem]]:
    """More time for the case is asked for at every item that offers it: how often is bounded, and others are asked by it."""
    offered = handings_of(stage.matter, place.case.status, item)
    return (what for what in offered if what is AskExtension)


def _tries(stage: Stage, place: _Place, item: WorkItem, what: type[OnItem]) -> Iterator[_Place]:
    """Where the act leads, written one way or another by one holder or another, as far as it is let."""
    for parts in _written(stage, place, item.step, what):
        for actor in item.holders:
            tried = _tried(stage, place, item, _command(what, actor, item, parts))
            if tried is not None:
                yield tried


def _by_machine(stage: Stage, place: _Place, item: WorkItem) -> Iterator[_Place]:
    """What a register may say, as the golden cases have it, and that it does not know; rules are checked at once."""
    said = [act.answers for golden in stage.matter.golden for act in golden.story if act.action == "look_up"]
    reports: list[Command] = [RecordLookUp(actor=SYSTEM, item=item.key, answers=one) for one in said]
    yield from _reported(stage, place, item.step, (*reports, ReportFault(actor=SYSTEM, item=item.key, why="not_found")))


def _of_children(stage: Stage, place: _Place) -> Iterator[_Place]:
    """What can become of the first other matter whose end is open; in which order several end makes no difference."""
    open_ = (child for child in place.case.children if child.needed and not child.failed and child.end is None)
    child = next(open_, None)
    if child is not None:
        yield from _reported(stage, place, child.step, _reports_on(child, stage.matter.golden))


def _reports_on(child: Child, golden: Iterable[GoldenCase]) -> tuple[Command, ...]:
    """It begins or cannot; once it is running, it ends with what the golden cases have it bring back, or is denied."""
    if not child.running:
        begun = RecordBegun(actor=SYSTEM, child=child.key, child_case=f"金样-{child.key}")
        return (begun, RecordFailure(actor=SYSTEM, child=child.key))
    acts = (act for case in golden for act in case.story if act.action == "child_ended" and act.row == child.row)
    brought = next((act.fills for act in acts if act.fills), {})
    return (
        RecordEnd(actor=SYSTEM, child=child.key, how="granted", fills=brought),
        RecordEnd(actor=SYSTEM, child=child.key, how="denied", fills={}),
    )


def _reported(stage: Stage, place: _Place, step: str, reports: Iterable[Command]) -> Iterator[_Place]:
    """Each of the reports that a machine may give there."""
    for report in reports:
        after = stage.tell(place.played, report, place.golden.now)
        if not isinstance(after, Refusal):
            yield replace(place, played=after, story=(*place.story, Move(step, type(report), "")))


def _command(what: type[OnItem], actor: Holder, item: WorkItem, parts: Mapping[str, Any]) -> OnItem:
    own = {name: part for name, part in parts.items() if name in what.model_fields}
    return what(actor=actor, item=item.key, expected_version=item.version, **own)


def _tried(stage: Stage, place: _Place, item: WorkItem, command: OnItem) -> _Place | None:
    after = stage.tell(place.played, command, place.golden.now)
    if isinstance(after, Refusal):
        return None
    return replace(place, played=after, story=(*place.story, Move(item.step, type(command), command.actor.post)))


def _written(stage: Stage, place: _Place, here: str, what: type[OnItem]) -> Iterable[dict[str, Any]]:
    """What could be written with an act, by the parts it has: as golden cases do, and what needs nobody's example."""
    parts, acts = ITEM_ACT_OF[what].parts, _told_alike(stage.matter, place.golden, what)
    if "answers" in parts:
        return [*({"answers": act.answers, "materials": act.materials} for act in acts), _unchanged(place)]
    if "materials" in parts:
        return (_all_owed(place),)
    if "step" in parts:
        return _returns(returnable(stage.matter, place.case, here))
    if "days" in parts:
        return ({"opinion": OPINION, "days": 1},)
    if "answer" in parts:
        return REPLIES
    if "findings" in parts:
        return _findings(place, acts)
    return [{"opinion": OPINION, "fills": fills} for fills in (*(act.fills for act in acts), {})]


def _told_alike(matter: Definition, golden: GoldenCase, what: type[OnItem]) -> list[Act]:
    """Such acts in this golden case, then in the others."""
    others = (other for other in matter.golden if other is not golden)
    told = (act for one in (golden, *others) for act in one.story)
    return [act for act in told if act.action == ITEM_ACT_OF[what].word]


def _all_owed(place: _Place) -> dict[str, Any]:
    """All materials that are owed at once: nothing waits for any of them."""
    late = place.case.late
    return {"materials": dict.fromkeys(late.owes if late else (), (OPINION,))}


def _returns(targets: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Back to each of these steps, in either way."""
    for step in targets:
        for way in ("rerun", "straight_back"):
            yield {"opinion": OPINION, "step": step, "resumes": way}


def _findings(place: _Place, acts: Iterable[Act]) -> Iterator[dict[str, Any]]:
    """What golden cases find wrong, then each answer for itself."""
    for act in acts:
        yield {"opinion": OPINION, "findings": {finding.target: finding.message for finding in act.findings}}
    for target in place.played.filed.answers:
        yield {"opinion": OPINION, "findings": {target: OPINION}}


def _unchanged(place: _Place) -> dict[str, Any]:
    """All that was asked for, as it is: the office may be told that it was right."""
    filed, targets = place.played.filed, place.case.targets
    return {
        "answers": {target: filed.answers[target] for target in targets if target in filed.answers},
        "materials": {target: filed.materials[target] for target in targets if target in filed.materials},
    }
