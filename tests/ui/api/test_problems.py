"""Every "no" leaves as a problem document with its own status, and nothing of a fault leaves at all."""

import logging
from datetime import UTC, datetime

import httpx
import pytest

from matters.errors.base import Problem, Refusal
from matters.errors.door import Invalid, SecrecyMark
from matters.errors.handling import AlreadyDecided, NoLongerNeeded
from tests.ui.api.stub import StubService
from ui.api.problems import PROBLEM_TYPE, STATUS, refusal_document

ACT = {"action": "approve", "expected_version": 1}


def _all(kind: type[Refusal]) -> set[type[Refusal]]:
    return {kind}.union(*(_all(sub) for sub in kind.__subclasses__()))


def test_each_refusal_has_a_status() -> None:
    """A new refusal cannot be forgotten in the table, nor a dead row stay in it."""
    assert {kind.code for kind in _all(Refusal)} == set(STATUS)


def test_an_item_decided_before_tells_who_and_when(client: httpx.Client, stub: StubService) -> None:
    """The second approver learns who was first."""
    stub.tasks.answers("act", AlreadyDecided(who="李四", at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC)))
    answer = client.post("tasks/t1/actions", json=ACT)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == PROBLEM_TYPE
    body = answer.json()
    assert (body["code"], body["who"], body["when"]) == ("already_decided", "李四", "2026-03-02T09:00:00+08:00")
    assert "李四" in body["detail"]


def test_an_item_that_fell_away_tells_who_and_when(client: httpx.Client, stub: StubService) -> None:
    """Somebody else's refusal has ended the case: nothing is left to do here."""
    stub.tasks.answers("act", NoLongerNeeded(who="李四", at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), why="不同意"))
    answer = client.post("tasks/t1/actions", json=ACT)
    body = answer.json()
    assert (answer.status_code, body["code"], body["who"]) == (409, "no_longer_needed", "李四")
    assert body["when"] == "2026-03-02T09:00:00+08:00"


def test_all_defects_of_a_filing_are_pinned(client: httpx.Client, stub: StubService) -> None:
    """All defects at once, each with its field."""
    stub.cases.answers("submit", Invalid(problems=(Problem("title", "请填写“标题”"), Problem("day", "应为日期"))))
    answer = client.post("cases", json={"matter": "MS032", "answers": {}})
    assert answer.status_code == 422
    assert [p["target"] for p in answer.json()["problems"]] == ["title", "day"]


def test_a_secrecy_mark_is_refused_in_words(client: httpx.Client, stub: StubService) -> None:
    """The person reads where the mark was found."""
    stub.cases.answers("submit", SecrecyMark(where="会议名称", mark="秘密★"))
    answer = client.post("cases", json={"matter": "MS032", "answers": {"title": "秘密★一年"}})
    assert (answer.status_code, answer.json()["code"]) == (422, "secrecy_mark")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "no/such/address", 404, "no_such_address"),
        ("GET", "docs", 404, "no_such_address"),
        ("GET", "me/", 404, "no_such_address"),
        ("PUT", "me", 405, "method_not_allowed"),
        ("GET", "tasks/t1/actions", 405, "method_not_allowed"),
        ("GET", "cases?q=%00", 400, "bad_request"),
        ("GET", "cases/a%00b", 400, "bad_request"),
        ("GET", "cases?page=0", 422, "invalid"),
        ("GET", "cases?page=99999999999999999999", 422, "invalid"),
        ("GET", "matters?level=moon", 422, "invalid"),
    ],
)
def test_what_does_not_exist_answers_a_problem(
    client: httpx.Client, method: str, path: str, status: int, code: str
) -> None:
    """Unknown addresses, wrong methods and impossible parameters."""
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == PROBLEM_TYPE


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b'{"matter": NaN}',
        b'{"matter": "MS032", "answers": {"a": 1e999}}',
        b'{"matter": "MS032", "answers": {"a": "\\u0000"}}',
        b'{"matter": "MS032", "answers": {"\\ud800": 1}}',
        b'{"matter": "MS032", "answers": ' + b'{"a":' * 60 + b"1" + b"}" * 60 + b"}",
        b"[" * 500_000,
        b'{"matter": ' + b"9" * 100_000 + b"}",
        b'"text"',
        b"",
    ],
    ids=[
        "cut",
        "not utf-8",
        "nan",
        "infinity",
        "nul",
        "half character",
        "deep",
        "very deep",
        "huge number",
        "text",
        "empty",
    ],
)
def test_malformed_json_never_reaches_the_service(client: httpx.Client, body: bytes) -> None:
    """Each of these would hurt the parser, the digest or the database."""
    answer = client.post("cases", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == PROBLEM_TYPE


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ({"matter": "MS032", "answers": {}, "colour": 1}, "colour"),
        ({"answers": {}}, "matter"),
        ({"matter": 32, "answers": {}}, "matter"),
        ({"matter": "MS032", "answers": []}, "answers"),
        ({"matter": "MS032", "answers": {}, "materials": {"notice": "f1"}}, "materials.notice"),
    ],
)
def test_a_request_of_the_wrong_shape_names_the_place(
    client: httpx.Client, body: dict[str, object], target: str
) -> None:
    """Unknown, missing and wrongly typed parts, in Chinese."""
    answer = client.post("cases", json=body)
    assert answer.status_code == 422
    problems = answer.json()["problems"]
    assert [p["target"] for p in problems] == [target]
    assert problems[0]["message"].endswith("。")


def test_a_fault_is_logged_once_and_shown_as_a_number(
    client: httpx.Client, stub: StubService, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of the cause leaves; the number leads to the one log entry."""

    def broken(*args: object) -> object:
        raise RuntimeError("password=hunter2")

    stub.cases.show = broken
    with caplog.at_level(logging.ERROR):
        answer = client.get("cases/1")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "hunter2" not in answer.text
    (record,) = caplog.records
    number = str(record.args[0]) if isinstance(record.args, tuple) else ""
    assert number in answer.json()["detail"]


def test_a_reply_is_not_larger_than_anybody_reads() -> None:
    """100,000 unknown answers are told by the first of them and by their number; no text of the request comes back whole."""
    document = refusal_document(Invalid(problems=tuple(Problem("k" * 1000, "没" * 1000) for _ in range(100_000))))
    assert document.problems is not None
    assert len(document.problems) == 201
    assert "另有 99800 处" in document.problems[-1].message
    assert len(document.model_dump_json()) < 200_000
