"""The colours that pages are told, put together once."""

from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from ui.shell import themes

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar")


@pytest.fixture
def streamlit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two colours in two sections; what is installed is taken back afterwards."""
    monkeypatch.setattr(app_session, "_populate_theme_msg", themes._put_together)
    options = {"theme.primaryColor": "#123456", "theme.dark.textColor": "#fedcba"}
    before = {name: config.get_option(name) for name in options}
    for name, value in options.items():
        config.set_option(name, value)
    yield
    for name, value in before.items():
        config.set_option(name, value)
    themes._made.cache_clear()


def _told() -> dict[str, bytes]:
    found = {section: CustomThemeConfig() for section in SECTIONS}
    for section, message in found.items():
        app_session._populate_theme_msg(message, section)
    return {section: message.SerializeToString(deterministic=True) for section, message in found.items()}


@pytest.mark.usefixtures("streamlit")
def test_what_is_told_is_what_streamlit_would_tell() -> None:
    """Section by section, also where nothing is set; and the second time as the first."""
    by_streamlit = _told()
    themes.install_kept_themes()
    assert _told() == by_streamlit == _told()
    assert len(set(by_streamlit.values())) > 1


@pytest.mark.usefixtures("streamlit")
def test_it_is_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many runs there are."""
    asked = []
    monkeypatch.setattr(themes, "_put_together", lambda message, section: asked.append(section))
    themes.install_kept_themes()
    _told()
    _told()
    assert asked == list(SECTIONS)
