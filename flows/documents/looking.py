"""A look at a file handed in: a program that takes one on standard input, draws a page of it small or tells its text."""

import json
import sys
from io import BytesIO
from typing import TYPE_CHECKING

from flows.documents.limits import handed_in
from flows.documents.office_text import text_of

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1000  # points of the picture: half a screen, and still read when it is enlarged
HEIGHT = 2000
_QUALITY = 82


def pages_in(content: bytes) -> int:
    """How many pages a PDF has."""
    from pypdfium2 import PdfDocument  # each look needs only the library of its kind

    return len(PdfDocument(content))


def page_of(content: bytes, number: int) -> bytes:
    """A page of a PDF as JPEG, with its seals and fields."""
    from pypdfium2 import PdfDocument

    pdf = PdfDocument(content)
    pdf.init_forms()
    page = pdf[number - 1]
    width, height = page.get_size()
    return _jpeg(page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil())


def picture_of(content: bytes) -> bytes:
    """A picture, no larger than it is looked at, the way up it was taken, on white."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (WIDTH, HEIGHT))  # a large JPEG is not unpacked to its full size
        picture.thumbnail((WIDTH, HEIGHT))
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
        white = Image.new("RGBA", upright.size, "white")
        return _jpeg(Image.alpha_composite(white, upright))


def _jpeg(picture: "Image") -> bytes:
    written = BytesIO()
    picture.convert("RGB").save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def main(kind: str, number: int) -> None:
    """Page `number` drawn; with 0 what there is to look at, as JSON."""
    content = handed_in()
    if number:
        sys.stdout.buffer.write(page_of(content, number) if kind == "pdf" else picture_of(content))
    elif kind == "pdf":
        sys.stdout.write(json.dumps({"pages": pages_in(content)}))
    else:
        text, cut = text_of(kind, content)
        sys.stdout.write(json.dumps({"text": text, "cut": cut}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
