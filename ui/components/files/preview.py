"""Files shown in the page: pictures and PDF, from our own addresses, which check who asks at every request."""

from ui.components.markup import Html, tag

_PICTURES = frozenset({"image/png", "image/jpeg"})


def preview(path: str, name: str, media_type: str) -> Html:
    """Folded away until it is wanted; nothing is loaded before. Other kinds have no preview, only the link to save them.

    A picture needs no script. The frame of a PDF is made by `assets/preview.js`, because Streamlit takes frames out of
    our markup and its own are closed to the browser's PDF viewer.
    """
    title = tag("summary", "预览", title=f"预览 {name}")
    if media_type in _PICTURES:
        return tag("details", title, tag("img", src=path, alt=name, loading="lazy"), class_="once-preview")
    if media_type != "application/pdf":
        return Html()
    return tag("details", title, tag("a", "在新窗口打开", href=path, target="_blank"), class_="once-preview once-pdf")
