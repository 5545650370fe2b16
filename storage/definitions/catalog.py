"""What ships with the product: the catalogue of definitions and the sample organisation, read from package data."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from matters.language.document import Definition
from matters.language.text.reading import read_definition, read_organisation
from matters.organisation.snapshot import Organisation, Vocabulary


class BrokenCatalogueError(Exception):
    """What ships does not read: a fault of the build."""


def shipped_definitions() -> tuple[Definition, ...]:
    """The newest version of every matter of the catalogue, drafts too, by code."""
    return tuple({definition.code: definition for definition in shipped_versions()}.values())


def shipped_versions() -> tuple[Definition, ...]:
    """Every version of every matter of the catalogue, drafts too, by code and version."""
    read = (_read(text, name) for name, text in _shipped())
    return tuple(sorted(read, key=lambda definition: (definition.code, definition.edition.version)))


@cache
def shipped_texts() -> Mapping[str, str]:
    """The text of every shipped definition by the digest of what it says."""
    return {_read(text, name).digest: text for name, text in _shipped()}


def matter_template(code: str, name: str) -> str:
    """The text a new matter begins with: the smallest one that runs."""
    template = files("matters").joinpath("sample", "matter_template.yaml").read_text("utf-8")
    return template.replace("__CODE__", code).replace("__NAME__", json.dumps(name, ensure_ascii=False))


def _shipped() -> tuple[tuple[str, str], ...]:
    folder = files("matters").joinpath("catalog")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple((name, folder.joinpath(name).read_text("utf-8")) for name in names)


def sample_organisation() -> Organisation:
    """The sample organisation: 样例省, 样例市, 样例县, two townships and a village."""
    text = files("matters").joinpath("sample", "organisation.yaml").read_text("utf-8")
    found = read_organisation(text, "organisation.yaml")
    if not isinstance(found, Organisation):
        raise BrokenCatalogueError(found[0].message)
    return found


@cache
def shipped_vocabulary() -> Vocabulary:
    """What the shipped matters call the kinds of post and the duties they name."""
    return sample_organisation().vocabulary


def _read(text: str, name: str) -> Definition:
    found = read_definition(text, name)
    if not isinstance(found, Definition):
        raise BrokenCatalogueError(found[0].message)
    return found
