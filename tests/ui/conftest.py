"""Fixtures of the web: a stub service behind the door, a page run as a program, and the whole application on a socket."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.context import ContextProxy
from streamlit.starlette import App
from streamlit.testing.v1 import AppTest

from tests.ui.serving import Browser, served
from tests.ui.stub import TOKEN, StubService
from ui.app import build
from ui.session import close_door, cookie_name, install
from ui.shell.menu import page_modules

Open = Callable[..., AppTest]
PROGRAM = "from {room} import {name}\nfrom ui.shell.frame import to_its_end\nto_its_end({name}.page)"
ROOMS = {module.__name__.rpartition(".")[2]: module.__name__.rpartition(".")[0] for module in page_modules()}


@pytest.fixture
def office() -> Iterator[StubService]:
    """The service that all pages of this test use."""
    stub = StubService()
    install(stub, secure=False)  # type: ignore[arg-type]  # the stub has the same desks
    yield stub
    close_door()


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The browser's cookies; a test may change them between two runs."""
    held = {cookie_name(secure=False): TOKEN}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda self: held))
    return held


@pytest.fixture
def open_page(office: StubService, cookies: dict[str, str]) -> Open:
    """Opens a page by its module's name, with a query."""

    def opened(name: str, **query: str) -> AppTest:
        page = AppTest.from_string(PROGRAM.format(room=ROOMS[name], name=name), default_timeout=30)
        for key, value in query.items():
            page.query_params[key] = value
        return page.run()

    return opened


@pytest.fixture(scope="session")
def application() -> tuple[App, StubService]:
    """The application before it runs, with its stub."""
    stub = StubService()
    return build(stub, secure=False), stub  # type: ignore[arg-type]  # the stub has the same desks


@pytest.fixture(scope="session")
def world(application: tuple[App, StubService]) -> Iterator[tuple[str, StubService]]:
    """One running application; each test gets a fresh login."""
    app, stub = application
    with served(app) as address:
        yield address, stub


@pytest.fixture
def runtime(application: tuple[App, StubService], browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """Streamlit in the running application; a page run as a program has made the process forget it."""
    browser.get("/healthz")
    found = application[0]._runtime
    assert found is not None
    monkeypatch.setattr(Runtime, "_instance", found)
    return found


@pytest.fixture
def stub(world: tuple[str, StubService]) -> StubService:
    """The service behind the running application, as new."""
    world[1].people.update(StubService().people)
    world[1].answers.clear()
    return world[1]


@pytest.fixture
def browser(world: tuple[str, StubService], stub: StubService) -> Iterator[Browser]:
    """A browser without cookies."""
    with Browser(base_url=world[0], trust_env=False, timeout=60) as client:
        yield client
