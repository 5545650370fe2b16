"""The OpenAPI description says all in Chinese, refusals by code, and holds no word for what is not there.

Covers: ui/api/examples.py
"""

import re
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from typing import Any

import pytest

from flows import catalogue
from flows.views.cases import SubmitRequest
from flows.views.scopes import GROUPS
from flows.views.tasks import ActRequest
from flows.views.words import WORDS
from matters.calendar import SHANGHAI, Calendar
from matters.errors.base import Refusal
from matters.filing.values import value_problem
from matters.language.document import Definition
from matters.language.form import DateTimeField
from matters.world import World
from storage.definitions import catalog
from tests.ui.api.stub import StubService
from ui.api import create_api
from ui.api.describing import CODES
from ui.api.forms import FORMS
from ui.api.problems import PLAIN, PROBLEM_TYPE, STATUS

CHINESE = re.compile(r"[一-鿿]")
EVERYWHERE = {"bad_request", "too_large", "fault", "busy", "storage_full"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    """The description as published."""
    return create_api(StubService()).openapi()  # type: ignore[arg-type]


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            yield method, path, operation


def _codes(operation: dict[str, Any]) -> set[str]:
    return {code for answer in operation["responses"].values() for code in answer.get(CODES, ())}


def test_the_description_is_of_this_release(description: dict[str, Any]) -> None:
    """Whoever generates a client sees from which release it is."""
    assert description["info"]["version"] == version("once-gov")


def test_the_description_says_how_a_time_is_answered_on_a_form(description: dict[str, Any]) -> None:
    """Without an offset, unlike every other moment: the example is taken and the same with an offset is not."""
    said = description["info"]["description"]
    (example,) = re.findall(r"`(\d{4}-\d\d-\d\dT\d\d:\d\d)`", said)
    assert "当地时间，不带时区" in said
    field = DateTimeField(id="at", label="时间", type="datetime")
    world = World(
        catalog.sample_organisation(), Calendar("none", frozenset(), frozenset(), frozenset()), datetime.now(SHANGHAI)
    )
    assert value_problem(field, example, {}, world) is None
    assert value_problem(field, f"{example}:00+08:00", {}, world) is not None


def test_every_operation_is_described_in_chinese(description: dict[str, Any]) -> None:
    """Summary, description, parameters and answers, under a tag that is described."""
    for method, path, operation in _operations(description):
        said = [
            operation["summary"],
            operation["description"],
            *(part for tag in operation["tags"] for part in GROUPS[tag]),
        ]
        said += [parameter["description"] for parameter in operation.get("parameters", ())]
        said += [answer["description"] for answer in operation["responses"].values()]
        assert all(CHINESE.search(text) for text in said), (method, path)


def test_every_shape_and_part_is_named_in_chinese(description: dict[str, Any]) -> None:
    """No English docstring, no made-up title; a part called `title` stays a part."""
    for name, shape in description["components"]["schemas"].items():
        parts = shape.get("properties", {}).values()
        assert all(CHINESE.search(part["description"]) for part in (shape, *parts)), name
        assert not [part for part in (shape, *parts) if isinstance(part.get("title"), str)]
    assert "title" in description["components"]["schemas"]["CaseLine"]["properties"]


def test_no_word_is_left_over(description: dict[str, Any]) -> None:
    """What is told beside the views serves several of them; the word of a single one stands with it, and goes with it."""
    shapes = description["components"]["schemas"]
    assert set(FORMS) <= set(shapes)
    parts = [part for shape in shapes.values() for part in shape.get("properties", {}).items()]
    for name, word in WORDS.items():
        assert sum(part == name and said["description"] == word for part, said in parts) > 1, name


def test_what_is_open_to_everybody_is_counted(description: dict[str, Any]) -> None:
    """A route that forgets to ask who calls would be described as open."""
    operations = [operation for _, _, operation in _operations(description)]
    assert {one["operationId"] for one in operations if "security" not in one} == {
        "log_in",
        "verify",
        "health",
        "ready",
    }


def test_every_operation_tells_its_refusals(description: dict[str, Any]) -> None:
    """By code, each under its own status; what is refused anywhere is told everywhere."""
    for method, path, operation in _operations(description):
        codes = _codes(operation)
        assert codes >= EVERYWHERE - ({"busy"} if path in ("/healthz", "/readyz") else set()), (method, path)
        assert ("login_required" in codes) == ("security" in operation), (method, path)
        assert ("forbidden" in codes) == ("security" in operation and path not in ("/me", "/session")), (method, path)
        assert ("cross_site" in codes) == ("security" in operation and method != "get"), (method, path)
        for status, answer in operation["responses"].items():
            if PROBLEM_TYPE in answer.get("content", {}):
                assert answer["content"][PROBLEM_TYPE]["schema"]["$ref"].endswith("/ProblemDocument")
                assert all(STATUS.get(code, int(status)) == int(status) for code in answer[CODES])
                assert all(f"`{code}`" in answer["description"] for code in answer[CODES])


def test_every_change_takes_a_key_and_tells_the_conflict(description: dict[str, Any]) -> None:
    """Logging in and out, looking ahead, verifying and having read something change nothing that could be done twice."""
    keyless = {"log_in", "log_out", "forecast", "verify", "read_notices"}
    keyless |= {"check_draft", "try_draft", "preview_change", "preview_import", "try_tables"}
    keyless |= {"touched_local_lists", "check_assessment"}
    for method, path, operation in _operations(description):
        changing = method != "get" and operation["operationId"] not in keyless
        keys = [parameter for parameter in operation.get("parameters", ()) if parameter["name"] == "Idempotency-Key"]
        assert bool(keys) == changing == ("idempotency_conflict" in _codes(operation)), (method, path)


def test_codes_are_the_services_or_the_apis_own(description: dict[str, Any]) -> None:
    """None is invented; those of the service are told in its own words."""
    told = {code for _, _, operation in _operations(description) for code in _codes(operation)}
    own = {code for code, _ in PLAIN.values()} | {"fault"}
    assert told <= {kind.code for kind in Refusal.__subclasses__()} | own
    answer = description["paths"]["/tasks/{task_id}/actions"]["post"]["responses"]["409"]
    assert "- `already_decided`：该待办已由……于……办理，无需重复操作。" in answer["description"]


def test_the_examples_are_a_golden_case(description: dict[str, Any]) -> None:
    """Answers and acts of one golden case of the catalogue, as requests of the API."""

    def examples(path: str) -> dict[str, Any]:
        body = description["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        return {name: example["value"] for name, example in body["examples"].items()}

    ((golden_id, filing),) = examples("/cases").items()
    matter = catalogue.find(filing["matter"])
    assert isinstance(matter, Definition)
    golden = next(one for one in matter.golden if one.id == golden_id)
    assert (SubmitRequest.model_validate(filing).answers, filing["post"]) == (golden.answers, golden.filed_as)
    acts = {name: ActRequest.model_validate(body) for name, body in examples("/tasks/{task_id}/actions").items()}
    assert set(acts) == {act.action for act in golden.story}
    first = next(act for act in golden.story if act.action == "accept")
    assert (acts["accept"].opinion, acts["accept"].fills) == (first.opinion, first.fills)


def test_bounds_are_in_the_description(description: dict[str, Any]) -> None:
    """A blank parameter counts as absent, which must not hide the bounds."""
    page = next(one for one in description["paths"]["/tasks"]["get"]["parameters"] if one["name"] == "page")
    assert (page["schema"]["minimum"], page["schema"]["maximum"], page["allowEmptyValue"]) == (1, 100_000, True)
    kinds = next(
        one for one in description["paths"]["/organisation/bodies"]["get"]["parameters"] if one["name"] == "kind"
    )
    assert kinds["schema"]["maxItems"] == 20
