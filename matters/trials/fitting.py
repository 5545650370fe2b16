"""Whether a definition fits where it is to run (适配): posts and matters that exist, and in every body somebody for each step."""

from collections.abc import Collection, Iterator

from matters.errors.handling import NobodyFound, NoOwner
from matters.language.begun_cases import FollowUp
from matters.language.document import Definition
from matters.language.materials import FromEarlierMatter
from matters.language.places import parts, place_of
from matters.language.route.steps import Countersign, Inquiry, Staffed, SubMatter, walk
from matters.language.route.who import ByChoice, ByPost
from matters.linter.finding import Finding, error, guess, warning
from matters.organisation.snapshot import Holder
from matters.who.actors import Parties, hangs, named, owner_of
from matters.world import World

ANYBODY = Holder(person="", post="")

# Where the rule of who acts stands.
_RULE_KEY: dict[type, str] = {Countersign: "signers", Inquiry: "of"}


def misfits(matter: Definition, world: World, codes: Collection[str]) -> tuple[Finding, ...]:
    """What the definition names and does not find in the organisation of that day, nor among the matters of these codes.

    Whether a step finds somebody is asked once every kind of post is known. Left alone: rules that hang on an answer, and
    steps no person does.
    """
    unknown = (*_unknown_matters(matter, codes), *_unknown_posts(matter, world))
    return unknown or tuple(_vacancies(matter, world))


def _unknown_matters(matter: Definition, codes: Collection[str]) -> Iterator[Finding]:
    for path, part in parts(matter):
        if isinstance(part, SubMatter | FollowUp | FromEarlierMatter) and part.matter not in codes:
            message = f"没有代码为“{part.matter}”的事项。{guess(part.matter, codes)}请更正代码，或先发布该事项。"
            yield error("unknown_matter", (*path, "matter"), message)


def _unknown_posts(matter: Definition, world: World) -> Iterator[Finding]:
    kinds = {post.kind for post in world.organisation.posts}
    for path, part in parts(matter):
        if isinstance(part, ByPost | ByChoice) and part.post not in kinds:
            message = f"没有单位设有“{part.post}”这类岗位。{guess(part.post, kinds)}请更正，或先在组织机构中设岗。"
            yield error("unknown_post", (*path, "post"), message)


def _vacancies(matter: Definition, world: World) -> Iterator[Finding]:
    """Told once for each step and body, whoever applies. Where a filing is refused by rule, the author has thought of it."""
    found: dict[tuple[Staffed, str], None] = {}
    for body in (body for body in world.organisation.bodies if body.valid(world.today)):
        owner = owner_of(matter, body.id, world)
        if not isinstance(owner, NoOwner):
            found.update(dict.fromkeys(_vacant(matter, Parties(ANYBODY, body.id, owner.id), world)))
    for step, where in found:
        exceptions = None if isinstance(step, Inquiry) else step.exceptions
        told = warning if exceptions and exceptions.nobody == "refuse_filing" else error
        message = (
            f"“{where}”没有人能办“{step.name}”。请改用该单位设有的岗位，写明 nobody 时由谁代办，或缩小受理层级 levels。"
        )
        yield told("vacant", (*place_of(matter, step), _RULE_KEY.get(type(step), "who")), message)


def _vacant(matter: Definition, parties: Parties, world: World) -> Iterator[tuple[Staffed, str]]:
    for step in walk(matter.steps):
        if not isinstance(step, Staffed) or not step.actor_rules or hangs(step, {}):
            continue
        people = named(step, parties, world)
        if isinstance(people, NobodyFound):
            yield step, people.body
