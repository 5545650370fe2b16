"""What ships with the product: the catalogue of definitions and the sample organisation, read from package data."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from matters.assessing.scheme import Scheme
from matters.language.document import Definition
from matters.language.text.reading import read_definition, read_organisation
from matters.organisation.resources import Resource
from matters.organisation.snapshot import Organisation, Vocabulary

_NAME = re.compile(r"(?P<code>.+)\.v(?P<version>\d+)\.yaml")


class BrokenCatalogueError(Exception):
    """What ships does not read: a fault of the build."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version that ships to be published; its line of the lock says that it was found clean and runnable when it was made."""

    code: str
    publisher: str
    version: int
    digest: str
    text: str

    def read(self) -> Definition:
        """The definition; a `BrokenCatalogueError` where the text is not the one whose digest the lock holds."""
        definition = _read(self.text, self.code)
        if definition.digest != self.digest:
            raise BrokenCatalogueError(f"{self.code} v{self.version} is not the version of catalog.lock")
        return definition


def releases() -> tuple[Release, ...]:
    """What is published where it is not yet, by code and version; no text is read for it."""
    lock = files("matters").joinpath("catalog", "catalog.lock").read_text("utf-8")
    return tuple(
        Release(code, publisher, int(version[1:]), digest, _shipped()[code, int(version[1:])])
        for code, publisher, version, state, digest in (
            line.split() for line in lock.splitlines() if not line.startswith("#")
        )
        if state == "published"
    )


def shipped_definitions() -> tuple[Definition, ...]:
    """The newest version of every matter of the catalogue, drafts too, by code."""
    newest = {code: text for (code, _), text in sorted(_shipped().items())}
    return tuple(_read(text, code) for code, text in newest.items())


def shipped_versions() -> tuple[Definition, ...]:
    """Every version of every matter of the catalogue, drafts too, by code and version."""
    return tuple(_read(text, code) for (code, _), text in sorted(_shipped().items()))


def shipped_version(code: str, version: int | None = None) -> Definition | None:
    """That version of a matter, or its newest."""
    text = shipped_text(code, version)
    return _read(text, code) if text is not None else None


def shipped_text(code: str, version: int | None = None) -> str | None:
    """The text of that version of a matter, or of its newest."""
    there = [number for known, number in _shipped() if known == code and version in (None, number)]
    return _shipped()[code, max(there)] if there else None


def matter_template(code: str, name: str) -> str:
    """The text a new matter begins with: the smallest one that runs."""
    template = files("matters").joinpath("sample", "matter_template.yaml").read_text("utf-8")
    return template.replace("__CODE__", code).replace("__NAME__", json.dumps(name, ensure_ascii=False))


@cache
def _shipped() -> Mapping[tuple[str, int], str]:
    """The texts by code and version, as their files are called: one is found without reading the others."""
    folder = files("matters").joinpath("catalog")
    return {
        (named["code"], int(named["version"])): entry.read_text("utf-8")
        for entry in folder.iterdir()
        if (named := _NAME.fullmatch(entry.name))
    }


def sample_organisation() -> Organisation:
    """The sample organisation: 样例省, 样例市, 样例县, two townships and a village."""
    text = files("matters").joinpath("sample", "organisation.yaml").read_text("utf-8")
    found = read_organisation(text, "organisation.yaml")
    if not isinstance(found, Organisation):
        raise BrokenCatalogueError(found[0].message)
    return found


def sample_resources() -> tuple[Resource, ...]:
    """What the sample bodies lend by the slot, with ids that golden cases (金样) name."""
    text = files("matters").joinpath("sample", "resources.yaml").read_text("utf-8")
    return TypeAdapter(tuple[Resource, ...]).validate_python(yaml.safe_load(text))


def sample_assessment(year: int) -> Scheme:
    """How the bodies of the sample county are assessed in that year."""
    text = files("matters").joinpath("sample", "assessment.yaml").read_text("utf-8")
    return Scheme.of({**yaml.safe_load(text), "year": year})


@cache
def shipped_vocabulary() -> Vocabulary:
    """What the shipped matters call the kinds of post and the duties they name."""
    return sample_organisation().vocabulary


def _read(text: str, name: str) -> Definition:
    found = read_definition(text, name)
    if not isinstance(found, Definition):
        raise BrokenCatalogueError(found[0].message)
    return found
