"""Notices that go outside the product (消息): passed on to the office's own system for messages, once quiet hours are over."""

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
    """Pass on what is due; returns how many went. One that is not taken is tried again, and does not keep the others waiting.

    Each has a key: where two send at once, or one died before it could say so, the other side gets it twice under that key.
    """
    place = resources.outside.messages
    if place is None:
        return 0
    now = resources.clock()
    with resources.database.reading() as session:
        due = notices.to_send(session, now, now - KEPT, BATCH)
    return sum(_sent(resources, place, notice) for notice in due)


def _sent(resources: Resources, place: System, notice: StoredNotice) -> bool:
    told = {"person": notice.person, "case_no": notice.case_no, "topic": notice.topic, "text": notice.text}
    key = f"{notice.effect_key}:{notice.person}"
    try:
        send(place, f"notice-{notice.id}", key, {"key": key, "at": notice.at.isoformat(), **told})
    except (UnreachableError, httpx.HTTPError, OSError) as error:
        log.warning("通知 %s 未能转出（%s），稍后再试", notice.id, type(error).__name__)
        return False
    with resources.database.transaction() as session:
        return notices.mark_sent(session, notice.id, resources.clock())
