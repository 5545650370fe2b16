"""Time in the linter: each defect of how far a limit may be moved is told by its own rule."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings
from tests.matters.forked import OWNER
from tests.matters.linter.test_people import OUT, look
from tests.matters.stories import varied

Document = dict[str, Any]
Change = Callable[[Document], Any]
HEAD = {"by": "head", "of": {"body": "owner"}}
DAY = {"kind": "working_days", "days": 1}
MORE = {"at_most_days": 1, "approved_by": HEAD}


def clock(**parts: Any) -> Change:  # noqa: ANN401 - parts of a clock
    """The clock with these parts."""
    return lambda document: document["clock"].update(parts)


def extended_by(days: int) -> Change:
    """By so many days, where the law gives twenty."""

    def change(document: Document) -> None:
        document["clock"]["legal"] = {"kind": "working_days", "days": 20}
        document["extension"] = {**MORE, "at_most_days": days}

    return change


def told_by_paper(extension: Document | None, on: str = "extended") -> Change:
    """A paper tells the applicant by how many days the case was extended."""

    def change(document: Document) -> None:
        papers = document["outcome"]["papers"]
        if on == "extended":
            acceptance = next(paper for paper in papers if paper["on"] == "accepted")
            blocks = [{"text": "延长{extended_days}个工作日，事由：{extension_ground}，办结期限{due_on}。"}]
            papers.append(
                {
                    **acceptance,
                    "id": "longer",
                    "name": "延长期限告知书",
                    "title": "延长期限告知书",
                    "on": on,
                    "blocks": blocks,
                }
            )
        else:
            paper = next(paper for paper in papers if paper["on"] == on)
            paper["blocks"].append({"text": "曾延长{extended_days}个工作日。"})
        if extension:
            document["extension"] = extension

    return change


def of_a_day(document: Document) -> None:
    """Done the same day, and extended."""
    document["guide"]["case_type"] = "immediate"
    document |= {"extension": MORE}
    document["clock"]["promised"] = {"kind": "at_once"}
    for step in document["steps"]:
        step.pop("limit", None)


def from_step(step_id: str, *, drawn: bool = False) -> Change:
    """The clock begins after that step; a review stands on the main row and another in a branch. `drawn`: on papers before."""

    def change(document: Document) -> None:
        inside, after = (look("review", OWNER) | {"id": one, "name": one} for one in ("inside", "after"))
        fork: Document = {"id": "fork", "name": "分支", "kind": "exclusive", "otherwise": []}
        fork["branches"] = [{"id": "far", "name": "远", "when": OUT, "steps": [inside]}]
        document["steps"][1:1] = [fork, after]
        document["clock"]["starts"] = {"step": step_id}
        for paper in document["outcome"]["papers"]:
            if paper["on"] == "accepted" and not drawn:
                paper["blocks"] = [{"text": "收悉。"}]

    return change


def from_field(**field: Any) -> Change:  # noqa: ANN401 - parts of a field
    """The clock begins on a day that the form says."""

    def change(document: Document) -> None:
        document["form"]["sections"][0]["fields"].append({"id": "day", "label": "日期", "type": "date", **field})
        document["clock"]["starts"] = {"field": "day"}
        if field.get("filled_by") == "office":
            document["steps"][1].setdefault("rights", {}).setdefault("edit", []).append("day")

    return change


def of_a_situation_from_filing(document: Document) -> None:
    """Which limit it has is known at the acceptance, and counted from the filing."""
    limits = {"cases": [{"when": {"filled": "plate"}, "limit": DAY}], "otherwise": DAY}
    document["clock"] |= {"starts": "submitted", "promised": {"kind": "by_case", **limits}}


LIMITS: dict[str, Change] = {
    "start_uncertain": from_step("inside"),
    "start_out_of_place": from_step("accept"),
    "start_unknown": from_field(required="optional"),
    "due_before_start": from_step("after", drawn=True),
    "extension_of_a_day": of_a_day,
    "extension_beyond_law": extended_by(21),
    "paper_never_issued": told_by_paper(None),
    "no_extension": told_by_paper(MORE, on="granted"),
}
RIGHT: dict[str, Change] = {
    "counted from a step": from_step("after"),
    "counted from what has branches": from_step("fork"),
    "counted from a day that is said": from_field(),
    "counted from the filing": clock(starts="submitted"),
    "half as long again": extended_by(10),
    "the applicant is told on paper": told_by_paper(MORE),
}


@pytest.mark.parametrize("rule", LIMITS)
def test_each_defect_fires_its_own_rule_alone(shipped: dict[str, Definition], rule: str) -> None:
    """With what mends it."""
    found = findings(varied(shipped["MS032"], LIMITS[rule]))
    assert {finding.rule for finding in found} == {rule}
    assert all("请" in finding.message for finding in found)


@pytest.mark.parametrize(
    "change", [from_field(filled_by="office", required="optional"), of_a_situation_from_filing, from_step("decide")]
)
def test_what_is_known_too_late_is_told_too(shipped: dict[str, Definition], change: Change) -> None:
    """A day or a situation that the office fills in after the clock has begun; a step by which the case is decided."""
    (found,) = findings(varied(shipped["MS032"], change))
    assert found.rule in ("start_unknown", "limit_unknown", "start_out_of_place")


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_let_be(shipped: dict[str, Definition], name: str) -> None:
    """Without a word."""
    assert findings(varied(shipped["MS032"], RIGHT[name])) == ()
