"""The organisation changes while a case waits: the item goes to who is right now, or says that nobody is."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from flows.adapters.identity import LOCAL_MACHINE, caller_of
from flows.cases import reassigning as carrier
from flows.cases.deciding import open_case
from flows.cases.reassigning import close_accounts_of_leavers, reassign
from flows.views.organisation_editing import ChangeReceipt
from flows.views.people import SessionView
from flows.views.tasks import ActRequest
from matters.calendar import day_text
from matters.case.events.course import HoldersChanged
from matters.errors.base import Refusal
from matters.errors.door import LoginRequired, NotFound
from matters.errors.handling import NotHolder
from matters.organisation.applying import apply, as_version
from matters.organisation.changes import AddPerson, Change, EndPerson, GivePost, GrantRole, RenameBody, TakePost
from matters.organisation.snapshot import Organisation
from storage import cases, queues, reassigning
from storage.database import Session
from storage.people import accounts, organisations
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, HEAD, STAFF, START, Office

POSTS = {CHIEF: "county_logistics.vehicle_chief", CLERK: "county_logistics.vehicle_clerk"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def quiet_office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which no case of other tests waits: a change of the organisation looks at so many items and no more."""
    return new_office(request.param)


@pytest.fixture
def office(quiet_office: Office) -> Iterator[Office]:
    """The office, with the organisation put back as it was afterwards."""
    quiet_office.clock.now = START
    with quiet_office.resources.database.reading() as session:
        before = quiet_office.resources.organisation(session)
    yield quiet_office
    with quiet_office.resources.database.transaction() as session:
        after = quiet_office.resources.organisation(session)
        organisations.add(session, as_version(before, after.version + 1), quiet_office.clock())
    reassign(quiet_office.resources)


def version(office: Office) -> int:
    """The newest version of the organisation."""
    with office.resources.database.reading() as session:
        return office.resources.organisation(session).version


def change(office: Office, *changes: Change) -> ChangeReceipt:
    """Make changes by way of the machine; the last receipt."""
    receipts = []
    for one in changes:
        receipt = office.service.organisation_editing.change(LOCAL_MACHINE, one, version(office))
        assert isinstance(receipt, ChangeReceipt), receipt
        receipts.append(receipt)
    return receipts[-1]


def today(office: Office) -> date:
    """The office's day."""
    return office.resources.today


def item(office: Office, case_no: str) -> queues.ItemView:
    """The one open item of the case."""
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        (found,) = [one for one in queues.items_of(session, head.id) if one.state == "open"]
    return found


def people(office: Office, case_no: str) -> set[str]:
    """Who may act on it."""
    return {holder.person for holder in item(office, case_no).holders}


def at_the_chief(office: Office) -> str:
    """A case accepted, now with the chief."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    assert people(office, case_no) == {CHIEF}
    return case_no


def succession(office: Office) -> list[Change]:
    """The chief goes, a new one with the role comes."""
    post, day = POSTS[CHIEF], today(office)
    return [GivePost(person=HEAD, post=post, on=day), TakePost(person=CHIEF, post=post, on=day)]


def test_the_successor_gets_the_item_and_who_left_is_refused(office: Office) -> None:
    """A chief leaves while a case waits: the queue moves, the old page is stale or not his, the new one decides."""
    case_no = at_the_chief(office)
    before = office.task(CHIEF, case_no)
    change(office, *succession(office))
    assert people(office, case_no) == {HEAD}
    assert item(office, case_no).version == before.version + 2  # first both, then the new one alone
    late = office.service.tasks.act(
        office.who(CHIEF), before.id, ActRequest(action="approve", expected_version=before.version)
    )
    assert isinstance(late, (NotHolder, NotFound))
    assert "请" in late.message
    office.done(HEAD, case_no, "approve")


def test_the_successor_is_told_and_nobody_else(office: Office) -> None:
    """By the effect of the event; the chief who left hears nothing of it."""
    case_no = at_the_chief(office)
    office.carry(case_no)
    change(office, *succession(office))
    office.carry(case_no)
    with office.resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        changed = [event for event in cases.history(session, head.id) if isinstance(event, HoldersChanged)]
    assert [event.tell for event in changed] == [(HEAD,), ()]
    told = office.service.notices.list(office.who(HEAD))
    assert not isinstance(told, Refusal)
    (text,) = [notice.text for notice in told if notice.case_no == case_no]
    waiting = item(office, case_no)
    step = office.task(HEAD, case_no).step_name
    assert f"环节“{step}”" in text
    assert step
    assert waiting.due
    assert f"请于{day_text(waiting.due)}前办理" in text


def test_an_item_whose_holders_are_right_is_left_alone(office: Office) -> None:
    """No event, no new version for the open page; but it is not looked at again and again."""
    case_no = at_the_chief(office)
    before = item(office, case_no)
    change(
        office, RenameBody(body="county_court", name=f"样例县法院{before.id[:2]}", on=today(office) + timedelta(days=9))
    )
    assert item(office, case_no) == before
    assert reassign(office.resources) == 0


def test_nobody_found_leaves_the_item_and_says_so(office: Office) -> None:
    """无人可办: on the organisation page and in the doctor, until somebody is appointed."""
    case_no = at_the_chief(office)
    stand_in = TakePost(person=HEAD, post="county_logistics.head", on=today(office))
    change(office, stand_in, TakePost(person=CHIEF, post=POSTS[CHIEF], on=today(office)))
    assert people(office, case_no) == {CHIEF}
    tree = office.service.organisation_editing.tree(LOCAL_MACHINE)
    assert not isinstance(tree, Refusal)
    assert case_no in {one.case_no for one in tree.unattended}
    assert {check.name: check.ok for check in _checks(office)}["待办办理人"] is False
    change(office, GivePost(person=CHIEF, post=POSTS[CHIEF], on=today(office)))
    with office.resources.database.reading() as session:
        assert item(office, case_no).id not in reassigning.unattended(session, 100)
    office.done(CHIEF, case_no, "approve")


def _checks(office: Office) -> tuple[Any, ...]:
    checks = office.service.operations.doctor(LOCAL_MACHINE)
    assert not isinstance(checks, Refusal)
    return checks


def test_an_applicant_who_left_leaves_a_supplement_unattended(office: Office) -> None:
    """A supplement goes to nobody else; an administrator must see it."""
    made = change(office, AddPerson(name="甄临时", on=today(office)))
    post = "county_finance.staff"
    change(
        office,
        GivePost(person=made.object_id, post=post, on=today(office)),
        GrantRole(person=made.object_id, role="applicant", scope="county_finance", on=today(office)),
    )
    case_no = office.file(made.object_id, post)
    office.done(CLERK, case_no, "request_supplement", findings={"purpose": "请写明事由"})
    change(office, EndPerson(person=made.object_id, on=today(office)))
    with office.resources.database.reading() as session:
        assert item(office, case_no).id in reassigning.unattended(session, 100)


def test_a_change_planned_for_a_day_moves_items_on_that_day(office: Office) -> None:
    """No version is new on that morning; the sweep knows by the day."""
    case_no = at_the_chief(office)
    day, post = today(office) + timedelta(days=1), POSTS[CHIEF]
    change(office, GivePost(person=HEAD, post=post, on=day), TakePost(person=CHIEF, post=post, on=day))
    assert people(office, case_no) == {CHIEF}
    office.clock.pass_by(days=1)
    assert reassign(office.resources) >= 1
    assert people(office, case_no) == {HEAD}
    assert reassign(office.resources) == 0


def test_two_workers_at_once_change_an_item_once(office: Office) -> None:
    """Each asks again under the lock of the case."""
    case_no = at_the_chief(office)
    before = item(office, case_no).version
    with office.resources.database.transaction() as session:
        _put(session, office, succession(office))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: reassign(office.resources), range(4)))
    assert people(office, case_no) == {HEAD}
    assert item(office, case_no).version == before + 1


def _put(session: Session, office: Office, changes: list[Change]) -> None:
    """The changes as a new version, with nothing that follows."""
    organisation = office.resources.organisation(session)
    first = organisation.version
    for one in changes:
        after = apply(organisation, one, today(office))
        assert isinstance(after, Organisation)
        organisation = after
    organisations.add(session, as_version(organisation, first + 1), office.clock())


def test_a_limit_is_kept_and_the_rest_waits(office: Office) -> None:
    """Within an administrator's request only so many are looked at."""
    for _ in range(3):
        at_the_chief(office)
    with office.resources.database.transaction() as session:
        _put(session, office, succession(office))
    assert reassign(office.resources, 2) == 2
    assert reassign(office.resources) >= 1
    assert reassign(office.resources) == 0


def test_no_batch_asks_for_what_is_done_already(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many have been looked at: only what failed is asked for again, for it still stands first in the order."""
    for _ in range(3):
        at_the_chief(office)
    with office.resources.database.transaction() as session:
        _put(session, office, succession(office))
    real, asked = reassigning.outdated, list[int]()

    def outdated(session: Session, organisation: int, day: date, limit: int) -> tuple[reassigning.Outdated, ...]:
        asked.append(limit)
        return real(session, organisation, day, limit)

    monkeypatch.setattr(carrier, "BATCH", 1)
    monkeypatch.setattr(reassigning, "outdated", outdated)
    assert reassign(office.resources) >= 3
    assert set(asked) == {1}


def test_one_broken_case_does_not_keep_the_others_waiting(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its fault is logged; it is tried again at the next sweep."""
    broken, sound = at_the_chief(office), at_the_chief(office)
    with office.resources.database.transaction() as session:
        _put(session, office, succession(office))
    opened = open_case

    def failing(session: Session, resources: Any, case_no: str, **how: Any) -> Any:  # noqa: ANN401 - passed through
        if case_no == broken:
            raise ValueError("broken")
        return opened(session, resources, case_no, **how)

    monkeypatch.setattr(carrier, "open_case", failing)
    reassign(office.resources)
    assert (people(office, broken), people(office, sound)) == ({CHIEF}, {HEAD})
    monkeypatch.undo()
    reassign(office.resources)
    assert people(office, broken) == {HEAD}


def test_a_renamed_body_has_its_new_name_on_later_papers_only(office: Office) -> None:
    """The acceptance drawn before the day keeps the old name, the result after it carries the new one."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    day = today(office) + timedelta(days=1)
    change(office, RenameBody(body="county_logistics", name="样例县机关服务中心", on=day))
    office.clock.pass_by(days=1)
    office.done(CHIEF, case_no, "approve")
    office.carry(case_no)
    result = office.service.papers.list(office.who(STAFF), case_no)
    assert not isinstance(result, Refusal)
    assert {"样例县机关服务中心" in _text(office, paper.id) for paper in result if paper.is_result} == {True}
    assert {"样例县机关服务中心" in _text(office, paper.id) for paper in result if not paper.is_result} <= {False}


def _text(office: Office, document: str) -> str:
    file = office.service.papers.download(office.who(STAFF), document)
    assert not isinstance(file, Refusal)
    return "".join(page.extract_text() for page in PdfReader(BytesIO(file.content)).pages).replace("\n", "")


def test_who_leaves_is_logged_out_at_once(office: Office) -> None:
    """Account disabled, login and token ended in the transaction of the leaving; a planned leaving on its day."""
    keeping, door = office.service.account_keeping, office.service.accounts
    tokens = {}
    for name in ("甄今天", "甄明天"):
        person = change(office, AddPerson(name=name, on=today(office))).object_id
        username = f"left-{person}-{office.resources.database.dialect[:2]}"
        assert keeping.add(LOCAL_MACHINE, username, person, "correct-horse-9") == username
        entered = door.login(username, "correct-horse-9", f"10.9.9.{person[1:]}")
        assert isinstance(entered, SessionView), name
        tokens[person] = (username, entered.token)
    now, later = tokens
    change(office, EndPerson(person=now, on=today(office)))
    change(office, EndPerson(person=later, on=today(office) + timedelta(days=1)))
    assert isinstance(door.resolve(tokens[now][1], "x"), LoginRequired)
    assert not isinstance(door.resolve(tokens[later][1], "x"), LoginRequired)
    office.clock.pass_by(days=1)
    assert isinstance(door.resolve(tokens[later][1], "x"), LoginRequired)
    assert close_accounts_of_leavers(office.resources) == 1
    with office.resources.database.reading() as session:
        known = [accounts.find_account(session, name) for name, _ in tokens.values()]
    assert [account.disabled for account in known if account] == [True, True]
    assert isinstance(keeping.enable(LOCAL_MACHINE, tokens[now][0]), Refusal)


def test_a_leaver_is_no_caller(office: Office) -> None:
    """Whatever account there may be."""
    change(office, EndPerson(person=CLERK_2, on=today(office)))
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    assert caller_of(organisation, CLERK_2, "x", today(office), "") is None
