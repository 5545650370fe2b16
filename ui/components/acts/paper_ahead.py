"""The paper that an act will bring (将出具的文书), to be looked at before it is issued."""

import hashlib
import json

from matters.language.actions import Action
from ui.components.acts.acting import Acting
from ui.components.files.preview import preview
from ui.components.markup import show, tag

_NOTE = "预览未编号、未用印，不作凭证；以提交时填写的内容为准。"


def show_paper_ahead(acting: Acting, action: Action) -> None:
    """Folded away; nothing where the act brings none."""
    name = acting.task.papers.get(action)
    if name:
        address = f"/previews/{acting.task.line.id}/{action}?{_state(acting)}"
        shown = preview(address, name, "application/pdf")
        show(
            tag("div", tag("span", f"将出具：{name}"), shown, tag("p", _NOTE, class_="once-note"), class_="once-paper")
        )


def _state(acting: Acting) -> str:
    """Another one for other content: what was drawn before something was filled in is drawn anew."""
    return hashlib.sha256(json.dumps(acting.begun, sort_keys=True, default=str).encode()).hexdigest()[:12]
