"""Queries: what no parameter of the description would hear is refused, on every route, with its name."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.ui.api.stub import StubService
from ui.api import create_api
from ui.api.strict_route import MOST

DESCRIBED = create_api(StubService()).openapi()["paths"]  # type: ignore[arg-type]
OPERATIONS = [(method, path) for path, operations in DESCRIBED.items() for method in operations]


def _parameters() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for method, path in OPERATIONS:
        for parameter in DESCRIBED[path][method].get("parameters", ()):
            if parameter["in"] == "query":
                yield method, path, parameter


# Every call with each of its parameters: those that are given once, and those that may be given again.
SINGLE = [(method, path, one["name"]) for method, path, one in _parameters() if one["schema"]["type"] != "array"]
SEVERAL = [(method, path, one["name"]) for method, path, one in _parameters() if one["schema"]["type"] == "array"]


def _send(client: httpx.Client, method: str, path: str, query: str) -> httpx.Response:
    return client.request(method, f"{re.sub('{.*?}', 'x', path)[1:]}?{query}")


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_parameter_that_is_not_described_is_refused_by_its_name(
    anonymous: httpx.Client, method: str, path: str
) -> None:
    """A misspelt filter would be answered with everything; whoever calls, and before a body is read."""
    answer = _send(anonymous, method, path, "sttaus=1&colour=red")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert all(name in answer.json()["detail"] for name in ("“sttaus”", "“colour”"))


@pytest.mark.parametrize(("method", "path", "name"), SINGLE)
def test_a_parameter_that_is_given_twice_is_refused_by_its_name(
    client: httpx.Client, method: str, path: str, name: str
) -> None:
    """One of the two would not be heard; blank ones count."""
    answer = _send(client, method, path, f"{name}=1&{name}=")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert f"“{name}”" in answer.json()["detail"]


@pytest.mark.parametrize(("method", "path", "name"), SEVERAL)
def test_what_may_repeat_is_heard(client: httpx.Client, method: str, path: str, name: str) -> None:
    """As its description says."""
    assert _send(client, method, path, f"{name}=&{name}=").status_code != 400


@pytest.mark.parametrize(("method", "path", "name"), SINGLE)
def test_what_is_described_is_heard(client: httpx.Client, method: str, path: str, name: str) -> None:
    """No route refuses what it describes."""
    assert _send(client, method, path, f"{name}=").status_code != 400


def test_a_query_without_end_is_told_some_of_its_defects(client: httpx.Client) -> None:
    """Names are cut short too: an answer does not grow with what is sent."""
    answer = _send(client, "get", "/me", "&".join(f"{'n' * 500}{number}" for number in range(100)))
    assert answer.status_code == 400
    assert answer.json()["detail"].count("没有参数") == MOST
    assert len(answer.text) < 5000
