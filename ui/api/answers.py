"""How answers leave: instants in the office's own time, files as harmless downloads."""

from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import Response

from flows.views.base import EXPORTED_AS, View
from flows.views.cases import FileContent
from matters.calendar import SHANGHAI
from matters.errors.base import Refusal
from ui.api.problems import given

V = TypeVar("V", bound=View | tuple[View, ...])


_OCTETS = {"type": "string", "format": "binary"}
_TABLE = {"type": "object", "description": "表：标题 `title`、说明 `notes` 和各行 `rows`，一行是列名到文字的对照"}


def file_answer(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The documented shape of a download of these types."""
    name = {"description": "附件及其文件名（RFC 6266）", "schema": {"type": "string"}, "required": True}
    return {
        200: {
            "description": "文件内容",
            "headers": {"Content-Disposition": name},
            "content": {
                media_type: {"schema": _TABLE if media_type == EXPORTED_AS["json"] else _OCTETS}
                for media_type in media_types
            },
        }
    }


def answered(outcome: V | Refusal) -> V:
    """What the service answered, in local time, or the way out with its refusal."""
    return in_local_time(given(outcome))


def in_local_time(view: V) -> V:
    """The same view with every instant written with the offset +08:00."""
    local: V = _local(view)
    return local


def _local(value: Any) -> Any:  # noqa: ANN401 - any part of a view
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI)
    if isinstance(value, tuple):
        return tuple(_local(part) for part in value)
    if isinstance(value, View):
        parts = {name: _local(getattr(value, name)) for name in type(value).model_fields}
        return value.model_copy(update=parts)
    return value


def download(file: FileContent) -> Response:
    """The bytes as an attachment that no browser will run or sniff."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
