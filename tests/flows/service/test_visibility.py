"""Object level: every person and every case of a small world, against a model of who may see what.

Covers: flows/service/reach.py, flows/service/shown/hidden.py
"""

from collections.abc import Callable
from typing import Any

import pytest

from flows.adapters.identity import LOCAL_MACHINE
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.errors.door import Invalid, NotFound
from matters.organisation.snapshot import Organisation
from storage.people import organisations
from tests.flows.good_files import pdf
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, HEAD, NEIGHBOUR, STAFF, START, STRANGER, Office

SUPERVISOR = "p62"  # of the county
DEPUTY_OF_CITY = "p21"  # vehicle chief of the city
PEOPLE = (
    STAFF,
    CLERK,
    CLERK_2,
    CHIEF,
    HEAD,
    STRANGER,
    NEIGHBOUR,
    SUPERVISOR,
    DEPUTY_OF_CITY,
    "p49",
    "p70",
    "p22",
    "p26",
)
FILINGS = {
    "finance": (STAFF, "county_finance.staff"),
    "court": (STRANGER, "county_court.staff"),
    "town": ("p70", "sample_town.staff"),
    "city": ("p26", None),
    "clerk": (CLERK, "county_logistics.vehicle_clerk"),
}


def model(organisation: Organisation, person: str, applicant: str, parties: set[str]) -> bool:
    """May see: the applicant; who accepts, approves or is liaison in a body that is party; the supervisor of the region."""
    today = START.date()
    if person == applicant:
        return True
    hats = [post.body for post in organisation.posts_of(person, today)]
    office = [
        body
        for body in hats
        if any(organisation.granted(person, role, body, today) for role in ("window", "approver", "liaison"))
    ]
    supervised = [body for body in parties if organisation.granted(person, "supervisor", body, today)]
    return bool(parties & set(office)) or bool(supervised)


def test_everybody_sees_exactly_what_the_model_says(office: Office) -> None:
    """All pairs of person and case."""
    with office.resources.database.reading() as session:
        organisation = office.resources.organisation(session)
    wrong = []
    for applicant, post in FILINGS.values():
        hat = post or organisation.posts_of(applicant, START.date())[0].id
        case_no = office.file(applicant, hat)
        owner = "city_logistics" if applicant == "p26" else "county_logistics"
        parties = {organisation.post(hat).body, owner}
        for person in PEOPLE:
            seen = not isinstance(office.service.cases.show(office.who(person), case_no), Refusal)
            if seen != model(organisation, person, applicant, parties):
                wrong.append((person, case_no))
    assert wrong == []


READS: list[Callable[[Office, str, dict[str, str]], object]] = [
    lambda office, case_no, ids: office.service.cases.show(office.who(STRANGER), case_no),
    lambda office, case_no, ids: office.service.papers.list(office.who(STRANGER), case_no),
    lambda office, case_no, ids: office.service.papers.download(office.who(STRANGER), ids["document"]),
    lambda office, case_no, ids: office.service.files.download(office.who(STRANGER), ids["file"]),
    lambda office, case_no, ids: office.service.cases.withdraw(office.who(STRANGER), case_no),
    lambda office, case_no, ids: office.service.tasks.act(
        office.who(STRANGER), ids["task"], ActRequest(action="approve", expected_version=1)
    ),
    lambda office, case_no, ids: office.service.drafts.attach(office.who(STRANGER), "MS032", "notice", (ids["file"],)),
]


@pytest.fixture(scope="module")
def foreign() -> dict[int, tuple[str, dict[str, str]]]:
    """One case with paper, file and task in each office, made once."""
    return {}


@pytest.mark.parametrize("number", range(len(READS)))
def test_somebody_elses_case_answers_like_one_that_does_not_exist(
    office: Office, foreign: dict[int, tuple[str, dict[str, str]]], number: int
) -> None:
    """Every read and every write: the same class, and the same words but for the number that was asked.

    The audit log knows the difference: one row for what was there, however often it is asked for.
    """
    if id(office) not in foreign:
        foreign[id(office)] = _case_with_everything(office)
    case_no, ids = foreign[id(office)]
    missing = dict.fromkeys(ids, "0" * 20)
    before = office.rows()
    nobodys = READS[number](office, "9" * 23, missing)
    audited = office.audited()
    theirs = READS[number](office, case_no, ids)
    assert isinstance(theirs, NotFound)
    assert isinstance(nobodys, NotFound)
    assert theirs.message.replace(case_no, "") == nobodys.message.replace("9" * 23, "")
    assert office.rows() == before
    line = office.last_audit()
    assert (line.person, line.outcome, line.code) == (STRANGER, "refused", "not_found")
    assert line.object_id in (case_no, *ids.values())
    READS[number](office, case_no, ids)
    assert office.audited() == audited + 1


def _case_with_everything(office: Office) -> tuple[str, dict[str, str]]:
    file = office.upload(content=pdf(content=b"% v"))
    request = office.request(passengers=8).model_copy(update={"materials": {"notice": (file.id,)}})
    filed = office.service.cases.submit(office.who(STAFF), request, None)
    assert isinstance(filed, tuple)
    case_no: str = filed[0].case_no
    office.done(CLERK, case_no, "accept", fills=CAR)
    office.carry(case_no)
    papers = office.service.papers.list(office.who(STAFF), case_no)
    assert not isinstance(papers, Refusal)
    return case_no, {"file": file.id, "document": papers[0].id, "task": office.task(CHIEF, case_no).id}


def test_a_file_is_for_its_owner_and_for_who_may_see_its_case(office: Office) -> None:
    """Before the filing it is the owner's alone, then the clerk's too; a draft of somebody else never shows it."""
    file, files = office.upload(content=pdf(content=b"% w")), office.service.files
    assert isinstance(files.download(office.who(CLERK), file.id), NotFound)
    content = files.download(office.who(STAFF), file.id)
    assert not isinstance(content, Refusal)
    assert content.content == pdf(content=b"% w")
    request = office.request(passengers=8).model_copy(update={"materials": {"notice": (file.id,)}})
    assert isinstance(office.service.cases.submit(office.who(STAFF), request, None), tuple)
    assert not isinstance(files.download(office.who(CLERK), file.id), Refusal)
    assert isinstance(files.download(office.who(STRANGER), file.id), NotFound)


def test_drafts_and_notices_are_ones_own(office: Office) -> None:
    """Nobody reads or marks those of others."""
    office.service.drafts.save(office.who(STAFF), "MS032", {"purpose": "草稿"})
    other: Any = office.service.drafts.load(office.who(STRANGER), "MS032")
    assert other.answers == {}
    office.carry(office.file())
    notices = office.service.notices
    mine: Any = notices.list(office.who(CLERK))
    unread: Any = notices.unread(office.who(CLERK))
    notices.mark_read(office.who(STRANGER), mine[0].id)
    assert notices.unread(office.who(CLERK)) == unread
    for odd in (mine[0].id, mine[0].id, "²", "x", "9" * 30, "-1", ""):
        notices.mark_read(office.who(CLERK), odd)
    assert notices.unread(office.who(CLERK)) == unread - 1


def test_a_foreign_material_in_a_supplement_is_refused(office: Office) -> None:
    """The clerk's file cannot become the applicant's."""
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"notice": "请附通知。"})
    theirs = office.upload(CLERK)
    assert isinstance(office.act(STAFF, case_no, "supplement", materials={"notice": (theirs.id,)}), Invalid)
    mine = office.upload(content=pdf(content=b"% s"))
    office.done(STAFF, case_no, "supplement", materials={"notice": (mine.id,)})
    assert not isinstance(office.service.files.download(office.who(CLERK), mine.id), Refusal)


def test_a_post_given_up_gives_no_right_to_its_items(office: Office) -> None:
    """The chief who was moved keeps the role elsewhere, and cannot decide what waits for the old post."""
    case_no = office.file()
    office.done(CLERK, case_no, "accept", fills=CAR)
    task = office.task(CHIEF, case_no)
    moved = _without_post(office, CHIEF)
    answer = office.service.tasks.act(moved, task.id, ActRequest(action="approve", expected_version=1))
    assert isinstance(answer, NotFound)
    assert isinstance(office.service.cases.show(moved, case_no), NotFound)


def _without_post(office: Office, person: str) -> Any:  # noqa: ANN401 - a caller
    return office.who(person).model_copy(update={"posts": ()})


def test_a_role_taken_away_bites_at_once(office: Office) -> None:
    """The next request of a running login is answered by the organisation as it is then."""
    accounts = office.service.accounts
    office.service.account_keeping.add(LOCAL_MACHINE, "moving", NEIGHBOUR, "correct-horse-9")
    login = accounts.login("moving", "correct-horse-9", "10.9.9.9")
    assert not isinstance(login, Refusal)
    assert "approver" in login.caller.roles or "applicant" in login.caller.roles
    with office.resources.database.transaction() as session:
        now = office.resources.organisation(session)
        grants = tuple(grant for grant in now.grants if grant.person != NEIGHBOUR)
        parts = {name: getattr(now, name) for name in Organisation.model_fields}
        organisations.add(session, Organisation(**{**parts, "grants": grants, "version": now.version + 1}), START)
    caller = accounts.resolve(login.token, "10.9.9.9")
    assert not isinstance(caller, Refusal)
    assert caller.roles == frozenset()
