"""What ships with the product: the catalogue of definitions and the sample organisation, read from package data."""

from importlib.resources import files

from matters.definition import Definition
from matters.organisation import Organisation
from matters.reading import read_definition, read_organisation


class BrokenCatalogueError(Exception):
    """What ships does not read: a fault of the build."""


def shipped_definitions() -> tuple[Definition, ...]:
    """Every definition of the catalogue, drafts too, by file name."""
    folder = files("matters").joinpath("catalog")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(_read(folder.joinpath(name).read_text("utf-8"), name) for name in names)


def sample_organisation() -> Organisation:
    """The sample organisation: 样例省, 样例市, 样例县, two townships and a village."""
    text = files("matters").joinpath("sample", "organisation.yaml").read_text("utf-8")
    found = read_organisation(text, "organisation.yaml")
    if not isinstance(found, Organisation):
        raise BrokenCatalogueError(found[0].message)
    return found


def _read(text: str, name: str) -> Definition:
    found = read_definition(text, name)
    if not isinstance(found, Definition):
        raise BrokenCatalogueError(found[0].message)
    return found
