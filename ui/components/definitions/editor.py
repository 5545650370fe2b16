"""The editor of definitions: a small browser component of our own, served from our own address as the policy demands."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from flows.views.editing import RemarkView

_ROOM = Path(__file__).parents[2] / "assets"
_NAME = "once.definition_editor"
_MANIFEST = ComponentManifest("once", "1", [ComponentConfig("definition_editor", "definition_editor")])


def definition_editor(
    key: str, text: str, epoch: str, remarks: Sequence[RemarkView], *, locked: bool, changed: Callable[[], None]
) -> None:
    """Draw the editor. What was typed is in `typed(key)` when `changed` is called; `text` is shown at every new `epoch`."""
    _declare()
    shown = [{"line": one.line, "severity": one.severity, "message": one.message} for one in remarks]
    data = {"text": text, "epoch": epoch, "remarks": shown, "locked": locked}
    mount = st.components.v2.component(_NAME, js="editor.js", css="editor.css")
    mount(key=key, data=data, on_text_change=changed)


def typed(key: str) -> str | None:
    """The text the browser has sent."""
    state = st.session_state.get(key)
    return getattr(state, "text", None)


def _declare() -> None:
    """Say where the script lies: the policy allows scripts from our own address, none from inside the page.

    Streamlit finds such folders by the manifests of installed packages named like their module; ours is not.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_NAME) is None:
        manager.register_from_manifest(_MANIFEST, _ROOM)
