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
    assert len(NAMED) > 60, (
        "Name modules in README by their whole path between backticks, or mend the pattern of this test."
    )
    assert len(RECORDS) > 10, "Decision records lie in `.docs/adr/`, each under its number."


@pytest.mark.parametrize("path", NAMED)
def test_what_the_map_names_is_there(path: str) -> None:
    """A file or folder that was moved takes its line in README along; `<…>` stands for a name one chooses."""
    parent, _, name = path.rpartition("/")
    wanted = re.sub(r"<[^>]*>", "*", name)
    there = (ROOT / parent).is_dir() and (not wanted or any((ROOT / parent).glob(wanted)))
    assert there, f"README names {path}, which is not there: write where it is now, or take the line out."


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_record_says_when_why_and_what_follows(record: Path) -> None:
    """Number, date, status and the three parts, and it stands in the list of the folder."""
    text = record.read_text("utf-8")
    title, status = f"# {int(record.stem[:4])}. ", r"^20\d\d-\d\d-\d\d · (accepted|superseded by \d+)$"
    assert text.startswith(title), f"Begin {record.name} with “{title}” and its title."
    assert re.search(status, text, flags=re.M), (
        f"Write into {record.name} “date · accepted”, or by which it is superseded."
    )
    missing = [part for part in ("Context", "Decision", "Consequences") if f"**{part}.**" not in text]
    assert not missing, f"{record.name} lacks **{missing}.**"
    listed = f"]({record.name})" in (record.parent / "README.md").read_text("utf-8")
    assert listed, f"Add {record.name} to the list in .docs/adr/README.md."


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_what_a_decision_record_names_is_there(record: Path) -> None:
    """While it is in force; a superseded one may tell of what was."""
    text = record.read_text("utf-8")
    if "· accepted" in text:
        named = re.findall(r"`((?:flows|matters|storage|ui)/[\w./]+)`", text)
        gone = [path for path in named if not (ROOT / path).exists()]
        assert not gone, f"{record.name} names what is not there: correct the path, or supersede the record: {gone}"
