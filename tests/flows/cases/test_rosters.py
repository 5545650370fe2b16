"""Rosters at the service: a result writes, a form reads, nobody overwrites what others have changed, a revoked one is undone.

Covers: flows/cases/around.py, matters/course/entering.py, matters/entries.py, matters/filing/entries.py
Covers: storage/rosters/, storage/tables/rosters.py, matters/language/rosters.py, matters/case/events/rosters.py
"""

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from flows.cases.deciding import Opened, open_case
from flows.cases.rosters import declared
from flows.views.cases import SubmitRequest
from flows.views.rosters import EntryCorrection
from matters.case.events.rosters import EntriesWritten
from matters.entries import Entry
from matters.errors.base import Refusal
from storage.definitions.catalog import shipped_definitions
from storage.rosters import entries
from storage.rosters.entries import Changed
from tests.flows.service.office import CHIEF, CLERK, HEAD, STAFF, Office
from tests.flows.service.test_once import at_once
from tests.matters.rostered import OWNER, by_machine, entering, giving

CAR_MATTER = next(matter for matter in shipped_definitions() if matter.code == "MS032")
_plates = count(10_000)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """The database."""
    return str(request.param)


@pytest.fixture(scope="module")
def keeping(dialect: str, new_office: Callable[[str], Office]) -> Office:
    """An office of its own with both matters."""
    office = new_office(dialect)
    office.publish(entering(CAR_MATTER), "XX021")
    office.publish(giving(CAR_MATTER), "XX022")
    return office


def plate() -> str:
    """One that no other test has."""
    return f"样A{next(_plates)}"


def standing(office: Office) -> dict[str, Entry]:
    """The roster as it stands, by key."""
    with office.resources.database.reading() as session:
        found = entries.of_roster(session, office.resources.vault.roster_key("cars"), "cars")
    return {one.key: one for one in found}


def asked(office: Office, matter: str, **answers: Any) -> Any:  # noqa: ANN401
    """What the service says to a filing."""
    request = SubmitRequest(matter=matter, answers={"reason": "更新", **answers}, post="county_finance.staff")
    return office.service.cases.submit(office.who(STAFF), request, None)


def filed(office: Office, matter: str, **answers: Any) -> str:  # noqa: ANN401
    """A new case, accepted."""
    answer = asked(office, matter, **answers)
    assert isinstance(answer, tuple), answer
    office.done(CLERK, answer[0].case_no, "accept")
    return str(answer[0].case_no)


def granted(office: Office, matter: str, **answers: Any) -> str:  # noqa: ANN401
    """A new case, granted."""
    case_no = filed(office, matter, **answers)
    office.done(CHIEF, case_no, "approve", opinion="同意。")
    return case_no


def cars(*plates: str) -> list[dict[str, Any]]:
    """Rows of a filing."""
    return [{"plate": one, "model": "轿车", "seats": 5} for one in plates]


def test_what_one_matter_enters_the_next_one_chooses(keeping: Office) -> None:
    """Nothing stands before the decision; then each row does, and its values come along by themselves when it is chosen."""
    one, two = plate(), plate()
    case_no = filed(keeping, "XX021", list=cars(one, two))
    assert standing(keeping).keys().isdisjoint({one, two})
    keeping.done(CHIEF, case_no, "approve", opinion="同意。")
    known = standing(keeping)[one]
    assert (known.values, known.body, known.version, known.live) == (cars(one)[0], OWNER, 1, True)
    assert known.belongs == "county_finance"
    later = granted(keeping, "XX022", car=one, gone=False, state="大修")
    says = {answer.id: answer.text for answer in keeping.case(STAFF, later).answers}
    assert (says["car"], says["model"], says["seats"]) == (one, "轿车", "5")
    assert standing(keeping)[one].values == {**cars(one)[0], "state": "大修"}
    granted(keeping, "XX022", car=one, gone=True)
    assert (standing(keeping)[one].live, standing(keeping)[two].live) == (False, True)
    gone = asked(keeping, "XX022", car=one, gone=True)
    assert isinstance(gone, Refusal)
    assert f"台账“公务用车台账”中没有“{one}”，请从台账中选择" in gone.message


def test_nobody_types_something_else_than_the_entry_says(keeping: Office) -> None:
    """What was taken over is told when it was altered."""
    one = plate()
    granted(keeping, "XX021", list=cars(one))
    wrong = asked(keeping, "XX022", car=one, model="越野车", gone=False)
    assert isinstance(wrong, Refusal)
    assert "车型：由台账带出“轿车”，不能改写" in wrong.message


def test_the_same_key_comes_in_once(keeping: Office) -> None:
    """Told at the filing where it is there already, at the decision where it came meanwhile, or twice in one case."""
    one = plate()
    first, second = (filed(keeping, "XX021", list=cars(one)) for _ in range(2))
    keeping.done(CHIEF, first, "approve", opinion="同意。")
    late = keeping.act(CHIEF, second, "approve", opinion="同意。")
    assert isinstance(late, Refusal)
    assert f"台账“公务用车台账”中已有“{one}”，不能重复登记，请退回申请人更正，或者不予同意" in late.message
    known = asked(keeping, "XX021", list=cars(one))
    assert isinstance(known, Refusal)
    assert f"中已有“{one}”，不能重复登记" in known.message
    two = plate()
    twice = keeping.act(CHIEF, filed(keeping, "XX021", list=cars(two, two)), "approve", opinion="同意。")
    assert isinstance(twice, Refusal)
    assert "在本件中出现两次" in twice.message
    assert two not in standing(keeping)


def test_a_decision_does_not_rest_on_what_has_changed_since(keeping: Office) -> None:
    """Of two cases on one car the second is told, and goes on once the applicant has chosen anew."""
    one = plate()
    granted(keeping, "XX021", list=cars(one))
    first, second = (filed(keeping, "XX022", car=one, gone=False, state=state) for state in ("大修", "停驶"))
    assert checked(keeping, first) == (True, "选用的记录与选用时一致")
    keeping.done(CHIEF, first, "approve", opinion="同意。")
    told = f"台账“公务用车台账”中的“{one}”在选用之后已经变更"
    assert checked(keeping, second) == (False, told)
    stale = keeping.act(CHIEF, second, "approve", opinion="同意。")
    assert isinstance(stale, Refusal)
    assert f"中的“{one}”在选用之后已经变更，请退回申请人重新选择“车辆”" in stale.message
    keeping.done(CHIEF, second, "return_to_applicant", findings={"car": "请重新选择。"})
    keeping.done(STAFF, second, "supplement", answers={"car": one})
    keeping.done(CHIEF, second, "approve", opinion="同意。")
    assert standing(keeping)[one].values["state"] == "停驶"
    assert standing(keeping)[one].version == 3


def checked(office: Office, case_no: str) -> tuple[bool, str]:
    """What the decider reads of the roster before deciding."""
    (check,) = [one for one in office.case(CHIEF, case_no).checks if one.name == "台账"]
    return check.passed, check.note


def test_what_is_refused_writes_nothing(keeping: Office) -> None:
    """A denied case leaves the roster alone."""
    one = plate()
    keeping.done(CHIEF, filed(keeping, "XX021", list=cars(one)), "reject", opinion="不同意。")
    assert one not in standing(keeping)


def test_a_car_that_is_gone_may_come_back(keeping: Office) -> None:
    """It is the same entry, with its whole history."""
    one = plate()
    granted(keeping, "XX021", list=cars(one))
    granted(keeping, "XX022", car=one, gone=True)
    last = granted(keeping, "XX021", list=cars(one))
    known = standing(keeping)[one]
    assert (known.live, known.version) == (True, 3)
    with keeping.resources.database.reading() as session:
        told = entries.story(session, keeping.resources.vault.roster_key("cars"), known.id)
    assert [(one.act, one.case_no is not None) for one in told] == [
        ("enter", True),
        ("take_out", True),
        ("enter", True),
    ]
    assert told[-1].case_no == last


@pytest.mark.both
def test_of_two_decisions_at_once_on_one_car_one_is_told(keeping: Office) -> None:
    """Whoever comes second decides on the roster as the first has left it."""
    one = plate()
    pair = [filed(keeping, "XX021", list=cars(one)) for _ in range(2)]
    answers = at_once(lambda number: keeping.act(CHIEF, pair[number], "approve", opinion="同意。"), 2)
    assert sorted(isinstance(answer, Refusal) for answer in answers) == [False, True]
    assert standing(keeping)[one].version == 1


def test_what_is_declared_is_known_by_its_matter(keeping: Office) -> None:
    """The roster is that of the matter in force."""
    with keeping.resources.database.reading() as session:
        found = declared(session, keeping.resources)
    assert (found["cars"].roster.name, found["cars"].matter.code) == ("公务用车台账", "XX021")


def instantly(office: Office, code: str, **answers: Any) -> str:  # noqa: ANN401
    """A case that a machine has granted, with its paper."""
    case_no = filed(office, code, **answers)
    office.carry(case_no)
    return case_no


def test_a_revoked_decision_puts_back_what_it_wrote(keeping: Office) -> None:
    """What came in goes, what was changed or taken out is as it was; the history tells all of it."""
    enters = keeping.publish(by_machine(entering(CAR_MATTER)).model_copy(update={"rosters": ()}), "XX023")
    gives = keeping.publish(by_machine(giving(CAR_MATTER)), "XX024")
    one = plate()
    first = instantly(keeping, enters, list=cars(one))
    changed = instantly(keeping, gives, car=one, gone=False, state="大修")
    refused = keeping.act(HEAD, first, "revoke", opinion="登记有误")
    assert isinstance(refused, Refusal)
    assert f"台账“公务用车台账”中的“{one}”在本件登入之后又有变更，请先在台账中更正，再撤销决定" in refused.message
    keeping.done(HEAD, changed, "revoke", opinion="并未大修")
    known = standing(keeping)[one]
    assert (known.values, known.version, known.live) == (cars(one)[0], 3, True)
    gone = instantly(keeping, gives, car=one, gone=True)
    keeping.done(HEAD, gone, "revoke", opinion="并未报废")
    assert standing(keeping)[one].live
    two = plate()
    keeping.done(HEAD, instantly(keeping, enters, list=cars(two)), "revoke", opinion="登记有误")
    assert not standing(keeping)[two].live
    assert any(line.what == "台账恢复原状" for line in keeping.case(STAFF, gone).timeline)


def test_a_roster_is_the_fold_of_what_was_written_into_it(keeping: Office) -> None:
    """At random: cars come in, change, go, come back and are mended by hand; each entry is what its changes make of it."""
    chance, known = random.Random(20261130), [plate() for _ in range(4)]
    expected: dict[str, dict[str, Any] | None] = {}
    for number in range(60):
        one = chance.choice(known)
        act = chance.choice(["enter", "change", "gone", "hand", "deny"])
        stands = expected.get(one)
        if act == "enter" and stands is None:
            granted(keeping, "XX021", list=cars(one))
            expected[one] = cars(one)[0]
        elif act == "change" and stands is not None:
            granted(keeping, "XX022", car=one, gone=False, state=f"状况{number}")
            expected[one] = {**stands, "state": f"状况{number}"}
        elif act == "gone" and stands is not None:
            granted(keeping, "XX022", car=one, gone=True)
            expected[one] = None
        elif act == "hand" and stands is not None:
            mended(keeping, one, {"seats": number})
            expected[one] = {**stands, "seats": number}
        elif act == "deny" and stands is not None:
            keeping.done(CHIEF, filed(keeping, "XX022", car=one, gone=True), "reject", opinion="不同意。")
    now = standing(keeping)
    assert {one: dict(now[one].values) if now[one].live else None for one in expected} == expected
    for one in expected:
        assert folded(keeping, now[one]) == now[one]


def mended(office: Office, key: str, values: dict[str, Any]) -> None:
    """Mend an entry by hand."""
    entry = standing(office)[key]
    wanted = EntryCorrection(values=values, reason="核对实物", expected_version=entry.version)
    assert not isinstance(office.service.rosters.correct(office.who(CHIEF), "cars", entry.id, wanted), Refusal)


def folded(office: Office, entry: Entry) -> Entry:
    """What the results of the cases and the hands make of an entry: the form of each case says what it wrote."""
    with office.resources.database.reading() as session:
        told = entries.story(session, office.resources.vault.roster_key("cars"), entry.id)
        made: dict[str, Any] = {}
        live = False
        for one in told:
            opened = open_case(session, office.resources, one.case_no) if one.case_no else None
            made = _after(made, one, opened)
            live = one.act != "take_out"
    return replace(entry, values=made, live=live, version=len(told))


def _after(made: dict[str, Any], change: Changed, opened: Opened | None) -> dict[str, Any]:
    """The entry after one change, by what the case says and its event points at, or by what the hand wrote."""
    if opened is None:
        return dict(change.values)
    (event,) = [one for one in opened.events if isinstance(one, EntriesWritten)]
    (written,) = [one for one in event.entries if one.version == change.version]
    rule = opened.matter.outcome.result("granted").writes[written.write] if opened.matter.outcome else None
    assert rule
    says = {**opened.answers, **(opened.answers["list"][written.row - 1] if written.row else {})}
    values = {column: says[own] for column, own in rule.values.items() if says.get(own)}
    return values if written.act == "enter" else {**made, **values}
