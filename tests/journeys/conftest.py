"""What the journeys share: a running product, a browser, and a second door to the same data."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from flows.bootstrap import open_service
from flows.settings import Settings
from tests.journeys.browsing import chromium, chromium_path
from tests.journeys.product import Product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product for all files, on the IPv6 loopback: a start costs 16 s."""
    with Product(tmp_path_factory.mktemp("shared") / "data", host="::1") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file, and no longer: while it runs, nobody else may run an event loop in this thread."""
    path = chromium_path()
    assert path
    with chromium(path) as running:
        yield running


@pytest.fixture
def service(product: Product) -> Iterator[Any]:
    """A second door to the data, for what happens behind a person's back. Untyped: what is refused fails the test."""
    with open_service(Settings(data_dir=product.folder)) as opened:
        yield opened
