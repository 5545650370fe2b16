"""What was begun on an item (未提交的办理内容) as the parts of an act: by the names under which the pages keep it."""

from collections.abc import Iterator, Mapping
from typing import Any

from matters.filing.taken import all_taken
from matters.language.document import Definition
from matters.organisation.snapshot import Holder


def parts_begun(matter: Definition, begun: Mapping[str, Any], preset: str) -> dict[str, Any]:
    """The opinion, that which stands ready where none was written; the office's fields, defects and people named so far."""
    named = {step: hat.partition("/") for step, hat in _under("choose", begun).items() if isinstance(hat, str)}
    return {
        "opinion": str(begun.get("opinion", preset)),
        "fills": all_taken(matter, _under("fill", begun)),
        "findings": {target: str(begun.get(f"finding.{target}", "")) for target in begun.get("targets", ())},
        "choices": {step: Holder(person=person, post=post) for step, (person, _, post) in named.items()},
        "resumes": begun.get("resumes"),
    }


def texts_of(parts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What of it may not say everything."""
    yield from (parts["fills"], parts["findings"], {"办理意见": parts["opinion"]})


def _under(prefix: str, begun: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept as `prefix.name`, by name."""
    return {name.removeprefix(f"{prefix}."): value for name, value in begun.items() if name.startswith(f"{prefix}.")}
