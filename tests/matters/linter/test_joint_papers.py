"""Papers of several bodies in the linter: who has not been asked, and who is named twice."""

from collections.abc import Callable
from typing import Any

import pytest

from matters.language.document import Definition
from matters.linter import findings
from matters.linter.runnable import not_runnable
from tests.matters.linter.test_people import among, look
from tests.matters.stories import varied

Document = dict[str, Any]
FINANCE = {"duty": "finance", "level": "county"}


def sealed(*seals: Document, on: str = "granted", more: Callable[[Document], Any] = lambda _: None) -> Any:  # noqa: ANN401
    """The paper of that occasion has these seals; with `more` that is changed."""

    def change(document: Document) -> None:
        next(paper for paper in document["outcome"]["papers"] if paper["on"] == on)["seals"] = list(seals)
        more(document)

    return change


LEAD, OTHER = {"of": {"body": "owner"}}, {"of": FINANCE}
PAPERS = {
    "sealed_twice": sealed(LEAD, {"of": {"body": "owner"}, "kind": "special"}),
    "seal_unasked": sealed(LEAD, OTHER),
}


@pytest.mark.parametrize("rule", PAPERS)
def test_each_defect_of_several_seals_is_told(shipped: dict[str, Definition], rule: str) -> None:
    """By its own rule, with what to do."""
    (told,) = findings(varied(shipped["MS032"], PAPERS[rule]))
    assert (told.rule, "请" in told.message) == (rule, True)


def test_who_had_a_step_before_may_seal(shipped: dict[str, Definition]) -> None:
    """A step after the paper is drawn is too late; an acceptance notice has no step but acceptance before it."""
    asked = among(1, look("review", FINANCE))
    matter = varied(shipped["MS032"], sealed(LEAD, OTHER, more=asked))
    assert [*findings(matter), *not_runnable(matter)] == []
    (late,) = findings(varied(shipped["MS032"], sealed(LEAD, OTHER, on="accepted", more=asked)))
    assert late.rule == "seal_unasked"
