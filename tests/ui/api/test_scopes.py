"""A token with limits at the API: each call says which scope it needs, and is closed to a token without it.

Covers: ui/api/routes/tokens.py
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from flows.views.scopes import GROUPS, SCOPES
from tests.ui.api.calling import API
from tests.ui.api.office import APPLICANT, CLERK, FILING, Office, opened_office
from ui.api.describing import SCOPE
from ui.session import cookie_name


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose API is called with tokens."""
    with opened_office(tmp_path_factory.mktemp("office"), "") as opened:
        yield opened


def token(office: Office, post: str, name: str, *scope: str) -> dict[str, Any]:
    """A new token of the person on the post, as answered."""
    answer = office.at(post).post("tokens", json={"name": name, "scope": scope, "days": 7})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def calling(office: Office, secret: str) -> httpx.Client:
    """A program with that token."""
    headers = {"Authorization": f"Bearer {secret}"}
    return httpx.Client(base_url=office.address, headers=headers, trust_env=False, timeout=60)


def test_every_call_that_asks_who_calls_says_its_scope() -> None:
    """Its group, and whether it changes anything; those about who one is are open to every token, those about tokens to none."""
    told = {
        operation["operationId"]: operation.get(SCOPE)
        for operations in API.openapi()["paths"].values()
        for operation in operations.values()
        if "security" in operation
    }
    without = {name for name, scope in told.items() if scope is None}
    own = {"list_tokens", "create_token", "revoke_token", "list_tokens_of", "create_token_for"}
    assert without == {"show_me", "log_out", *own}
    assert {scope for scope in told.values() if scope} <= set(SCOPES)
    assert (told["submit"], told["show_case"], told["forecast"]) == ("cases:write", "cases:read", "matters:read")


def test_every_group_has_calls() -> None:
    """What nobody could use a token for is not offered."""
    tags = {tag for operations in API.openapi()["paths"].values() for one in operations.values() for tag in one["tags"]}
    assert tags == set(GROUPS)


def test_a_token_reads_what_it_is_for_and_nothing_else(office: Office) -> None:
    """403 with its code and a sentence that names what is missing, whether or not the object is there."""
    with calling(office, token(office, APPLICANT, "查询", "cases:read")["token"]) as program:
        assert program.get("cases").status_code == 200
        assert program.get("me").json()["scope"] == ["cases:read"]
        for method, path in (
            ("POST", "cases"),
            ("GET", "tasks"),
            ("GET", "matters/none"),
            ("GET", "tokens"),
            ("POST", "tokens"),
        ):
            refused = program.request(method, path, json=dict(FILING) if method == "POST" else None)
            assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing"), path
        assert "cases:write" in program.post("cases", json=dict(FILING)).json()["detail"]


def test_a_token_that_may_change_files_a_case(office: Office) -> None:
    """And may read what it has filed."""
    with calling(office, token(office, APPLICANT, "申请", "cases:write")["token"]) as program:
        case_no = program.post("cases", json=dict(FILING)).json()["case_no"]
        assert program.get(f"cases/{case_no}").status_code == 200


def test_a_token_with_limits_in_a_cookie_is_no_login(office: Office) -> None:
    """The cookie is read by the pages, too; what it may do here is what it may do as a bearer's."""
    secret = token(office, APPLICANT, "在 cookie 中", "cases:read")["token"]
    with httpx.Client(base_url=office.address, cookies={cookie_name(secure=False): secret}, trust_env=False) as browser:
        assert browser.get("cases").status_code == 200
        assert browser.get("tasks").status_code == 403


def test_a_token_is_listed_without_its_secret_and_revoked(office: Office) -> None:
    """At once, and by nobody else."""
    made = token(office, CLERK, "报表", "tasks:read")
    program = calling(office, made["token"])
    assert program.get("tasks").status_code == 200
    (line,) = office.at(CLERK).get("tokens").json()["items"]
    assert (line["id"], line["name"], line["scope"]) == (made["line"]["id"], "报表", ["tasks:read"])
    assert line["last_used"].endswith("+08:00")
    assert made["token"] not in str(line)
    assert office.at(APPLICANT).delete(f"tokens/{line['id']}").status_code == 404
    assert office.at(CLERK).delete(f"tokens/{line['id']}").status_code == 200
    assert program.get("tasks").status_code == 401
    program.close()


@pytest.mark.parametrize(
    "wrong", [{"scope": []}, {"scope": ["all"]}, {"scope": ["tokens:write"]}, {"days": 0}, {"name": ""}]
)
def test_a_token_for_nothing_or_for_what_there_is_not_is_refused(office: Office, wrong: dict[str, Any]) -> None:
    """Beside the part that is wrong."""
    asked = {"name": "写错的", "scope": ["cases:read"], **wrong}
    refused = office.at(APPLICANT).post("tokens", json=asked)
    assert refused.status_code == 422
    assert refused.json()["problems"][0]["target"].split(".")[0] in wrong
