"""What may be named at a place of a draft (可以引用的名称): its fields, materials, steps, papers, as far as it is written."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from matters.language.places import Data
from matters.language.route.who import ByChoice, ByPost
from matters.linter.references import POINTERS, Target
from matters.organisation.snapshot import NAMELESS, Vocabulary

_LISTED: Mapping[Target, tuple[str, ...]] = {
    "field": ("fields", "columns"),
    "material": ("materials",),
    "either": ("fields", "columns", "materials"),
    "step": ("steps", "otherwise"),
    "paper": ("papers",),
    "step_or_duty": ("steps", "otherwise", "duties"),
}
_TITLES = ("label", "name", "title")


def nameable(kind: type[BaseModel], key: str, content: Data, words: Vocabulary = NAMELESS) -> Mapping[str, str] | None:
    """What people call each thing that may be named under that key of such a part, by id; none where no id stands there.

    Whether it is of the right kind is told by the check. `words`: the duties and the kinds of post that there are.
    """
    if key == "duty":
        return words.duties
    if key == "post" and issubclass(kind, ByPost | ByChoice):
        return words.post_kinds
    pointer = next((one for one in POINTERS if issubclass(kind, one.model) and one.attribute == key), None)
    if pointer is None or pointer.words:
        return None
    return dict(_listed(content, _LISTED[pointer.target]))


def _listed(content: Data, lists: tuple[str, ...], under: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, Mapping):
        if under in lists and isinstance(content.get("id"), str):
            title = next((str(content[name]) for name in _TITLES if content.get(name)), str(content["id"]))
            yield str(content["id"]), title
        for key, value in content.items():
            if key not in ("golden", "rosters"):
                yield from _listed(value, lists, key)
    elif isinstance(content, list):
        for one in content:
            yield from _listed(one, lists, under)
