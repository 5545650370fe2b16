"""The door of the command line to the service of a data folder."""

from collections.abc import Iterator
from contextlib import contextmanager

from flows.adapters.identity import LOCAL_MACHINE
from flows.bootstrap import open_service
from flows.service import Service
from flows.settings import Settings
from flows.views.people import Caller
from ui.cli.commands import must_be_set_up
from ui.cli.outcome import given


@contextmanager
def opened(settings: Settings) -> Iterator[Service]:
    """The service of a data folder that was set up before."""
    must_be_set_up(settings)
    with open_service(settings) as service:
        yield service


def acting_as(service: Service, username: str) -> Caller:
    """The caller behind an account; this machine's own administration may act for it."""
    return given(service.accounts.local(LOCAL_MACHINE, username))
