"""Bounds on what one login or address may ask of the web process: how often in a minute, and how long a body may take."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from starlette.types import Message, Receive

MINUTE = 60.0
OF_AN_ADDRESS = 10  # times as many as of a login: an office may stand behind one address
PART_SECONDS = 30.0  # from one part of a body to the next
BODY_SECONDS = 600.0  # 50 MB over a slow line


@dataclass
class RequestsInAMinute:
    """How many requests came from whom in the running minute; `most` of one login, ten times as many of an address."""

    most: int = 3000
    _begun: float = field(default_factory=monotonic)
    _counts: Counter[str] = field(default_factory=Counter)

    def too_many(self, login: str, address: str) -> bool:
        """Count one more, and say whether that is beyond the bound. Made-up logins are bounded by their address."""
        if monotonic() - self._begun >= MINUTE:
            self._begun, self._counts = monotonic(), Counter()
        self._counts.update([f"at {address}", *([f"of {login}"] if login else [])])
        of_login = self._counts[f"of {login}"] if login else 0
        return of_login > self.most or self._counts[f"at {address}"] > self.most * OF_AN_ADDRESS


class PatientReceive:
    """`receive` that waits for the parts of a body so long and no longer; then the client counts as gone."""

    def __init__(self, receive: Receive) -> None:
        self.late = False
        self._receive = receive
        self._whole = False
        self._until = monotonic() + BODY_SECONDS

    async def __call__(self) -> Message:
        """The next message. Once the body is whole, somebody may wait for the client to leave as long as it takes."""
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, min(PART_SECONDS, self._until - monotonic())))
        except TimeoutError:
            self.late = True
            return {"type": "http.disconnect"}
        self._whole = not message.get("more_body")
        return message
