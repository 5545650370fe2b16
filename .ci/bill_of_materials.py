"""What an installation consists of: a CycloneDX document, and a list of licences with the room that each part takes.

python .ci/bill_of_materials.py FOLDER reads the environment it runs in, and asks no network. What the environment holds besides
what the product needs, such as tools for tests, is left out.
"""

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PRODUCT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]
# What others made and the tree carries; where it comes from stands in the files named.
CARRIED = (
    ("Noto Serif SC", "2.003-H1", "OFL-1.1", "flows/documents/fonts/SOURCES.txt"),
    ("Hanazono Mincho", "2017-09-04", "Hanazono Font License", "flows/documents/fonts/SOURCES.txt"),
    ("sRGB profile of Little CMS", "pikepdf 10.17.0", "no copyright, use freely", "flows/documents/fonts/SOURCES.txt"),
    ("passwords of zxcvbn", "4.5.0", "MIT", "flows/adapters/common_passwords.LICENSE.txt"),
)
Graph = dict[str, set[str]]


def main(folder: Path) -> None:
    """Both files into the folder, and how much room the whole takes."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = needed()
    parts = sorted(graph)
    (folder / "once.cdx.json").write_text(json.dumps(bill(graph), ensure_ascii=False, indent=1) + "\n", "utf-8")
    lines = [f"{name} {part.version}\t{licence(part)}\t{size(part):.1f} MB" for name, part in _distributions(parts)]
    lines += [f"{name} {version}\t{terms}\tsee {source}" for name, version, terms, source in CARRIED]
    (folder / "licences.txt").write_text("\n".join(lines) + "\n", "utf-8")
    alone = sorted(graph.keys() - needed(without="streamlit").keys())
    print(f"{len(parts)} distributions, {_total(parts):.0f} MB; {folder}/once.cdx.json, {folder}/licences.txt")
    print(f"of these for streamlit alone {_total(alone):.0f} MB: {', '.join(alone)}")


def needed(without: str = "") -> Graph:
    """What the product needs on this machine, each with what it needs in turn; `without` one and what only that needs."""
    graph: Graph = {}
    waiting = [Requirement(line) for line in PRODUCT["dependencies"]]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if name == without or (name, extras) in seen:
            continue
        seen.add((name, extras))
        further = list(_requirements(name, extras))
        graph.setdefault(name, set()).update(canonicalize_name(one.name) for one in further)
        waiting += further
    return graph


def _requirements(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
            yield requirement


def bill(graph: Graph) -> dict[str, Any]:
    """The document after CycloneDX 1.6; the same environment gives the same bytes."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": _part("application", PRODUCT["name"], PRODUCT["version"], _expression(PRODUCT["license"]))
        },
        "components": [library(name, part) for name, part in _distributions(sorted(graph))]
        + [data(*one) for one in CARRIED],
        "dependencies": [
            {"ref": address(name), "dependsOn": sorted(map(address, graph[name]))} for name in sorted(graph)
        ],
    }


def library(name: str, part: Distribution) -> dict[str, Any]:
    """One distribution with its licence."""
    said = _expression(licence(part)) if part.metadata["License-Expression"] else _words(licence(part))
    return _part("library", name, part.version, said) | {"bom-ref": address(name), "purl": address(name)}


def data(name: str, version: str, terms: str, source: str) -> dict[str, Any]:
    """What others made and the tree carries, with the file that says where it is from."""
    return _part("data", name, version, _words(terms)) | {"properties": [{"name": "once:source", "value": source}]}


def _part(kind: str, name: str, version: str, terms: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "name": name, "version": version, "licenses": [terms]}


def _expression(said: str) -> dict[str, Any]:
    return {"expression": said}


def _words(said: str) -> dict[str, Any]:
    return {"license": {"name": said}}


def address(name: str) -> str:
    """The package URL of what is installed."""
    return f"pkg:pypi/{name}@{distribution(name).version}"


def licence(part: Distribution) -> str:
    """What its maker says: an SPDX expression, else the words of its classifiers, else the beginning of its own words."""
    said = part.metadata
    classed = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License ::")]
    own = (said["License"] or "not said").strip().splitlines()[0]
    return said["License-Expression"] or "; ".join(classed) or own


def size(part: Distribution) -> float:
    """Megabytes on this disk."""
    files = (Path(str(part.locate_file(file))) for file in part.files or ())
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _total(names: Iterable[str]) -> float:
    return sum(size(part) for _, part in _distributions(names))


def _distributions(names: Iterable[str]) -> Iterator[tuple[str, Distribution]]:
    for name in names:
        yield name, distribution(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
