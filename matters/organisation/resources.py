"""Bookings (预约): resources that are lent by the slot, what is held of them, and whether one more hold fits."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from matters.calendar import SHANGHAI, implausible, local_day

QUARTER_MINUTES = 15
# What is usually lent. Another kind is called by its id.
KIND_NAMES: Mapping[str, str] = {"meeting_room": "会议室", "car": "公务用车", "shuttle": "班车", "desk": "工位"}
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_PARTS = {"resource", "from", "to"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time (时段): from an instant to another, which no longer belongs to it; both aware."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.ends - self.begins

    def overlaps(self, other: "Slot") -> bool:
        """Whether they have a moment in common; one that begins where the other ends has none."""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True, slots=True)
class Resource:
    """A bookable resource (资源) of a body. `capacity`: its seats (座位数).

    `since`, `until`: its first and last day in service. A name is for ever: papers that were drawn say it.
    """

    id: str
    body: str
    kind: str
    name: str
    capacity: int
    since: date
    until: date | None = None
    notes: str = ""

    def serves(self, slot: Slot) -> bool:
        """Whether it is in service for the whole slot."""
        last = local_day(slot.ends - timedelta(microseconds=1))
        return self.since <= local_day(slot.begins) and (self.until is None or last <= self.until)


@dataclass(frozen=True, slots=True)
class Hold:
    """A slot of a resource that a case has (占用). `seats`: how many of its seats; none = all there are."""

    resource: str
    slot: Slot
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a slot throughout which the same number of seats is left (余座)."""

    slot: Slot
    left: int


@dataclass(frozen=True, slots=True)
class Register:
    """The resources that matter for a decision, and what other cases hold of them (资源登记)."""

    resources: tuple[Resource, ...] = ()
    taken: tuple[Hold, ...] = ()

    def find(self, resource_id: str) -> Resource | None:
        """The resource of that id."""
        return next((resource for resource in self.resources if resource.id == resource_id), None)

    def alike(self, resource: Resource) -> tuple[Resource, ...]:
        """The others of the same body and kind."""
        kind = (resource.body, resource.kind)
        return tuple(one for one in self.resources if (one.body, one.kind) == kind and one != resource)


def hold_of(value: object) -> Hold | None:
    """The hold that an answer asks for; nothing when it is not written as a booking."""
    if not isinstance(value, Mapping) or not _PARTS <= set(value) <= _PARTS | {"count"}:
        return None
    begins, ends, resource, seats = _minute(value["from"]), _minute(value["to"]), value["resource"], value.get("count")
    if begins is None or ends is None or not isinstance(resource, str) or isinstance(seats, bool):
        return None
    return Hold(resource, Slot(begins, ends), seats) if seats is None or isinstance(seats, int) else None


def stretches(resource: Resource, window: Slot, taken: Iterable[Hold]) -> tuple[Stretch, ...]:
    """The window, cut where the number of seats left changes; never fewer than none, should too much be held."""
    holds = [hold for hold in taken if hold.resource == resource.id and hold.slot.overlaps(window)]
    edges = {window.begins, window.ends}
    edges |= {
        edge for hold in holds for edge in (hold.slot.begins, hold.slot.ends) if window.begins < edge < window.ends
    }
    marks = sorted(edges)
    cut = [Slot(begins, ends) for begins, ends in pairwise(marks)]
    return _merged(Stretch(slot, _left(resource, slot, holds)) for slot in cut)


def fits(resource: Resource, hold: Hold, taken: Iterable[Hold]) -> bool:
    """Whether so much of it is left throughout the slot."""
    return all(part.left >= needed(resource, hold) for part in stretches(resource, hold.slot, taken))


def needed(resource: Resource, hold: Hold) -> int:
    """How many seats a hold takes."""
    return resource.capacity if hold.seats is None else hold.seats


def nearest(resource: Resource, hold: Hold, taken: Iterable[Hold], window: Slot) -> tuple[Slot, ...]:
    """The free slots of the same length nearest before and after the one that is wanted, within the window."""
    if window.begins >= window.ends:
        return ()
    wanted = hold.slot
    long_enough = [slot for slot in _free(resource, hold, taken, window) if slot.length >= wanted.length]
    before = [Slot(slot.ends - wanted.length, slot.ends) for slot in long_enough if slot.ends < wanted.ends]
    after = [Slot(slot.begins, slot.begins + wanted.length) for slot in long_enough if slot.begins > wanted.begins]
    return tuple(slot for slot in (*before[-1:], *after[:1]) if resource.serves(slot))


def _free(resource: Resource, hold: Hold, taken: Iterable[Hold], window: Slot) -> Iterator[Slot]:
    """When so much of it is left as the hold takes, each time as long as it lasts."""
    enough = (part for part in stretches(resource, window, taken) if part.left >= needed(resource, hold))
    return (part.slot for part in _merged(Stretch(part.slot, 0) for part in enough))


def quarterly(instant: datetime) -> bool:
    """Whether a minute is a full quarter of an hour (整刻)."""
    return instant.minute % QUARTER_MINUTES == 0


def next_quarter(instant: datetime) -> datetime:
    """The instant itself, or the full quarter after it."""
    over = timedelta(minutes=instant.minute % QUARTER_MINUTES, seconds=instant.second, microseconds=instant.microsecond)
    return instant - over + timedelta(minutes=QUARTER_MINUTES) if over else instant


def _left(resource: Resource, slot: Slot, holds: Iterable[Hold]) -> int:
    used = sum(needed(resource, hold) for hold in holds if hold.slot.overlaps(slot))
    return max(resource.capacity - used, 0)


def _merged(parts: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of which the same is left become one."""
    merged: list[Stretch] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last and last.slot.ends == part.slot.begins and last.left == part.left:
            merged[-1] = Stretch(Slot(last.slot.begins, part.slot.ends), part.left)
        else:
            merged.append(part)
    return tuple(merged)


def _minute(value: object) -> datetime | None:
    try:
        local = datetime.fromisoformat(value) if isinstance(value, str) and _MINUTE.fullmatch(value) else None
    except ValueError:
        return None
    return None if local is None or implausible(local.date()) else local.replace(tzinfo=SHANGHAI)
