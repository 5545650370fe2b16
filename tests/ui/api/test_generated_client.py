"""What other people's programs use: a client that a stock generator makes of the description, untouched, for a whole case."""

import importlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from flows.settings import Settings
from storage.tables.base import canonical
from tests.ui.api.calling import API, carry_everything
from tests.ui.api.office import APPLICANT, CHIEF, CLERK, FILING, FILLS, Office, opened_office

# The generator knows one name for bytes.
BYTES = "content_type_overrides:\n  application/pdf: application/octet-stream\n"
CALLS = {
    "sessions": ("log_in", "show_me"),
    "tokens": ("create_token",),
    "cases": ("submit", "show_case", "list_documents", "download_document"),
    "tasks": ("list_tasks", "act"),
}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The client, generated into a folder of its own, and what the generator complained of."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "api.json").write_text(canonical(API.openapi()), "utf-8")
    (folder / "config.yaml").write_text(BYTES, "utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", "api.json", "--meta", "none"]
    command += ["--config", "config.yaml", "--output-path", "once_client"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    calls = {
        name: importlib.import_module(f"once_client.api.{group}.{name}") for group in CALLS for name in CALLS[group]
    }
    models, client = (importlib.import_module(f"once_client.{name}") for name in ("models", "client"))
    yield SimpleNamespace(said=done.stdout, models=models, client=client, folder=folder, **calls)
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the office."""
    return tmp_path_factory.mktemp("clients")


@pytest.fixture(scope="module")
def office(folder: Path) -> Iterator[Office]:
    """An office whose API the client calls."""
    with opened_office(folder, "") as opened:
        yield opened


def test_the_generator_keeps_every_answer(generated: SimpleNamespace) -> None:
    """No success and no problem is left out."""
    assert "WARNING" not in generated.said
    kept = sum(text.count("ProblemDocument.from_dict") for text in _texts(generated.folder / "once_client" / "api"))
    described = sum(
        "application/problem+json" in answer.get("content", {})
        for operations in API.openapi()["paths"].values()
        for operation in operations.values()
        for answer in operation["responses"].values()
    )
    assert kept == described > 200


def _texts(folder: Path) -> Iterator[str]:
    return (file.read_text("utf-8") for file in folder.rglob("*.py"))


def test_a_whole_case_by_the_generated_client(generated: SimpleNamespace, office: Office, folder: Path) -> None:
    """Log in, file, accept, approve, download; a refusal arrives as a problem with its code."""
    with ExitStack() as clients:
        at = {post: clients.enter_context(_logged_in(generated, office, post)) for post in (APPLICANT, CLERK, CHIEF)}
        _handle(generated, at, Settings(data_dir=folder, database_url=""))


def test_a_whole_case_with_tokens_of_limited_scope(generated: SimpleNamespace, office: Office, folder: Path) -> None:
    """Each program may do its own part; anything beyond it arrives as a problem with its code."""
    scopes = {APPLICANT: ["cases:write"], CLERK: ["tasks:write"], CHIEF: ["tasks:write"]}
    with ExitStack() as clients:
        at = {post: clients.enter_context(_limited(generated, office, post, scopes[post])) for post in scopes}
        _handle(generated, at, Settings(data_dir=folder, database_url=""))
        beyond = generated.list_tasks.sync(client=at[APPLICANT])
        assert (beyond.code, beyond.status) == ("scope_missing", 403)
        assert generated.show_case.sync("0", client=at[CLERK]).code == "scope_missing"
        assert generated.show_me.sync(client=at[CLERK]).scope == ["tasks:write"]


def _limited(generated: SimpleNamespace, office: Office, post: str, scope: list[str]) -> Any:  # noqa: ANN401 - generated
    """A client with a token for that alone, not open yet."""
    asked = generated.models.TokenRequest.from_dict({"name": "试验程序", "scope": scope, "days": 1})
    with _logged_in(generated, office, post) as client:
        made = generated.create_token.sync(client=client, body=asked)
    return _client(generated, office, made.token)


def _handle(generated: SimpleNamespace, at: Mapping[str, Any], settings: Settings) -> None:
    models, applicant = generated.models, at[APPLICANT]
    wrong = models.SubmitRequest.from_dict({**FILING, "answers": {}})
    refused = generated.submit.sync(client=applicant, body=wrong)
    assert (refused.code, refused.status, len(refused.problems) > 1) == ("invalid", 422, True)
    receipt = generated.submit.sync(client=applicant, body=models.SubmitRequest.from_dict(dict(FILING)))
    for post, action, more in ((CLERK, "accept", {"fills": FILLS}), (CHIEF, "approve", {"opinion": "同意。"})):
        client = at[post]
        (item,) = [one for one in generated.list_tasks.sync(client=client).items if one.case_no == receipt.case_no]
        act = {"action": action, "expected_version": item.version, "post": post, **more}
        done = generated.act.sync(item.id, client=client, body=models.ActRequest.from_dict(act))
        assert done.case_no == receipt.case_no
    carry_everything(settings)
    shown = generated.show_case.sync(receipt.case_no, client=applicant)
    assert str(shown.line.result) == "granted"
    paper = generated.list_documents.sync(receipt.case_no, client=applicant)[-1]
    content = generated.download_document.sync(paper.id, client=applicant)
    assert content.payload.read(4) == b"%PDF"


def _logged_in(generated: SimpleNamespace, office: Office, post: str) -> Any:  # noqa: ANN401 - generated
    """A client with the token of the person on that post, not open yet."""
    account = office.accounts[post]
    body = generated.models.Credentials(username=account["username"], password=account["password"])
    with generated.client.Client(**_at(office)) as client:
        session = generated.log_in.sync(client=client, body=body)
    return _client(generated, office, session.token)


def _client(generated: SimpleNamespace, office: Office, token: str) -> Any:  # noqa: ANN401 - generated
    return generated.client.AuthenticatedClient(token=token, **_at(office))


def _at(office: Office) -> dict[str, Any]:
    return {"base_url": office.address.rstrip("/"), "httpx_args": {"trust_env": False}, "timeout": httpx.Timeout(60)}
