"""The definition as one document: what its digest says, and how its parts are found."""

import pytest

from matters.language.clock import LATE_MATERIALS
from matters.language.document import Definition


def test_what_says_no_more_than_the_default_changes_nothing_published(shipped: dict[str, Definition]) -> None:
    """A new part of the language leaves the digests of all published versions as they are; another word does not."""
    matter = shipped["MS032"]
    spelt = Definition.model_validate(matter.model_dump(mode="json", by_alias=True))
    assert spelt.digest == matter.digest
    assert matter.model_copy(update={"name": "别的事项"}).digest != matter.digest


def test_a_copy_finds_its_own_parts(shipped: dict[str, Definition]) -> None:
    """What was looked up in the original is not remembered for a copy that says something else."""
    matter = shipped["MS032"]
    assert matter.fields
    bare = matter.model_copy(update={"form": None, "steps": matter.steps[:1]})
    assert (bare.fields, bare.computed) == ((), ())
    assert [bare.find_step(step.id) is not None for step in matter.steps[:2]] == [True, False]


def test_an_id_from_outside_may_name_nothing(shipped: dict[str, Definition]) -> None:
    """Asked with care it is told so; asked as a part of the definition it is a fault."""
    matter = shipped["MS032"]
    assert (matter.field("no"), matter.material("no"), matter.find_step("no"), matter.duty("no")) == (None,) * 4
    assert matter.columns("no") == matter.columns(None) == {}
    assert matter.label("no") == "no"
    with pytest.raises(KeyError):
        matter.step("no")


def test_people_call_parts_by_their_names(shipped: dict[str, Definition]) -> None:
    """A field by its label, a step by its name, and what is owed since the filing by what is to be done."""
    matter = shipped["MS032"]
    assert matter.label(matter.fields[0].id) == matter.fields[0].label
    assert matter.called(matter.steps[0].id) == matter.steps[0].name
    assert matter.called(LATE_MATERIALS) == "补交材料"
