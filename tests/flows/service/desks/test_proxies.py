"""Standing proxies at the service: granted, shown on both sides, acted by, written down, ended at once.

Covers: flows/cases/standing_in.py, flows/cases/proxies.py
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from flows.views.cases import FileContent
from flows.views.proxies import ProxyLine, ProxyReceipt, ProxyRequest
from flows.views.tasks import ActReceipt, ActRequest, CaseActReceipt, TaskLine
from matters.errors.base import Refusal
from matters.organisation.snapshot import Holder, Organisation
from matters.who.standing_in import NONE_IN_FORCE
from storage.database import Database
from storage.people import organisations, proxies
from tests.flows.documents.poppler import text
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, HEAD, STAFF, START, STRANGER, Office
from tests.flows.service.test_automatic import END
from tests.flows.service.test_verbs import CAR_MATTER, DEPUTY, TO_CHIEF, TO_DEPUTY, at, begun, code, holds
from tests.matters.forked import decide, rerouted, step
from tests.matters.shielded import shielded
from tests.matters.stories import decided_by_machine

KEEPER = "p76"  # 机构管理员
SHARED = ("office", "one_office", "closed_office")
CHECK = step("check", post="vehicle_chief")


@pytest.fixture(scope="module")
def sqlite_office(new_office: Callable[[str], Office]) -> Office:
    """An office of its own: of what may be covered only the first hundred by day are looked into, and others leave more open."""
    return new_office("sqlite")


@pytest.fixture(scope="module")
def postgres_office(new_office: Callable[[str], Office]) -> Office:
    """The same on PostgreSQL."""
    return new_office("postgresql")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def closed_office(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which the deputy head sees no cases but those that are before her."""
    office = new_office(request.param)
    with office.resources.database.transaction() as session:
        known = office.resources.organisation(session)
        kept = tuple(grant for grant in known.grants if (grant.person, grant.role) != (DEPUTY, "approver"))
        parts = {name: getattr(known, name) for name in Organisation.model_fields}
        organisations.add(session, Organisation(**{**parts, "version": known.version + 1, "grants": kept}), START)
    return office


@pytest.fixture(autouse=True)
def ended(request: pytest.FixtureRequest) -> Iterator[None]:
    """The office is everybody's: what a test has granted ends with it."""
    shared = [request.getfixturevalue(name) for name in SHARED if name in request.fixturenames]
    yield
    for office in shared:
        with office.resources.database.transaction() as session:
            for record in proxies.all_left(session, START.date()):
                proxies.revoke(session, record.proxy.id, "test", office.clock())


def asked_for(office: Office, principal: Holder = TO_CHIEF, agent: str = DEPUTY, **parts: Any) -> ProxyRequest:  # noqa: ANN401
    """A proxy for a week from today."""
    today = office.resources.today
    usual = {"since": today, "until": today + timedelta(days=6)}
    return ProxyRequest(principal=principal, agent=agent, **{**usual, **parts})


def grant(office: Office, by: str = CHIEF, key: str | None = None, **parts: Any) -> str:  # noqa: ANN401
    """A proxy that is granted; its id."""
    receipt = office.service.proxies.grant(office.who(by), asked_for(office, **parts), key)
    assert isinstance(receipt, ProxyReceipt), receipt
    return receipt.id


def line_of(office: Office, person: str, case_no: str) -> TaskLine:
    """The case in the person's queue."""
    listed: Any = office.service.tasks.queue(office.who(person))
    (line,) = [line for line in listed.items if line.case_no == case_no]
    assert isinstance(line, TaskLine)
    return line


def stand_in(office: Office, agent: str, task: TaskLine, action: Any = "approve", **parts: Any) -> Any:  # noqa: ANN401
    """Act on the item in the stead of whose it is."""
    behalf = {"behalf": {"person": task.behalf.person, "post": task.behalf.post}} if task.behalf else {}
    request = {"action": action, "expected_version": task.version, **behalf, **parts}
    return office.service.tasks.act(office.who(agent), task.id, ActRequest.model_validate(request))


def last(office: Office, person: str) -> str:
    """The newest notice of the person."""
    found: Any = office.service.notices.list(office.who(person))
    return str(found[0].text)


def test_an_item_stands_in_the_agents_queue_as_the_principals(office: Office) -> None:
    """Marked by whose it is, with what it offers him; the case opens for the agent and offers nothing that is not covered."""
    grant(office)
    case_no = begun(office, CHECK, decide())
    line = line_of(office, DEPUTY, case_no)
    assert line.behalf is not None
    assert (line.behalf.person, line.behalf.name, line.posts) == (CHIEF, "欧阳若楠", ())
    assert line.actions == line_of(office, CHIEF, case_no).actions
    assert line_of(office, CHIEF, case_no).behalf is None
    (task,) = office.case(DEPUTY, case_no).tasks
    assert task.line == line
    assert not {DEPUTY, CHIEF} & {choice.person for choice in (*task.colleagues, *task.readers)}
    shown: Any = office.service.tasks.show(office.who(DEPUTY), line.id)
    assert shown == line


def test_an_act_in_somebodys_stead_names_both_everywhere(office: Office, tmp_path: Path) -> None:
    """History, who was first, the paper of the whole handling; the agent goes on seeing the case."""
    grant(office)
    case_no = begun(office, CHECK, decide())
    task = line_of(office, DEPUTY, case_no)
    done = stand_in(office, DEPUTY, task, opinion="代为审核无误")
    assert isinstance(done, ActReceipt), done
    entry = office.case(STAFF, case_no).timeline[-1]
    assert (entry.who, entry.behalf, entry.opinion) == ("阎淑贞代欧阳若楠", "欧阳若楠", "代为审核无误")
    assert "公务用车股股长" in entry.post
    late: Any = office.service.tasks.act(office.who(CHIEF), task.id, ActRequest(action="approve", expected_version=1))
    assert (code(late), late.who) == ("already_decided", "阎淑贞代欧阳若楠")
    office.done(HEAD, case_no, "approve", opinion="同意")
    office.carry(case_no)
    view = office.case(DEPUTY, case_no)
    record: Any = office.service.papers.download(office.who(STAFF), view.documents[-1].id)
    assert "阎淑贞代欧阳若楠" in "".join(text(record.content, tmp_path).split())


def test_the_agent_reads_when_the_principal_was_first(closed_office: Office) -> None:
    """Though the item is none of his any more."""
    office = closed_office
    grant(office)
    case_no = begun(office, CHECK, decide())
    task = line_of(office, DEPUTY, case_no)
    office.done(CHIEF, case_no, "approve", opinion="同意")
    late = stand_in(office, DEPUTY, task)
    assert (code(late), late.who) == ("already_decided", "欧阳若楠")
    assert code(office.service.cases.show(office.who(DEPUTY), case_no)) == "not_found"
    assert not holds(office, DEPUTY, case_no)


@pytest.mark.parametrize("by", [CHIEF, DEPUTY, KEEPER], ids=["principal", "agent", "administrator"])
def test_a_revocation_bites_at_once(closed_office: Office, by: str) -> None:
    """By any of the three: queue, page, draft and act are closed, and both are told."""
    office = closed_office
    proxy = grant(office)
    case_no = begun(office, CHECK, decide())
    task, drafts = line_of(office, DEPUTY, case_no), office.service.drafts
    assert drafts.keep_begun(office.who(DEPUTY), task.id, {"opinion": "已核"}) is None
    assert drafts.load_begun(office.who(DEPUTY), task.id) == {"opinion": "已核"}
    assert isinstance(office.service.proxies.revoke(office.who(by), proxy), ProxyReceipt)
    assert not holds(office, DEPUTY, case_no)
    assert code(office.service.cases.show(office.who(DEPUTY), case_no)) == "not_found"
    assert code(office.service.tasks.show(office.who(DEPUTY), task.id)) == "not_found"
    assert code(drafts.keep_begun(office.who(DEPUTY), task.id, {"opinion": "改"})) == "not_found"
    refused = stand_in(office, DEPUTY, task)
    assert (code(refused), NONE_IN_FORCE in refused.message) == ("not_possible", True)
    assert "已撤销" in last(office, CHIEF)
    assert "已撤销" in last(office, DEPUTY)
    assert code(office.service.proxies.revoke(office.who(by), proxy)) == "not_possible"
    office.done(CHIEF, case_no, "approve", opinion="同意")


def test_a_decision_by_proxy_is_offered_back_to_both_until_the_revocation(office: Office) -> None:
    """拿回: the agent only as long as he stands in."""
    proxy = grant(office)
    case_no = begun(office, CHECK, decide())
    assert isinstance(stand_in(office, DEPUTY, line_of(office, DEPUTY, case_no)), ActReceipt)
    assert isinstance(office.case_act(DEPUTY, case_no, "take_back", text="漏看"), CaseActReceipt)
    assert "阎淑贞代欧阳若楠" in {entry.who for entry in office.case(STAFF, case_no).timeline}
    assert isinstance(stand_in(office, DEPUTY, line_of(office, DEPUTY, case_no)), ActReceipt)
    office.service.proxies.revoke(office.who(CHIEF), proxy)
    (mine,) = [offer for offer in office.case(CHIEF, case_no).acts if offer.request.action == "take_back"]
    assert not [offer for offer in office.case(DEPUTY, case_no).acts if offer.request.action == "take_back"]
    taken: Any = office.service.case_acts.act(office.who(DEPUTY), case_no, mine.request)
    assert code(taken) == "not_possible"
    assert isinstance(office.case_act(CHIEF, case_no, "take_back"), CaseActReceipt)


def test_the_agent_is_shown_what_the_principals_step_shows(office: Office) -> None:
    """字段权限: as long as he stands in, and no longer."""
    clerk = at(CLERK, "vehicle_clerk")
    made, file = office.publish(shielded(CAR_MATTER)), office.upload()

    case_no = office.file_as(made, answers=office.request(passengers=8).answers, materials={"notice": (file.id,)})
    assert "purpose" not in {answer.id for answer in office.case(DEPUTY, case_no).answers}
    proxy = grant(office, by=CLERK, principal=clerk, open_items=True)
    assert "purpose" in {answer.id for answer in office.case(DEPUTY, case_no).answers}
    assert isinstance(office.service.files.download(office.who(DEPUTY), file.id), FileContent)
    office.service.proxies.revoke(office.who(CLERK), proxy)
    assert "purpose" not in {answer.id for answer in office.case(DEPUTY, case_no).answers}
    assert code(office.service.files.download(office.who(DEPUTY), file.id)) == "not_found"


def test_a_made_up_call_is_refused_with_one_sentence(office: Office) -> None:
    """Somebody else's item, an item that never was, a hat that never was: nothing is told about any of them."""
    case_no = begun(office, CHECK, decide())
    task = line_of(office, CHIEF, case_no)
    for person in (DEPUTY, STRANGER):
        for item in (task.id, "0" * 20):
            for behalf in (TO_CHIEF, at(CHIEF, "nowhere")):
                request = ActRequest(action="approve", expected_version=1, behalf=behalf)
                said: Any = office.service.tasks.act(office.who(person), item, request)
                assert (code(said), NONE_IN_FORCE in said.message, "欧阳若楠" in said.message) == (
                    "not_possible",
                    True,
                    True,
                )
    case = office.case(CHIEF, case_no)
    assert [task.line.id for task in case.tasks] == [task.id]


def test_who_sees_the_case_anyway_still_needs_the_proxy(office: Office) -> None:
    """The clerk has accepted it, the head is yet to decide it."""
    case_no = begun(office, CHECK, decide())
    task = line_of(office, CHIEF, case_no)
    for person in (CLERK, HEAD, STAFF):
        request = ActRequest(action="approve", expected_version=1, behalf=TO_CHIEF)
        assert code(office.service.tasks.act(office.who(person), task.id, request)) == "not_possible"
    grant(office, agent=CLERK)
    assert not holds(office, CLERK, case_no)  # he has accepted it


@pytest.mark.parametrize(
    ("parts", "covered"),
    [
        ({}, True),
        ({"matters": ("MS030",)}, False),
        ({"up_to": "0.01"}, True),
        ({"principal": at(CHIEF, "vehicle_chief"), "agent": HEAD}, False),
    ],
)
def test_the_queue_shows_what_the_rule_covers(one_office: Office, parts: dict[str, Any], covered: bool) -> None:
    """Matters, amounts, the agent."""
    grant(one_office, **parts)
    case_no = begun(one_office, CHECK, decide())
    assert holds(one_office, DEPUTY, case_no) is covered


def test_open_items_come_with_the_proxy_that_says_so(one_office: Office) -> None:
    """Others stay the principal's alone."""
    case_no = begun(one_office, CHECK, decide())
    one_office.clock.pass_by(minutes=1)
    proxy = grant(one_office)
    assert not holds(one_office, DEPUTY, case_no)
    one_office.service.proxies.revoke(one_office.who(CHIEF), proxy)
    grant(one_office, open_items=True)
    assert holds(one_office, DEPUTY, case_no)


def test_a_proxy_to_come_and_one_that_is_over_cover_nothing(one_office: Office) -> None:
    """Both days are included."""
    tomorrow = one_office.resources.today + timedelta(days=1)
    grant(one_office, since=tomorrow, until=tomorrow, open_items=True)
    case_no = begun(one_office, CHECK, decide())
    seen = []
    for _ in range(3):
        seen.append(holds(one_office, DEPUTY, case_no))
        one_office.clock.pass_by(days=1)
    assert seen == [False, True, False]


def test_the_agent_is_told_of_new_work(office: Office) -> None:
    """With whose it is; who has no proxy is not."""
    grant(office)
    assert "已委托阎淑贞代理" in last(office, CHIEF)
    assert "已委托阎淑贞代理" in last(office, DEPUTY)
    case_no = begun(office, CHECK, decide())
    office.carry(case_no)
    assert last(office, DEPUTY).startswith("【代欧阳若楠】您有新的待办")
    assert case_no in last(office, DEPUTY)
    assert last(office, CHIEF).startswith("您有新的待办")
    office.case_act(STAFF, case_no, "urge")
    office.carry(case_no)
    assert last(office, DEPUTY).startswith("【代欧阳若楠】钟")
    assert not any("代欧阳若楠" in notice.text for notice in _notices(office, CLERK_2))


def test_the_agent_is_told_of_a_second_look(one_office: Office) -> None:
    """What a machine has decided and the principal is to look at again (抽检) is work like any other."""
    made = decided_by_machine(rerouted(CAR_MATTER, decide("decide"), deliver=END))
    code = one_office.publish(made)
    grant(one_office, HEAD, principal=at(HEAD, "head"))
    case_no = one_office.file_as(code)
    one_office.done(CLERK, case_no, "accept", fills=CAR)
    one_office.carry(case_no)
    assert any("【代" in text and "抽检" in text and case_no in text for text in _texts(one_office, DEPUTY))


def _texts(office: Office, person: str) -> list[str]:
    return [notice.text for notice in _notices(office, person)]


def _notices(office: Office, person: str) -> Any:  # noqa: ANN401
    return office.service.notices.list(office.who(person))


def test_an_administrator_grants_for_others_and_serves_himself_in_nothing(office: Office) -> None:
    """Nobody else grants for others."""
    assert code(office.service.proxies.grant(office.who(HEAD), asked_for(office))) == "forbidden"
    assert code(office.service.proxies.grant(office.who(DEPUTY), asked_for(office))) == "forbidden"
    own = asked_for(office, agent=KEEPER)
    assert code(office.service.proxies.grant(office.who(KEEPER), own)) == "invalid"
    proxy = grant(office, by=KEEPER)
    (line,) = [line for line in _list(office, CHIEF).granted if line.id == proxy]
    with office.resources.database.reading() as session:
        keeper = office.resources.organisation(session).person(KEEPER).name
    assert (line.granted_by, line.state_name, line.revocable) == (keeper, "生效中", True)
    assert office.last_audit().object_id == proxy


def _list(office: Office, person: str) -> Any:  # noqa: ANN401
    found = office.service.proxies.list(office.who(person))
    assert not isinstance(found, Refusal)
    return found


def test_each_side_sees_its_proxies_and_the_administrator_all_that_are_left(office: Office) -> None:
    """Nobody else sees any; what is revoked stays on record with who and when."""
    proxy = grant(office, matters=("MS032",), up_to="1000.50")

    def ids(lines: tuple[ProxyLine, ...]) -> list[str]:
        return [line.id for line in lines]

    assert proxy in ids(_list(office, CHIEF).granted)
    assert proxy in ids(_list(office, DEPUTY).held)
    assert proxy in ids(_list(office, KEEPER).others)
    assert proxy not in ids((*_list(office, HEAD).granted, *_list(office, HEAD).held, *_list(office, HEAD).others))
    assert code(office.service.proxies.revoke(office.who(HEAD), proxy)) == "not_found"
    theirs: Any = office.service.proxies.of_person(office.who(KEEPER), DEPUTY)
    (line,) = [line for line in theirs.held if line.id == proxy]
    assert ([matter.name for matter in line.matters], line.up_to) == (["公务用车派车"], "1000.50")
    office.service.proxies.revoke(office.who(DEPUTY), proxy)
    (line,) = [line for line in _list(office, CHIEF).granted if line.id == proxy]
    assert (line.state, line.revoked_by, line.revocable) == ("revoked", "阎淑贞", False)
    assert proxy not in ids(_list(office, KEEPER).others)


def test_all_that_is_wrong_is_told_at_once(one_office: Office) -> None:
    """With a second agent by name; an unknown matter; a day gone by."""
    grant(one_office)
    yesterday = one_office.resources.today - timedelta(days=1)
    wrong = asked_for(one_office, agent=CLERK_2, since=yesterday, matters=("ZZ999", "MS032"), up_to="0")
    refused: Any = one_office.service.proxies.grant(one_office.who(CHIEF), wrong)
    assert [problem.target for problem in refused.problems] == ["since", "up_to", "agent", "matters"]
    assert "阎淑贞" in refused.message


def test_a_grant_counts_once(one_office: Office) -> None:
    """The same key and content give the same proxy; other content is refused."""
    proxy = grant(one_office, key="proxy-1")
    assert grant(one_office, key="proxy-1") == proxy
    other = asked_for(one_office, agent=HEAD)
    assert code(one_office.service.proxies.grant(one_office.who(CHIEF), other, "proxy-1")) == "idempotency_conflict"
    assert len([line for line in _list(one_office, CHIEF).granted if line.state == "in_force"]) == 1


def test_the_offer_names_hats_agents_and_matters(one_office: Office) -> None:
    """One's own; for an administrator somebody else's."""
    mine: Any = one_office.service.proxies.offer(one_office.who(CHIEF))
    (choice,) = mine.principals
    assert choice.hat.post == "county_logistics.vehicle_chief"
    assert DEPUTY in {hat.person for hat in choice.agents}
    assert "MS032" in {matter.code for matter in mine.matters}
    assert one_office.service.proxies.offer_for(one_office.who(KEEPER), CHIEF) == mine


def test_a_leavers_proxies_end_with_the_handover(new_office: Callable[[str], Office]) -> None:
    """离职交接: those granted and those held, each told to both; the successor inherits none."""
    office = new_office("sqlite")
    grant(office)
    grant(office, by=HEAD, principal=at(HEAD, "head"), agent=CHIEF)
    desk: Any = office.service.handovers
    shown = desk.show(office.who(KEEPER), CHIEF).proxies
    assert sorted(line.partition("（")[0] for line in shown) == ["欧阳若楠代康永年", "阎淑贞代欧阳若楠"]
    receipt = desk.hand_over(office.who(KEEPER), CHIEF, TO_DEPUTY)
    assert (receipt.proxies, "已撤销 2 项代理" in receipt.message) == (2, True)
    assert {line.state for line in (*_list(office, CHIEF).granted, *_list(office, CHIEF).held)} == {"revoked"}
    assert "已撤销" in last(office, HEAD)
    assert not begun_and_held(office, DEPUTY, at(HEAD, "head"))


def begun_and_held(office: Office, person: str, of: Holder) -> bool:
    """Whether a new case that waits for that hat stands in the person's queue."""
    case_no = begun(office, decide())
    assert holds(office, of.person, case_no)
    return holds(office, person, case_no)


def test_a_queue_asks_the_database_as_often_for_many_items_as_for_one(one_office: Office) -> None:
    """No statement per item."""
    grant(one_office)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            begun(one_office, CHECK, decide())
        with _counted(one_office.resources.database) as sent:
            listed: Any = one_office.service.tasks.queue(one_office.who(DEPUTY))
        assert sum(line.behalf is not None for line in listed.items) >= more
        counts.append(len(sent))
    assert counts[0] == counts[1]


class _counted:  # noqa: N801 - reads as a verb
    """The statements sent meanwhile."""

    def __init__(self, database: Database) -> None:
        self._engine, self.sent = database.readers, list[str]()

    def _note(self, connection: object, cursor: object, statement: str, *_: object) -> None:
        self.sent.append(statement)

    def __enter__(self) -> list[str]:
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self.sent

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)
