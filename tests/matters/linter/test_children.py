"""Matters that begin others: each rule fires for its own defect, in the definition alone or between it and the other.

Covers: matters/language/begun_cases.py
"""

import re
from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings, findings_among
from matters.linter.finding import Finding
from matters.linter.runnable import not_runnable
from tests.matters.family import sub_matter, with_stops
from tests.matters.stories import varied

CHILD, FOLLOWER = "TX901", "TX902"
ALL = (
    "purpose",
    "vehicle_use",
    "depart_at",
    "return_at",
    "destination",
    "passengers",
    "out_of_city",
    "out_of_city_reason",
    "contact",
    "contact_phone",
    "pledge",
)
HANDS: dict[str, Any] = {"fields": {name: name for name in ALL}, "materials": {"notice": "notice"}}
BACK = {"result": "ended", "number": "number", "fields": {"plate": "brought"}}
Change = Callable[[dict[str, Any]], None]


def parent(shipped: dict[str, Definition], change: Change = lambda step: None, **step: Any) -> Definition:  # noqa: ANN401
    """派车 that begins another 派车 before it is decided, with everything that one asks; the step changed."""
    made = sub_matter(hands_over={**HANDS, "fields": dict(HANDS["fields"])}, takes_back={**BACK}, **step)
    change(made)

    def add(document: dict[str, Any]) -> None:
        office = {"type": "text", "filled_by": "office", "required": "optional"}
        fields = document["form"]["sections"][0]["fields"]
        fields += [{"id": name, "label": f"带回{name}", **office} for name in ("ended", "number", "brought")]
        document["steps"].insert(1, made)
        document["golden"] = document["golden"][:1]

    return varied(with_stops(shipped["MS032"]), add)


def child(shipped: dict[str, Definition], code: str = CHILD, change: Change = lambda document: None) -> Definition:
    """派车 under another code."""

    def renamed(document: dict[str, Any]) -> None:
        document["code"] = code
        change(document)

    return varied(shipped["MS032"], renamed)


def among(matter: Definition, *others: Definition) -> list[Finding]:
    """What is wrong, these matters being in force."""
    known = {other.code: other for other in others}
    return [one for one in findings_among(matter, known.get) if one.severity == "error" or one.rule == "maybe_not_told"]


def test_what_fits_is_clean(shipped: dict[str, Definition]) -> None:
    """All that is asked is handed over, and what comes back has its place; it runs."""
    made = parent(shipped)
    assert among(made, child(shipped)) == []
    assert not_runnable(made) == ()


def swap(key: str, **parts: Any) -> Change:  # noqa: ANN401
    """Some parts of the step's hands_over or takes_back are others."""

    def change(step: dict[str, Any]) -> None:
        step[key] = {**step[key], **parts}

    return change


def rename(part: str, name: str, to: str | None) -> Change:
    """A field or material of the other matter is told of by another name, or not at all."""

    def change(step: dict[str, Any]) -> None:
        said = dict(step["hands_over"][part])
        source = said.pop(name)
        if to:
            said[to] = source
        step["hands_over"] = {**step["hands_over"], part: said}

    return change


def source(name: str, own: str) -> Change:
    """The other matter's field is told from another own one."""

    def change(step: dict[str, Any]) -> None:
        step["hands_over"]["fields"][name] = own

    return change


# Of several matters in a row; they have tests of their own.
IN_A_ROW = {"begins_itself", "begins_too_deep"}
OWN_DEFECTS: dict[str, Change] = {
    "handing_unknown": source("purpose", "porpoise"),
    "taken_back_place": swap("takes_back", fields={"purpose": "purpose"}),
    "taken_back_kind": swap("takes_back", result="people"),
    "too_many_rows": lambda step: step.update(per_row="stops"),
    "refuses_after_decision": lambda step: None,
    "ends_after_decision": lambda step: step.update(on_refusal="go_on", on_withdrawal="end"),
}


@pytest.mark.parametrize("rule", OWN_DEFECTS)
def test_each_defect_of_a_step_is_found(shipped: dict[str, Definition], rule: str) -> None:
    """From the definition alone, and told with its place and a mend."""
    made = parent(shipped, OWN_DEFECTS[rule])

    def spoil(document: dict[str, Any]) -> None:
        if rule == "too_many_rows":
            document["form"]["sections"][0]["fields"][-4]["at_most"] = 500
        if rule == "taken_back_kind":
            people = {"id": "people", "label": "人数", "type": "integer", "filled_by": "office", "required": "optional"}
            document["form"]["sections"][0]["fields"].append(people)
        if rule in ("refuses_after_decision", "ends_after_decision"):
            document["steps"].insert(-1, document["steps"].pop(1))

    found = [one for one in findings(varied(made, spoil)) if one.severity == "error"]
    assert rule in {one.rule for one in found}
    assert all(re.match(r"steps\[\d\]", one.target) and "请" in one.message for one in found if one.rule == rule)


def test_what_comes_back_has_a_place_that_nobody_else_fills(shipped: dict[str, Definition]) -> None:
    """Not what the applicant answers, not a column that must be filled at filing, and not what was told."""
    wrong: dict[str, Change] = {
        "filled_by: office": swap("takes_back", fields={"plate": "purpose"}),
        "required: optional": swap("takes_back", result="place"),
        "已移交给子事项": source("purpose", "ended"),
    }
    for message, change in wrong.items():
        found = findings(parent(shipped, change, per_row="stops"))
        assert [one for one in found if one.rule == "taken_back_place" and message in one.message], message
    into_a_row = parent(shipped, swap("takes_back", fields={"plate": "brought", "driver": "outcome"}), per_row="stops")
    assert not [one for one in findings(into_a_row) if one.severity == "error"]


OTHER_DEFECTS: dict[tuple[str, str], tuple[Change, Change]] = {
    ("begins_offline", "it is handled off line"): (
        lambda step: None,
        lambda document: document["guide"].update(
            access={"kind": "offline", "why": "classified", "basis": "保密规定", "pointer": "线下办理。"}
        ),
    ),
    ("handing_unasked", "no such field"): (rename("fields", "purpose", "porpoise"), lambda _: None),
    ("handing_unasked", "the office fills it"): (swap("hands_over", fields={"plate": "contact"}), lambda _: None),
    ("handing_unasked", "no such material"): (rename("materials", "notice", "letter"), lambda _: None),
    ("handing_unasked", "nothing to bring back"): (swap("takes_back", fields={"plates": "brought"}), lambda _: None),
    ("handing_kind", "another kind"): (source("passengers", "purpose"), lambda _: None),
    ("handing_kind", "a pledge is made by a person"): (swap("hands_over", fixed={"pledge": True}), lambda _: None),
    ("handing_kind", "no such option"): (swap("hands_over", fixed={"vehicle_use": "parade"}), lambda _: None),
    ("handing_kind", "a larger file"): (lambda step: None, lambda doc: doc["materials"][0].update(max_megabytes=1)),
    ("handing_kind", "brought back into another kind"): (
        swap("takes_back", fields={"passengers": "brought"}),
        lambda _: None,
    ),
    ("not_told", "a field it demands"): (rename("fields", "purpose", None), lambda _: None),
    ("not_told", "a material it demands"): (
        rename("materials", "notice", None),
        lambda doc: doc["materials"][0].update(required="always"),
    ),
    ("not_told", "a person whom the applicant chooses"): (
        lambda step: None,
        lambda doc: doc["steps"][1].update(
            who={"by": "choice", "chooser": "applicant", "post": "vehicle_chief", "of": {"body": "owner"}}
        ),
    ),
    ("maybe_not_told", "what it may demand"): (rename("fields", "out_of_city_reason", None), lambda _: None),
}


@pytest.mark.parametrize(("rule", "why"), [*OTHER_DEFECTS])
def test_each_defect_between_two_matters_is_found(shipped: dict[str, Definition], rule: str, why: str) -> None:
    """With the other matter at hand, and told with its place and a mend."""
    step, document = OTHER_DEFECTS[rule, why]
    found = among(parent(shipped, step), child(shipped, change=document))
    assert rule in {one.rule for one in found}, why
    assert all(one.target.startswith("steps[1].") and "请" in one.message for one in found)


def chained(matter: Definition, follower: str) -> Definition:
    """The matter followed by another one, which is told all it asks."""

    def add(document: dict[str, Any]) -> None:
        granted = next(result for result in document["outcome"]["results"] if result["on"] == "granted")
        granted["follow_up"] = {"matter": follower, "hands_over": HANDS}

    return varied(matter, add)


def beginning(shipped: dict[str, Definition], code: str, begins: str) -> Definition:
    """A matter of that code with a step that begins another one."""
    return parent(shipped, matter=begins).model_copy(update={"code": code})


def test_a_matter_must_not_come_back_to_itself(shipped: dict[str, Definition]) -> None:
    """At once, by another one, or along a chain; a chain that ends is no circle."""
    itself = parent(shipped, matter="MS032")
    other = beginning(shipped, CHILD, "MS032")
    back = chained(child(shipped), "MS032")
    for matter, others in ((itself, ()), (parent(shipped), (other,)), (parent(shipped), (back,))):
        assert "begins_itself" in {one.rule for one in among(matter, *others)}
    ends = chained(child(shipped), FOLLOWER)
    assert among(chained(parent(shipped), FOLLOWER), ends, child(shipped, FOLLOWER)) == []


def test_sub_matters_are_begun_three_deep_at_most(shipped: dict[str, Definition]) -> None:
    """Each a step of the one above."""
    row = [beginning(shipped, f"TX91{n}", f"TX91{n + 1}") for n in range(4)]
    last = child(shipped, "TX914")
    assert among(row[1], *row, last) == []
    assert {one.rule for one in among(row[0], *row, last)} == {"begins_too_deep"}
