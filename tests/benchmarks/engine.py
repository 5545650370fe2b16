"""The engine without a database: acts on a long case, and whom its pages offer to name in a large organisation."""

from collections.abc import Callable, Iterator

from flows.adapters.calendars import statutory_calendar
from flows.service.shown.open_acts import hats
from matters.case.events import read_event
from matters.case.fold import fold
from matters.commands.base import Command
from matters.commands.cases import Discuss, TakeBack
from matters.commands.items import Approve, ReturnToStep
from matters.errors.base import Refusal
from matters.lifecycle import decide
from matters.organisation.snapshot import Body, DatedName, Grant, Holding, Organisation, Person, Post
from matters.who.colleagues import colleagues, readers
from storage.definitions.catalog import sample_organisation, shipped_definitions
from tests.benchmarks.measuring import Times, table
from tests.matters import forked
from tests.matters.stories import Story

EVENTS = 200
REPEATED = 300
OWNER, REGION = "county_logistics", "990121"
BODIES, IN_EACH, IN_OWNER = 235, 20, 300  # 5,000 people, as many as a county may have


def benchmark_engine() -> None:
    """Print the tables; beside each stands a reference measured in the same run."""
    case = long_case(sample_organisation())
    reference = _event_validated(case)
    print(f"\nthe engine alone, on a case of {len(case.events)} events")
    print(table([reference, _folded(case), *_acts(case)], reference))
    large = _large(sample_organisation())
    case = long_case(large)
    reference = _event_validated(case)
    print(f"\npeople to name on a page of that case, among {len(large.people)}")
    print(table([reference, *_people(case)], reference))


def long_case(organisation: Organisation) -> Story:
    """派车 that the head has sent back to its first review until 200 events had happened, before the head once more."""
    matter = next(matter for matter in shipped_definitions() if matter.code == "MS032")
    steps = (forked.step("check"), forked.countersign("sign", "vehicle_chief", "deputy_head"), forked.decide())
    story = Story(forked.rerouted(matter, *steps), organisation, statutory_calendar())
    story.went(story.submit())
    story.went(story.accept())
    while True:
        forked.approve(story, "check", "sign", "sign")
        if len(story.events) >= EVENTS:
            return story
        forked.act(story, ReturnToStep, "settle", step="check")


def _event_validated(case: Story) -> Times:
    """The reference: one stored event read by pydantic, ten times."""
    stored = case.events[-1].model_dump(mode="json")
    return _repeated("an event validated, ten times", lambda: [read_event(stored) for _ in range(10)])


def _folded(case: Story) -> Times:
    return _repeated(f"fold of {len(case.events)} events", lambda: fold(case.events))


def _acts(case: Story) -> Iterator[Times]:
    """What the head could do now, what the deputy could, and a click that comes too late."""
    (item,) = case.case.items
    here = {"item": item.key, "expected_version": item.version, "opinion": "同意"}
    head, old = item.holders[0], case.case.deeds[-1]
    yield _decided("decide: approve", case, Approve(actor=head, **here))
    yield _decided("decide: return to the first step", case, ReturnToStep(actor=head, step="check", **here))
    yield _decided("decide: take back", case, TakeBack(actor=old.actor, item=old.item))
    yield _decided("decide: discuss", case, Discuss(actor=head, text="请看"))
    late = Approve(actor=old.actor, item=old.item, expected_version=1, opinion="同意")
    yield _repeated("decide: too late", lambda: decide(case.matter, case.case, case.filed, late, case.world))


def _decided(name: str, case: Story, command: Command) -> Times:
    assert not isinstance(decide(case.matter, case.case, case.filed, command, case.world), Refusal)
    return _repeated(name, lambda: decide(case.matter, case.case, case.filed, command, case.world))


def _people(case: Story) -> Iterator[Times]:
    """Whom the head may hand the item to, and whom the case may be shown to, as the page lists them."""
    (item,) = case.case.items
    hat, world = item.holders[0], case.world
    fit = colleagues(case.matter, case.case, item, hat, world)
    everybody = readers(case.case, hat, world)
    yield _repeated(f"{len(fit)} colleagues", lambda: colleagues(case.matter, case.case, item, hat, world))
    yield _repeated(f"{len(everybody)} readers", lambda: readers(case.case, hat, world))
    yield _repeated("their names and posts", lambda: hats((*fit, *everybody), world.organisation, world.today))


def _large(organisation: Organisation) -> Organisation:
    """The organisation with more bodies in the county, and many more people in the owner's."""
    pattern = organisation.body(OWNER)
    bodies = tuple(_body(pattern, f"county_body_{n}", n) for n in range(BODIES))
    staff = [(body.id, IN_EACH) for body in bodies] + [(OWNER, IN_OWNER)]
    hands = [(f"{body}.more_{n}", body, n) for body, many in staff for n in range(many)]
    posts = tuple(
        Post(id=post, body=body, kind="staff", title="工作人员", head=body != OWNER and n == 0, liaison=n == 1)
        for post, body, n in hands
    )
    people = tuple(Person(id=f"q{n}", name=f"王{n}") for n in range(len(posts)))
    pairs = tuple(zip(people, posts, strict=True))
    parts = {name: getattr(organisation, name) for name in Organisation.model_fields}
    parts["bodies"] += bodies
    parts["posts"] += posts
    parts["people"] += people
    parts["holdings"] += tuple(Holding(person=person.id, post=post.id) for person, post in pairs)
    parts["grants"] += tuple(Grant(person=person.id, role="approver", scope=post.body) for person, post in pairs)
    return Organisation(**parts)


def _body(pattern: Body, id_: str, n: int) -> Body:
    names = (DatedName(text=f"样例县第{n}办公室"),)
    return pattern.model_copy(update={"id": id_, "names": names, "aliases": (), "number": f"{n:03d}", "region": REGION})


def _repeated(name: str, work: Callable[[], object]) -> Times:
    times = Times(name)
    for _ in range(REPEATED):
        times.of(work)
    return times
