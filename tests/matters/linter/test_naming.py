"""What may be named at a place of a draft, whether or not the rest of it can be read."""

import pytest
from pydantic import BaseModel

from matters.language.golden import GoldenCase
from matters.language.outcome import FactTable, Result
from matters.language.places import Data
from matters.language.quantities import FieldValue
from matters.language.route.steps import Review
from matters.linter.naming import nameable

CARS: Data = {"id": "cars", "label": "车辆", "columns": [{"id": "plate", "label": "车牌"}]}
VIEW: Data = {"id": "view", "name": "审核"}
CONTENT: Data = {
    "name": 5,
    "form": {"sections": [{"id": "s", "title": "组", "fields": [CARS, {"id": "half"}, "坏的"]}]},
    "steps": [
        {"id": "accept", "name": "受理"},
        {
            "id": "fork",
            "name": "并联",
            "branches": [{"id": "b", "name": "支", "steps": [VIEW]}],
            "otherwise": [{"id": "else", "name": "其他"}],
        },
    ],
    "outcome": {"papers": [{"id": "reply", "name": "批复"}]},
    "golden": [{"id": "plain", "name": "样例", "steps": [{"id": "no", "name": "不是环节"}]}],
}


@pytest.mark.parametrize(
    ("kind", "key", "named"),
    [
        (FieldValue, "field", {"cars": "车辆", "plate": "车牌", "half": "half"}),
        (FactTable, "facts", {"cars": "车辆", "plate": "车牌", "half": "half"}),
        (Review, "apart_from", {"accept": "受理", "fork": "并联", "view": "审核", "else": "其他"}),
        (Result, "paper", {"reply": "批复"}),
        (Result, "name", None),
        (GoldenCase, "name", None),
    ],
)
def test_what_may_be_named(kind: type[BaseModel], key: str, named: dict[str, str] | None) -> None:
    """By what it is called, or its id as long as it is called nothing; nothing where no id stands."""
    assert nameable(kind, key, CONTENT) == named
