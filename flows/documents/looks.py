"""Files handed in as they are looked at beside a decision: pages drawn small, office files as text, nothing of other kinds."""

import json

from flows.uploads.checking import MEDIA_TYPES
from flows.uploads.reading import read_elsewhere
from flows.views.cases import FileLook

_KINDS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}
_PICTURES = ("jpg", "png")
_PROGRAM = "flows.documents.looking"
UNSHOWN = "这份文件不能在页面上显示，请下载后查看。"
EMPTY = "文件里没有可以显示的文字，请下载后查看。"
CUT = "内容较长，这里只显示开头部分，全文请下载后查看。"


def look_at(content: bytes, media_type: str) -> FileLook:
    """What there is to be seen of it here."""
    kind = _KINDS.get(media_type, "")
    if kind in _PICTURES:
        return FileLook(kind="pages", pages=1)
    said = read_elsewhere(_PROGRAM, content, kind, "0") if kind else b""
    if not said:
        return FileLook(kind="none", note=UNSHOWN)
    told = json.loads(said)
    if kind == "pdf":
        return FileLook(kind="pages", pages=told["pages"])
    if not told["text"].strip():
        return FileLook(kind="none", note=EMPTY)
    return FileLook(kind="text", text=told["text"], note=CUT if told["cut"] else "")


def draw_page(content: bytes, media_type: str, number: int) -> bytes:
    """A page as JPEG, or nothing where there is no such page or it cannot be drawn within the limits."""
    kind = _KINDS.get(media_type, "")
    drawn = kind == "pdf" or (kind in _PICTURES and number == 1)
    return read_elsewhere(_PROGRAM, content, kind, str(number)) if drawn and number > 0 else b""
