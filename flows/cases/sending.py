"""Notices that go outside the product (消息): passed on to the office's own system for messages, once quiet hours are over."""

import hashlib
import logging
from datetime import timedelta

import httpx

from flows.adapters.outside import System, UnreachableError, send
from flows.resources import Resources
from storage import notices
from storage.notices import StoredNotice

BATCH = 200  # at one go; what is left goes with the next sweep, a minute later
KEPT = timedelta(days=3)  # older news is none: the list in the product has it

log = logging.getLogger("once.messages")


def send_notices(resources: Resources) -> int:
    """Pass on what is due; returns how many went. When the other side is away, the rest waits for the next time.

    Each has a key: where two send at once, or one died before it could say so, the other side gets it twice under that key.
    """
    place = resources.outside.messages
    if place is None:
        return 0
    now = resources.clock()
    with resources.database.reading() as session:
        due = notices.to_send(session, now, now - KEPT, BATCH)
    for number, notice in enumerate(due):
        if not _taken(place, notice):
            return number
        with resources.database.transaction() as session:
            notices.mark_sent(session, notice.id, resources.clock())
    return len(due)


def _taken(place: System, notice: StoredNotice) -> bool:
    """Whether the other side has it, or will never take it."""
    key = hashlib.sha256(f"{notice.effect_key}\n{notice.person}".encode()).hexdigest()
    told = {"person": notice.person, "case_no": notice.case_no, "topic": notice.topic, "text": notice.text}
    try:
        send(place, f"notice-{notice.id}", key, {"key": key, "at": notice.at.isoformat(), **told})
    except httpx.HTTPStatusError as error:
        log.warning("通知 %s 未被接收（%s）", notice.id, error.response.status_code)
        return error.response.is_client_error
    except (UnreachableError, httpx.HTTPError, OSError, ValueError) as error:
        log.warning("通知暂时不能转出（%s），稍后再试", type(error).__name__)
        return False
    return True
