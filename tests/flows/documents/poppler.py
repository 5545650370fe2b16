"""The outside tools of poppler-utils and libnss3-tools, as a reader of the papers would use them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest


def run(tool: str, *arguments: str | Path) -> bytes:
    """Output of one tool, which must be installed for this test to mean anything."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed (poppler-utils, libnss3-tools)")
    return subprocess.run([tool, *map(str, arguments)], check=True, capture_output=True).stdout


def text(pdf: bytes, folder: Path, first_page: int = 1) -> str:
    """Text as pdftotext finds it, without white space: lines are broken anywhere in Chinese."""
    path = folder / "text.pdf"
    path.write_bytes(pdf)
    return re.sub(r"\s", "", run("pdftotext", "-f", str(first_page), path, "-").decode())


def pixels(pdf: bytes, folder: Path, page: int, box: tuple[float, float, float, float]) -> list[list[bytes]]:
    """RGB rows of a part of a page at 300 dpi; `box` is left, upper, width and height in mm."""
    path = folder / "picture.pdf"
    path.write_bytes(pdf)
    left, upper, width, height = (str(round(edge / 25.4 * 300)) for edge in box)
    crop = ("-x", left, "-y", upper, "-W", width, "-H", height)
    picture = run("pdftoppm", "-r", "300", "-f", str(page), "-l", str(page), *crop, path)
    header = re.match(rb"P6\s(\d+)\s(\d+)\s255\s", picture)
    assert header
    columns, data = int(header[1]), picture[header.end() :]
    dots = [data[at : at + 3] for at in range(0, len(data), 3)]
    return [dots[at : at + columns] for at in range(0, len(dots), columns)]
