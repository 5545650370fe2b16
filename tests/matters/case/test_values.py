"""Values of the case: the key of an item and its text."""

import pytest
from pydantic import TypeAdapter, ValidationError

from matters.case.values import ItemKey

KEYS: TypeAdapter[ItemKey] = TypeAdapter(ItemKey)


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
