"""Where things stand in a definition, and how a place is written."""

import pytest

from matters.language.document import Definition
from matters.language.places import Path, parts, path_text, place_of


def test_every_part_is_found_at_its_own_place(shipped: dict[str, Definition]) -> None:
    """Following a place from the whole leads to the very part, the whole itself coming first."""
    matter = shipped["MS032"]
    found = list(parts(matter))
    assert found[0] == ((), matter)
    for path, part in found:
        here: object = matter
        for key in path:
            here = here[key] if isinstance(key, int) else getattr(here, key, None) or getattr(here, f"{key}_")  # type: ignore[index]
        assert here is part


def test_equal_parts_are_told_apart_by_identity(shipped: dict[str, Definition]) -> None:
    """Two fields may say the same; a finding names the one that is meant."""
    matter = shipped["MS032"]
    places = [place_of(matter, step) for step in matter.steps]
    assert places == [("steps", n) for n in range(len(matter.steps))]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ((), "整份内容"),
        (("form", "sections", 1, "fields", 0, "type"), "form.sections[1].fields[0].type"),
        (("steps", 0), "steps[0]"),
    ],
)
def test_a_place_is_written_as_people_find_it(path: Path, written: str) -> None:
    """Positions count from 0, as the editor shows them."""
    assert path_text(path) == written
