"""What an act leaves in writing (revision), whether it is done or only looked at before."""

from collections.abc import Mapping
from typing import Any

from flows.cases.deciding import Opened


def written_by(opened: Opened, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Answers and materials always whole, so that the newest is the present state."""
    written: dict[str, Any] = {}
    if parts.get("opinion"):
        written["opinion"] = parts["opinion"]
    if parts.get("findings"):
        written["findings"] = dict(parts["findings"])
    if parts.get("fills") or parts.get("answers"):
        written["answers"] = {**opened.answers, **parts.get("fills", {}), **parts.get("answers", {})}
    if parts.get("materials"):
        written["materials"] = {**opened.materials, **parts["materials"]}
    if parts.get("files"):
        written["files"] = list(parts["files"])
    return written
