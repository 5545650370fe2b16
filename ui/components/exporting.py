"""Links that take a list along as a file, with the filter the page shows."""

from urllib.parse import urlencode

from pydantic import BaseModel

from ui.components.markup import Html, show, tag


def export_links(path: str, query: BaseModel) -> None:
    """XLSX and CSV of everything the filter finds, not of this page alone."""
    given = query.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    asked = f"?{urlencode(given)}" if given else ""
    links = [tag("a", f"导出 {form.upper()}", href=f"/exports/{path}.{form}{asked}") for form in ("xlsx", "csv")]
    note = tag("span", "　按以上条件导出，最多 10000 行；导出记入审计日志", class_="once-note")
    show(tag("p", links[0], Html("　"), links[1], note))
