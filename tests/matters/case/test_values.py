"""Values of the case: the keys of items, children and seats, and their texts."""

import pytest
from pydantic import TypeAdapter, ValidationError

from matters.case.events.course import Forked
from matters.case.values import ArmKey, ChildKey, ItemKey, SeatKey

KEYS: TypeAdapter[ItemKey] = TypeAdapter(ItemKey)
ARMS: TypeAdapter[ArmKey] = TypeAdapter(ArmKey)
SEATS = {
    "2": SeatKey(2),
    "1.3": SeatKey(1, 3),
    "1+2": SeatKey(1, added=(2,)),
    "10.2+1+3": SeatKey(10, 2, (1, 3)),
}


def test_a_key_is_stored_as_its_text_and_read_back() -> None:
    """The text is what it was before the key had parts; whatever stands behind the first colon is the step."""
    for text, key in {"3:review": ItemKey(3, "review"), "12:a:b": ItemKey(12, "a:b")}.items():
        assert (KEYS.validate_json(f'"{text}"'), KEYS.dump_python(key, mode="json")) == (key, text)


@pytest.mark.parametrize(
    "text", ["", "review", ":review", "x:review", "03:review", " 3:review", 3, None, ["3", "review"]]
)
def test_what_is_no_key_is_refused(text: object) -> None:
    """Nothing is guessed: a text that would be written otherwise is no key."""
    with pytest.raises(ValidationError):
        KEYS.validate_python(text)


def test_keys_stand_in_the_order_of_their_events() -> None:
    """The tenth event comes after the ninth."""
    assert sorted([ItemKey(10, "a"), ItemKey(9, "b")]) == [ItemKey(9, "b"), ItemKey(10, "a")]


def test_a_child_is_known_by_the_event_that_wants_it_and_its_row() -> None:
    """Stored as `<seq>.<row>`, as it was before the key had parts."""
    keys: TypeAdapter[ChildKey] = TypeAdapter(ChildKey)
    for text, key in {"3.0": ChildKey(3, 0), "12.40": ChildKey(12, 40)}.items():
        assert (keys.validate_json(f'"{text}"'), keys.dump_python(key, mode="json")) == (key, text)


@pytest.mark.parametrize("text", ["", "3", "3.", ".1", "3.01", "3.1.1", "x.1", "３.1", "3:1"])
def test_any_other_text_is_no_key_of_a_child(text: str) -> None:
    """A mistyped key finds nothing; it never finds another child."""
    with pytest.raises(ValueError, match=r".+"):
        ChildKey.read(text)


@pytest.mark.parametrize(("text", "key"), SEATS.items())
def test_a_seat_is_stored_as_its_text_and_read_back(text: str, key: SeatKey) -> None:
    """A seat of heads in a row, and one that was added to another, tell so."""
    assert (ARMS.validate_json(f'"{text}"'), ARMS.dump_python(key, mode="json")) == (key, text)


@pytest.mark.parametrize("text", ["", "a", "1.", "1.0", "01", "1+", "+1", "1+01", "1.1.1", "1 "])
def test_any_other_text_is_no_seat(text: str) -> None:
    """It may still name a branch, which nothing has that was not forked so."""
    with pytest.raises(ValueError, match=r".+"):
        SeatKey.read(text)
    assert ARMS.validate_python(text) == text


def test_an_added_seat_knows_whom_it_was_added_to() -> None:
    """加签 upon 加签: the second adds to the first."""
    added = SeatKey(1, 2).adding(3)
    assert (str(added), added.adds_to, added.adding(1).adds_to) == ("1.2+3", SeatKey(1, 2), added)
    assert SeatKey(1, 2).adds_to is None


def test_seats_in_an_event_are_stored_as_before_and_told_from_branches() -> None:
    """In lists and as names of an object."""
    stored = {
        "case_no": "C1",
        "seq": 1,
        "at": "2026-11-16T09:00:00Z",
        "actor": {"person": "p1", "post": "x"},
        "step": "sign",
        "branches": ["1.1", "1.2", "legal"],
        "after": {"1.2": ["1.1"], "legal": ["1.2"]},
        "weights": {"1.1": 2},
    }
    event = Forked.model_validate(stored)
    assert event.branches == (SeatKey(1, 1), SeatKey(1, 2), "legal")
    assert (event.after[SeatKey(1, 2)], event.weights) == ((SeatKey(1, 1),), {SeatKey(1, 1): 2})
    again = event.model_dump(mode="json")
    assert {name: again[name] for name in ("branches", "after", "weights")} == {
        name: stored[name] for name in ("branches", "after", "weights")
    }
