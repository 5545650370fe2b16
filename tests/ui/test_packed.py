"""What Streamlit's page loads goes out packed, and as it lies on the disk to whoever cannot unpack."""

import gzip
import os
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Message

from ui.packed import PackedFiles

SCRIPT = "export const answer = '一次';\n" * 100
FONT = os.urandom(4000)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A script, a font and a script of one line."""
    (tmp_path / "app.1.js").write_text(SCRIPT)
    (tmp_path / "font.1.woff2").write_bytes(FONT)
    (tmp_path / "small.1.js").write_text("1\n")
    return tmp_path


@pytest.fixture
def browser(files: Path) -> httpx.AsyncClient:
    """Asks the application that serves those files."""
    app = PackedFiles(Starlette(routes=[Mount("/static", StaticFiles(directory=files))]))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://once")


async def _got(browser: httpx.AsyncClient, path: str, **headers: str) -> tuple[httpx.Response, bytes]:
    """The answer and its body as it was sent."""
    async with browser.stream("GET", path, headers=headers) as answer:
        return answer, b"".join([part async for part in answer.aiter_raw()])


@pytest.mark.anyio
async def test_a_script_is_sent_packed_and_is_the_same_script(browser: httpx.AsyncClient, files: Path) -> None:
    """Packed at the first request only: what lies on the disk is not read again."""
    first, body = await _got(browser, "/static/app.1.js")
    (files / "app.1.js").unlink()
    _, again = await _got(browser, "/static/app.1.js")
    assert (first.headers["content-encoding"], int(first.headers["content-length"])) == ("gzip", len(body))
    assert first.headers["vary"] == "Accept-Encoding"
    assert len(body) * 10 < len(SCRIPT)
    assert gzip.decompress(body).decode() == SCRIPT
    assert again == body


@pytest.mark.anyio
@pytest.mark.parametrize(
    "headers", [{"accept-encoding": "identity"}, {"range": "bytes=0-9"}, {"if-none-match": '"x"'}], ids=str
)
async def test_who_cannot_unpack_gets_the_file_as_it_lies(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    """So does whoever wants a part of it, or asks whether it has changed."""
    await _got(browser, "/static/app.1.js")
    answer, body = await _got(browser, "/static/app.1.js", **headers)
    assert "content-encoding" not in answer.headers
    assert SCRIPT.encode().startswith(body)


@pytest.mark.anyio
@pytest.mark.parametrize(("path", "body"), [("/static/font.1.woff2", FONT), ("/static/small.1.js", b"1\n")])
async def test_what_would_not_become_smaller_is_left(browser: httpx.AsyncClient, path: str, body: bytes) -> None:
    """Fonts and pictures are packed already, and a line is not worth it."""
    answer, got = await _got(browser, path)
    assert "content-encoding" not in answer.headers
    assert got == body


@pytest.mark.anyio
async def test_what_is_not_there_is_looked_for_each_time(browser: httpx.AsyncClient, files: Path) -> None:
    """An answer that refuses is no file to keep."""
    refused, _ = await _got(browser, "/static/late.1.js")
    (files / "late.1.js").write_text(SCRIPT)
    found, _ = await _got(browser, "/static/late.1.js")
    assert (refused.status_code, found.status_code) == (404, 200)


@pytest.mark.anyio
async def test_whoever_goes_away_at_once_leaves_the_whole_file_to_the_next(files: Path) -> None:
    """It is read for all; half of it would be everybody's until the next start."""
    app = PackedFiles(Starlette(routes=[Mount("/static", StaticFiles(directory=files))]))
    headers = [(b"accept-encoding", b"gzip")]
    asked = {"type": "http", "method": "GET", "path": "/static/app.1.js", "headers": headers, "query_string": b""}

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def nowhere(message: Message) -> None:
        pass

    await app({**asked, "asgi": {"spec_version": "2.3"}}, gone, nowhere)
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://once")
    _, body = await _got(browser, "/static/app.1.js")
    assert gzip.decompress(body).decode() == SCRIPT
