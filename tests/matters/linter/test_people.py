"""People and routes in the linter: each defect of who acts before acceptance, and for which bodies, is told by its own rule."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings
from tests.matters.forked import EXCEPTIONS, OWNER
from tests.matters.stories import varied

Document = dict[str, Any]
Change = Callable[[Document], Any]
ABOVE = {"superior_of": {"body": "applicant"}}
WITHOUT = {"passes": "不涉及其他单位"}


def look(kind: str, of: object, **more: Any) -> Document:  # noqa: ANN401
    """A step of the head of that body."""
    return {
        "id": "look",
        "name": "复核",
        "kind": kind,
        "who": {"by": "head", "of": of},
        "exceptions": EXCEPTIONS,
        **more,
    }


def sign(if_none: object) -> Document:
    """Signed by the head of each of the bodies."""
    signers = [{"by": "head", "of": {"each": "asked", "if_none": if_none}}]
    vote = {"vote": {"rule": "all"}, "refusal": "collect_all"}
    return {"id": "sign", "name": "会签", "kind": "countersign", "signers": signers, "exceptions": EXCEPTIONS, **vote}


def among(at: int, *steps: Document, **field: Any) -> Change:  # noqa: ANN401
    """The steps stand there; the form asks for bodies where that is said."""

    def change(document: Document) -> None:
        document["steps"][at:at] = steps
        if field:
            asked = {"id": "asked", "label": "会签单位", "type": "bodies", "required": "optional", **field}
            document["form"]["sections"][0]["fields"].append(asked)

    return change


NAMED = {"filled_by": "office"}
FAR = {"filled": "plate"}  # which car goes is filled in by the office
OUT = {"compare": "equals", "left": {"field": "out_of_city"}, "right": {"value": True}}


def owned(when: Document, of: object) -> Change:
    """Another body accepts in that situation."""
    return lambda document: document["guide"]["owner"].update(by_case=[{"when": when, "of": of}])


PEOPLE: dict[str, Change] = {
    "prior_review_late": among(1, look("prior_review", ABOVE)),
    "prior_review_by_owner": among(0, look("prior_review", OWNER)),
    "each_out_of_place": among(1, look("review", {"each": "asked", "if_none": WITHOUT}), at_most=3),
    "owner_known_late": owned(FAR, ABOVE),
    "owner_by_itself": owned(OUT, {"superior_of": {"body": "owner"}}),
    "named_too_late": among(1, sign(WITHOUT), look("review", OWNER, rights={"edit": ["asked"]}), **NAMED),
    "none_refused_late": among(1, sign("refuse"), at_most=3),
}
RIGHT: dict[str, Change] = {
    "before acceptance": among(0, look("prior_review", ABOVE)),
    "the applicant names them": among(1, sign("refuse"), required="always"),
    "another body accepts": owned(OUT, ABOVE),
    "nobody has to be named": among(1, sign(WITHOUT), at_most=3),
    "an officer names them": among(
        1, look("review", OWNER, rights={"edit": ["asked"], "required": ["asked"]}), sign("refuse"), **NAMED
    ),
}


@pytest.mark.parametrize("rule", PEOPLE)
def test_each_defect_fires_its_own_rule_alone(shipped: dict[str, Definition], rule: str) -> None:
    """With what mends it."""
    found = findings(varied(shipped["MS032"], PEOPLE[rule]))
    assert ({finding.rule for finding in found}, ["请" in finding.message for finding in found]) == ({rule}, [True])


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_let_be(shipped: dict[str, Definition], name: str) -> None:
    """Without a word."""
    assert findings(varied(shipped["MS032"], RIGHT[name])) == ()
