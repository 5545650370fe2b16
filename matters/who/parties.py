"""Between whom a case is (当事各方): who applies, which body accepts, and which body a reference means in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from matters.case.aggregate import Case
from matters.case.deeds import Deed
from matters.case.filed import Filed
from matters.errors.handling import NoOwner, SeveralOwners
from matters.language.document import Definition
from matters.language.route.base import StepBase
from matters.language.route.who import Who, each_of
from matters.language.vocabulary import BodyRef, DutyHolder, EachNamed, NamedInField, PartyToCase, SuperiorOf
from matters.organisation.snapshot import Body, Holder
from matters.who.concerned import Concerned, concerned_in, kept_out
from matters.world import World

NOTHING: Mapping[str, Any] = MappingProxyType({})
OWNER = PartyToCase(body="owner")  # where a rule that names people looks


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

    def apart(self, rule: Who | BodyRef) -> "Iterator[tuple[str, Parties]]":
        """Each of the bodies that the rule means, with the parties as if it were named alone; once where it means one."""
        each = each_of(rule)
        if each is None:
            yield "", self
            return
        for body in dict.fromkeys(self.says.get(each.each) or ()):
            yield str(body), self.with_body(each, str(body))

    def with_body(self, each: EachNamed, body: str) -> "Parties":
        """The parties as if that body were the only one named."""
        return replace(self, says={**self.says, each.each: [body]})

    def own(self, step: StepBase | None = None) -> frozenset[str]:
        """The people whose own case it is: they have no say in it, at that step."""
        return kept_out(self.concerned, step) | self.applying


def owner_of(
    matter: Definition, applicant_body: str, world: World, says: Mapping[str, Any] = NOTHING
) -> Body | NoOwner:
    """The body that accepts (受理机构) by what the form says: in its situation the one named for it.

    Else the nearest one upwards from the applicant's region that holds the duty.
    """
    fit = tuple(case.of for case in matter.guide.owner.by_case if case.when.met(says, world.today))
    found = _meant(fit, applicant_body, world, says) if fit else _duty_owner(matter, applicant_body, world)
    if len(found) > 1:
        names = "、".join(world.organisation.body_name(body.id, world.today) for body in found)
        return SeveralOwners(matter=matter.name, bodies=names)
    return found[0] if found else NoOwner(matter=matter.name)


def owners_of(matter: Definition, applicant_body: str, world: World) -> tuple[Body, ...]:
    """Every body that may accept from there, whatever the form will say; those that it will name itself are left out."""
    cases = tuple(case.of for case in matter.guide.owner.by_case)
    found = (*_duty_owner(matter, applicant_body, world), *_meant(cases, applicant_body, world, NOTHING))
    return tuple({body.id: body for body in found}.values())


def accepting(matter: Definition, world: World) -> tuple[str, ...]:
    """The bodies that accept it from anybody."""
    bodies = (body.id for body in world.organisation.bodies if body.valid(world.today))
    return tuple(dict.fromkeys(owner.id for body in bodies for owner in owners_of(matter, body, world)))


def _meant(refs: tuple[BodyRef, ...], applicant_body: str, world: World, says: Mapping[str, Any]) -> tuple[Body, ...]:
    parties = Parties(Holder(person="", post=""), applicant_body, applicant_body, says=says)
    bodies = (body_of(ref, parties, world) for ref in refs)
    return tuple({body.id: body for body in bodies if body}.values())


def _duty_owner(matter: Definition, applicant_body: str, world: World) -> tuple[Body, ...]:
    owner = matter.guide.owner
    for region in world.organisation.region_line(world.organisation.body(applicant_body).region):
        if region.level in owner.levels:
            body = world.organisation.duty_body(owner.duty, region.code, world.today)
            if body:
                return (body,)
    return ()


def body_of(ref: BodyRef, parties: Parties, world: World) -> Body | None:
    """The body a reference means in this case, or nothing; where it means several, they are asked for apart."""
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
        case EachNamed():
            bodies = tuple(parties.says.get(ref.each) or ())
            return organisation.find_body(str(bodies[0])) if len(bodies) == 1 else None


def _duty_body(ref: DutyHolder, parties: Parties, world: World) -> Body | None:
    organisation, seen_from = world.organisation, body_of(ref.region_of, parties, world)
    line = organisation.region_line(seen_from.region) if seen_from else ()
    wanted = line if ref.level == "own" else tuple(region for region in line if region.level == ref.level)
    return next((body for r in wanted if (body := organisation.duty_body(ref.duty, r.code, world.today))), None)


def parties_of(matter: Definition, case: Case, filed: Filed) -> Parties:
    """The parties of a case, by what its form says now."""
    between = (case.applicant, case.applicant_body, case.owner_body, dict(case.chosen), case.deeds)
    return Parties(*between, filed.answers, concerned_in(matter, filed.answers), case.agent)


def body_name(who: Who, parties: Parties, world: World) -> str:
    """What the body is called in which the rule looks for its actor, or which duty it would have where nobody has it."""
    ref: BodyRef = getattr(who, "of", OWNER)
    body = body_of(ref, parties, world)
    if body is None and isinstance(ref, DutyHolder):
        return f"承担“{world.organisation.duty_name(ref.duty)}”的单位"
    return world.organisation.body_name(body.id if body else parties.owner_body, world.today)
