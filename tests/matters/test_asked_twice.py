"""Every pair of matters is asked what both want of the same applicant, and what one wants that the other issues."""

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matters.asked_twice import AskedTwice, asked_of_applicants, asked_twice
from matters.language.document import Definition
from storage.definitions.catalog import shipped_definitions

SHIPPED = {matter.code: matter for matter in shipped_definitions()}
PLAIN = SHIPPED["MS032"]
OWN = {"kind": "own_body", "note": "受理机构自行核对。"}


def _asking(code: str, *names: str, source: dict[str, Any] | None = None) -> Definition:
    """A matter of that code, else as it ships or like another, whose materials are called so."""
    said = SHIPPED.get(code, PLAIN).model_dump(mode="json", by_alias=True, exclude_unset=True)
    materials = [
        {"id": f"m{n}", "name": name, "source": source or {"kind": "applicant"}, "trust": "C"}
        for n, name in enumerate(names)
    ]
    return Definition.model_validate({**said, "code": code, "materials": materials})


def test_what_the_shipped_catalogue_asks_twice_is_known() -> None:
    """A further one is a defect of the matter that brings it: let it be fetched, or say here why it is not."""
    assert asked_twice(SHIPPED.values()) == (
        AskedTwice("MS001", "MS002", "可行性研究报告", "asked"),
        AskedTwice("MS003", "MS053", "网络安全等级保护备案证明", "issued"),
    )


def test_what_the_administration_holds_is_not_asked() -> None:
    """Only what the applicants of both hand in is asked twice."""
    asked, held = _asking("XX001", "营业执照"), _asking("XX002", "营业执照", source=OWN)
    assert asked_twice([asked, held]) == ()
    assert asked_of_applicants(held) == ()


def test_a_result_is_told_by_the_name_it_goes_by_and_kinds_of_paper_are_not() -> None:
    """“批复” stands in the names of papers of any body; a paper that is refused is nobody's material."""
    issuer = SHIPPED["MS053"]
    wanted = _asking("XX001", "等级保护备案证明（复印件）", "上级批复", "不予备案通知书")
    assert [found.material for found in asked_twice([wanted, issuer])] == ["等级保护备案证明（复印件）"]


def test_a_matter_may_ask_for_its_own_result() -> None:
    """A renewal needs what it renews: pairs are of two matters."""
    renewed = _asking("MS053", "等级保护备案证明")
    assert renewed.outcome == SHIPPED["MS053"].outcome
    assert asked_twice([renewed]) == ()


NAMES = st.lists(st.sampled_from("甲乙丙丁"), max_size=4, unique=True)


@given(st.lists(NAMES, max_size=4), st.randoms(use_true_random=False))
def test_each_pair_is_told_once_whatever_the_order(asked: list[list[str]], random: Random) -> None:
    """As many as the pairs have names in common, and all of them asked by both."""
    matters = [_asking(f"XX00{n}", *names) for n, names in enumerate(asked)]
    shuffled = random.sample(matters, len(matters))
    found = asked_twice(shuffled)
    common = sum(len({*one} & {*other}) for n, one in enumerate(asked) for other in asked[n + 1 :])
    assert len(found) == len(set(found)) == common
    assert set(found) == set(asked_twice(matters))
    assert all(twice.matter < twice.other for twice in found)
