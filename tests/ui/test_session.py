"""The door of the pages to the service: who is at the browser, and from where."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from flows.views.people import Caller
from matters.errors.door import LoginRequired
from tests.ui.serving import Browser
from tests.ui.stub import StubService
from tests.ui.test_gate import websocket
from ui.session import install


@pytest.mark.usefixtures("runtime")
def test_a_page_acts_from_the_address_of_its_browser(
    browser: Browser, stub: StubService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit tells no address of this machine; the audit log shall have it, whatever the browser says of itself."""
    browser.log_in()
    known, addresses = stub.accounts.resolve, list[str]()

    def resolve(token: str, address: str) -> Caller | LoginRequired:
        addresses.append(address)
        return known(token, address)

    monkeypatch.setattr(stub.accounts, "resolve", resolve)  # the gate has the one it was built with
    install(stub, secure=False)  # type: ignore[arg-type]  # pages run as programs have closed the door behind them
    message = BackMsg()
    message.rerun_script.query_string = ""
    with websocket(browser, **{"X-Once-Address": "10.9.9.9"}) as stream:
        stream.send(message.SerializeToString())
        while _kind(stream.recv(60)) != "script_finished":  # a page still drawn would outlive its server
            pass
    assert set(addresses) == {"127.0.0.1"}


def _kind(frame: str | bytes) -> str | None:
    """What Streamlit tells the browser with it."""
    assert isinstance(frame, bytes)
    message = ForwardMsg()
    message.ParseFromString(frame)
    kind: str | None = message.WhichOneof("type")
    return kind
