"""Streamlit's HTML page in Chinese: language, title, the text without JavaScript, our style sheet and dictionary."""

import re
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "一次 · 机关内部“最多跑一次”"
_NO_SCRIPT = "<noscript><p>本系统需要启用浏览器的 JavaScript。请在浏览器设置中启用后刷新页面。</p></noscript>"
_SCRIPTS = ("zh", "shell", "looks", "preview", "impatience", "amounts", "typed", "fields")
_HEAD = (
    '<link rel="stylesheet" href="/assets/once.css">'
    + "".join(f'<script src="/assets/{name}.js"></script>' for name in _SCRIPTS)
    + "</head>"
)
# An uncompressed, unconditional answer is needed to rewrite it; the page has 8 kB.
_UNWANTED = frozenset({b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"})
_REPLACEMENTS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"<html lang=\"en\">"), '<html lang="zh-CN">'),
    (re.compile(r"<title>.*?</title>", re.S), f"<title>{TITLE}</title>"),
    (re.compile(r"<noscript>.*?</noscript>", re.S), _NO_SCRIPT),
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"<script>.*?</script>", re.S), ""),  # inline scripts, which the policy forbids
    (re.compile(r"<link rel=\"(service-desc|preload)\".*?/>", re.S), ""),
    (re.compile(r"<link rel=\"shortcut icon\".*?/>", re.S), '<link rel="icon" href="/assets/favicon.png">'),
    (re.compile(r"</head>"), _HEAD),
)


def in_chinese(page: str) -> str:
    """The page with our replacements."""
    for pattern, replacement in _REPLACEMENTS:
        page = pattern.sub(replacement, page, count=0)
    return page


async def rewritten(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Run the application and send its HTML page in Chinese; any other answer goes through as it is."""
    headers = [pair for pair in scope["headers"] if pair[0].lower() not in _UNWANTED]
    start: Message = {}
    body = bytearray()

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        body.extend(message.get("body", b""))
        if not message.get("more_body", False):
            await _send_page(start, bytes(body), send)

    await app({**scope, "headers": headers}, receive, collect)


async def _send_page(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if headers.get("content-type", "").startswith("text/html"):
        body = in_chinese(body.decode()).encode()
        headers["Content-Length"] = str(len(body))
        for name in ("etag", "last-modified"):
            del headers[name]
    await send(start)
    await send({"type": "http.response.body", "body": body})
