"""Reads that need not be sent twice: a tag for each answer, and nothing but the tag where the caller has it."""

import httpx
import pytest

from tests.ui.api.calling import API


def reads() -> list[str]:
    """The addresses of all reads."""
    return [path for path, operations in API.openapi()["paths"].items() if "get" in operations]


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    """By its tag alone, among others, weak or strong; another tag gets the content."""
    first = client.get("me")
    tag = first.headers["etag"]
    for known in (tag, f'"other", W/{tag}'):
        again = client.get("me", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get("me", headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("path", reads())
def test_every_read_tells_its_tag(path: str) -> None:
    """Of each one the description says so, with the answer to who has it."""
    operation = API.openapi()["paths"][path]["get"]
    assert operation["responses"]["200"]["headers"]["ETag"]["required"]
    assert operation["responses"]["304"]["headers"]["ETag"]["required"]
    assert [one["in"] for one in operation["parameters"] if one["name"] == "If-None-Match"] == ["header"]


def test_a_refusal_has_no_tag(anonymous: httpx.Client) -> None:
    """What is wrong now may be right in a moment."""
    assert "etag" not in anonymous.get("cases").headers
