"""A filing and the acts on it as example bodies of the description, taken from a golden case of the catalogue."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from flows import catalogue
from flows.views.cases import SubmitRequest
from flows.views.tasks import ActRequest
from matters.language.actions import ACTION_NAMES
from matters.language.golden import Act, GoldenCase

Examples = Mapping[str, Mapping[str, Any]]


@cache
def examples() -> Mapping[str, Examples]:
    """By operation: the golden case with the fewest answers, among those that need no files."""
    online = (matter for matter in catalogue.runnable() if matter.guide.access.kind == "online")
    told = ((matter.code, golden) for matter in online for golden in matter.golden if not golden.materials)
    matter, golden = min(told, key=lambda case: len(case[1].answers))
    filing = SubmitRequest(matter=matter, answers=golden.answers, post=golden.filed_as)
    return {
        "submit": {golden.id: _example(golden.name, filing)},
        "forecast": {
            golden.id: {"summary": golden.name, "value": {"answers": golden.answers, "post": golden.filed_as}}
        },
        "act": {request.action: _example(ACTION_NAMES[request.action], request) for request in _acts(golden)},
    }


def _acts(golden: GoldenCase) -> Iterator[ActRequest]:
    """The acts of the story that are acts on an item; of several alike the first counts."""
    told = (act for act in reversed(golden.story) if act.action in ACTION_NAMES)
    first: dict[str, Act] = {act.action: act for act in told}
    for action in ACTION_NAMES:
        if act := first.get(action):
            yield ActRequest(
                action=action,
                expected_version=1,
                opinion=act.opinion,
                post=act.by,
                fills=act.fills,
                findings={finding.target: finding.message for finding in act.findings},
                answers=act.answers,
            )


def _example(summary: str, request: SubmitRequest | ActRequest) -> dict[str, Any]:
    return {"summary": summary, "value": request.model_dump(mode="json", exclude_defaults=True)}
