"""督办: a charge is opened within one's scope, answered by the body, extended, sent back and closed by its opener alone.

Covers: flows/charges/standing.py, flows/charges/telling.py, flows/views/oversight/charges.py, storage/overseeing/charges.py
Covers: storage/tables/charges.py
"""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlmodel import select

from flows.charges.telling import remind
from flows.views.oversight.charges import ChargeActRequest, ChargeQuery, ChargeReceipt, ChargeRequest, ChargeView
from matters.charges import ChargeAct
from matters.errors.base import Refusal
from matters.errors.door import Forbidden, Invalid, NotFound, SecrecyMark
from matters.errors.handling import NotPossible, Stale
from storage import notices
from storage.tables.charges import ChargeActRow
from tests.flows.service.office import CHIEF, CLERK, HEAD, STAFF, Office

OWNER, SUPERVISOR, LIAISON = "county_logistics", "p62", "p41"
DUE = date(2026, 3, 6)
FREE = ChargeRequest(body=OWNER, title="车辆台账清查", text="请于期限内完成清查并报结果", due=DUE)

REFORM = ChargeQuery(kind="reform", state="open")


@pytest.fixture
def fresh(request: pytest.FixtureRequest, new_office: Callable[[str], Office]) -> Office:
    """An office in which nobody is charged with anything."""
    return new_office(getattr(request, "param", "sqlite"))


def desk(office: Office) -> Any:  # noqa: ANN401 - what it answers is looked into
    """The desk."""
    return office.service.charges


def opened(office: Office, request: ChargeRequest = FREE, key: str | None = None) -> int:
    """The number of a new charge."""
    found = desk(office).open(office.who(SUPERVISOR), request, key)
    assert isinstance(found, ChargeReceipt), found
    return found.id


def seen(office: Office, person: str, number: int) -> ChargeView:
    """The charge as that person sees it."""
    found = desk(office).show(office.who(person), number)
    assert isinstance(found, ChargeView), found
    return found


def act(office: Office, person: str, number: int, what: ChargeAct, **parts: Any) -> Any:  # noqa: ANN401
    """An act on the charge as it stands; its receipt or why not."""
    version = seen(office, SUPERVISOR, number).version
    request = ChargeActRequest(**{"act": what, "expected_version": version, "text": "说明", **parts})
    return desk(office).act(office.who(person), number, request)


def told(office: Office, person: str) -> list[str]:
    """What the person was told of charges, the oldest first."""
    with office.resources.database.reading() as session:
        box = notices.inbox(session, person, 200)
    return [one.text for one in reversed(box) if one.topic == "charge"]


def test_a_case_is_supervised_answered_and_closed(fresh: Office) -> None:
    """督办单 → 反馈 → 销号: each side is told, the whole course is on record, and under a key it is opened once."""
    case_no = fresh.file()
    request = FREE.model_copy(update={"body": "", "case_no": case_no})
    number = opened(fresh, request, "c-1")
    assert opened(fresh, request, "c-1") == number
    assert fresh.last_audit().operation == "发起督办"
    assert [desk(fresh).waiting(fresh.who(one)) for one in (HEAD, LIAISON, CLERK, SUPERVISOR)] == [1, 1, 0, 0]
    assert "贵单位收到督办单“车辆台账清查”，请在2026年3月6日前反馈" in told(fresh, HEAD)[0]
    view = seen(fresh, HEAD, number)
    assert (view.line.body, view.line.case_no, view.acts) == (OWNER, case_no, ("report", "answer", "ask_extension"))
    early = act(fresh, SUPERVISOR, number, "close")
    assert isinstance(early, NotPossible)
    assert "待反馈" in early.message
    assert act(fresh, LIAISON, number, "report", progress=40).state == "open"
    assert act(fresh, HEAD, number, "answer", text="已全部清查").state == "answered"
    assert desk(fresh).waiting(fresh.who(SUPERVISOR)) == 1
    assert act(fresh, SUPERVISOR, number, "close", text="").state == "closed"
    entries = seen(fresh, LIAISON, number).entries
    assert [one.what for one in entries] == ["发起", "报进展", "反馈", "销号"]
    assert entries[2].text == "已全部清查"
    assert [text.partition("“")[0] for text in told(fresh, SUPERVISOR)] == [
        "样例县机关事务管理中心就督办单",
        "样例县机关事务管理中心已就督办单",
    ]
    assert "已销号" in told(fresh, LIAISON)[-1]
    assert [one.id for one in desk(fresh).list(fresh.who(HEAD), ChargeQuery(case_no=case_no)).items] == [number]


def test_it_may_be_extended_and_sent_back(fresh: Office) -> None:
    """Asked by the body, allowed by the opener; what does not suffice goes back."""
    number = opened(fresh)
    asked = act(fresh, HEAD, number, "ask_extension", until=date(2026, 3, 20))
    assert asked.state == "extension"
    assert isinstance(act(fresh, HEAD, number, "extend"), NotPossible)
    assert act(fresh, SUPERVISOR, number, "extend").state == "open"
    assert seen(fresh, HEAD, number).line.due == date(2026, 3, 20)
    act(fresh, HEAD, number, "answer")
    assert act(fresh, SUPERVISOR, number, "send_back", text="缺少两辆车").state == "open"
    assert desk(fresh).waiting(fresh.who(HEAD)) == 1


def test_who_is_no_party_sees_nothing_of_it(fresh: Office) -> None:
    """Neither colleagues without the duty nor other bodies; nobody but supervisors opens one, and within their scope alone."""
    number = opened(fresh)
    for person in (CHIEF, CLERK, STAFF):
        assert isinstance(desk(fresh).show(fresh.who(person), number), NotFound)
        request = ChargeActRequest(act="answer", expected_version=1, text="好")
        assert isinstance(desk(fresh).act(fresh.who(person), number, request), NotFound)
        assert desk(fresh).list(fresh.who(person)).items == ()
    assert isinstance(desk(fresh).open(fresh.who(HEAD), FREE), Forbidden)
    assert isinstance(desk(fresh).ledger(fresh.who(HEAD)), Forbidden)
    for body in ("city_logistics", "nowhere"):
        refused = desk(fresh).open(fresh.who(SUPERVISOR), FREE.model_copy(update={"body": body}))
        assert isinstance(refused, NotFound)
    assert isinstance(desk(fresh).show(fresh.who(SUPERVISOR), 999), NotFound)
    unknown = FREE.model_copy(update={"case_no": "99"})
    assert isinstance(desk(fresh).open(fresh.who(SUPERVISOR), unknown), NotFound)
    assert isinstance(desk(fresh).open(fresh.who(SUPERVISOR), FREE.model_copy(update={"matter": "XX999"})), NotFound)


def test_an_instruction_says_whose_it_is(fresh: Office) -> None:
    """批示督办 with its leader; nothing else has one; what is classified does not come in, and all is encrypted."""
    nameless = FREE.model_copy(update={"kind": "instruction"})
    assert isinstance(desk(fresh).open(fresh.who(SUPERVISOR), nameless), Invalid)
    assert isinstance(desk(fresh).open(fresh.who(SUPERVISOR), FREE.model_copy(update={"leader": "王某"})), Invalid)
    secret = FREE.model_copy(update={"text": "机密★10年"})
    assert isinstance(desk(fresh).open(fresh.who(SUPERVISOR), secret), SecrecyMark)
    number = opened(fresh, nameless.model_copy(update={"leader": "县长", "text": "请机管中心抓紧落实"}))
    view = seen(fresh, HEAD, number)
    assert (view.line.kind_name, view.leader, view.text) == ("批示督办", "县长", "请机管中心抓紧落实")
    with fresh.resources.database.reading() as session:
        (row,) = session.exec(select(ChargeActRow)).all()
        assert "抓紧落实".encode() not in row.ciphertext


@pytest.mark.both
@pytest.mark.parametrize("fresh", ["sqlite", "postgresql"], indirect=True)
def test_of_two_answers_at_once_one_counts(fresh: Office) -> None:
    """Head and liaison officer at the same moment: the later one is told to look again."""
    number, answers, start = opened(fresh), list[Any](), threading.Barrier(2)

    def answer(person: str) -> None:
        request = ChargeActRequest(act="answer", expected_version=1, text=f"{person}反馈")
        start.wait()
        answers.append(desk(fresh).act(fresh.who(person), number, request))

    both = [threading.Thread(target=answer, args=(one,)) for one in (HEAD, LIAISON)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    (refused,) = (one for one in answers if isinstance(one, Refusal))
    assert isinstance(refused, Stale)
    assert len(seen(fresh, HEAD, number).entries) == 2


def test_each_last_day_is_told_once(fresh: Office) -> None:
    """Near to the body, past to both; a moved day anew; a missed round is made up, and what is answered is left alone."""
    number, other = opened(fresh), opened(fresh, FREE.model_copy(update={"title": "已办的一件"}))
    act(fresh, HEAD, other, "answer")
    before = len(told(fresh, HEAD))
    assert remind(fresh.resources) == 0
    fresh.clock.pass_by(days=1)
    assert [remind(fresh.resources), remind(fresh.resources)] == [1, 0]
    assert "抓紧办理" in told(fresh, HEAD)[before]
    fresh.clock.pass_by(days=10)
    assert [remind(fresh.resources), remind(fresh.resources)] == [1, 0]
    assert ["已逾期" in told(fresh, one)[-1] for one in (HEAD, LIAISON, SUPERVISOR)] == [True, True, True]
    listed = desk(fresh).list(fresh.who(SUPERVISOR))
    assert (listed.late, listed.near, listed.items[0].id, listed.items[0].days_late) == (1, 0, number, 7)
    act(fresh, HEAD, number, "ask_extension", until=fresh.resources.today + timedelta(days=2))
    act(fresh, SUPERVISOR, number, "extend")
    assert [remind(fresh.resources), remind(fresh.resources)] == [1, 0]


def test_the_ledger_has_task_body_limit_and_progress(fresh: Office) -> None:
    """改革台账: of one kind or all, of the bodies one supervises; recorded."""
    number = opened(fresh, FREE.model_copy(update={"kind": "reform", "title": "推进车辆平台建设"}))
    opened(fresh)
    act(fresh, HEAD, number, "report", text="平台已上线试用", progress=60)
    book = desk(fresh).ledger(fresh.who(SUPERVISOR), "reform")
    assert book.name == "改革任务台账.xlsx"
    with ZipFile(BytesIO(book.content)) as packed:
        text = packed.read("xl/sharedStrings.xml").decode()
    heads, body = ("任务", "责任单位", "时限", "进展"), "样例县机关事务管理中心"
    cells = (*heads, "推进车辆平台建设", body, "2026年3月6日", "平台已上线试用", "60%")
    assert all(f">{cell}<" in text for cell in cells)
    assert "车辆台账清查" not in text
    assert fresh.last_audit().operation == "导出督办台账"
    assert [one.id for one in desk(fresh).list(fresh.who(SUPERVISOR), REFORM).items] == [number]
