"""The gate limits bodies while they are read and lets nobody hold the server's memory."""

import resource
from collections.abc import Iterator

import httpx
import pytest

from flows.views.cases import MAX_FILE_BYTES
from flows.views.papers import VerdictView
from tests.ui.api.stub import StubService

CHUNK = b"x" * 65536
MEGABYTE = 1024 * 1024
VERDICT = VerdictView(verdict="unsealed", verdict_name="未用印", reasons=("没有找到电子印章。",), seals=())
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'


def _multipart(size: int) -> Iterator[bytes]:
    yield HEAD
    for _ in range(size // len(CHUNK)):
        yield CHUNK
    yield b"\r\n--b--\r\n"


@pytest.mark.parametrize("announced", [True, False], ids=["with Content-Length", "chunked"])
def test_an_upload_of_200_megabytes_is_refused_and_not_held(client: httpx.Client, announced: bool) -> None:
    """413 either way; the process does not grow by the size of the upload."""
    size = 200 * MEGABYTE
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    if announced:
        headers["Content-Length"] = str(len(b"".join([HEAD, b"\r\n--b--\r\n"])) + size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = client.post("files", content=_multipart(size), headers=headers)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert grown < 60 * 1024  # kilobytes


def test_a_file_one_byte_too_long_is_refused(client: httpx.Client, stub: StubService) -> None:
    """The limit is that of the service, not that of the whole body."""
    stub.papers.answers("verify", VERDICT)
    answer = client.post("verify", files={"file": ("a.pdf", b"x" * (MAX_FILE_BYTES + 1))})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_small_file_passes(anonymous: httpx.Client, stub: StubService) -> None:
    """The public check of a paper needs no login."""
    stub.papers.answers("verify", VERDICT)
    answer = anonymous.post("verify", files={"file": ("a.pdf", b"%PDF-")})
    assert (answer.status_code, answer.json()["verdict"]) == (200, "unsealed")


@pytest.mark.parametrize("path", ["cases", "session", "tasks/t1/actions"])
def test_ten_megabytes_of_json_are_refused(client: httpx.Client, path: str) -> None:
    """Two megabytes are enough for any filing."""
    content = b'{"matter": "' + b"x" * (10 * MEGABYTE) + b'"}'
    answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


def test_ten_megabytes_of_chunked_json_are_refused(client: httpx.Client) -> None:
    """Nobody gets past the limit by not announcing the length."""
    content = iter([CHUNK] * 160)
    answer = client.post("cases", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413


@pytest.mark.parametrize("content", [b"", b"--b\r\n", b"no parts at all"])
def test_a_broken_multipart_body_is_a_problem(client: httpx.Client, content: bytes) -> None:
    """A form that is not one."""
    answer = client.post("files", content=content, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status_code in (400, 422)
