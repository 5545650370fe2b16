"""Our own small HTML pages, shown without Streamlit: a frame, escaped text, and a policy that allows nothing else."""

from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

ASSETS = Path(__file__).parent / "assets"
STRICT_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


FORMS = "/forms/"  # samples and blank forms of matters, by their digest


def own_page(title: str, template: str, status: int = 200, blocks: str = "", **texts: str) -> HTMLResponse:
    """A page from `assets/<template>.html` within the frame. `texts` are escaped; `blocks` is HTML made by this room."""
    escaped = {name: escape(text) for name, text in texts.items()}
    body = _template(template).substitute(escaped, blocks=blocks)
    page = _template("frame").substitute(title=escape(title), body=body)
    return HTMLResponse(page, status, headers={"Content-Security-Policy": STRICT_CSP})


def alert(message: str) -> str:
    """A message that screen readers announce; nothing for an empty one."""
    return f'<p class="alert" role="alert">{escape(message)}</p>' if message else ""


def _template(name: str) -> Template:
    return Template((ASSETS / f"{name}.html").read_text(encoding="utf-8"))
