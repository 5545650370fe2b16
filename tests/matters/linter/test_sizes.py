"""How large a definition may be: the largest allowed is checked while its author waits, a larger one is refused at once."""

from datetime import datetime
from time import process_time

import pytest

from flows.checking import CheckedText, check_text
from matters.calendar import SHANGHAI, Calendar
from matters.linter.sizes import BOUNDS
from matters.organisation.snapshot import Organisation
from matters.trials.surroundings import Surroundings
from matters.world import World
from tests.matters.linter.large import large
from tests.sound import sound_template

SECONDS = 2.0
TEMPLATE = sound_template("XY001", "样例事项")
HOSTILE = {
    "80,000 keys": "".join(f"k{n}: 1\n" for n in range(80_000)),
    "unknown keys": TEMPLATE + "".join(f"k{n}: 1\n" for n in range(10_000)),
    "a list of lists": TEMPLATE.replace("aliases: []", f"aliases: [{'[],' * 10_000}]"),
    "steps without anything": TEMPLATE.replace("  - id: decide\n", "  - {kind: review}\n" * 3_000 + "  - id: decide\n"),
    "a megabyte of one word": f"name: {'秘 密' * 140_000}",
    "brackets": f"a: {'[' * 100_000}",
    "a mistake in every place": large(wrong=True),
}


def timed(text: str, organisation: Organisation, calendar: Calendar) -> tuple[CheckedText, float]:
    """The check, and how long the processor took for it; the better of two."""
    around = Surroundings(World(organisation, calendar, datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)), {}, organisation)
    took = []
    for _ in range(2):
        began = process_time()
        found = check_text(text, around)
        took.append(process_time() - began)
    return found, min(took)


def test_the_largest_allowed_is_checked_while_its_author_waits(organisation: Organisation, calendar: Calendar) -> None:
    """Nearly as much of everything as the bounds allow, golden cases included."""
    found, seconds = timed(large(), organisation, calendar)
    assert [remark.message for remark in found.remarks if remark.severity == "error"] == []
    assert found.definition
    filled = {bound.what: bound.count(found.definition) / bound.most for bound in BOUNDS}
    assert min(filled["填报项（含各列）"], filled["条件"]) > 1 / 3
    assert seconds < SECONDS


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_makes_the_check_slow(organisation: Organisation, calendar: Calendar, name: str) -> None:
    """However much there is and however wrong; no more is told than anybody reads, and that there is more."""
    found, seconds = timed(HOSTILE[name], organisation, calendar)
    assert not found.clean
    assert 1 <= len(found.remarks) <= 210
    assert seconds < SECONDS


@pytest.mark.parametrize(
    ("more", "what"),
    [({"fields": 200}, "填报项"), ({"steps": 30}, "环节"), ({"blocks": 130}, "段落"), ({"acts": 210}, "办理动作")],
)
def test_too_much_is_told_and_nothing_else_is_looked_at(
    organisation: Organisation, calendar: Calendar, more: dict[str, int], what: str
) -> None:
    """With the number and the bound."""
    found, _ = timed(large(**more), organisation, calendar)  # type: ignore[arg-type]
    assert any(what in remark.message and "最多" in remark.message for remark in found.remarks)
    assert {remark.severity for remark in found.remarks} == {"error"}
