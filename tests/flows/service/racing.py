"""People who act on one case at the same moment: a race, those who run in it, and what must hold after it.

Every runner is a thread with a `Database` of its own, hence connections of its own: two processes stand to each other so too.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Barrier
from typing import Any

from flows.cases.deciding import open_case, world_of
from flows.service import Service
from flows.views.base import View
from flows.views.people import Caller
from flows.views.tasks import ActRequest, CaseActRequest
from matters.case.aggregate import Case
from matters.case.events.course import StepOpened
from matters.case.number import case_number, day_sequence
from matters.case.owed import owed
from matters.commands.items import Approve
from matters.errors.base import Refusal
from matters.language.actions import Action
from matters.language.document import Definition
from matters.who.parties import owner_of
from storage import cases, numbers, queues
from storage.database import Database, Session
from storage.definitions.catalog import shipped_definitions
from tests.flows.service.office import Office
from tests.matters.forked import rerouted
from tests.matters.stories import STAFF, Story

AT_MOST = 8
LAST = "settle"  # the step that every race leads to
END = {"id": "deliver", "name": "办结", "kind": "deliver", "how": "online"}
CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
# Who was first, or what stands in the way.
TOLD = re.compile(r"已由.+(办理|认领)|已无需办理：.+于.+|办件当前为“.+”|不能“.+”：.+")


@dataclass(frozen=True)
class Start:
    """A case as the runners were shown it: their open items and those they have decided, by person."""

    case_no: str
    open: Mapping[str, queues.ItemView]
    done: Mapping[str, queues.ItemView]


@dataclass(frozen=True)
class Move:
    """What one runner does."""

    person: str
    do: Callable[[Service, Caller, Start], object]


@dataclass(frozen=True)
class Race:
    """The `steps` between acceptance and end, the first of them agreed to by its holder if `begun`; then the moves at once.

    So many of the answers as one of `accepted` are receipts, the others refusals with one of the codes `told`.
    """

    steps: tuple[dict[str, Any], ...]
    moves: tuple[Move, ...]
    accepted: tuple[int, ...]
    told: frozenset[str] = frozenset()
    begun: bool = False


def acts(person: str, action: Action, key: str = "", **parts: Any) -> Move:  # noqa: ANN401 - parts of an act
    """Act on the open item; under a key, where one is given."""

    def do(service: Service, caller: Caller, start: Start) -> object:
        item = start.open[person]
        request = ActRequest(action=action, expected_version=item.version, **parts)
        return service.tasks.act(caller, item.id, request, f"{key} {start.case_no}" if key else None)

    return Move(person, do)


def takes_back(person: str) -> Move:
    """Undo what was decided."""

    def do(service: Service, caller: Caller, start: Start) -> object:
        request = CaseActRequest(action="take_back", item=start.done[person].id, text="漏看附件")
        return service.case_acts.act(caller, start.case_no, request)

    return Move(person, do)


def withdraws(person: str) -> Move:
    """Take the case back."""
    return Move(person, lambda service, caller, start: service.cases.withdraw(caller, start.case_no, "改期"))


@contextmanager
def runners(office: Office) -> Iterator[list[Service]]:
    """The service once for each runner, on connections of its own."""
    url = office.resources.database.url.render_as_string(hide_password=False)
    databases = [Database(url) for _ in range(AT_MOST)]
    yield [Service(replace(office.resources, database=database)) for database in databases]
    for database in databases:
        database.dispose()


def run(office: Office, race: Race, pairs: int) -> list[str]:
    """What is wrong after as many cases of the race as have the acts of that many pairs."""
    made = rerouted(CAR_MATTER, *race.steps, deliver=END)
    matter = made.model_copy(update={"code": office.publish(made), "golden": ()})
    who = {move.person: office.who(move.person) for move in race.moves}
    with office.resources.database.transaction() as session:
        starts = [_started(session, office, matter, race) for _ in range(2 * pairs // len(race.moves))]
    with runners(office) as services, ThreadPoolExecutor(len(race.moves)) as pool:
        answers = [_at_once(pool, services, who, race, start) for start in starts]
    wrong = [
        f"{start.case_no}: {one}" for start, given in zip(starts, answers, strict=True) for one in _told(race, given)
    ]
    with office.resources.database.reading() as session:
        return wrong + [f"{start.case_no}: {one}" for start in starts for one in _ended(session, office, start.case_no)]


def _started(session: Session, office: Office, matter: Definition, race: Race) -> Start:
    """A case up to the race, stored as the engine has told it: a commit for each act would take longer than the race."""
    world = world_of(session, office.resources)
    owner = owner_of(matter, world.organisation.post(STAFF.post).body, world)
    assert not isinstance(owner, Refusal)
    number = case_number(owner, world.today, numbers.allot(session, day_sequence(owner, world.today)))
    story = Story(matter, world.organisation, world.calendar, world.now)
    story.went(story.submit().model_copy(update={"case_no": number}))
    story.went(story.accept())
    if race.begun:
        story.went(story.approve(opinion="同意"))
    key = office.resources.vault.new_key(number)
    head = cases.begin(session, story.events, story.case, key)
    cases.write_revision(session, head.id, 1, key, {"answers": story.answers, "materials": {}})
    items = queues.items_of(session, head.id)
    waiting = {holder.person: item for item in items if item.state == "open" for holder in item.holders}
    return Start(number, waiting, {item.decided_by: item for item in items if item.decided_by})


def _at_once(
    pool: Executor, services: Sequence[Service], who: Mapping[str, Caller], race: Race, start: Start
) -> list[object]:
    """The answers; what was raised stands for one that nobody got."""
    barrier = Barrier(len(race.moves))

    def move(number: int) -> object:
        its = race.moves[number]
        barrier.wait(timeout=60)
        try:
            return its.do(services[number], who[its.person], start)
        except Exception as error:
            return error

    return list(pool.map(move, range(len(race.moves))))


def _told(race: Race, answers: Sequence[object]) -> Iterator[str]:
    """What is wrong with what the runners were told."""
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    receipts = [answer for answer in answers if isinstance(answer, View)]
    yield from (f"no answer but {answer!r}" for answer in answers if isinstance(answer, Exception))
    if len(receipts) not in race.accepted:
        yield f"{len(receipts)} were accepted: {answers}"
    told = (answer for answer in refusals if answer.code in race.told and TOLD.search(answer.message))
    yield from (f"told: {answer.message}" for answer in set(refusals).difference(told))


def _ended(session: Session, office: Office, case_no: str) -> Iterator[str]:
    """What is wrong with the case once everybody who is still asked has agreed."""
    opened = open_case(session, office.resources, case_no)
    assert opened is not None
    world = world_of(session, office.resources)
    told = Story(
        opened.matter, world.organisation, world.calendar, world.now, opened.answers, {}, opened.events, opened.case
    )
    while any(not isinstance(told.tell(agreement), Refusal) for agreement in _agreements(told.case)):
        pass
    kinds = Counter(event.type for event in told.events)
    if (kinds["decided"], told.case.ended) not in ((1, None), (0, "withdrawn")):
        yield f"decided {kinds['decided']} times, {told.case.status}, waiting: {[item.step for item in told.case.items]}"
    led = sum(isinstance(event, StepOpened) and event.step == LAST for event in told.events) - kinds["taken_back"]
    if led != (0 if kinds["rejected"] else 1):
        yield f"the last step was opened {led} times"
    twice = [item for item, times in Counter(deed.item for deed in told.case.deeds).items() if times > 1]
    yield from (f"{item} was decided twice" for item in twice)
    made = Counter(
        (effect.kind, effect.paper) for event in told.events for effect in owed(event) if effect.kind != "notice"
    )
    yield from (f"{what} is owed {times} times" for what, times in made.items() if times > 1)


def _agreements(case: Case) -> Iterator[Approve]:
    """By everybody on everything that is open."""
    for item in case.items:
        for who in item.holders:
            yield Approve(actor=who, item=item.key, expected_version=item.version, opinion="同意")
