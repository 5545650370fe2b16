"""Who acts (办理人): bodies and holders resolved from the rules of a step, with the exceptions written there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any, TypeGuard

from matters.case.aggregate import Case
from matters.case.deeds import HANDED_IN, Deed
from matters.case.filed import Filed
from matters.case.values import Conflict, SeatKey
from matters.errors.handling import NobodyFound, NoOwner
from matters.language.document import Definition
from matters.language.outcome import DutyAfter
from matters.language.route.base import StepBase
from matters.language.route.machines import OutsideCall
from matters.language.route.steps import (
    Automatic,
    Countersign,
    Deliver,
    HumanStep,
    Inquiry,
    Signed,
    Staffed,
    Step,
    Wait,
)
from matters.language.route.votes import VoteWeighted
from matters.language.route.who import (
    AsPassed,
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
    unanswered,
)
from matters.language.vocabulary import BodyRef, DutyHolder, NamedInField, PartyToCase, SuperiorOf
from matters.organisation.snapshot import THREE, Body, Holder
from matters.who.concerned import Concerned, concerned_in, kept_out
from matters.who.presence import in_post
from matters.world import World

_OWNER = PartyToCase(body="owner")  # where a rule that names people looks


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a case: who applies under which hat, for which body, who owns it.

    `chosen`: by step who was chosen for it (选定); `deeds`: what people have done in the case; `says`: the answers of the form,
    in which a rule may find people and bodies; `concerned`: whom the case is about (当事人); `agent`: who applies by mandate
    (代办).
    """

    applicant: Holder
    applicant_body: str
    owner_body: str
    chosen: Mapping[str, Holder] = field(default_factory=dict)
    deeds: tuple[Deed, ...] = ()
    says: Mapping[str, Any] = field(default_factory=dict)
    concerned: frozenset[Concerned] = frozenset()
    agent: str | None = None

    @property
    def applying(self) -> frozenset[str]:
        """The people on the side of the applicant."""
        return frozenset(filter(None, (self.applicant.person, self.agent)))

    def own(self, step: StepBase | None = None) -> frozenset[str]:
        """The people whose own case it is: they have no say in it, at that step."""
        return kept_out(self.concerned, step) | self.applying


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat (席) of a step that several sign: who may sign on it, and what it weighs in a vote by share."""

    id: SeatKey
    holders: tuple[Holder, ...]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Passed:
    """The step passes by rule, for this reason."""

    reason: str


def owner_of(matter: Definition, applicant_body: str, world: World) -> Body | NoOwner:
    """The body that accepts (受理机构): the nearest one upwards from the applicant's region that holds the duty."""
    owner = matter.guide.owner
    for region in world.organisation.region_line(world.organisation.body(applicant_body).region):
        if region.level in owner.levels:
            body = world.organisation.duty_body(owner.duty, region.code, world.today)
            if body:
                return body
    return NoOwner(matter=matter.name)


def body_of(ref: BodyRef, parties: Parties, world: World) -> Body | None:
    """The body a reference means in this case, or nothing."""
    organisation = world.organisation
    match ref:
        case PartyToCase():
            return organisation.body(parties.owner_body if ref.body == "owner" else parties.applicant_body)
        case SuperiorOf():
            below = body_of(ref.superior_of, parties, world)
            return organisation.superior(below.id, ref.line) if below else None
        case NamedInField():
            return organisation.find_body(str(parties.says.get(ref.field, "")))
        case DutyHolder():
            return _duty_body(ref, parties, world)


def _duty_body(ref: DutyHolder, parties: Parties, world: World) -> Body | None:
    organisation = world.organisation
    line = organisation.region_line(organisation.body(parties.applicant_body).region)
    wanted = line if ref.level == "own" else tuple(region for region in line if region.level == ref.level)
    return next((body for r in wanted if (body := organisation.duty_body(ref.duty, r.code, world.today))), None)


def parties_of(matter: Definition, case: Case, filed: Filed) -> Parties:
    """The parties of a case, by what its form says now."""
    between = (case.applicant, case.applicant_body, case.owner_body, dict(case.chosen), case.deeds)
    return Parties(*between, filed.answers, concerned_in(matter, filed.answers), case.agent)


def conflict_of(holder: Holder, step_id: str, deeds: Iterable[Deed]) -> Conflict | None:
    """In which conflict of interest somebody stands who would act at the step under that hat (利害关系), if in any."""
    elsewhere = (deed for deed in deeds if deed.step != step_id and deed.what not in HANDED_IN)
    # Of 200 deeds most are other people's: to ask each of them for its hats made a decision a fifth slower.
    theirs = (deed for deed in elsewhere if deed.behalf or deed.actor.person == holder.person)
    two_hats = any(hat.person == holder.person and hat.post != holder.post for deed in theirs for hat in deed.hats)
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
    found = _fit(step, step.who, step.exceptions, parties, world, barred)
    chosen = parties.chosen.get(step.id)
    if chosen and isinstance(found, tuple):
        return tuple(holder for holder in found if holder == chosen) or found
    return found


def named(
    step: Staffed, parties: Parties, world: World, barred: frozenset[str] = frozenset()
) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Everybody whom the step names: those who act, all signers of one that several sign, or those who are asked."""
    if isinstance(step, Countersign) or several(step):
        seats = signers(step, parties, world)
        return seats if isinstance(seats, NobodyFound) else tuple(one for seat in seats for one in seat.holders)
    return asked(step, parties, world) if isinstance(step, Inquiry) else actors(step, parties, world, barred)


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


def several(step: Step) -> TypeGuard[Signed]:
    """Whether the definition has several sign the step: countersigned, or heads in a row (多级负责人)."""
    return isinstance(step, Countersign) or (isinstance(step, HumanStep) and isinstance(step.who, ByHeads))


def signers(step: Signed, parties: Parties, world: World) -> tuple[Seat, ...] | NobodyFound:
    """The seats of a step that several sign, in order; seats that pass by rule are left out.

    A person named twice has one task and one vote: seats of the very same people become one, to be signed under either hat,
    which weighs what the heavier of them does.
    """
    seats: dict[frozenset[str], Seat] = {}
    for seat, rule in _seat_rules(step, parties, world).items():
        found = _fit(step, rule, step.exceptions, parties, world, frozenset())
        if isinstance(found, NobodyFound):
            return found
        if not isinstance(found, Passed):
            people = frozenset(holder.person for holder in found)
            before = seats.get(people, Seat(seat, (), 0))
            both = tuple(dict.fromkeys((*before.holders, *found)))
            seats[people] = Seat(before.id, both, max(before.weight, _weight(step, seat)))
    return tuple(seats.values())


def one_by_one(step: Signed, seats: tuple[Seat, ...]) -> dict[SeatKey, tuple[SeatKey, ...]]:
    """Which seat each seat waits for: 依次 the one before it, of heads in a row the one below."""
    in_turn = not isinstance(step, Countersign) or step.vote.in_turn
    return {seat.id: (before.id,) for before, seat in pairwise(seats) if in_turn or before.id.signer == seat.id.signer}


def signer(step: Signed, seat: SeatKey, parties: Parties, world: World) -> tuple[Holder, ...] | Passed | NobodyFound:
    """Who may sign one seat that is open already, whoever sits on the others now."""
    rule = _seat_rules(step, parties, world).get(seat)
    if rule is None:
        return NobodyFound(body=body_name(step.actor_rules[seat.signer - 1][0], parties, world), step=step.name)
    return _fit(step, rule, step.exceptions, parties, world, frozenset())


def _seat_rules(step: Signed, parties: Parties, world: World) -> dict[SeatKey, Who]:
    """The actor rule of each seat, that of heads in a row told for each of them."""
    rules: dict[SeatKey, Who] = {}
    for number, (who,) in enumerate(step.actor_rules, start=1):
        if isinstance(who, ByHeads):
            heads = enumerate(_heads(who, parties, world), start=1)
            rules |= {SeatKey(number, level): head for level, head in heads}
        else:
            rules[SeatKey(number)] = who
    return rules


def _heads(who: ByHeads, parties: Parties, world: World) -> Iterator[ByHead]:
    """The head of the body and of each superior one there is, as many as are asked for."""
    ref: BodyRef = who.of
    for level in range(who.levels):
        if level and body_of(ref, parties, world) is None:
            return
        yield ByHead(by="head", of=ref)
        ref = SuperiorOf(superior_of=ref)


def _weight(step: Signed, seat: SeatKey) -> int:
    if isinstance(step, Countersign) and isinstance(step.vote, VoteWeighted):
        return next((one.weight for one in step.vote.weights if one.signer == seat.signer), 1)
    return 1


def _fit(
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


def hangs(step: StepBase, answers: Mapping[str, Any]) -> bool:
    """Whether nobody can know yet whom the step names, until the form says more."""
    return any(unanswered(rules[0], answers) for rules in step.actor_rules)


def kept_apart(step: StepBase | None, case: Case) -> frozenset[str]:
    """The people who acted in the case at a step this one is kept apart from (受审分离), themselves or by an agent."""
    apart = step.apart_from if isinstance(step, HumanStep) else ()
    return frozenset(person for deed in case.deeds if deed.step in apart for person in deed.people)


def holders(who: Who, parties: Parties, world: World) -> tuple[Holder, ...]:
    """Everybody the rule names, before any exception."""
    match who:
        case ByPost() | ByChoice() | ByRole() | ByHead() | ByLiaison():
            body = body_of(who.of, parties, world)
            return holders_in(who, body.id, world) if body else ()
        case ByField():
            return _hats_of(str(parties.says.get(who.field, "")), world)
        case ByHeads():
            found = (holders(head, parties, world) for head in _heads(who, parties, world))
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
    organisation, body = world.organisation, body_of(getattr(who, "of", _OWNER), parties, world)
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


def body_name(who: Who, parties: Parties, world: World) -> str:
    """What the body is called in which the rule looks for its actor, or which duty it would have where nobody has it."""
    ref: BodyRef = getattr(who, "of", _OWNER)
    body = body_of(ref, parties, world)
    if body is None and isinstance(ref, DutyHolder):
        return f"承担“{world.organisation.duty_name(ref.duty)}”的单位"
    return world.organisation.body_name(body.id if body else parties.owner_body, world.today)
