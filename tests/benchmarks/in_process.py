"""The service and the hands in one process: people's acts, the queue page, a last approval carried out, draw and seal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flows.bootstrap import open_resources
from flows.cases.composing import Issue, compose
from flows.cases.deciding import open_case, world_of
from flows.documents.drawing import draw
from flows.documents.sealing.order import SealOrder
from flows.effects.carrying import carry_out
from flows.effects.papers import issuers_kept, paper_of
from flows.resources import Resources
from flows.service import Service
from flows.views.cases import CaseList, CaseView, SubmitRequest
from flows.views.people import Caller
from flows.views.tasks import ActReceipt, ActRequest
from matters.case.events.deciding import Approved
from matters.commands.items import Approve
from matters.errors.base import Refusal
from matters.lifecycle import decide
from storage import ledger
from tests.benchmarks.measuring import Times, table
from tests.benchmarks.raw_rows import Recorder, written_again
from tests.flows.effects.story import (
    ANSWERS,
    APPLICANT,
    CHIEF,
    CLERK,
    FILLS,
    caller,
    drain,
    moved,
    set_up,
    settings_of,
    take,
)

CARRIED = 20
REPEATED = 20
LAST_STEP = "审批"
ROUND: tuple[tuple[str, dict[str, object]], ...] = (
    (CLERK, {"action": "request_supplement", "opinion": "请补正", "findings": {"destination": "请写明单位"}}),
    (APPLICANT, {"action": "supplement", "answers": {"destination": "邻市财政局（大道8号）"}}),
    (CLERK, {"action": "accept", "opinion": "拟同意", "fills": FILLS}),
    (CHIEF, {"action": "approve", "opinion": "同意派车。"}),
)


class People:
    """The people of one case after another, each act timed at the service."""

    def __init__(self, resources: Resources) -> None:
        self._service = Service(resources)
        self._who: dict[str, Caller] = {post: caller(resources, post) for post in (APPLICANT, CLERK, CHIEF)}
        self.acts: dict[str, Times] = {}
        self.every = Times("every human action")
        self.queue = Times("queue page")

    def case(self, number: int, before_last: Callable[[str], None] = lambda case_no: None) -> str:
        """File a case and bring it to its last approval; `before_last` may wait for the machine to catch up."""
        request = SubmitRequest(matter="MS032", answers=ANSWERS, post=APPLICANT)
        with self._timed("submit"):
            answered = self._service.cases.submit(self._who[APPLICANT], request, f"bench {number}")
        assert isinstance(answered, tuple), answered
        case_no = answered[0].case_no
        for post, form in ROUND[:-1]:
            self._act(case_no, post, form)
        before_last(case_no)
        self._act(case_no, *ROUND[-1])
        return case_no

    def _act(self, case_no: str, post: str, form: dict[str, object]) -> None:
        who = self._who[post]
        self.queue.of(lambda: self._service.tasks.queue(who))
        shown = self._service.cases.show(who, case_no)
        assert isinstance(shown, CaseView)
        item = shown.tasks[0].line
        request = ActRequest.model_validate({**form, "expected_version": item.version})
        with self._timed(str(form["action"])):
            receipt = self._service.tasks.act(who, item.id, request)
        assert isinstance(receipt, ActReceipt), receipt

    @contextmanager
    def _timed(self, action: str) -> Iterator[None]:
        times = self.acts.setdefault(action, Times(f"  {action}"))
        with times.span():
            yield
        self.every.also(times)


def benchmark(folder: Path, url: str, twin_url: str, actions: int) -> None:
    """Print the tables of one database. The twin gets the same writes from the bare driver."""
    with prepared(folder / "data", url) as resources, prepared(folder / "twin", twin_url) as twin:
        recorder = Recorder(resources.database)
        people = People(resources)
        for number in range(1, 1 + max(1, actions // (1 + len(ROUND)))):
            people.case(number)
        raw = written_again(twin.database, recorder.transactions)
        print(f"\n{resources.database.dialect}, {len(recorder.transactions)} acts")
        print(table([raw, people.every, *people.acts.values(), people.queue], raw))
        drain(resources, "bench")
        print(table([_carried(resources, people), *_parts(resources)]))


@contextmanager
def prepared(folder: Path, url: str) -> Iterator[Resources]:
    """A data folder in which one case was handled, so that nothing is done for the first time on the watch."""
    settings = settings_of(folder, url)
    set_up(settings)
    with open_resources(settings) as real:
        real.database.dispose()  # whoever fills the file wants it alone
        resources = moved(real, folder, url)
        People(resources).case(0)
        yield resources
        resources.database.dispose()


def _carried(resources: Resources, people: People) -> Times:
    """Number, drawing, seal and notices of the result; the papers before it are carried out unwatched."""
    carried = Times("last approval carried out")
    for number in range(CARRIED):
        people.case(100_000 + number)
        while (advance := take(resources, "bench")) is not None:
            times = carried if advance.label == LAST_STEP else Times("")
            with times.span():
                assert carry_out(resources, advance.id, "bench") == "settled"
    return carried


def _parts(resources: Resources) -> tuple[Times, ...]:
    """Drawing, sealing and deciding alone, on the result of the first case."""
    with resources.database.reading() as session:
        listed = Service(resources).cases.list(caller(resources, APPLICANT))
        assert isinstance(listed, CaseList)
        opened = open_case(session, resources, listed.items[0].case_no)
        assert opened is not None
        effects = {
            effect.effect.kind: effect for effect in ledger.effects_of(session, opened.head.id)
        }  # the last of each
        world, organisation = world_of(session, resources), resources.organisation(session)
    fixed = {**(effects["render"].data or {}), **(effects["render"].outcome or {})}
    before = opened.until(effects["render"].seq)
    issuers = issuers_kept(opened, paper_of(opened, effects["render"]), effects["number"].outcome or {}, world)
    issue = Issue(fixed["number"], issuers, fixed, organisation, {}, "")
    paper = compose(before, paper_of(opened, effects["render"]), issue, resources.settings.address)
    data = dict(effects["seal"].data or {})
    order = SealOrder(
        sealed_at=datetime.fromisoformat(data.pop("sealed_at")), seed=bytes.fromhex(data.pop("seed")), **data
    )
    drawn = resources.files.read(order.unsigned_digest)
    approved = next(event for event in opened.events if isinstance(event, Approved))
    undecided = opened.until(approved.seq - 1).case
    command = Approve(actor=approved.actor, item=approved.item, expected_version=1, opinion="同意派车。")
    return (
        _repeated("draw", lambda: draw(paper)),
        _repeated("seal", lambda: resources.sealer.seal(drawn, order)),
        _repeated("decide", lambda: decide(opened.matter, undecided, opened.filed, command, world)),
    )


def _repeated(name: str, work: Callable[[], object]) -> Times:
    times = Times(name)
    for _ in range(REPEATED):
        assert not isinstance(times.of(work), Refusal)
    return times
