"""A data folder of release 0.1.0 under the code of today: what was written then is read, believed and carried on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import select

from flows.cases.deciding import open_case
from flows.retelling import moved, stand_in
from flows.views.cases import SubmitRequest
from flows.views.registers import SettleRequest
from flows.views.tasks import ActReceipt, ActRequest
from matters.errors.base import Refusal
from matters.language.document import Definition
from matters.language.golden import Act
from matters.organisation.snapshot import Holder
from storage import audit, cases, migrations
from storage.audit import Anchor
from storage.database import Session
from storage.definitions import matters
from storage.definitions.catalog import shipped_definitions
from storage.tables.cases import CaseRow, WorkItemHolder, WorkItemRow
from storage.tables.definitions import MatterVersion
from tests.flows.older import OlderOffice, opened
from tests.flows.service.desks.test_bookings import asking
from tests.flows.service.office import CAR, CLERK, HEAD, STAFF, Office
from tests.matters.booked import booking

SHIPPED = {matter.code: matter for matter in shipped_definitions()}
UNDER_WAY = ("MS001", "MS009", "MS013", "MS022", "MS028", "MS030", "MS032", "MS048")  # what shipped with that release
Open = Callable[[str], OlderOffice]


@pytest.fixture(scope="module")
def open_older(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens one more copy of the folder on that database."""

    def another(dialect: str) -> OlderOffice:
        url = request.getfixturevalue("postgres_url")() if dialect == "postgresql" else ""
        return copies.enter_context(opened(tmp_path_factory.mktemp("older"), url))

    with ExitStack() as copies:
        yield another


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, open_older: Open) -> OlderOffice:
    """A copy that is only read."""
    return open_older(request.param)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def going_on(request: pytest.FixtureRequest, open_older: Open) -> OlderOffice:
    """A copy in which work goes on; each test has a case of its own in it."""
    return open_older(request.param)


@pytest.fixture(scope="module")
def on_sqlite(open_older: Open) -> OlderOffice:
    """The same, where the database does not matter."""
    return open_older("sqlite")


def test_it_is_brought_to_the_schema_of_today(kept: OlderOffice) -> None:
    """The start of the product has migrated it."""
    assert not migrations.pending(kept.office.resources.database)


def test_published_versions_keep_their_digests(kept: OlderOffice) -> None:
    """Each is read to the very definition that was pinned; of what ships, the text of today is the text of then."""
    with kept.office.resources.database.reading() as session:
        digests = session.exec(select(MatterVersion.digest)).all()
        read = [matters.by_digest(session, digest) for digest in digests]
    assert len(digests) >= 15  # those of then; what ships since has come beside them
    assert [matter.digest for matter in read if matter] == list(digests)
    assert {matter.digest for matter in SHIPPED.values()} <= set(digests)


def test_every_case_is_what_its_events_make_of_it(kept: OlderOffice) -> None:
    """Folded anew, case, items and holders are as that release projected them."""
    with kept.office.resources.database.transaction() as session:
        before = _projected(session)
        for case_id in session.exec(select(CaseRow.id)).all():
            cases.rebuild(session, case_id)
        session.expire_all()
        assert _projected(session) == before
        status = dict(session.exec(select(CaseRow.case_no, CaseRow.status)).all())
    assert status == kept.expected["cases"]


def _projected(session: Session) -> list[list[dict[str, Any]]]:
    tables = (CaseRow, WorkItemRow, WorkItemHolder)
    rows = [[row.model_dump() for row in session.exec(select(table)).all()] for table in tables]
    return [sorted(found, key=repr) for found in rows]


def _as_it_said(what: str) -> str:
    """An entry in the words of that release, which named a result by the common word and not by the matter's own."""
    return what.replace("材料应于", "材料于").replace("决定：同意派车", "决定：准予")


def test_every_case_reads_as_it_did(kept: OlderOffice) -> None:
    """Title, limit, answers, timeline and papers as its applicant saw them; nothing written then is called changed."""
    for case_no, told in kept.expected["told"].items():
        view = kept.office.case(told["applicant"], case_no)
        assert (view.line.title, str(view.line.due)) == (told["title"], told["due"])
        ungrouped = {answer.id: answer.text.replace(",", "") for answer in view.answers}  # amounts are grouped since
        assert ungrouped == told["answers"]
        worded = [_as_it_said(entry.what) for entry in view.timeline]
        assert worded == told["timeline"]
        assert [paper.number for paper in view.documents] == told["documents"]
        with kept.office.resources.database.reading() as session:
            case = open_case(session, kept.office.resources, case_no)
        assert case
        assert all(written.intact for written in case.written)


def test_drafts_are_readable(kept: OlderOffice) -> None:
    """A filing with its file, an opinion begun on an item, and two definitions as typed."""
    service, drafts = kept.office.service, kept.expected["drafts"]
    filing: Any = service.drafts.load(kept.office.who(STAFF), "MS032")
    assert filing.answers == drafts["filing"]["answers"]
    assert {name: [file.id for file in files] for name, files in filing.materials.items()} == drafts["filing"][
        "materials"
    ]
    opinion = drafts["opinion"]
    assert service.drafts.load_begun(kept.office.who(opinion["person"]), opinion["task"]) == {
        "opinion": opinion["text"]
    }
    for code, typed in drafts["definitions"].items():
        shown: Any = service.matter_editing.show(kept.office.who("p37"), code)
        assert shown.draft.text == typed


def test_the_audit_chain_holds(kept: OlderOffice) -> None:
    """From its first line through the end that was noted then."""
    with kept.office.resources.database.reading() as session:
        assert audit.check(session, Anchor(**kept.expected["audit"])) == ()


def test_sealed_papers_verify(kept: OlderOffice) -> None:
    """The bytes are there, sealed under the folder's own root; that of a revoked decision is called so."""
    service, verdicts = kept.office.service, []
    for paper, digest in kept.expected["papers"].items():
        found: Any = service.papers.download(kept.office.who(STAFF), paper)
        assert sha256(found.content).hexdigest() == digest
        verdicts.append(service.papers.verify(found.content).verdict)
    assert sorted(verdicts) == ["revoked", "valid", "valid", "valid", "valid"]


def test_an_equal_request_gets_the_answer_of_then(going_on: OlderOffice) -> None:
    """By key, for filings and an act; the same key with other content is refused."""
    service, who = going_on.office.service, going_on.office.who
    for known in going_on.expected["answers"]:
        if known["operation"] == "submit":
            request = SubmitRequest.model_validate(known["request"])
            answer: Any = service.cases.submit(who(known["person"]), request, known["key"])
            other = request.model_copy(update={"answers": {**request.answers, "destination": "别处"}})
            refused: Any = service.cases.submit(who(known["person"]), other, known["key"])
        else:
            act = ActRequest.model_validate(known["request"])
            answer = (service.tasks.act(who(known["person"]), known["task"], act, known["key"]), False)
            changed = act.model_copy(update={"opinion": "另一意见"})
            refused = service.tasks.act(who(known["person"]), known["task"], changed, known["key"])
        assert answer[1] is False
        told = answer[0].model_dump(mode="json")
        assert told == told | known["receipt"]  # what a receipt says since then is empty
        assert isinstance(refused, Refusal)
        assert refused.code == "idempotency_conflict"


@pytest.mark.parametrize("code", UNDER_WAY)
def test_a_case_under_way_comes_to_its_end(on_sqlite: OlderOffice, code: str) -> None:
    """The longest story of each shipped matter, half told by that release, ends as the golden case of its own version says."""
    tale = next(tale for tale in on_sqlite.expected["tales"] if tale["matter"] == code)
    with on_sqlite.office.resources.database.reading() as session:
        case = open_case(session, on_sqlite.office.resources, tale["case_no"])
    assert case
    golden = next(golden for golden in case.matter.golden if golden.name == tale["story"])
    for act in golden.story[tale["told"] :]:
        _go_on(on_sqlite, tale, case.matter, act)
    on_sqlite.office.carry(tale["case_no"])
    line = on_sqlite.office.case(on_sqlite.on_post(golden.filed_as), tale["case_no"]).line
    assert (line.result if line.status == "concluded" else line.status) == golden.expect.outcome


def _go_on(older: OlderOffice, tale: dict[str, Any], matter: Definition, act: Act) -> None:
    """The next act of the story, which a machine's work may come before."""
    office, person = older.office, older.on_post(act.by)
    offered = [task.line for task in office.case(person, tale["case_no"]).tasks if act.action in task.line.actions]
    if not offered:
        office.carry(tale["case_no"])
        offered = [task.line for task in office.case(person, tale["case_no"]).tasks if act.action in task.line.actions]
    request = ActRequest.model_validate(
        {
            "action": act.action,
            "expected_version": offered[0].version,
            "opinion": act.opinion,
            "post": act.by,
            "findings": {finding.target: finding.message for finding in act.findings},
            "fills": _moved(matter, act.fills, tale["weeks"]),
            "answers": _moved(matter, act.answers, tale["weeks"]),
            "materials": {name: _uploaded(office, person, files) for name, files in act.materials.items()},
            "answer": act.answer,
            "files": _uploaded(office, person, act.files),
        }
    )
    said = office.service.tasks.act(office.who(person), offered[0].id, request)
    assert isinstance(said, ActReceipt), said


def _moved(matter: Definition, answers: Any, weeks: int) -> dict[str, Any]:  # noqa: ANN401 - a mapping of any answers
    return {name: moved(matter.field(name), value, timedelta(weeks=weeks)) for name, value in answers.items()}


def _uploaded(office: Office, person: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(office.upload(person, name, stand_in(name)).id for name in names)


def test_what_a_machine_owed_is_done(going_on: OlderOffice) -> None:
    """Numbers, papers, seals and notices that were planned then; the numbers go on where they were."""
    case_no = going_on.case_no("decided")
    going_on.office.carry(case_no)
    view = going_on.office.case(STAFF, case_no)
    assert {effect.state for effect in view.effects} == {"done"}
    assert len(view.documents) == 2
    known = {number for told in going_on.expected["told"].values() for number in told["documents"]}
    assert not known & {paper.number for paper in view.documents}


def test_an_effect_in_hand_when_the_release_changed_is_taken_over(going_on: OlderOffice) -> None:
    """The seal had been claimed; once the lease has run out it is set, with the number and the time of the claim."""
    office, case_no = going_on.office, going_on.case_no("halfway")
    office.clock.pass_by(minutes=2)
    office.carry(case_no)
    (paper,) = office.case(STAFF, case_no).documents
    sealed: Any = office.service.papers.download(office.who(STAFF), paper.id)
    assert office.service.papers.verify(sealed.content).verdict == "valid"


def test_what_was_in_doubt_is_settled_by_a_person(going_on: OlderOffice) -> None:
    """It is listed with its evidence; done again, it comes to its paper."""
    office, case_no = going_on.office, going_on.case_no("doubted")
    operator = office.who("p77")
    listed: Any = office.service.doubts.list(operator)
    (line,) = (line for line in listed if line.case_no == case_no)
    told: Any = office.service.doubts.settle(operator, line.key, SettleRequest(verdict="again", doubt=1))
    assert not isinstance(told, Refusal), told
    office.clock.pass_by(hours=1)
    office.carry(case_no)
    assert len(office.case(STAFF, case_no).documents) == 1


def test_a_case_begun_by_another_reports_its_end(going_on: OlderOffice) -> None:
    """The sub-matter was filed by that release; its result is written into the case that waits for it."""
    office, parent = going_on.office, going_on.case_no("parent")
    (child,) = office.case(STAFF, parent).related
    assert child.case_no
    office.done(CLERK, child.case_no, "accept", fills=CAR)
    office.done(HEAD, child.case_no, "approve", opinion="同意。")
    office.carry(child.case_no)
    assert office.task(HEAD, parent).step == "settle"


def test_a_slot_that_is_held_stays_held(going_on: OlderOffice) -> None:
    """Others are refused it until its case lets it go."""
    office, case_no = going_on.office, going_on.case_no("held")
    answers = {answer.id: answer.value for answer in office.case(STAFF, case_no).answers}
    wanted = booking(answers["room"]["resource"], "09:00", "10:30", day="2026-03-05")
    assert isinstance(asking(office, wanted), Refusal)
    assert not isinstance(office.service.cases.withdraw(office.who(STAFF), case_no, "取消", None), Refusal)
    assert not isinstance(asking(office, wanted), Refusal)


def test_a_proxy_of_then_acts_today(going_on: OlderOffice) -> None:
    """The deputy approves for the chief an item that was open before the proxy was granted."""
    office, case_no = going_on.office, going_on.case_no("started")
    item = office.case("p43", case_no).tasks[0].line
    assert item.behalf
    chief = Holder(person=item.behalf.person, post=item.behalf.post)
    request = ActRequest(action="approve", expected_version=item.version, opinion="同意。", behalf=chief)
    said = office.service.tasks.act(office.who("p43"), item.id, request)
    assert isinstance(said, ActReceipt), said
    assert office.case(STAFF, case_no).line.status == "decided"
