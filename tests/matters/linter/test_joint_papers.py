"""Papers in the linter: of several bodies, of a step on the way, and for each row of a table.

Covers: matters/linter/papers_besides.py
"""

from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings
from matters.linter.runnable import not_runnable
from tests.matters.linter.test_people import among, look
from tests.matters.papered import CARS, paper
from tests.matters.stories import varied

Document = dict[str, Any]
FINANCE = {"duty": "finance", "level": "county"}


def sealed(*seals: Document, on: str = "granted", more: Callable[[Document], Any] = lambda _: None) -> Any:  # noqa: ANN401
    """The paper of that occasion has these seals; with `more` that is changed."""

    def change(document: Document) -> None:
        next(paper for paper in document["outcome"]["papers"] if paper["on"] == on)["seals"] = list(seals)
        more(document)

    return change


def besides(*, more: Callable[[Document], Any] = lambda _: None, **rule: Any) -> Any:  # noqa: ANN401
    """A further paper, and a table of cars in the form; with `more` that is changed."""

    def change(document: Document) -> None:
        document["form"]["sections"][0]["fields"].append(CARS)
        document["outcome"]["papers"].append(paper("extra", **rule))
        more(document)

    return change


LEAD, OTHER = {"of": {"body": "owner"}}, {"of": FINANCE}
DEFECTS = {
    "sealed_twice": sealed(LEAD, {"of": {"body": "owner"}, "kind": "special"}),
    "seal_unasked": sealed(LEAD, OTHER),
    "paper_at_step": besides(on="step", at="decide"),
    "seal_of_step": besides(on="step", at="look", more=among(1, look("review", FINANCE))),
    "rows_paper_occasion": besides(on="concluded", per_row="cars"),
}
PAPERS = frozenset(DEFECTS)


@pytest.mark.parametrize("rule", DEFECTS)
def test_each_defect_of_several_seals_is_told(shipped: dict[str, Definition], rule: str) -> None:
    """By its own rule, with what to do."""
    (told,) = findings(varied(shipped["MS032"], DEFECTS[rule]))
    assert (told.rule, "请" in told.message) == (rule, True)


def test_who_had_a_step_before_may_seal(shipped: dict[str, Definition]) -> None:
    """A step after the paper is drawn is too late; an acceptance notice has no step but acceptance before it."""
    asked = among(1, look("review", FINANCE))
    matter = varied(shipped["MS032"], sealed(LEAD, OTHER, more=asked))
    assert [*findings(matter), *not_runnable(matter)] == []
    (late,) = findings(varied(shipped["MS032"], sealed(LEAD, OTHER, on="accepted", more=asked)))
    assert late.rule == "seal_unasked"


def blocks(*made: Document, **rule: Any) -> Any:  # noqa: ANN401
    """A further paper with these blocks."""
    return besides(**rule, blocks=list(made))


ROW: Document = {"on": "granted", "per_row": "cars"}


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (
            blocks(
                {"text": "{which}，{price:in_words}。", "when": {"filled": "price"}},
                {"facts": ["which", "price"]},
                **ROW,
            ),
            set(),
        ),
        (blocks({"text": "{which}。"}, on="concluded"), {"unknown_placeholder", "one_paper_per_occasion"}),
        (blocks({"facts": ["which"]}, **ROW | {"per_row": None}), {"unknown_field", "one_paper_per_occasion"}),
        (blocks({"text": "{price}。"}, **ROW), {"placeholder_may_be_blank"}),
        (blocks({"text": "请查收。"}, on="granted", per_row="purpose"), {"field_kind"}),
        (blocks({"text": "{due_on}，{decided_on}。"}, on="step", at="dispatch"), {"placeholder_too_early"}),
        (blocks({"text": "请查收。"}, on="step", at="nowhere"), {"unknown_step"}),
    ],
)
def test_a_paper_for_each_row_names_its_columns(shipped: dict[str, Definition], change: Any, rules: set[str]) -> None:  # noqa: ANN401
    """And no other paper does; what comes with a step knows no decision."""
    found = {one.rule for one in findings(varied(shipped["MS032"], change))}
    assert found - {"paper_at_step"} == rules


def test_a_result_has_a_paper_of_the_case(shipped: dict[str, Definition]) -> None:
    """One for each row comes besides it."""

    def change(document: Document) -> None:
        besides(**ROW)(document)
        next(one for one in document["outcome"]["results"] if one["on"] == "granted")["paper"] = "extra"

    assert "result_paper" in {one.rule for one in findings(varied(shipped["MS032"], change))}


def test_on_step_and_at_go_together(shipped: dict[str, Definition]) -> None:
    """Told where the document is read."""
    rules: tuple[Document, ...] = ({"on": "step"}, {"on": "granted", "at": "decide", "per_row": "cars"})
    for rule in rules:
        with pytest.raises(ValueError, match="at 写明是哪个环节"):
            varied(shipped["MS032"], besides(**rule))
