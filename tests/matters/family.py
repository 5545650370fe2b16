"""公务用车派车 with a step that begins other matters, and reports of what becomes of those, as the system gives them."""

from typing import Any

from matters.case.deeds import Child
from matters.case.values import ChildEnd
from matters.commands.reports import CallOff, RecordBegun, RecordEnd, RecordFailure
from matters.language.document import Definition
from matters.organisation.snapshot import SYSTEM
from tests.matters.forked import OWNER, begun, decide
from tests.matters.stories import Story, varied

BY_HEAD = {"by": "head", "of": OWNER}
BY_CHIEF = {"by": "post", "post": "vehicle_chief", "of": OWNER}
STOPS = [{"place": "样例镇", "people": 2}, {"place": "样例乡", "people": 3}]


def sub_matter(id_: str = "sub", matter: str = "TX901", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - a step as YAML says it
    """A step that begins another matter; the chief takes over when it cannot."""
    rules: dict[str, Any] = {"on_refusal": "refuse", "on_failure": BY_CHIEF}
    return {"id": id_, "name": f"子事项{id_}", "kind": "sub_matter", "matter": matter, **rules, **more}


def each_stop(id_: str = "sub", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """One for every stop."""
    hands = {"fields": {"destination": "place", "passengers": "people", "purpose": "purpose"}}
    return sub_matter(id_, per_row="stops", hands_over=hands, **more)


def with_stops(matter: Definition, at_least: int = 0) -> Definition:
    """The matter with a table of stops, into whose last two columns sub-matters may bring something back."""

    def add(document: dict[str, Any]) -> None:
        columns = [
            {"id": "place", "label": "地点", "type": "text"},
            {"id": "people", "label": "人数", "type": "integer"},
            {"id": "outcome", "label": "结果", "type": "text", "required": "optional"},
            {"id": "car", "label": "车牌", "type": "text", "required": "optional"},
        ]
        stops = {"id": "stops", "label": "途经地", "type": "rows", "required": "optional", "at_least": at_least}
        document["form"]["sections"][0]["fields"].append({**stops, "columns": columns})

    return varied(matter, add)


def children(story: Story, step: str = "sub") -> tuple[Child, ...]:
    """Those that count for the present round of the step."""
    return story.case.children_of(step)


def filed(story: Story, nth: int = 0, step: str = "sub") -> tuple[str, ...]:
    """The system reports that the child has been filed."""
    child = children(story, step)[nth]
    return story.went(RecordBegun(actor=SYSTEM, child=child.key, child_case=f"99{child.key}"))


def failed(story: Story, nth: int = 0, step: str = "sub") -> tuple[str, ...]:
    """The system reports that the child cannot be filed."""
    return story.went(RecordFailure(actor=SYSTEM, child=children(story, step)[nth].key))


def ended(story: Story, how: ChildEnd = "granted", nth: int = 0, step: str = "sub", **more: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The system reports how the child has ended."""
    return story.went(RecordEnd(actor=SYSTEM, child=children(story, step)[nth].key, how=how, **more))


def called_off(story: Story) -> tuple[str, ...]:
    """The case that began this one needs it no more."""
    return story.went(CallOff(actor=SYSTEM))


def rows(story: Story, *after: dict[str, Any], **more: Any) -> Story:  # noqa: ANN401
    """A case with two stops, whose sub-matters are wanted."""
    told_ = Story(with_stops(story.matter), story.organisation, story.calendar)
    return begun(told_, each_stop(**more), *(after or (decide(),)), stops=STOPS)
