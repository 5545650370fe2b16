"""Telephone numbers as people write them."""

import pytest

from matters.filing.phones import is_phone, phone


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        ("86-13800000000", "13800000000"),
        ("００８６１３８００００００００", "13800000000"),
        ("（0571）8765 4321", "0571-87654321"),
        ("057187654321", "0571-87654321"),
        ("+86 571 8765 4321", "0571-87654321"),
        ("0571—87654321转801", "0571-87654321-801"),
        ("010-65221234-801", "010-65221234-801"),
        ("8765432 分机 12", "8765432-12"),
        ("4001234567", "400-123-4567"),
        ("800 810 8888", "800-810-8888"),
        ("661234", "661234"),
        ("12345", "12345"),
    ],
)
def test_what_people_write_is_understood_and_kept_in_one_form(written: str, kept: str) -> None:
    """Blanks, brackets, the country, extensions, service numbers, short numbers of a government's network."""
    assert phone(written) == kept
    assert is_phone(kept)
    assert phone(kept) == kept


@pytest.mark.parametrize(
    "written", ["", "无", "123", "138000000", "13800000000-1", "138000000001", "13800000000、13900000000"]
)
def test_what_is_no_number_stays_to_be_refused(written: str) -> None:
    """Two numbers in one field are none: nobody could call them."""
    assert phone(written) == written
    assert not is_phone(written)
