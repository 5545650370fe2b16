"""What ships with the product: the catalogue of definitions and the sample organisation, read from package data."""

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from matters.definition import Definition
from matters.errors import Problem
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


def read_paths(paths: Iterable[Path]) -> dict[str, Definition | tuple[Problem, ...]]:
    """Definitions in files and folders, by file name; what does not read comes as its problems."""
    found = (file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path]))
    return {str(file): _read_file(file) for file in found}


def _read_file(file: Path) -> Definition | tuple[Problem, ...]:
    try:
        return read_definition(file.read_text("utf-8"), file.name)
    except OSError:
        return (Problem(file.name, f"{file.name}：文件打不开。请核对路径和读取权限。"),)
    except UnicodeDecodeError:
        return (Problem(file.name, f"{file.name}：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。"),)


def _read(text: str, name: str) -> Definition:
    found = read_definition(text, name)
    if not isinstance(found, Definition):
        raise BrokenCatalogueError(found[0].message)
    return found
