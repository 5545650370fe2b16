"""Registers and systems outside: files and folders of this machine, and addresses, with what comes back and what does not."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

import flows
from flows.adapters.outside import NOTHING_OUTSIDE, Outside, UnreachableError, hand_over, look_up, read_outside
from flows.settings import UnfitError


class _Neighbour(BaseHTTPRequestHandler):
    """Answers as its path says, and remembers what it got."""

    got: list[tuple[str, dict[str, str], dict[str, Any]]]

    def do_POST(self) -> None:
        """One request."""
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, dict(self.headers), content))  # type: ignore[attr-defined]
        status = int(self.path.strip("/"))
        body = b'{"plate": "A1"}' if status == httpx.codes.OK else b"{}"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quietly."""


@pytest.fixture
def neighbour() -> Iterator[HTTPServer]:
    """A server on this machine."""
    server = HTTPServer(("127.0.0.1", 0), _Neighbour)
    server.got = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def place(server: HTTPServer, status: int, **more: str) -> dict[str, str]:
    """An address that answers with that status."""
    return {"url": f"http://127.0.0.1:{server.server_port}/{status}", **more}


def outside(**parts: Any) -> Outside:  # noqa: ANN401 - as the file says it
    """What lies outside."""
    return Outside.model_validate({"interfaces": {}, "systems": {}, **parts})


def test_without_a_file_nothing_is_outside(tmp_path: Path) -> None:
    """And everything that is named is unreachable."""
    assert read_outside(tmp_path / "outside.json") == NOTHING_OUTSIDE
    with pytest.raises(UnreachableError):
        look_up(NOTHING_OUTSIDE, "cars", {})
    with pytest.raises(UnreachableError):
        hand_over(NOTHING_OUTSIDE, "dispatch", "t", "k", {})


def test_the_file_says_one_place_of_each(tmp_path: Path) -> None:
    """A file or an address, not both and not neither."""
    file = tmp_path / "outside.json"
    file.write_text(json.dumps({"interfaces": {"cars": {"file": "cars.json"}}, "systems": {}}), "utf-8")
    assert read_outside(file).interfaces["cars"].file == Path("cars.json")
    for wrong in ({}, {"file": "a", "url": "http://x/"}, {"file": "a", "misspelt": 1}):
        with pytest.raises(ValidationError):
            outside(interfaces={"cars": wrong})
    with pytest.raises(ValidationError):
        outside(systems={"dispatch": {}})


def test_what_the_readme_shows_is_accepted(tmp_path: Path) -> None:
    """Whoever copies it has a file that is read."""
    readme = (Path(flows.__file__).parents[1] / "README.md").read_text("utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "outside.json").write_text(shown, "utf-8")
    assert read_outside(tmp_path / "outside.json").interfaces.keys() == {"cars", "people"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"interfaces": {\n "cars" }}', "第 2 行第 9 个字符附近不是有效的 JSON"),
        (b'{"interfaces": {\n "cars": {\n  "fil": "x"}}}', "第 3 行的“interfaces.cars.fil”：没有这一项。"),
        (b'{"systems": {\n "pay": {}}}', "第 2 行的“systems.pay”：外部系统须写明 url 或 folder，只写其一。"),
        (b'{"interfaces": {\n\n "cars": {"url": "ftp://x/"}}}', "第 3 行的“interfaces.cars.url”：网址须以 http:// 或"),
        ('{"interfaces": "数"}'.encode("gbk"), "不是 UTF-8 编码"),
        (b"[]", "第 1 行"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_line(tmp_path: Path, content: bytes, told: str) -> None:
    """In Chinese, by the path of the file."""
    file = tmp_path / "outside.json"
    file.write_bytes(content)
    with pytest.raises(UnfitError) as unfit:
        read_outside(file)
    assert str(unfit.value).startswith(f"外部接口文件 {file} ")
    assert told in str(unfit.value)
    assert not re.search("[a-z]{4,} [a-z]{3,}", str(unfit.value))


def test_a_file_answers_the_one_record_that_fits(tmp_path: Path) -> None:
    """None for none and for several; unreachable when it cannot be read."""
    file = tmp_path / "cars.json"
    known = outside(interfaces={"cars": {"file": str(file)}})
    with pytest.raises(UnreachableError):
        look_up(known, "cars", {})
    file.write_text('[{"to": "A", "plate": "1"}, {"to": "B", "plate": "2"}, {"to": "B", "plate": "3"}]', "utf-8")
    assert look_up(known, "cars", {"to": "A"}) == {"to": "A", "plate": "1"}
    assert look_up(known, "cars", {"to": "B"}) is None
    assert look_up(known, "cars", {"to": "C"}) is None


def test_an_address_answers_a_record_or_that_there_is_none(neighbour: HTTPServer, tmp_path: Path) -> None:
    """With the token of its file; a fault of the other side is no answer."""
    token = tmp_path / "token"
    token.write_text("secret\n", "utf-8")
    known = outside(interfaces={"cars": place(neighbour, 200, token_file=str(token)), "none": place(neighbour, 404)})
    assert look_up(known, "cars", {"to": "A"}) == {"plate": "A1"}
    (_, headers, content), *_ = neighbour.got  # type: ignore[attr-defined]
    assert (headers["Authorization"], content) == ("Bearer secret", {"asks": {"to": "A"}})
    assert look_up(known, "none", {}) is None
    with pytest.raises(UnreachableError):
        look_up(outside(interfaces={"cars": place(neighbour, 500)}), "cars", {})


def test_a_request_is_handed_over_with_its_key(neighbour: HTTPServer, tmp_path: Path) -> None:
    """What has certainly not arrived is told apart from what may have."""
    hand_over(
        outside(systems={"dispatch": place(neighbour, 200)}), "dispatch", "t1", "c:5:outside_call", {"task": "t1"}
    )
    (_, headers, content), *_ = neighbour.got  # type: ignore[attr-defined]
    assert (headers["Idempotency-Key"], content) == ("c:5:outside_call", {"task": "t1"})
    with pytest.raises(httpx.HTTPStatusError):
        hand_over(outside(systems={"dispatch": place(neighbour, 500)}), "dispatch", "t1", "k", {})
    closed = {"url": "http://127.0.0.1:9/"}
    with pytest.raises(UnreachableError):
        hand_over(outside(systems={"dispatch": closed}), "dispatch", "t1", "k", {})
    folder = tmp_path / "out"
    hand_over(outside(systems={"dispatch": {"folder": str(folder)}}), "dispatch", "t1", "k", {"task": "t1"})
    assert json.loads((folder / "t1.json").read_text("utf-8")) == {"task": "t1"}
