"""Rosters in the linter: each defect of what declares, writes and reads one is told by its own rule, with a mend."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings
from matters.linter.rosters import across
from matters.linter.runnable import not_runnable
from tests.matters.rostered import entering, giving
from tests.matters.stories import varied

Change = Callable[[dict[str, Any]], Any]


def roster(**parts: Any) -> Change:  # noqa: ANN401
    """The roster says something else."""
    return lambda document: document["rosters"][0].update(parts)


def column(number: int, **parts: Any) -> Change:  # noqa: ANN401
    """One of its columns does."""
    return lambda document: document["rosters"][0]["columns"][number].update(parts)


def write(number: int = 0, **parts: Any) -> Change:  # noqa: ANN401
    """One of its writes does; what is nothing is left out."""

    def change(document: dict[str, Any]) -> None:
        said = document["outcome"]["results"][0]["writes"][number]
        said.update(parts)
        for name in [name for name, value in parts.items() if value is None]:
            said.pop(name)

    return change


def asks(**parts: Any) -> Change:  # noqa: ANN401
    """The field that names an entry says something else."""
    return lambda document: document["form"]["sections"][0]["fields"][1].update(parts)


def field(number: int, **parts: Any) -> Change:  # noqa: ANN401
    """Another field does."""
    return lambda document: document["form"]["sections"][0]["fields"][number].update(parts)


def denied(document: dict[str, Any]) -> None:
    """The same is written where the matter is refused."""
    granted, refused = document["outcome"]["results"]
    refused["writes"] = granted["writes"]


ROW = {"plate": "plate", "model": "model", "seats": "seats"}
# Defects of the matter that keeps the roster.
KEEPING: dict[str, list[Change]] = {
    "duplicate_id": [column(1, id="plate")],
    "roster_column": [
        column(1, type="computed", value={"value": 1}),
        column(1, filled_by="office"),
        column(1, prefill={"applicant": "body_name"}),
    ],
    "roster_key": [roster(key=["number"]), column(0, required="optional"), roster(key=["state"])],
    "roster_belongs": [roster(belongs="model"), roster(belongs="body")],
    "roster_on_denied": [denied],
    "roster_source": [write(values={**ROW, "state": "states"}), write(values={**ROW, "state": "list"})],
    "roster_entry": [write(entry="reason")],
    "roster_values": [write(values={})],
    "roster_column_unknown": [write(values={**ROW, "colour": "model"})],
    "roster_type": [write(values={**ROW, "state": "seats"})],
    "roster_sensitivity": [column(2, sensitivity="personal"), column(1, sensitivity="work_secret")],
    "roster_unwritten": [write(values={"plate": "plate", "model": "model"}), column(3, required="always")],
}
# Defects of the matter that reads it and writes it.
READING: dict[str, list[Change]] = {
    "copied_nowhere": [asks(copies={"model": "modell"})],
    "copied_apart": [field(2, filled_by="office", required="optional")],
    "roster_entry": [write(entry=None), write(entry="reason"), write(of={"body": "applicant"})],
    "roster_values": [write(values={"state": "state"}), write(1, values={})],
}
ACROSS: dict[str, list[Change]] = {
    "roster_column_unknown": [asks(copies={"colour": "model"}), write(1, values={"colour": "state"})],
    "roster_type": [asks(copies={"seats": "model"}), write(1, values={"seats": "state"})],
    "roster_key_changed": [write(1, values={"plate": "state"})],
}

UNSEEN = "roster_unseen"


@pytest.fixture(scope="module")
def like(shipped: dict[str, Definition]) -> Definition:
    """What both are made from."""
    return shipped["MS032"]


def told(matter: Definition) -> set[str]:
    """The rules that fire."""
    return {one.rule for one in findings(matter)} - {"online_incomplete"}  # both have lost their golden cases


def test_both_are_clean(like: Definition) -> None:
    """Nothing is wrong with either, together or alone, and the engine runs all of it."""
    keeps, reads = entering(like), giving(like)
    assert (told(keeps), told(reads), [*not_runnable(keeps), *not_runnable(reads)]) == (set(), set(), [])
    assert [*across(reads, {one.id: one for one in keeps.rosters})] == []


@pytest.mark.parametrize("rule", KEEPING)
def test_a_defect_of_who_keeps_it_is_told(like: Definition, rule: str) -> None:
    """By its rule, with a mend."""
    for change in KEEPING[rule]:
        found = [one for one in findings(varied(entering(like), change)) if one.rule == rule]
        assert found
        assert all("请" in one.message for one in found)


@pytest.mark.parametrize("rule", READING)
def test_a_defect_of_who_reads_it_is_told(like: Definition, rule: str) -> None:
    """Without the matter that keeps it."""
    for change in READING[rule]:
        found = [one for one in findings(varied(giving(like), change)) if one.rule == rule]
        assert found
        assert all("请" in one.message for one in found)


@pytest.mark.parametrize("rule", ACROSS)
def test_a_defect_between_both_is_told(like: Definition, rule: str) -> None:
    """With the roster at hand as it is declared elsewhere."""
    declared = {one.id: one for one in entering(like).rosters}
    for change in ACROSS[rule]:
        matter = varied(giving(like), change)
        found = [one for one in across(matter, declared) if one.rule == rule]
        assert found
        assert all("请" in one.message for one in found)


def test_what_an_applicant_cannot_see_he_cannot_choose(like: Definition) -> None:
    """A roster that only its keepers see is named by the office."""
    kept = varied(entering(like), roster(seen_by="keepers"))
    found = [one.rule for one in across(giving(like), {one.id: one for one in kept.rosters})]
    assert found == [UNSEEN]
