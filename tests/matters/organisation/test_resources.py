"""Overlap and capacity of bookings: a table, and properties over random holds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matters.organisation.resources import Hold, Resource, Slot, fits, hold_of, nearest, needed, next_quarter, stretches
from tests.matters.booked import R301, SHUTTLE, at, booking, hold, slot


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        ("08:00", "09:00", True),  # ends where the other begins
        ("10:30", "11:00", True),  # begins where the other ends
        ("08:00", "09:15", False),
        ("10:15", "11:00", False),
        ("09:15", "09:30", False),  # within
        ("08:00", "12:00", False),  # around
        ("09:00", "10:30", False),  # the very same
    ],
)
def test_a_room_is_had_by_one_at_a_time(begins: str, ends: str, free: bool) -> None:
    """Slots that only touch do not overlap."""
    assert fits(R301, hold(begins, ends), [hold("09:00", "10:30")]) is free


def test_another_room_does_not_matter() -> None:
    """Holds count for their own resource alone."""
    assert fits(R301, hold("09:00", "10:00"), [hold("09:00", "10:00", resource="r302")])


@pytest.mark.parametrize(
    ("seats", "taken", "free"),
    [
        (2, [("09:00", "10:00", 3)], True),
        (3, [("09:00", "10:00", 3)], False),
        (5, [], True),
        (3, [("08:00", "09:30", 2), ("09:30", "11:00", 2)], True),  # never both at once
        (3, [("08:00", "09:45", 2), ("09:30", "11:00", 2)], False),  # both from 09:30 to 09:45
        (1, [("09:00", "10:00", None)], False),  # the whole is booked
        (None, [("09:45", "10:00", 1)], False),  # the whole is wanted
        (6, [], False),
    ],
)
def test_seats_are_counted_at_every_moment(seats: int | None, taken: list[tuple[Any, ...]], free: bool) -> None:
    """Five seats: what overlaps at one moment may not be more."""
    others = [hold(begins, ends, many, "bus") for begins, ends, many in taken]
    assert fits(SHUTTLE, hold("09:00", "10:00", seats, "bus"), others) is free


def test_a_day_is_cut_where_the_number_of_seats_changes() -> None:
    """Neighbours with the same number are one; what reaches beyond the window is cut off."""
    taken = [hold("07:00", "09:00", 2, "bus"), hold("09:00", "10:00", 2, "bus"), hold("09:30", "23:00", 3, "bus")]
    found = [(part.slot, part.left) for part in stretches(SHUTTLE, slot("08:00", "12:00"), taken)]
    assert found == [(slot("08:00", "09:30"), 3), (slot("09:30", "10:00"), 0), (slot("10:00", "12:00"), 2)]


def test_more_held_than_there_is_leaves_nothing() -> None:
    """A resource may be made smaller than what is held of it."""
    small = replace(SHUTTLE, capacity=1)
    assert [part.left for part in stretches(small, slot("09:00", "10:00"), [hold("08:00", "11:00", 4, "bus")])] == [0]


def test_the_nearest_free_slots_before_and_after_are_offered() -> None:
    """As long as the wanted one; a gap that is too short is passed over."""
    taken = [hold("09:00", "10:00"), hold("10:30", "12:00"), hold("08:30", "08:45")]
    found = nearest(R301, hold("09:30", "10:30"), taken, slot("07:00", "18:00"))
    assert found == (slot("07:30", "08:30"), slot("12:00", "13:00"))


def test_nothing_is_offered_outside_the_window_or_the_service() -> None:
    """A window that is over already, and a resource that goes out of service the day before."""
    taken = [hold("09:00", "10:00")]
    assert nearest(R301, hold("09:00", "10:00"), taken, Slot(at("12:00"), at("11:00"))) == ()
    retired = replace(R301, until=date(2026, 3, 9))
    assert nearest(retired, hold("09:00", "10:00"), taken, slot("07:00", "18:00")) == ()


@pytest.mark.parametrize(
    ("begins", "ends", "serves"),
    [
        ((1, "08:00"), (1, "10:00"), False),  # the day before it begins
        ((2, "00:00"), (2, "10:00"), True),
        ((9, "10:00"), (10, "00:00"), True),  # up to midnight of its last day
        ((9, "10:00"), (10, "00:15"), False),
    ],
)
def test_a_resource_serves_from_its_first_day_to_its_last(
    begins: tuple[int, str], ends: tuple[int, str], serves: bool
) -> None:
    """Both days included."""
    short = replace(R301, since=date(2026, 3, 2), until=date(2026, 3, 9))
    assert short.serves(Slot(at(begins[1], begins[0]), at(ends[1], ends[0]))) is serves


def test_the_next_quarter_is_not_in_the_past() -> None:
    """A full quarter stays; a second later it is the next one."""
    assert next_quarter(at("09:15")) == at("09:15")
    assert next_quarter(at("09:15") + timedelta(seconds=1)) == at("09:30")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "r301",
        [],
        {},
        {"resource": "r301"},
        booking("r301", "9:00", "10:00"),
        booking("r301", "09:00", "25:00"),
        booking("r301", "09:00", "10:00", count="2"),
        booking("r301", "09:00", "10:00", count=True),
        booking("r301", "09:00", "10:00", who="p50"),
        {**booking("r301", "09:00", "10:00"), "resource": 301},
        booking("r301", "09:00", "10:00", day="0001-01-01"),
        booking("r301", "09:00", "10:00", day="9999-12-31"),
    ],
)
def test_what_is_not_written_as_a_booking_is_none(value: object) -> None:
    """Any JSON may come from outside."""
    assert hold_of(value) is None


def test_a_booking_is_read() -> None:
    """Minutes of Asia/Shanghai."""
    assert hold_of(booking("r301", "09:00", "10:30")) == hold("09:00", "10:30")
    assert hold_of(booking("bus", "09:00", "10:30", count=2)) == hold("09:00", "10:30", 2, "bus")


_QUARTER = timedelta(minutes=15)
_QUARTERS = st.integers(0, 40)
_HOLDS = st.builds(
    lambda begins, length, seats: Hold(
        "bus", Slot(at("06:00") + begins * _QUARTER, at("06:00") + (begins + length) * _QUARTER), seats
    ),
    _QUARTERS,
    st.integers(1, 12),
    st.none() | st.integers(1, 6),
)


def _granted(resource: Resource, wishes: Iterable[Hold]) -> list[Hold]:
    """Those that are let in, first come, first served."""
    taken: list[Hold] = []
    for wish in wishes:
        if fits(resource, wish, taken):
            taken.append(wish)
    return taken


@settings(deadline=None)
@given(st.lists(_HOLDS, max_size=30))
def test_never_is_more_held_than_there_is(wishes: list[Hold]) -> None:
    """Whatever comes in whatever order: in no quarter of an hour is the capacity exceeded, and the whole is had alone."""
    taken = _granted(SHUTTLE, wishes)
    for number in range(60):
        moment = Slot(at("06:00") + number * _QUARTER, at("06:00") + (number + 1) * _QUARTER)
        here = [one for one in taken if one.slot.overlaps(moment)]
        assert sum(needed(SHUTTLE, one) for one in here) <= SHUTTLE.capacity
        assert len(here) <= 1 or all(one.seats is not None for one in here)


@settings(deadline=None)
@given(st.lists(_HOLDS, max_size=20), _HOLDS)
def test_what_is_refused_would_have_been_too_much_and_what_is_offered_fits(wishes: list[Hold], wish: Hold) -> None:
    """No refusal without need; every alternative could be booked at once, and is as long as what was wanted."""
    taken = _granted(SHUTTLE, wishes)
    window = Slot(at("06:00"), at("22:00"))
    if not fits(SHUTTLE, wish, taken):
        quarters = [Slot(wish.slot.begins + n * _QUARTER, wish.slot.begins + (n + 1) * _QUARTER) for n in range(12)]
        used = [
            sum(needed(SHUTTLE, one) for one in taken if one.slot.overlaps(q))
            for q in quarters
            if q.overlaps(wish.slot)
        ]
        assert max(used, default=0) + needed(SHUTTLE, wish) > SHUTTLE.capacity
        for offer in nearest(SHUTTLE, wish, taken, window):
            assert (offer.length, fits(SHUTTLE, replace(wish, slot=offer), taken)) == (wish.slot.length, True)
