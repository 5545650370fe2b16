"""Every request and every answer of the description has an example, and each has the shape that is described."""

from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from matters.organisation.changes import read_change
from tests.ui.api.calling import API
from ui.api.describing import CODES
from ui.api.problems import PROBLEM_TYPE
from ui.api.samples import Samples

DESCRIPTION: dict[str, Any] = API.openapi()
FORMS = {"application/json", PROBLEM_TYPE}


def _described() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each JSON content of the description, with what it is of."""
    for operations in DESCRIPTION["paths"].values():
        for operation in operations.values():
            answers = operation["responses"].items()
            named = [("request", operation.get("requestBody", {})), *answers]
            for of, part in named:
                for form, content in part.get("content", {}).items():
                    if form in FORMS:
                        yield f"{operation['operationId']} {of}", content


def _examples(content: dict[str, Any]) -> list[Any]:
    told = [content["example"]] if "example" in content else []
    return told + [example["value"] for example in content.get("examples", {}).values()]


def test_each_has_an_example_of_its_shape() -> None:
    """A newcomer reads what is sent and what comes back before the first call."""
    contents = list(_described())
    assert len(contents) > 700
    assert not [name for name, content in contents if not _examples(content)]
    for name, content in contents:
        schema = {**content["schema"], "components": DESCRIPTION["components"]}
        for example in _examples(content):
            wrong = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(example)]
            assert not wrong, (name, wrong)


def test_an_example_of_a_problem_is_one_of_its_status() -> None:
    """With a code that is declared there."""
    for operations in DESCRIPTION["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                problem = answer.get("content", {}).get(PROBLEM_TYPE)
                if problem:
                    assert problem["example"]["status"] == int(status)
                    assert problem["example"]["code"] in answer[CODES]


def test_an_example_of_a_change_is_one_that_can_be_read() -> None:
    """What the description leaves open the service does not."""
    body = DESCRIPTION["paths"]["/organisation/changes"]["post"]["requestBody"]["content"]["application/json"]
    (example,) = _examples(body)
    assert read_change(example["change"])


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        ({"type": "string", "description": "姓名；以今日为准"}, "姓名"),
        ({"type": "string", "format": "date"}, "2026-03-02"),
        ({"type": "string", "enum": ["read", "write"]}, "read"),
        ({"anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}]}, 3),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Page"}}, [{"page": 1}]),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, {"id": True}),
    ],
)
def test_a_value_is_made_of_its_shape(shape: dict[str, Any], value: object) -> None:
    """Texts say what they are for."""
    page = {"type": "object", "properties": {"page": {"type": "integer"}, "more": {}}, "required": ["page"]}
    assert Samples({"Page": page}).of(shape) == value
