"""What a recurring report must have, and what no other filing can speak of."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.linter import findings
from tests.matters.public.definitions import public
from tests.matters.stories import varied

Change = Callable[[dict[str, Any]], None]
EARLY = {"when": {"filled": "issued"}, "of": {"body": "applicant"}}


def rule(**parts: object) -> Change:
    """The report with that of it said otherwise."""
    return lambda document: document["recurring"].update(parts)


def at(*path: str, **parts: object) -> Change:
    """That part of the definition said otherwise."""

    def change(document: dict[str, Any]) -> None:
        for key in path:
            document = document[key]
        document.update(parts)

    return change


def without_period(document: dict[str, Any]) -> None:
    """It speaks of a period, and falls due for none."""
    del document["recurring"]


def with_a_sensitive_sum(document: dict[str, Any]) -> None:
    """What is added up is nobody's business."""
    document["form"]["sections"][1]["fields"][3]["sensitivity"] = "personal"


OFFLINE = {"kind": "offline", "why": "classified", "basis": "样例依据", "pointer": "到样例中心报送。"}
DEFECTS: tuple[tuple[Change, str], ...] = (
    (rule(since="2026-02-01"), "report_since"),
    (rule(every="month", due={"day": 5, "month": 2}, since="2026-02-01"), "report_due"),
    (rule(owes={"kinds": ["court"]}), "report_owed_by_nobody"),
    (rule(owes={"levels": ["province"]}), "report_owed_by_nobody"),
    (rule(sums=["nowhere"]), "unknown_field"),
    (rule(sums=["nothing_said"]), "field_kind"),
    (rule(sums=["documents"]), "field_kind"),
    (at("guide", "owner", by_case=[EARLY]), "report_owner"),
    (at("clock", window={"opens": "01", "closes": "10"}), "report_window"),
    (without_period, "no_report_period"),
    (with_a_sensitive_sum, "report_sum_sensitive"),
    (at("guide", access=OFFLINE), "report_offline"),
)
REPORTS = frozenset(wanted for _, wanted in DEFECTS) - {"unknown_field", "field_kind"}


@pytest.mark.parametrize(("change", "wanted"), DEFECTS)
def test_a_defect_is_told(change: Change, wanted: str) -> None:
    """By its rule, with what to do; the matter as it is has none."""
    matter = public("MR146")
    assert wanted not in {one.rule for one in findings(matter)}
    found = {one.rule: one.message for one in findings(varied(matter, change))}
    assert wanted in found
    assert "请" in found[wanted]


def test_a_matter_that_is_no_report_has_none_of_it() -> None:
    """The rules ask nothing of it."""
    found = {one.rule for one in findings(public("MR047"))}
    assert not any(rule.startswith("report_") for rule in found)
