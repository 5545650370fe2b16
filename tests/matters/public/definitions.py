"""The definitions beside this module, by the code of their matter."""

from pathlib import Path

from matters.language.document import Definition
from matters.language.text.reading import read_definition

PUBLIC = sorted(Path(__file__).parent.glob("*.yaml"))


def matter_at(path: Path) -> Definition:
    """The definition in that file."""
    matter = read_definition(path.read_text("utf-8"), path.name)
    assert isinstance(matter, Definition), matter
    return matter


def public(code: str) -> Definition:
    """The definition of that matter."""
    return matter_at(next(path for path in PUBLIC if path.name.startswith(f"{code}.")))
