"""The colours of pages, told to the browser at every run and put together once."""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_put_together = app_session._populate_theme_msg


def install_kept_themes() -> None:
    """Have Streamlit tell the theme that it read at the start.

    It goes through all options for each of six sections at every run and writes their names another way, which took 1.5 ms
    of the 20 that a help page costs; no setting of ours changes while the process lives.
    """
    _made.cache_clear()
    setattr(app_session, "_populate_theme_msg", _tell)  # noqa: B010  # the name is not exported


def _tell(msg: CustomThemeConfig, section: str = "theme") -> None:
    if (made := _made(section)).ByteSize():
        msg.MergeFrom(made)


@cache
def _made(section: str) -> CustomThemeConfig:
    made = CustomThemeConfig()
    _put_together(made, section)
    return made
