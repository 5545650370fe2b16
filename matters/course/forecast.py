"""What lies ahead (预告): the steps to come and who will see them, by the same rules that open them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matters.case.aggregate import Case
from matters.errors.handling import NobodyFound
from matters.filing.asked import complete
from matters.language.branches import branch_name, foreseeable, instant_of, needed
from matters.language.clock import Limit
from matters.language.document import Definition
from matters.language.due_dates import limit_so_far
from matters.language.route.by_itself import Automatic, SubMatter, Wait
from matters.language.route.spots import rows_of, steps_of
from matters.language.route.steps import Branching, OwnPart, Seated, SpecialProcedure, Staffed, Step, limit_of, walk
from matters.language.route.who import unanswered
from matters.organisation.snapshot import Holder
from matters.who.actors import Passed, hangs, kept_apart, robots, stand_ins
from matters.who.parties import Parties
from matters.who.seats import done_without, named, sitting
from matters.world import World

ELSE = "其他情形"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step ahead. No holders: nobody is found today (`missing`), nobody has to act, it waits for sub-matters, or it
    hangs on an open answer.

    `papers`: what is issued once it is done (中途出具).
    `branch`: the branch it stands in; `certain`: it will come, not only may come. `machine`: a machine does it (自动办理), or
    tries first (秒批) before the holders have it.
    """

    step: str
    name: str
    holders: tuple[Holder, ...]
    limit: Limit | None
    branch: str = ""
    certain: bool = True
    missing: NobodyFound | None = None
    machine: bool = False
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Foresight:
    """What the forecast knows. No case: nothing is filed yet."""

    matter: Definition
    parties: Parties
    world: World
    case: Case | None

    @property
    def settled(self) -> frozenset[str]:
        """The fields that will say no more than they do: what the applicant left empty, once it is filed."""
        return frozenset(f.id for f in self.matter.fields if f.filler == "applicant") if self.case else frozenset()


def ahead(matter: Definition, parties: Parties, world: World, case: Case | None = None) -> tuple[Ahead, ...]:
    """The steps still to be opened, in reading order; all of them for a case not filed yet."""
    answered = replace(parties, says=complete(matter, parties.says, world.today))
    known = Foresight(matter, answered, world, case)
    return tuple(
        replace(one, limit=limit_so_far(one.limit, answered.says, world.today), papers=_issued(matter, one.step))
        for one in _to_come(known, matter, case)
    )


def _issued(matter: Definition, step: str) -> tuple[str, ...]:
    return tuple(paper.name for paper in matter.outcome.papers_at(step)) if matter.outcome else ()


def _to_come(known: Foresight, matter: Definition, case: Case | None) -> Iterator[Ahead]:
    if case is not None and (case.ended or case.result == "denied"):
        return
    if case is not None and case.under_way:
        yield from _left(known, case, matter.steps)
    else:
        yield from _foreseen(known, matter.steps[-1:] if case and case.result else matter.steps)


def _left(known: Foresight, case: Case, steps: tuple[Step, ...]) -> Iterator[Ahead]:
    """What is left of a row of steps in which something is open."""
    again = {case.resume, *case.also}
    at = {item.step for item in case.items} | again
    for index, step in enumerate(steps):
        if at & {part.id for part in walk((step,))}:
            if step.id in again:
                yield from _foreseen(known, (step,))
            elif isinstance(step, Branching):
                yield from _left_of_fork(known, case, step)
            elif isinstance(step, Seated):
                yield from _yet_to_sign(known, case, step)
            yield from _foreseen(known, steps[index + 1 :])
            return


def _left_of_fork(known: Foresight, case: Case, step: Branching) -> Iterator[Ahead]:
    fork = case.fork(step.id)
    under_way = {arm.id for arm in fork.under_way} if fork else set()
    for branch, steps in rows_of(step):
        if branch in under_way:
            for one in _left(known, case, steps):
                yield replace(one, branch=one.branch or branch_name(step, branch))


def _yet_to_sign(known: Foresight, case: Case, step: Seated) -> Iterator[Ahead]:
    """The signers whose turn comes after those who are asked now."""
    fork, asked = case.fork(step.id), {item.seat for item in case.items if item.step == step.id}
    for arm in fork.under_way if fork else ():
        found = arm.who or sitting(step, arm.seat, known.parties, known.world)
        if arm.id not in asked and not isinstance(found, Passed):
            yield _expected(step, found)


def _foreseen(known: Foresight, steps: tuple[Step, ...]) -> Iterator[Ahead]:
    for step in steps:
        if isinstance(step, Branching):
            yield from _branches(known, step)
        elif isinstance(step, Staffed):
            yield from _by_people(known, step)
        elif isinstance(step, OwnPart):
            yield Ahead(step.id, step.name, (known.parties.applicant,), step.limit)
        else:
            yield from _by_machine(known, step)


def _by_people(known: Foresight, step: Staffed) -> Iterator[Ahead]:
    """A special procedure may not be needed; what a machine tries first is with it."""
    when = step.when if isinstance(step, SpecialProcedure) else None
    certainty = needed(known.matter, when, known.parties.says, known.world.today, known.case is not None)
    for one in _acting(known, step) if certainty else ():
        yield replace(one, certain=one.certain and certainty == "taken", machine=instant_of(step) is not None)


def _acting(known: Foresight, step: Staffed) -> Iterator[Ahead]:
    if not step.actor_rules or hangs(step, known.parties.says, known.settled):
        yield Ahead(step.id, step.name, (), step.limit, certain=not done_without(step))
        return
    barred = kept_apart(step, known.case) if known.case else frozenset()
    found = named(step, known.parties, known.world, barred)
    if not isinstance(found, Passed):
        yield _expected(step, found)


def _by_machine(known: Foresight, step: Automatic | Wait | SubMatter) -> Iterator[Ahead]:
    """Sub-matters are begun, and a day comes, by themselves.

    For other work somebody must be there to take over, and a robot to report where another system does it.
    """
    if isinstance(step, SubMatter):
        yield Ahead(step.id, step.name, (), None, machine=True)
        return
    if isinstance(step, Wait) and step.robot is None:
        if step.for_time:
            yield Ahead(step.id, step.name, (), step.for_time, machine=True)
        return
    there = robots(step, known.parties, known.world)
    if isinstance(there, tuple) and isinstance(step, Automatic) and not unanswered(step.on_failure, known.parties.says):
        there = stand_ins(step, known.parties, known.world)
    yield Ahead(
        step.id, step.name, (), limit_of(step), machine=True, missing=there if isinstance(there, NobodyFound) else None
    )


def _branches(known: Foresight, step: Branching) -> Iterator[Ahead]:
    answers, today = known.parties.says, known.world.today
    for branch, certainty in foreseeable(known.matter, step, answers, today, known.case is not None):
        name = branch_name(step, branch) or ELSE
        for one in _foreseen(known, steps_of(step, branch)):
            yield replace(one, branch=one.branch or name, certain=one.certain and certainty == "taken")


def _expected(step: Staffed, found: tuple[Holder, ...] | NobodyFound) -> Ahead:
    if isinstance(found, NobodyFound):
        return Ahead(step.id, step.name, (), step.limit, missing=found)
    return Ahead(step.id, step.name, found, step.limit)
