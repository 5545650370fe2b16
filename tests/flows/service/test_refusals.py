"""Bad input at the service: told in Chinese, nothing is changed, and one line is in the audit trail."""

from collections.abc import Callable
from typing import Any

import pytest

from flows.views.cases import FileView
from flows.views.tasks import ActRequest
from matters.errors.base import Refusal
from matters.errors.door import FileRefused, Invalid, NotFound, SecrecyMark
from matters.errors.handling import AlreadyDecided, NotHolder, OpinionRequired, Stale
from matters.language.actions import Action
from storage import cases as case_store
from tests.flows.good_files import PDF, pdf, png
from tests.flows.service.office import CAR, CHIEF, CLERK, CLERK_2, STAFF, STRANGER, Office

MARKS = ("秘密★", "机密★1年", "绝密★")
FOREIGN_PARTS: list[tuple[str, dict[str, Any]]] = [
    ("accept", {"answers": {"purpose": "改写"}}),
    ("accept", {"materials": {"notice": ()}}),
    ("accept", {"findings": {"purpose": "x"}}),
    ("request_supplement", {"findings": {"purpose": "x"}, "answers": {"purpose": "改写"}}),
]


class Quiet:
    """The office before a refused act; `same` says that only the trail has grown, by one line."""

    def __init__(self, office: Office) -> None:
        self.office, self.rows, self.audited = office, office.rows(), office.audited()

    def same(self, answer: object, kind: type[Refusal]) -> Refusal:
        """The refusal, of that kind and worded in Chinese."""
        assert isinstance(answer, kind), answer
        assert any("一" <= character <= "鿿" for character in answer.message)
        assert self.office.rows() == self.rows
        assert self.office.audited() == self.audited + 1
        line = self.office.last_audit()
        assert (line.outcome, line.code) == ("refused", answer.code)
        return answer


def targets(refusal: Refusal) -> list[str]:
    """What is wrong."""
    assert isinstance(refusal, Invalid)
    return [problem.target for problem in refusal.problems]


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"bogus": "x"}, ["bogus"]),
        ({"bogus\x00\ud800": "x"}, [""]),
        ({"purpose": None}, ["purpose"]),
        ({"purpose": 5}, ["purpose"]),
        ({"vehicle_use": "tank"}, ["vehicle_use"]),
        ({"depart_at": "明天"}, ["depart_at"]),
        ({"depart_at": "2026-03-01T08:00"}, ["depart_at"]),
        ({"return_at": "2026-03-09T08:00"}, ["return_at"]),
        ({"passengers": "三"}, ["passengers"]),
        ({"passengers": "NaN"}, ["passengers"]),
        ({"passengers": 10**400}, ["passengers"]),
        ({"out_of_city": "false"}, ["out_of_city"]),
        ({"contact_phone": "123"}, ["contact_phone"]),
        ({"pledge": "yes"}, ["pledge"]),
        ({"plate": "样A12345"}, ["plate"]),
        ({"purpose": "私用\ue000"}, ["purpose"]),
        ({"return_at": "2026-03-10T08:00", "depart_at": "2026-03-10T08:00"}, ["return_at"]),
        ({"return_at": "9999-03-10T08:00"}, ["return_at"]),
        ({"purpose": "\ud800"}, ["purpose"]),
        ({"purpose": "\x00"}, ["purpose"]),
        ({"purpose": "😀"}, ["purpose"]),
    ],
)
def test_a_wrong_answer_is_named(office: Office, answers: dict[str, Any], wrong: list[str]) -> None:
    """Each kind of wrong value is pinned to its field, on both databases."""
    request, quiet = office.request(**answers), Quiet(office)
    refused = quiet.same(office.service.cases.submit(office.who(STAFF), request, None), Invalid)
    assert targets(refused) == wrong


@pytest.mark.parametrize("code", ["MS999", "", "机密", "'; DROP"])
def test_an_unknown_matter_is_not_found(one_office: Office, code: str) -> None:
    """What is not published cannot be filed."""
    request = one_office.request().model_copy(update={"matter": code})
    Quiet(one_office).same(one_office.service.cases.submit(one_office.who(STAFF), request, None), NotFound)


@pytest.mark.parametrize("mark", MARKS)
def test_a_secrecy_mark_in_a_filing_is_refused(one_office: Office, mark: str) -> None:
    """The field is named by its label."""
    request, quiet = one_office.request(purpose=f"关于{mark}的会议"), Quiet(one_office)
    refused = quiet.same(one_office.service.cases.submit(one_office.who(STAFF), request, None), SecrecyMark)
    assert refused.message.startswith("“用车事由”含有密级标志")


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("action", "part", "named"),
    [
        ("accept", lambda mark: {"opinion": mark, "fills": CAR}, "办理意见"),
        ("accept", lambda mark: {"fills": {**CAR, "driver": mark}}, "驾驶员"),
        ("request_supplement", lambda mark: {"findings": {"destination": mark}}, "目的地"),
    ],
)
def test_a_secrecy_mark_in_an_act_is_refused(
    one_office: Office, mark: str, action: Action, part: Callable[[str], dict[str, Any]], named: str
) -> None:
    """Opinion, fills and findings are read before anything is kept; the place is named in Chinese."""
    case_no = one_office.file()
    task, quiet = one_office.task(CLERK, case_no), Quiet(one_office)
    request = ActRequest(action=action, expected_version=1, **part(mark))
    refused = quiet.same(one_office.service.tasks.act(one_office.who(CLERK), task.id, request), SecrecyMark)
    assert refused.message.startswith(f"“{named}”含有密级标志")


def test_a_secrecy_mark_in_a_reason_is_refused(one_office: Office) -> None:
    """The reason of a withdrawal is a text as well."""
    case_no = one_office.file()
    quiet = Quiet(one_office)
    refused = quiet.same(one_office.service.cases.withdraw(one_office.who(STAFF), case_no, "机密★"), SecrecyMark)
    assert refused.message.startswith("“撤回理由”")


@pytest.mark.parametrize(("action", "parts"), FOREIGN_PARTS)
def test_an_official_cannot_slip_in_answers_or_materials(office: Office, action: Action, parts: dict[str, Any]) -> None:
    """What no rule looks at must not reach the case: an acceptance does not rewrite the application."""
    case_no = office.file()
    parts = {
        name: {"notice": (office.upload(CLERK).id,)} if name == "materials" else part for name, part in parts.items()
    }
    task, quiet = office.task(CLERK, case_no), Quiet(office)
    request = ActRequest(action=action, expected_version=1, fills=CAR if action == "accept" else {}, **parts)
    refused = quiet.same(office.service.tasks.act(office.who(CLERK), task.id, request), Invalid)
    assert targets(refused) == [name for name in parts if name != "findings" or action == "accept"]


def test_an_applicant_cannot_slip_in_office_fields_with_a_supplement(office: Office) -> None:
    """`fills` of a supplement would be written without a look."""
    case_no = office.file()
    office.done(CLERK, case_no, "request_supplement", findings={"destination": "请写明。"})
    task, quiet = office.task(STAFF, case_no), Quiet(office)
    request = ActRequest(action="supplement", expected_version=1, answers={"destination": "县城"}, fills={"plate": "x"})
    refused = quiet.same(office.service.tasks.act(office.who(STAFF), task.id, request), Invalid)
    assert targets(refused) == ["fills"]


def test_acts_that_are_not_ones_own_or_not_any_more(office: Office) -> None:
    """Not the assignee, a stale item, no reason, and an item that was decided."""
    case_no = office.file()
    task, act = office.task(CLERK, case_no), office.service.tasks.act
    accept = ActRequest(action="accept", expected_version=task.version, fills=CAR)
    Quiet(office).same(act(office.who(STAFF), task.id, accept), NotHolder)
    Quiet(office).same(act(office.who(CHIEF), task.id, accept), NotHolder)
    Quiet(office).same(act(office.who(STRANGER), task.id, accept), NotFound)
    stale = accept.model_copy(update={"expected_version": task.version + 1})
    Quiet(office).same(act(office.who(CLERK), task.id, stale), Stale)
    other_post = accept.model_copy(update={"post": "county_logistics.support_clerk"})
    Quiet(office).same(act(office.who(CLERK_2), task.id, other_post), NotHolder)
    refuse = ActRequest(action="refuse_acceptance", expected_version=task.version)
    Quiet(office).same(act(office.who(CLERK), task.id, refuse), OpinionRequired)
    office.done(CLERK, case_no, "accept", fills=CAR)
    Quiet(office).same(act(office.who(CLERK_2), task.id, accept), AlreadyDecided)


def test_files_of_others_and_files_in_use_are_not_taken(office: Office) -> None:
    """A made-up id, somebody else's file, and one that another case has."""
    mine, theirs = office.upload(content=pdf(content=b"2")), office.upload(CLERK)

    def submit(*ids: str) -> object:
        request = office.request(passengers=8).model_copy(update={"materials": {"notice": ids}})
        return office.service.cases.submit(office.who(STAFF), request, None)

    for ids in (("none",), (theirs.id,), (mine.id, theirs.id), ("../../etc",)):
        assert targets(Quiet(office).same(submit(*ids), Invalid)) == ["notice"]
    assert isinstance(submit(mine.id), tuple)
    Quiet(office).same(submit(mine.id), Invalid)


def test_a_material_is_of_the_kind_and_size_its_matter_says(one_office: Office) -> None:
    """The notice is a PDF of at most 10 MB, whatever the door lets in."""
    picture = one_office.upload(name="照片.png", content=png())
    large = one_office.upload(name="大.pdf", content=pdf(content=bytes(10 * 1024 * 1024)))
    for file, words in ((picture, "只收 PDF 文件"), (large, "每个文件不超过 10 MB")):
        request = one_office.request(passengers=8).model_copy(update={"materials": {"notice": (file.id,)}})
        quiet = Quiet(one_office)
        refused = quiet.same(one_office.service.cases.submit(one_office.who(STAFF), request, None), Invalid)
        assert words in refused.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"\x7fELF\x02\x01\x01"),
        ("a.pdf", b"MZ\x90\x00"),
        ("a.pdf", b"#!/bin/sh\n"),
        ("a.exe", b"MZ"),
        ("a.sh", PDF),
        ("../a.pdf", PDF),
        ("a\x00.pdf", PDF),
        ("a\u202efdp.pdf", PDF),
        ("a\ud800.pdf", PDF),
        ("", PDF),
    ],
)
def test_a_hostile_file_is_not_kept(office: Office, name: str, content: bytes) -> None:
    """Programs, scripts, empty files and trick names, on both databases."""
    quiet = Quiet(office)
    quiet.same(office.service.files.upload(office.who(STAFF), name, content), FileRefused)


@pytest.mark.parametrize(
    ("name", "content"),
    [("机密★通知.pdf", PDF), ("通知.pdf", PDF + "秘密★".encode()), ("a.pdf", PDF + "绝密★".encode("gb18030"))],
)
def test_a_file_with_a_secrecy_mark_is_not_kept(one_office: Office, name: str, content: bytes) -> None:
    """Neither the row nor the bytes stay."""
    quiet = Quiet(one_office)
    kept = sorted(one_office.resources.settings.files_dir.rglob("*"))
    quiet.same(one_office.service.files.upload(one_office.who(STAFF), name, content), SecrecyMark)
    assert sorted(one_office.resources.settings.files_dir.rglob("*")) == kept


def test_html_in_a_text_stays_text(one_office: Office) -> None:
    """It is kept and shown as it was written; nothing interprets it."""
    script = "<script>alert(1)</script>&amp;"
    view = one_office.service.cases.show(one_office.who(STAFF), one_office.file(purpose=script))
    assert not isinstance(view, Refusal)
    assert view.answers[0].text == script


def test_what_people_write_is_not_in_the_events(one_office: Office) -> None:
    """The trail holds digests; texts lie encrypted beside it and go with their key."""
    case_no = one_office.file(purpose="绝无仅有的事由")
    one_office.done(CLERK, case_no, "accept", fills=CAR, opinion="绝无仅有的意见")
    with one_office.resources.database.reading() as session:
        head = case_store.find(session, case_no)
        assert head is not None
        stored = "".join(event.model_dump_json() for event in case_store.history(session, head.id))
    assert "绝无仅有" not in stored
    assert "马行健" not in stored


def test_a_file_view_says_what_was_kept(one_office: Office) -> None:
    """Name, size and digest of the bytes."""
    file = one_office.upload(name="会议通知.pdf")
    assert isinstance(file, FileView)
    assert (file.name, file.size, file.media_type) == ("会议通知.pdf", len(PDF), "application/pdf")
