"""The table of bad files through the real API: each answered with a problem in words, none kept."""

import re
from collections.abc import Iterator

import httpx
import pytest

from flows.service.desks.files import MAX_WAITING
from storage.files import Usage
from tests.flows.bad_files import NAMES, bad_files
from tests.flows.good_files import PDF, good_files, png
from tests.ui.api.office import APPLICANT, Office, opened_office

SENDABLE = re.compile(r"[^\x00-\x1f\ud800-\udfff]*")  # the client writes control characters in another form


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for the whole table."""
    with opened_office(tmp_path_factory.mktemp("bad-files"), "") as opened:
        yield opened


def _send(office: Office, name: str, content: bytes) -> httpx.Response:
    return office.at(APPLICANT).post("files", files={"file": (name, content)})


@pytest.mark.parametrize("tried", [slice(2, None, 6), pytest.param(slice(None), marks=pytest.mark.long)], ids=str)
def test_no_bad_file_comes_in(office: Office, tried: slice) -> None:
    """A stable code and a sentence, whatever the bytes; each of them is tried behind the door in `test_uploads`."""
    answers = {why: _send(office, name, content) for why, name, content in list(bad_files())[tried]}
    assert {why: answer.status_code for why, answer in answers.items() if answer.status_code not in (413, 422)} == {}
    assert {answer.json()["code"] for answer in answers.values()} == {"file_refused", "secrecy_mark", "too_large"}
    assert all("请" in answer.json()["detail"] for answer in answers.values())


@pytest.mark.parametrize("name", [name for name in NAMES.values() if SENDABLE.fullmatch(name)], ids=ascii)
def test_no_trick_name_comes_in(office: Office, name: str) -> None:
    """An empty name is no file to the form."""
    answer = _send(office, name, PDF)
    assert answer.status_code in (400, 422)
    assert "请" in answer.json()["detail"]


def test_good_files_come_in(office: Office) -> None:
    """No false alarms at the door either."""
    assert [name for _, name, content in good_files() if _send(office, name, content).status_code != 201] == []


def test_a_hoard_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a code of its own."""
    assert MAX_WAITING.count > 100
    monkeypatch.setattr("flows.service.desks.files.MAX_WAITING", Usage(0, 0))
    answer = _send(office, "通知.pdf", PDF)
    assert (answer.status_code, answer.json()["code"]) == (422, "quota_reached")


def test_a_full_disk_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """507 and a stable code; the same upload succeeds when there is room again."""

    def no_room(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    content = PDF + b"\n"  # bytes that are not there yet
    with monkeypatch.context() as patched:
        patched.setattr("storage.durable.os.fsync", no_room)
        answer = _send(office, "通知.pdf", content)
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert "存储空间不足" in answer.json()["detail"]
    assert _send(office, "通知.pdf", content).status_code == 201


@pytest.mark.parametrize("coding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["关于派车的请示.pdf", "通知.pdf"])
def test_a_name_in_the_coding_of_an_old_client_is_decoded(office: Office, coding: str, name: str) -> None:
    """The form itself does not say which coding it is in."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: application/pdf\r\n\r\n'
    body = head % name.encode(coding) + PDF + b"\r\n--b--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = office.at(APPLICANT).post("files", content=body, headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (201, name)


def test_what_was_done_to_a_file_is_in_the_answer(office: Office) -> None:
    """A program reads the new name and why."""
    answer = _send(office, "照片.jpg", png()).json()
    assert answer["name"] == "照片.png"
    assert answer["remarks"] == ["“照片.jpg”的内容是 PNG，已存为“照片.png”"]
