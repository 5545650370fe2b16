"""实施清单: what the directory allows is changed and nothing else; what it does not allow is told by its place.

Covers: matters/editions/local.py
"""

from typing import Any

import pytest

from matters.editions.composing import composed
from matters.editions.local import LocalEdition
from matters.language.clock import WorkingDays
from matters.language.document import Definition
from matters.language.errands import errands
from matters.language.guide import Contact
from storage.definitions import catalog

PAPER = {"medium": "paper_original", "originals": 1, "why_paper": "须核对原件。"}


def known(code: str) -> Definition | None:
    """A matter that ships."""
    return catalog.shipped_version(code, None)


def directory(code: str = "MS048") -> Definition:
    """Its newest version: five working days, two materials."""
    found = known(code)
    assert found
    return found


def local(code: str = "MS048", **parts: Any) -> LocalEdition:  # noqa: ANN401 - parts of an edition
    """What county_data says otherwise."""
    return LocalEdition.model_validate({"code": code, "body": "county_data", **parts})


def made(matter: Definition, edition: LocalEdition, version: int = 1) -> Definition:
    """What is in force then."""
    found = composed(matter, edition, version, known)
    assert isinstance(found, Definition), found
    return found


def refused(matter: Definition, edition: LocalEdition) -> dict[str, str]:
    """What is told, by its place."""
    found = composed(matter, edition, 1, known)
    assert isinstance(found, tuple)
    return {one.target: one.message for one in found}


def test_what_is_changed_is_changed_and_everything_else_is_the_directory() -> None:
    """It names the version it stands on with its digest, and has a digest of its own."""
    matter, days = directory(), WorkingDays(kind="working_days", days=4)
    contact = Contact(purpose="enquiry", phone="0991-5550001")
    found = made(matter, local(promised=days.model_dump(), contacts=[contact.model_dump()], local_code="X1"), 3)
    assert found.clock
    assert (found.clock.promised, found.guide.local_code) == (days, "X1")
    to_complain = [one for one in matter.guide.contacts if one.purpose == "supervision"]
    assert found.guide.contacts == (contact, *to_complain)  # of the other purpose the directory's stays
    edition = found.edition
    assert (edition.publisher, edition.version, edition.stands_on) == ("county_data", 3, matter.edition.version)
    assert edition.directory_digest == matter.digest != found.digest
    assert (found.steps, found.form, found.outcome, found.materials) == (
        matter.steps,
        matter.form,
        matter.outcome,
        matter.materials,
    )
    assert matter.digest == directory().digest


def test_the_same_is_composed_from_the_same() -> None:
    """Whoever composes it again has the same digest."""
    edition = local(promised={"kind": "working_days", "days": 4})
    assert made(directory(), edition).digest == made(directory(), edition).digest


def test_a_material_is_no_longer_asked_for_or_not_on_paper() -> None:
    """The second saves a visit."""
    matter = directory()
    first, *others = matter.materials
    paper = matter.model_copy(update={"materials": (first.model_copy(update=PAPER), *others)})
    assert errands(paper).worst == 1
    found = made(paper, local(electronic=[first.id]))
    assert (errands(found).worst, found.material(first.id)) == (0, first)
    fewer = made(matter, local(without_materials=[others[-1].id]))
    assert [one.id for one in fewer.materials] == [one.id for one in matter.materials[:-1]]


def test_a_longer_promise_is_refused_with_the_days_of_the_directory() -> None:
    """An equal one is none."""
    told = refused(directory(), local(promised={"kind": "working_days", "days": 6}))
    assert told == {"promised": "promised：承诺时限不能长于目录的5 个工作日。请改短。"}
    made(directory(), local(promised={"kind": "working_days", "days": 5}))


def test_limits_by_case_are_no_business_of_a_local_list() -> None:
    """One limit in their place would lengthen some of them."""
    told = refused(directory("MS005"), local("MS005", promised={"kind": "working_days", "days": 1}))
    assert list(told) == ["promised"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("promised", {"kind": "working_days", "days": 1}),
        ("contacts", [{"purpose": "enquiry", "phone": "5550001"}]),
        ("questions", [{"question": "问", "answer": "答"}]),
        ("without_materials", ["recommendation"]),
    ],
)
def test_what_the_directory_does_not_allow_is_told_by_its_place(part: str, value: object) -> None:
    """And whom to ask for it."""
    matter = directory()
    strict = matter.model_copy(update={"edition": matter.edition.model_copy(update={"local_may_change": ()})})
    parts: dict[str, Any] = {part: value}
    told = refused(strict, local(**parts))
    assert told[part].startswith(f"{part}：目录第 {matter.edition.version} 版不允许地方调整")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    """A material that is not there, one that is no paper, a promise that is too long."""
    told = refused(
        directory(),
        local(promised={"kind": "calendar_days", "days": 99}, without_materials=["zz"], electronic=["recommendation"]),
    )
    assert set(told) == {"promised", "without_materials[0]", "electronic[0]"}
    assert "本来就收电子件" in told["electronic[0]"]


def test_what_is_wrong_with_the_whole_is_told_where_it_is() -> None:
    """It is looked through as a definition is: at once is another type of case, which a local list cannot change."""
    told = refused(directory(), local(promised={"kind": "at_once"}))
    assert list(told) == ["guide.case_type"]
    assert told["guide.case_type"].startswith("guide.case_type：按此调整后，")
