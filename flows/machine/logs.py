"""What a part logs: lines for people or JSON for machines, each with the request that it comes from."""

import json
import logging
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

from flows.settings import Settings

# The request that is being answered; what it does in other threads on its way bears the same id.
REQUEST: ContextVar[str] = ContextVar("request", default="")
_PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
# What a record has of itself; anything else was said beside the message by whoever logged it.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "beside", "taskName", "color_message"}


def begin_request(given: str = "") -> str:
    """Everything that is logged from here on belongs to this request: the one that a proxy has named, or a new one."""
    named = given if _PLAIN_ID.fullmatch(given) else secrets.token_hex(8)
    REQUEST.set(named)
    return named


def set_up_logging(settings: Settings, part: str) -> None:
    """Once for each process. What a library logs through handlers of its own stays in its own form.

    Ours have the handler themselves: Prefect lays the root's anew when it begins its first run.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Json(part) if settings.log_format == "json" else _Text())
    ours = logging.getLogger("once")
    ours.setLevel(logging.INFO)
    ours.propagate = False
    for logger in (logging.getLogger(), ours):
        logger.handlers[:] = [handler]


def _beside(record: logging.LogRecord) -> dict[str, object]:
    """What was said beside the message."""
    said = {name: value for name, value in vars(record).items() if name not in _OWN}
    request = REQUEST.get()
    return {"request": request, **said} if request else said


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s%(beside)s")

    def format(self, record: logging.LogRecord) -> str:
        """What was said beside the message at its end, before a traceback."""
        record.beside = "".join(f" {name}={value}" for name, value in _beside(record).items())
        return super().format(record)


class _Json(logging.Formatter):
    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        """One object a line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "part": self._part,
            "logger": record.name,
            "message": record.getMessage(),
            **_beside(record),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
