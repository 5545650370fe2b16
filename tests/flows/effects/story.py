"""A case to work on: the sample county's vehicle request, filed, accepted and approved by the service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.adapters.identity import caller_of
from flows.bootstrap import open_resources
from flows.documents.authority import Authority
from flows.effects.carrying import carry_out
from flows.resources import Resources
from flows.sample import sample_founding
from flows.service import Service
from flows.settings import Settings
from flows.views.cases import Receipt, SubmitRequest
from flows.views.people import Caller
from flows.views.tasks import ActReceipt, ActRequest, TaskList
from matters.language.actions import Action
from storage import ledger
from storage.database import Database
from storage.files import FileFolder
from storage.ledger import OpenAdvance
from tests.sample_folder import planted

BEGIN = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LEASE = 60
OFFICE = "county_logistics"
APPLICANT = "county_finance.staff"
CLERK = "county_logistics.vehicle_clerk"
CHIEF = "county_logistics.vehicle_chief"
ANSWERS = {
    "purpose": "赴样例市参加财政决算会审",
    "vehicle_use": "meeting",
    "depart_at": "2027-02-24T08:00",
    "return_at": "2027-02-25T18:00",
    "destination": "邻市财政局",
    "passengers": 3,
    "out_of_city": False,
    "contact": "钟𬭎",
    "contact_phone": "13800138000",
    "pledge": True,
}
FILLS = {"plate": "样A12345", "driver": "马行健"}


def settings_of(folder: Path, database_url: str = "") -> Settings:
    """The settings of a data folder."""
    return Settings(data_dir=folder, database_url=database_url, lease_seconds=LEASE)


def set_up(settings: Settings) -> None:
    """A data folder whose seals are valid at `BEGIN`."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if not settings.key_file.exists():
        settings.key_file.write_bytes(b"k" * 32)
        Authority.create(settings.authority_dir, b"k" * 32, sample_founding().installation.root_name, BEGIN)
    planted(settings)
    with open_resources(settings) as resources, resources.database.reading() as session:
        name = resources.organisation(session).body_name(OFFICE, BEGIN.date())
    # made now, so that all copies of the folder use one seal
    Authority.open(settings.authority_dir, settings.key_file.read_bytes()).seal_key(OFFICE, name)


def moved(base: Resources, folder: Path, database_url: str = "", seconds: float = 0) -> Resources:
    """The resources of a copy of the folder, that many seconds after `BEGIN`; keys and fonts stay loaded."""
    settings = settings_of(folder, database_url)
    return replace(
        base,
        settings=settings,
        database=Database(settings.database),
        files=FileFolder(settings.files_dir),
        clock=lambda: BEGIN + timedelta(seconds=seconds),
    )


def caller(resources: Resources, post: str) -> Caller:
    """The first holder of the post, signed in."""
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
    holder = organisation.holders_of(organisation.post(post), resources.today)[0]
    found = caller_of(organisation, holder.person, holder.person, resources.today, "")
    assert found is not None
    return found


def submit(resources: Resources, key: str = "k1") -> str:
    """File the case; returns its number."""
    request = SubmitRequest(matter="MS032", answers=ANSWERS, post=APPLICANT)
    answered = Service(resources).cases.submit(caller(resources, APPLICANT), request, key)
    assert isinstance(answered, tuple), answered
    assert isinstance(answered[0], Receipt)
    return answered[0].case_no


def act(resources: Resources, case_no: str, post: str, action: Action, **more: object) -> ActReceipt:
    """Act on the item of the case in the queue of the post's holder."""
    who, tasks = caller(resources, post), Service(resources).tasks
    queue = tasks.queue(who)
    assert isinstance(queue, TaskList)
    item = next(item for item in queue.items if item.case_no == case_no)
    request = ActRequest.model_validate({"action": action, "expected_version": item.version, **more})
    receipt = tasks.act(who, item.id, request)
    assert isinstance(receipt, ActReceipt), receipt
    return receipt


def accept(resources: Resources, case_no: str) -> None:
    """The clerk accepts and names car and driver."""
    act(resources, case_no, CLERK, "accept", fills=FILLS, opinion="拟同意")


def approve(resources: Resources, case_no: str) -> None:
    """The chief approves: the result's number, drawing, seal and notices are owed from now on."""
    act(resources, case_no, CHIEF, "approve", opinion="同意派车。")


def take(resources: Resources, owner: str) -> OpenAdvance | None:
    """Lease the oldest open advance, as the executor does."""
    with resources.database.transaction() as session:
        waiting = ledger.open_advances(session, resources.clock(), 1)
        until = resources.clock() + timedelta(seconds=resources.settings.lease_seconds)
        return waiting[0] if waiting and ledger.lease(session, waiting[0].id, owner, resources.clock(), until) else None


def drain(resources: Resources, owner: str) -> str:
    """Carry out open advances until none is left, or one does not settle: its verdict."""
    while (advance := take(resources, owner)) is not None:
        verdict = carry_out(resources, advance.id, owner)
        if verdict != "settled":
            return verdict
    return "settled"


def tell(resources: Resources, then: str) -> None:
    """Bring a case to `accepted` or `approved`, what follows from that left undone."""
    case_no = submit(resources)
    assert drain(resources, "teller") == "settled"
    accept(resources, case_no)
    if then == "approved":
        assert drain(resources, "teller") == "settled"
        approve(resources, case_no)
