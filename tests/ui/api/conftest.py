"""Clients of the API over a stub service."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from tests.ui.api.serving import served
from tests.ui.api.stub import TOKEN, StubService
from ui.api import create_api


@pytest.fixture(scope="session")
def served_api() -> Iterator[tuple[FastAPI, str]]:
    """One server for all tests; each puts its own service behind it."""
    api = create_api(StubService())  # type: ignore[arg-type]
    with served(api) as address:
        yield api, address


@pytest.fixture
def stub(served_api: tuple[FastAPI, str]) -> StubService:
    """A service that answers what the test says, behind the server."""
    service = StubService()
    served_api[0].state.service = service
    return service


@pytest.fixture
def anonymous(served_api: tuple[FastAPI, str], stub: StubService) -> Iterator[httpx.Client]:
    """A client that is not logged in."""
    with httpx.Client(base_url=served_api[1], trust_env=False, timeout=60) as client:  # a busy machine takes its time
        yield client


@pytest.fixture
def client(anonymous: httpx.Client) -> httpx.Client:
    """A client with a bearer token."""
    anonymous.headers["Authorization"] = f"Bearer {TOKEN}"
    return anonymous
