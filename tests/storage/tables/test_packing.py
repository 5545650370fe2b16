"""Packing: an object comes back from what is stored, today and from what was stored before."""

from typing import Any

import pytest

from storage.tables.base import canonical
from storage.tables.packing import WORDS, packed, unpacked

ACCEPTED: dict[str, Any] = {
    "actor": {"person": "p40", "post": "county_logistics.vehicle_clerk"},
    "item": "2:accept",
    "tell": ["p50"],
}
STORED = bytes.fromhex(
    "01c3aacac400435d4e7e7a6671496672b15e596a46263070e3e1010c0d16232b48aa437686a901d02100"
)  # the same, as the release that began to pack stored it


@pytest.mark.parametrize("value", [{}, ACCEPTED, {"text": "办" * 5000}, {"n": 1, "words": WORDS.decode() * 9}])
def test_an_object_comes_back(value: dict[str, Any]) -> None:
    """Small or long, in words that were foreseen or not."""
    assert unpacked(packed(value)) == value


def test_what_was_stored_is_read() -> None:
    """Whoever changes the words for packing makes every stored case unreadable; plain text of before is read as well."""
    assert unpacked(STORED) == ACCEPTED
    assert unpacked(canonical(ACCEPTED).encode()) == ACCEPTED


def test_an_object_takes_fewer_bytes_and_never_more() -> None:
    """What the words do not help is kept as it is."""
    assert len(packed(ACCEPTED)) < 0.5 * len(canonical(ACCEPTED).encode())
    assert packed({}) == b"{}"
