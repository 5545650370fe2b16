"""What ships with the product comes from the package."""

from dataclasses import replace

import pytest

from matters.linter.runnable import not_runnable
from storage.definitions import catalog
from storage.definitions.catalog import sample_organisation, shipped_definitions, shipped_versions


def test_what_ships_reads() -> None:
    """The catalogue by code, all of which runs, and the sample organisation."""
    definitions = shipped_definitions()
    assert [definition.code for definition in definitions] == sorted({definition.code for definition in definitions})
    assert not any(not_runnable(definition) for definition in definitions)
    assert sample_organisation().region("990121").name == "样例县"


def test_earlier_versions_ship_with_the_newest() -> None:
    """In the order of their numbers, each with its own text; what is asked for without a number is the newest."""
    every = [(definition.code, definition.edition.version) for definition in shipped_versions()]
    assert every == sorted(every)
    assert [version for code, version in every if code == "MS009"] == [1, 2, 3, 4]
    assert {d.code: d.edition.version for d in shipped_definitions()} == dict(every)
    assert [catalog.shipped_version("MS009", n) for n in (1, None)] == [
        next(one for one in shipped_versions() if one.code == "MS009"),
        next(one for one in shipped_definitions() if one.code == "MS009"),
    ]
    assert catalog.shipped_version("MS009", 99) is None
    assert catalog.shipped_version("MS000") is None


def test_the_tenth_version_comes_after_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions are numbers; the names of their files are not in that order."""
    first = catalog._shipped()["MS009", 1]
    texts = {("MS009", n): first.replace("version: 1,", f"version: {n},") for n in (1, 10, 2)}
    monkeypatch.setattr(catalog, "_shipped", lambda: texts)
    assert [definition.edition.version for definition in shipped_versions()] == [1, 2, 10]
    (newest,) = shipped_definitions()
    assert newest.edition.version == 10


def test_what_is_published_is_what_the_lock_holds() -> None:
    """Every version that ships and is clean; a text that is another than the one of the lock is a fault of the build."""
    releases = catalog.releases()
    assert [(one.code, one.version) for one in releases] == [
        (definition.code, definition.edition.version) for definition in shipped_versions()
    ]
    changed = replace(releases[0], text=releases[0].text.replace("code: MS001", "code: MS991", 1))
    assert releases[0].read().digest == releases[0].digest
    with pytest.raises(catalog.BrokenCatalogueError):
        changed.read()
