"""How characters sound."""

import pytest

from flows.adapters.pinyin import sounds


@pytest.mark.parametrize(
    ("character", "readings"),
    [
        ("车", ("che", "ju")),
        ("車", ("che", "ju")),
        ("章", ("zhang",)),
        ("女", ("nv", "ru")),
        ("a", ("a",)),
        ("3", ("3",)),
    ],
)
def test_a_character_has_its_usual_readings_without_tones(character: str, readings: tuple[str, ...]) -> None:
    """Written either way; what is no character stands for itself."""
    assert sounds(character) == readings
