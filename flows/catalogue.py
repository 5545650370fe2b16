"""The catalogue without a data folder: definitions that ship, and definitions in files."""

from collections.abc import Iterator, Mapping
from math import comb
from pathlib import Path
from typing import Any

from flows.views.base import View
from matters.asked_twice import AskedTwice, asked_of_applicants, asked_twice
from matters.errors.base import Problem
from matters.errors.door import Invalid, NotFound
from matters.language.document import Definition
from matters.language.errands import errands
from matters.language.text.reading import read_definition
from matters.language.words.answers import limit_text
from matters.language.words.reference import schema_in_chinese
from matters.linter.runnable import not_runnable
from matters.organisation.snapshot import Vocabulary
from storage.definitions import catalog


class Entry(View):
    """A shipped definition in a list. Not `runnable`: a draft that the engine cannot run yet."""

    code: str
    name: str
    category: str
    version: int
    promised: str
    errands: int
    online: bool
    runnable: bool


def entries() -> tuple[Entry, ...]:
    """Every matter that ships in its newest version, drafts too."""
    return tuple(
        Entry(
            code=matter.code,
            name=matter.name,
            category=matter.guide.category,
            version=matter.edition.version,
            promised=limit_text(matter.clock.promised if matter.clock else None),
            errands=errands(matter).worst,
            online=matter.guide.access.kind == "online",
            runnable=not not_runnable(matter),
        )
        for matter in catalog.shipped_definitions()
    )


class Repetitions(View):
    """What the shipped matters ask twice (重复要件), with what it is counted among: `pairs` of `matters`, and what is `asked`.

    `asked`: materials that applicants hand in, over all of the matters.
    """

    matters: int
    pairs: int
    asked: int
    found: tuple[AskedTwice, ...]


def repetitions() -> Repetitions:
    """Over every pair of the matters that ship, each in its newest version."""
    matters = catalog.shipped_definitions()
    return Repetitions(
        matters=len(matters),
        pairs=comb(len(matters), 2),
        asked=sum(len(asked_of_applicants(matter)) for matter in matters),
        found=asked_twice(matters),
    )


def runnable() -> Iterator[Definition]:
    """What of it runs."""
    return (matter for matter in catalog.shipped_definitions() if not not_runnable(matter))


def storied_posts() -> tuple[str, ...]:
    """The posts of the sample organisation that act in golden cases of what runs: who can try the product out."""
    posts = (post for m in runnable() for g in m.golden for post in (g.filed_as, *(act.by for act in g.story)))
    return tuple(dict.fromkeys(posts))


def vocabulary() -> Vocabulary:
    """What the sample organisation calls kinds of post and duties."""
    return catalog.sample_organisation().vocabulary


def find(code: str, version: int | None = None) -> Definition | NotFound:
    """That shipped version of a matter, or its newest."""
    numbered = f" 第 {version} 版" if version is not None else ""
    return catalog.shipped_version(code, version) or NotFound(what=f"事项 {code[:20]}{numbered}")


def read(path: Path) -> Definition | Invalid:
    """The definition in a file."""
    text = text_of(path)
    found = text if isinstance(text, Problem) else read_definition(text, path.name)
    if isinstance(found, Definition):
        return found
    return Invalid(problems=(found,) if isinstance(found, Problem) else found)


def schema() -> Mapping[str, Any]:
    """The JSON Schema of definitions, for editors."""
    return schema_in_chinese()


def text_of(path: Path) -> str | Problem:
    """What a file says, or why it cannot be read."""
    try:
        return path.read_text("utf-8")
    except OSError:
        return Problem(path.name, f"{path.name} 第 1 行：文件打不开。请核对路径和读取权限。")
    except UnicodeDecodeError:
        return Problem(path.name, f"{path.name} 第 1 行：不是 UTF-8 编码的文本。请另存为 UTF-8 后重试。")
