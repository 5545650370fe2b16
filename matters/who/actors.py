"""Who acts (办理人): bodies and holders resolved from the rules of a step, with the exceptions written there."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from matters.case.aggregate import Case
from matters.case.deeds import HANDED_IN, Deed
from matters.case.values import Conflict
from matters.errors.handling import NobodyFound
from matters.language.outcome import DutyAfter
from matters.language.route.base import StepBase
from matters.language.route.by_itself import Automatic, Wait
from matters.language.route.machines import OutsideCall
from matters.language.route.steps import Countersign, Deliver, HumanStep, Inquiry
from matters.language.route.who import (
    ByChoice,
    ByField,
    ByHead,
    ByHeads,
    ByLiaison,
    ByPost,
    ByRole,
    Exceptions,
    Instead,
    ToStandIn,
    Who,
    answering,
    field_of,
    unanswered,
)
from matters.language.vocabulary import AsPassed, BodyRef, SuperiorOf
from matters.organisation.snapshot import THREE, Holder
from matters.who.parties import OWNER, Parties, body_name, body_of
from matters.who.presence import in_post
from matters.world import World


@dataclass(frozen=True, slots=True)
class Passed:
    """The step passes by rule, for this reason."""

    reason: str


def conflict_of(holder: Holder, step_id: str, deeds: Iterable[Deed]) -> Conflict | None:
    """In which conflict of interest somebody stands who would act at the step under that hat (利害关系), if in any."""
    # Of 200 deeds most are other people's, or their own under the same hat: what tells these is asked first and in one row.
    two_hats = any(
        hat.person == holder.person and hat.post != holder.post
        for deed in deeds
        if deed.behalf or (deed.actor.person == holder.person and deed.actor.post != holder.post)
        if deed.step != step_id and deed.what not in HANDED_IN
        for hat in deed.hats
    )
    return "two_hats" if two_hats else None


def must_step_aside(holder: Holder, step: StepBase, deeds: Iterable[Deed]) -> bool:
    """Whether a conflict of interest keeps somebody from acting at the step (回避)."""
    exceptions = getattr(step, "exceptions", None)
    excluded = isinstance(exceptions, Exceptions) and exceptions.conflict == "exclude"
    return excluded and conflict_of(holder, step.id, deeds) is not None


def actors(
    step: HumanStep | Deliver, parties: Parties, world: World, barred: frozenset[str] = frozenset()
) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Who may act at the step. `barred`: people who acted at a step this one is kept apart from.

    Of a step whose actor is chosen (选定): who was chosen, all to choose from as long as nobody is.
    """
    if step.who is None or step.exceptions is None:
        raise ValueError(f"step {step.id} has no actor rule")
    found = fitting(step, step.who, step.exceptions, parties, world, barred)
    chosen = parties.chosen.get(step.id)
    if chosen and isinstance(found, tuple):
        return tuple(holder for holder in found if holder == chosen) or found
    return found


def stand_ins(step: Automatic, parties: Parties, world: World) -> tuple[Holder, ...] | NobodyFound:
    """Who takes over what a machine could not do: as the step says, else the superiors of whom it names."""
    rule = step.on_failure
    found = (holders(rule, parties, world), *_superiors(step, rule, parties, world))
    fit = (_without(one, step, parties, frozenset(), world) for one in found)
    return next(filter(None, fit), None) or NobodyFound(body=body_name(step.on_failure, parties, world), step=step.name)


def robots(step: Automatic | Wait, parties: Parties, world: World) -> tuple[Holder, ...] | NobodyFound:
    """The accounts of the other system that is to report at the step; nobody where none is."""
    rule = step.robot if isinstance(step, Wait) else step.work.robot if isinstance(step.work, OutsideCall) else None
    if rule is None:
        return ()
    return holders(rule, parties, world) or NobodyFound(body=body_name(rule, parties, world), step=step.name)


def heads_in_turn(who: ByHeads, parties: Parties, world: World) -> Iterator[ByHead]:
    """The head of the body and of each superior one there is, as many as are asked for."""
    ref: BodyRef = who.of
    for level in range(who.levels):
        if level and body_of(ref, parties, world) is None:
            return
        yield ByHead(by="head", of=ref)
        ref = SuperiorOf(superior_of=ref)


def fitting(
    step: StepBase, who: Who, exceptions: Exceptions, parties: Parties, world: World, barred: frozenset[str]
) -> tuple[Holder, ...] | Passed | NobodyFound:
    everybody = holders(who, parties, world)
    fit = _without(everybody, step, parties, barred, world)
    if fit:
        return fit
    itself = any(holder.person in parties.applying for holder in everybody)
    rule = exceptions.applicant if itself else exceptions.nobody
    return _exceptional(rule, step, who, parties, world, barred)


def asked(step: Inquiry, parties: Parties, world: World) -> tuple[Holder, ...] | NobodyFound:
    """Who answers for the body that is asked (协查); never the applicant."""
    return _answering(step.who, step.of, step.name, parties, world)


def owing(duty: DutyAfter, parties: Parties, world: World) -> tuple[Holder, ...] | NobodyFound:
    """Who owes a duty after the decision (办后义务): the applicant for the own body, else who answers for the body."""
    body = body_of(duty.owed_by, parties, world)
    if body and body.id == parties.applicant_body and in_post(parties.applicant, world.organisation, world.today):
        return (parties.applicant,)
    return _answering(None, duty.owed_by, duty.name, parties, world)


def _answering(
    who: Who | None, body: BodyRef, what: str, parties: Parties, world: World
) -> tuple[Holder, ...] | NobodyFound:
    rules = answering(who, body)
    found = (_fit_to_answer(holders(rule, parties, world), parties, world) for rule in rules)
    return next(filter(None, found), None) or NobodyFound(body=body_name(rules[1], parties, world), step=what)


def _fit_to_answer(found: tuple[Holder, ...], parties: Parties, world: World) -> tuple[Holder, ...]:
    """Nobody whose own case it is, and no administrator."""
    return tuple(h for h in found if h.person not in parties.own() and decides_business(h, world))


def hangs(step: StepBase, answers: Mapping[str, Any], settled: Container[str | None] = ()) -> bool:
    """Whether nobody can know yet whom the step names, until the form says more; `settled`: fields that will say no more."""
    return any(unanswered(rule, answers) and field_of(rule) not in settled for (rule, *_) in step.actor_rules)


def kept_apart(step: StepBase | None, case: Case) -> frozenset[str]:
    """The people who acted in the case at a step this one is kept apart from (受审分离), themselves or by an agent."""
    apart = step.apart_from if isinstance(step, HumanStep) else ()
    return frozenset(person for deed in case.deeds if deed.step in apart for person in deed.people)


def holders(who: Who, parties: Parties, world: World) -> tuple[Holder, ...]:
    """Everybody the rule names, before any exception."""
    match who:
        case ByPost() | ByChoice() | ByRole() | ByHead() | ByLiaison():
            bodies = (body_of(who.of, each, world) for _, each in parties.apart(who))
            found = (holders_in(who, body.id, world) for body in bodies if body)
            return tuple(dict.fromkeys(chain.from_iterable(found)))
        case ByField():
            return _hats_of(str(parties.says.get(who.field, "")), world)
        case ByHeads():
            found = (holders(head, parties, world) for head in heads_in_turn(who, parties, world))
            return tuple(dict.fromkeys(chain.from_iterable(found)))


def _hats_of(person_id: str, world: World) -> tuple[Holder, ...]:
    """The posts that somebody holds today; none, where the form names nobody who is there."""
    person = world.organisation.find_person(person_id)
    posts = world.organisation.posts_of(person_id, world.today) if person and person.valid(world.today) else ()
    return tuple(Holder(person=person_id, post=post.id) for post in posts)


def holders_in(who: Who, body: str, world: World) -> tuple[Holder, ...]:
    """Everybody the rule names in that body, whichever body it speaks of; nobody where the rule names people, not posts."""
    organisation, today = world.organisation, world.today
    match who:
        case ByPost() | ByChoice():
            return organisation.holders(body, who.post, today)
        case ByRole():
            return organisation.with_role(body, who.role, today)
        case ByHead():
            return organisation.heads(body, today)
        case ByLiaison():
            return organisation.liaisons(body, today)
        case ByField() | ByHeads():
            return ()


def _exceptional(
    rule: Instead, step: StepBase, who: Who, parties: Parties, world: World, barred: frozenset[str]
) -> tuple[Holder, ...] | Passed | NobodyFound:
    found: tuple[tuple[Holder, ...], ...] = ()
    if isinstance(rule, AsPassed):
        return Passed(rule.passes)
    if isinstance(rule, ToStandIn):
        found = (holders(rule.to, parties, world),)
    elif rule == "superior":
        found = _superiors(step, who, parties, world)
    fit = (_without(one, step, parties, barred, world) for one in found)
    return next(filter(None, fit), None) or NobodyFound(body=body_name(who, parties, world), step=step.name)


def _superiors(step: StepBase, who: Who, parties: Parties, world: World) -> tuple[tuple[Holder, ...], ...]:
    """The head above the people of the body, if there is one; where that one has another voice, the next above comes first."""
    organisation, body = world.organisation, body_of(getattr(who, "of", OWNER), parties, world)
    above = organisation.superior(body.id, "administrative") if body else None
    own, next_ = (organisation.heads(one.id, world.today) if one else () for one in (body, above))
    spoken = _voices_besides(step, parties)
    return tuple(head for head in own if head.person not in spoken), next_, own


def _voices_besides(step: StepBase, parties: Parties) -> set[str]:
    """Who has spoken at other steps, or on other seats of one that several sign."""
    deeds = (deed for deed in parties.deeds if deed.step != step.id or isinstance(step, Countersign))
    return {person for deed in deeds for person in deed.people}


def decides_business(holder: Holder, world: World) -> bool:
    """The three administrators decide no business, whatever post they hold (三员分立)."""
    return not world.organisation.roles_of(holder.person, world.today) & THREE


def _without(
    found: tuple[Holder, ...], step: StepBase, parties: Parties, barred: frozenset[str], world: World
) -> tuple[Holder, ...]:
    """Those who are left without whose own case it is, who is barred or must step aside, and who decide business."""
    out = parties.own(step) | barred
    return tuple(
        holder
        for holder in found
        if holder.person not in out
        and decides_business(holder, world)
        and not must_step_aside(holder, step, parties.deeds)
    )
