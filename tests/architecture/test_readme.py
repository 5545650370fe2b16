"""README is the map: what it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TOPS = ("flows", "matters", "storage", "ui", "tests", ".docs")
NAMED = sorted(set(re.findall(r"`((?:" + "|".join(map(re.escape, TOPS)) + r")/[\w./*<>-]*)", README)))
RECORDS = sorted((ROOT / ".docs" / "adr").glob("[0-9]*.md"))


def test_the_map_names_paths() -> None:
    """Else the tests below would try nothing."""
    assert len(NAMED) > 60
    assert len(RECORDS) > 10


@pytest.mark.parametrize("path", NAMED)
def test_what_the_map_names_is_there(path: str) -> None:
    """A file or folder that was moved takes its line in README along; `<…>` stands for a name one chooses."""
    parent, _, name = path.rpartition("/")
    wanted = re.sub(r"<[^>]*>", "*", name)
    assert (ROOT / parent).is_dir(), f"README names {path}: {parent} is not there"
    assert not wanted or any((ROOT / parent).glob(wanted)), f"README names {path}, which is not there"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_record_says_when_why_and_what_follows(record: Path) -> None:
    """Number, date, status and the three parts, and it stands in the list of the folder."""
    text = record.read_text("utf-8")
    assert text.startswith(f"# {int(record.stem[:4])}. ")
    assert re.search(r"^20\d\d-\d\d-\d\d · (accepted|superseded by \d+)$", text, flags=re.M)
    assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences"))
    assert f"]({record.name})" in (record.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_what_a_decision_record_names_is_there(record: Path) -> None:
    """While it is in force; a superseded one may tell of what was."""
    text = record.read_text("utf-8")
    if "· accepted" in text:
        named = re.findall(r"`((?:flows|matters|storage|ui)/[\w./]+)`", text)
        assert [path for path in named if not (ROOT / path).exists()] == []
