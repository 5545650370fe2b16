"""The shipped catalogue: what is published never changes unnoticed, and every definition meets the sample organisation.

Covers: matters/language/clock.py, matters/language/form.py, matters/language/golden.py, matters/language/guide.py
Covers: matters/language/materials.py, matters/language/vocabulary.py
Covers: matters/language/route/base.py, matters/language/route/demands.py
Covers: matters/language/route/machines.py, matters/language/route/passing_on.py, matters/language/route/who.py
"""

from importlib.resources import files

from matters.language.document import Definition
from matters.language.places import parts
from matters.language.text.reading import read_definition
from matters.language.vocabulary import DutyHolder
from matters.linter import findings
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Organisation


def _line(definition: Definition) -> str:
    """One line of the lock: code, publisher, version, status, digest. Published = clean and runnable."""
    clean = not not_runnable(definition) and not any(f.severity == "error" for f in findings(definition))
    edition = definition.edition
    status = "published" if clean else "draft"
    return f"{definition.code} {edition.publisher} v{edition.version} {status} {definition.digest}"


def test_the_lock_holds_the_digest_of_everything_shipped(every_version: tuple[Definition, ...]) -> None:
    """A changed draft renews its line; a changed publication gets a new version and a new file."""
    text = files("matters").joinpath("catalog", "catalog.lock").read_text("utf-8")
    locked = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert locked == [_line(definition) for definition in every_version]


def test_files_are_named_after_what_they_hold() -> None:
    """`<code>.v<version>.yaml`."""
    for entry in files("matters").joinpath("catalog").iterdir():
        if entry.name.endswith(".yaml"):
            definition = read_definition(entry.read_text("utf-8"), entry.name)
            assert isinstance(definition, Definition)
            assert entry.name == f"{definition.code}.v{definition.edition.version}.yaml"


def test_a_definition_keeps_its_digest_through_the_database(every_version: tuple[Definition, ...]) -> None:
    """Written as JSON and read back, it is the same definition, with and without what defaults filled in."""
    for definition in every_version:
        again = Definition.model_validate_json(definition.model_dump_json(by_alias=True))
        assert again == definition
        assert again.digest == definition.digest


def test_the_digest_is_of_the_meaning_not_of_the_layout(car_text: str, shipped: dict[str, Definition]) -> None:
    """Comments and spacing are free; a single word is not."""
    spaced = read_definition("# 另起一行\n\n" + car_text.replace("format: 1\n", "format:    1\n"), "试.yaml")
    changed = read_definition(car_text.replace("此复。", "特此批复。"), "试.yaml")
    assert isinstance(spaced, Definition)
    assert isinstance(changed, Definition)
    assert spaced.digest == shipped["MS032"].digest != changed.digest


def test_every_duty_and_post_a_definition_names_exists(
    every_version: tuple[Definition, ...], organisation: Organisation
) -> None:
    """In the sample organisation somebody can always be found."""
    duties = {duty.duty for duty in organisation.duties}
    kinds = {post.kind for post in organisation.posts}
    for definition in every_version:
        named = [part for _, part in parts(definition)]
        assert {part.duty for part in named if isinstance(part, DutyHolder)} | {definition.guide.owner.duty} <= duties
        assert {post for part in named if (post := getattr(part, "post", None))} <= kinds
        for case in definition.golden:
            assert organisation.find_post(case.filed_as)
            assert all(organisation.find_post(act.by) for act in case.story)


def test_figures_that_are_ours_say_so(every_version: tuple[Definition, ...]) -> None:
    """No baseline pretends to be an official figure; what is not handled here is compared with nothing."""
    for definition in every_version:
        baseline = definition.guide.baseline
        assert (baseline is None) == (definition.guide.access.kind == "offline")
        assert baseline is None or "估算" in baseline.source
        assert definition.gaps
