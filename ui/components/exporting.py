"""Links that take a list along as a file, with the filter the page shows."""

from typing import get_args
from urllib.parse import urlencode

from pydantic import BaseModel

from flows.views.base import ExportFormat
from ui.components.markup import Html, show, tag


def export_links(path: str, query: BaseModel) -> None:
    """Files of everything the filter finds, not of this page alone."""
    given = query.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    asked = f"?{urlencode(given)}" if given else ""
    links = [
        part
        for form in get_args(ExportFormat)
        for part in (tag("a", f"导出 {form.upper()}", href=f"/exports/{path}.{form}{asked}"), Html("　"))
    ]
    show(tag("p", *links, tag("span", "按以上条件导出，最多 10000 行；导出记入审计日志", class_="once-note")))
