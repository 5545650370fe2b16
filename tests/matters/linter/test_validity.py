"""Where a period of validity (结果有效期) stands, and what may speak of it."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings
from tests.matters.stories import varied

Change = Callable[[dict[str, Any]], None]


def result(document: dict[str, Any], on: str) -> dict[str, Any]:
    """One of the two results."""
    return next(one for one in document["outcome"]["results"] if one["on"] == on)


def paper(document: dict[str, Any], on: str) -> dict[str, Any]:
    """The paper of an occasion."""
    return next(one for one in document["outcome"]["papers"] if one["on"] == on)


def _valid(on: str = "granted", **period: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        result(document, on)["validity"] = period

    return change


def _spoken_of(on: str, *, lasting: bool) -> Change:
    def change(document: dict[str, Any]) -> None:
        if lasting:
            result(document, "granted")["validity"] = {"years": 1}
        paper(document, on)["blocks"].append({"text": "有效期至{result_valid_until}。"})

    return change


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_valid("denied", years=1), "validity_of_denial"),
        (_valid(days=10), "reminder_too_early"),
        (_valid(days=30), "reminder_too_early"),
        (_valid(until_field="nowhere"), "unknown_field"),
        (_valid(until_field="passengers"), "field_kind"),
        (_spoken_of("granted", lasting=False), "no_validity"),
        (_spoken_of("denied", lasting=True), "no_validity"),
    ],
)
def test_what_cannot_be_meant_is_told(shipped: dict[str, Definition], change: Change, rule: str) -> None:
    """Each by its rule."""
    assert rule in {found.rule for found in findings(varied(shipped["MS032"], change))}


@pytest.mark.parametrize("change", [_valid(years=1), _valid(days=31), _spoken_of("granted", lasting=True)])
def test_what_can_be_meant_is_let_through(shipped: dict[str, Definition], change: Change) -> None:
    """No defect more than without it."""
    before = {found.rule for found in findings(shipped["MS032"]) if found.severity == "error"}
    assert {one.rule for one in findings(varied(shipped["MS032"], change)) if one.severity == "error"} == before
