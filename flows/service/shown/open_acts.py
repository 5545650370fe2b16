"""What a person may do besides filling in a form: whom they may name, where they may return to, which acts on the case are open.

Whether an act on the case is open is asked of the engine itself, by deciding it without telling anybody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from flows.cases.deciding import Opened
from flows.views.people import Caller
from flows.views.tasks import (
    ActorChoice,
    CaseActOffer,
    CaseActRequest,
    ExtensionOffer,
    HatChoice,
    PassChoice,
    StepChoice,
)
from matters.case.aggregate import Case
from matters.case.deeds import Deed
from matters.case.items import ASIDE, WorkItem
from matters.case.words import CONFLICT_NOTES, item_name
from matters.commands.base import Command
from matters.commands.cases import Discuss, ReadCopy, RemoveSigner, RetractCopy, TakeBack, Urge
from matters.engine.transitions import handings_of
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.route.steps import HumanStep, Returning, walk
from matters.language.route.who import ByChoice
from matters.language.words.answers import person_name
from matters.lifecycle import decide
from matters.organisation.snapshot import Holder, Organisation
from matters.verbs.choosing import Chooser
from matters.verbs.extending import days_left, past_asking
from matters.verbs.returning import ended_with, returnable
from matters.who.actors import actors, conflict_of, must_step_aside
from matters.who.colleagues import colleagues, readers, seated
from matters.who.other_bodies import ways
from matters.who.parties import Parties, parties_of
from matters.who.superiors import must_explain, superiors_to_ask, why_not_yet
from matters.world import World
from storage import queues
from storage.database import Session


def naming(opened: Opened, item: WorkItem, hat: Holder, world: World, agent: str | None = None) -> dict[str, object]:
    """Whom and what the holder of an open item may name, or the `agent` in the stead of that hat, and what will be noted of
    the holder, as parts of its view."""
    matter, case = opened.matter, opened.case
    within = {
        "colleagues": hats(colleagues(matter, case, item, hat, world, agent), world.organisation, world.today),
        "advisers": hats(seated(matter, case, item, hat, world, agent), world.organisation, world.today),
    }
    if item.purpose in ASIDE:
        return dict(within) if handings_of(matter, case.status, item) else {}
    step, deeds = matter.step(item.step), case.deeds
    conflict = None if must_step_aside(hat, step, deeds) else conflict_of(hat, step.id, deeds)
    noted: dict[str, object] = {"conflict": CONFLICT_NOTES[conflict]} if conflict and item.purpose == "act" else {}
    if not handings_of(matter, case.status, item):
        return noted
    earlier = returnable(matter, case, item.step)
    return {
        **noted,
        **within,
        "readers": hats(readers(case, hat, world, agent), world.organisation, world.today),
        "earlier": tuple(
            StepChoice(step=one, name=matter.step(one).name, ends=_ended(opened, item, one)) for one in earlier
        ),
        "ends": _ended(opened, item),
        "resumes_open": isinstance(step, Returning) and step.return_resumes == "choose",
        "passes": tuple(_passes(opened, item, hat, world)),
        "again": _again(matter, case, item, hat, world),
        "grounds": matter.suspension.grounds if matter.suspension else (),
        "extension": _extension(matter, case, world),
        "choices": tuple(choices(matter, parties_of(matter, case, opened.filed), world, "previous_actor")),
    }


def _extension(matter: Definition, case: Case, world: World) -> ExtensionOffer | None:
    """How much more time may be asked for now (延长)."""
    rule = matter.extension
    if rule is None or past_asking(case, rule, world):
        return None
    return ExtensionOffer(left=days_left(case, rule), grounds=rule.grounds)


def _ended(opened: Opened, item: WorkItem, to: str | None = None) -> tuple[str, ...]:
    """What else is under way and ends with a return from the item, as people read it."""
    return tuple(
        item_name(other.purpose, opened.matter.called(other.step)) + "（已挂起）" * (other.handling == "suspended")
        for other in ended_with(opened.case, opened.matter, item.key, to)
    )


def _again(matter: Definition, case: Case, item: WorkItem, hat: Holder, world: World) -> str:
    """What the holder has to do before the applicant is to supplement another time; nothing for a first time."""
    superiors = superiors_to_ask(matter, case, item, hat, world)
    if superiors:
        return f"{why_not_yet(superiors, world)}。"
    return "本办件已要求补正过，再次要求须在意见中写明理由。" if must_explain(matter, case, item, world) else ""


def _passes(opened: Opened, item: WorkItem, hat: Holder, world: World) -> Iterator[PassChoice]:
    """The bodies the item may be passed on to, each with what follows."""
    for way in ways(opened.matter, opened.case, item, hat, opened.filed, world):
        name = world.organisation.body_name(way.body, world.today)
        yield PassChoice(action=way.kind, body=way.body, name=name, answers=way.answers)


def choices(matter: Definition, parties: Parties, world: World, chooser: Chooser) -> Iterator[ActorChoice]:
    """The steps whose actor this chooser names and has not named yet, each with those to choose from."""
    for step in walk(matter.steps):
        if not isinstance(step, HumanStep) or not isinstance(step.who, ByChoice) or step.who.chooser != chooser:
            continue
        found = actors(step, parties, world)
        if step.id not in parties.chosen and isinstance(found, tuple):
            yield ActorChoice(step=step.id, name=step.name, who=hats(found, world.organisation, world.today))


def case_acts(session: Session, opened: Opened, caller: Caller, world: World) -> Iterator[CaseActOffer]:
    """The acts on the case as a whole that the engine would let the caller do now."""
    filed = opened.filed
    for request, command, about in _candidates(session, opened, caller, world):
        verdict = decide(opened.matter, opened.case, filed, command, world)
        if not isinstance(verdict, Refusal) and verdict:
            yield CaseActOffer(request=request, about=about)


def _candidates(
    session: Session, opened: Opened, caller: Caller, world: World
) -> Iterator[tuple[CaseActRequest, Command, str]]:
    hat = hat_of(caller)
    yield CaseActRequest(action="urge"), Urge(actor=hat), ""
    yield CaseActRequest(action="discuss"), Discuss(actor=hat, text="-"), ""
    yield CaseActRequest(action="read_copy"), ReadCopy(actor=hat), ""
    mine = {deed.item: deed for deed in opened.case.deeds if caller.person in deed.people}
    for item in queues.items_of(session, opened.head.id) if mine else ():
        if item.key in mine:
            request = CaseActRequest(action="take_back", item=item.id)
            yield request, taking_back(mine[item.key], caller), opened.matter.called(item.step)
    for fork in opened.case.forks:
        for arm in fork.under_way:
            if arm.adder and arm.adder.person == caller.person:
                request = CaseActRequest(action="remove_signer", step=fork.step, seat=str(arm.id))
                remove = RemoveSigner(actor=arm.adder, step=fork.step, seat=arm.id)
                yield request, remove, "、".join(person_name(world.organisation, who.person) for who in arm.who)
    for copy in opened.case.copies:
        if copy.by.person == caller.person:
            request = CaseActRequest(action="retract_copy", person=copy.to.person)
            yield (
                request,
                RetractCopy(actor=copy.by, person=copy.to.person),
                person_name(world.organisation, copy.to.person),
            )


def taking_back(deed: Deed, caller: Caller) -> TakeBack:
    """The caller takes the deed back: what was done in the caller's stead is the caller's own."""
    own = deed.hat.person == caller.person
    return TakeBack(actor=deed.hat if own else deed.actor, behalf=None if own else deed.behalf, item=deed.item)


def hat_of(caller: Caller) -> Holder:
    """The hat under which a person does what hangs on the person alone."""
    return Holder(person=caller.person, post=caller.posts[0].post if caller.posts else "")


def hats(found: Iterable[Holder], organisation: Organisation, today: date) -> tuple[HatChoice, ...]:
    """People under their hats, to choose from."""
    body_name = cache(
        lambda body: organisation.body_name(body, today)
    )  # of a thousand hats a third are of three bodies
    posts = ((holder, organisation.post(holder.post)) for holder in found)
    return tuple(
        HatChoice(
            person=holder.person,
            post=holder.post,
            name=person_name(organisation, holder.person),
            title=f"{body_name(post.body)} {post.title}",
        )
        for holder, post in posts
    )


def applicants_choices(matter: Definition, parties: Parties, world: World) -> tuple[ActorChoice, ...]:
    """Whom the applicant names at filing."""
    return tuple(choices(matter, replace(parties, chosen={}), world, "applicant"))
