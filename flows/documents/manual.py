"""The manual (使用手册) to print and hand round: what the help says, on sheets of A4 with an outline to leaf through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from flows.documents.drawing import DRAWING
from flows.documents.faces import ASCENT, runs, song
from flows.documents.strips import MM, measure
from flows.documents.wrapping import wrap
from matters.calendar import day_text

_SHEET = (210 * MM, 297 * MM)
_LEFT, _TOP, _BOTTOM = 25 * MM, 25 * MM, 25 * MM
_WIDTH = _SHEET[0] - 2 * _LEFT
_TITLE, _HEAD, _TEXT, _SMALL = 22.0, 15.0, 11.5, 9.0
Chapter = tuple[str, Sequence[str]]  # its title, and what is to be done, step by step
_INDENT = 20.0  # of a numbered line: two digits and their stop


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is set. `needs`: how much room it wants below its top, so that no heading stands alone at the foot."""

    text: str
    size: float
    x: float = 0.0
    heavy: bool = False
    number: str = ""
    needs: float = 0.0
    mark: str = ""

    @property
    def height(self) -> float:
        """With the white around it."""
        return self.size * (2.6 if self.heavy else 1.7)


def draw_manual(title: str, chapters: Sequence[Chapter], made_on: date) -> bytes:
    """The file. The same chapters on the same day give the same bytes."""
    buffer = BytesIO()
    with DRAWING:
        canvas = Canvas(buffer, pagesize=_SHEET, invariant=1, lang="zh-CN", initialFontName=song().name)
        canvas.setTitle(title)
        canvas.setSubject(f"{day_text(made_on)}生成")
        _set(canvas, (_Line(title, _TITLE, heavy=True), *_lines(chapters)))
        canvas.showPage()
        canvas.save()
    return buffer.getvalue()


def _lines(chapters: Sequence[Chapter]) -> Iterator[_Line]:
    for title, steps in chapters:
        yield _Line(title, _HEAD, heavy=True, needs=3 * _TEXT * 1.7, mark=title)
        for number, text in enumerate(steps, start=1):
            for nth, line in enumerate(wrap(text, partial(measure, size=_TEXT, spacing=0), _WIDTH - _INDENT)):
                yield _Line(line, _TEXT, _INDENT, number="" if nth else f"{number}.")


def _set(canvas: Canvas, lines: Sequence[_Line]) -> None:
    """Down one sheet after the other."""
    y, page = _TOP, 1
    _foot(canvas, page)
    for line in lines:
        if y + line.height + line.needs > _SHEET[1] - _BOTTOM:
            canvas.showPage()
            y, page = _TOP, page + 1
            _foot(canvas, page)
        y += line.height
        if line.mark:
            canvas.bookmarkHorizontal(line.mark, 0, _SHEET[1] - y + line.height)
            canvas.addOutlineEntry(line.mark, line.mark)
        base = _SHEET[1] - y + (1 - ASCENT) * line.size
        _write(canvas, line.number, 0, base, line.size)
        _write(canvas, line.text, line.x, base, line.size, heavy=line.heavy)


def _foot(canvas: Canvas, page: int) -> None:
    text = f"— {page} —"
    _write(canvas, text, (_WIDTH - measure(text, _SMALL, 0)) / 2, _BOTTOM / 2, _SMALL)


def _write(canvas: Canvas, text: str, x: float, base: float, size: float, *, heavy: bool = False) -> None:
    line = canvas.beginText(_LEFT + x, base)
    for face, piece in runs(text, heavy=heavy):
        line.setFont(face.name, size)
        line.textOut(piece)
    canvas.drawText(line)
