"""From a paper to the bytes of its unsealed file: the same facts always give the same bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock

import segno
from reportlab.pdfgen.canvas import Canvas

from flows.documents.dressing import Dress, SealBox, dress
from flows.documents.faces import ASCENT, UndrawableText, runs, song, unprintable
from flows.documents.pages import HEIGHT, TOP, Placed, paginate
from flows.documents.paper import DrawnPaper
from flows.documents.seal_face import SEAL_SIZE
from flows.documents.signing_off import NAME_DROP, QR_SIZE, SEAL_DROP, SignedBy, SignOff, sign_off
from flows.documents.strips import BODY, LEADING, MM, PITCH, WIDTH, TextRun, baseline, measure, strips
from flows.documents.tags import Mark, Tag

PREVIEW = "预　览"
_SHEET = (210 * MM, 297 * MM)
_LEFT = 28 * MM  # 订口
_RED = (0.84, 0.05, 0.05)
_BLACK = (0.0, 0.0, 0.0)
_GREY = (0.35, 0.35, 0.35)
_FAINT = (0.86, 0.86, 0.86)
_ACROSS = 150.0  # points
_MARK_TOP = 30 * MM  # letter form 信函格式, GB/T 9704-2012, 10.1: mark, double rules of 170 mm, number at the right
_MARK_SIZE = 38.0
_RULE_WIDTH = 170 * MM
_FOOT_RULE = 20 * MM
DRAWING = Lock()  # a reportlab font serves one document at a time


def draw(paper: DrawnPaper) -> bytes:
    """The unsealed file of `paper`: PDF/A-2a and PDF/UA-1, with an empty signature field where each seal will stand.

    Raises UndrawableText for characters that cannot be printed; `unprintable` tells them beforehand.
    """
    return _drawn(paper, preview=False)


def draw_preview(paper: DrawnPaper) -> bytes:
    """The same paper before it is issued: marked across every page, with nothing to check it by and no place for a seal."""
    return _drawn(paper, preview=True)


def _drawn(paper: DrawnPaper, *, preview: bool) -> bytes:
    offending = unprintable("".join(paper.texts()))
    if offending:
        raise UndrawableText(offending)
    with DRAWING:
        return _draw(paper, preview=preview)


def _draw(paper: DrawnPaper, *, preview: bool) -> bytes:
    buffer, root = BytesIO(), Tag("Document")
    canvas = Canvas(buffer, pagesize=_SHEET, invariant=1, initialFontName=song().name, initialFontSize=BODY)
    pen = _Pen(canvas, preview=preview)
    first_top = _masthead(pen, paper, root)
    end = sign_off(paper.signers, paper.issued_on)
    pages = paginate(strips(paper, root), first_top, end.height)
    for number, page in enumerate(pages.pages):
        if number:
            pen.turn()
            _page_number(pen, number + 1)
        if preview:
            _mark(pen)
        _strips(pen, page)
        if paper.note:
            _footnote(pen, paper.note)
    seals = _sign_off(pen, paper, end, pages.end, root)
    canvas.showPage()
    canvas.save()
    return dress(
        buffer.getvalue(), Dress(paper.title, paper.issuer, paper.issued_on, root, pen.page, () if preview else seals)
    )


class _Pen:
    """Draws on the current page, every stroke either tagged or an artifact. Heights are measured down the sheet."""

    def __init__(self, canvas: Canvas, *, preview: bool) -> None:
        self.canvas = canvas
        self.preview = preview
        self.page = 0
        self._marks = 0

    @contextmanager
    def tagged(self, tag: Tag) -> Iterator[None]:
        """What is drawn inside is content of `tag`."""
        tag.children.append(Mark(self.page, self._marks))
        self.canvas._code.append(f"/{tag.kind} <</MCID {self._marks}>> BDC")
        self._marks += 1
        yield
        self.canvas._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration that a screen reader skips."""
        self.canvas._code.append("/Artifact BMC")
        yield
        self.canvas._code.append("EMC")

    def text(self, run: TextRun, base: float, colour: tuple[float, float, float] = _BLACK) -> None:
        """One run, `base` points below the upper edge of the sheet."""
        line = self.canvas.beginText(_LEFT + run.x, _SHEET[1] - base)
        line.setFillColorRGB(*colour)
        line.setCharSpace(run.spacing)
        for face, piece in runs(run.text, heavy=run.heavy):
            line.setFont(face.name, run.size)
            line.textOut(piece)
        with self.tagged(run.tag) if run.tag.kind != "Artifact" else self.artifact():
            self.canvas.drawText(line)

    def rule(self, x: float, y: float, to_x: float, to_y: float, weight: float = 0.5) -> None:
        """A straight rule in the current stroke colour."""
        self.canvas.setLineWidth(weight)
        self.canvas.line(_LEFT + x, _SHEET[1] - y, _LEFT + to_x, _SHEET[1] - to_y)

    def turn(self) -> None:
        """To the next page."""
        self.canvas.showPage()
        self.page += 1
        self._marks = 0


def _masthead(pen: _Pen, paper: DrawnPaper, root: Tag) -> float:
    """Name of the issuer, red double rules and document number; returns where the text may begin."""
    size = min(_MARK_SIZE, (WIDTH - BODY) / len(paper.issuer))
    width = measure(paper.issuer, size, 0, heavy=True)
    pen.text(
        TextRun((WIDTH - width) / 2, paper.issuer, size, 0, root.add("P"), heavy=True), _MARK_TOP + ASCENT * size, _RED
    )
    rule, left = _MARK_TOP + size + 4 * MM, (WIDTH - _RULE_WIDTH) / 2
    with pen.artifact():
        pen.canvas.setStrokeColorRGB(*_RED)
        for y, weight in ((rule, 2.0), (rule + 2.6, 0.7)):
            pen.rule(left, y, left + _RULE_WIDTH, y, weight)
        for y, weight in ((_SHEET[1] - _FOOT_RULE - 2.6, 0.7), (_SHEET[1] - _FOOT_RULE, 2.0)):
            pen.rule(left, y, left + _RULE_WIDTH, y, weight)
        pen.canvas.setStrokeColorRGB(*_BLACK)
    top = rule + 2.6 + BODY * 7 / 8
    if not paper.number:
        return top
    number = TextRun(WIDTH - measure(paper.number, BODY, 0), paper.number, BODY, 0, root.add("P"))
    pen.text(number, top + ASCENT * BODY)
    return top + BODY


def _strips(pen: _Pen, page: tuple[Placed, ...]) -> None:
    for index, placed in enumerate(page):
        for run in placed.strip.runs:
            pen.text(run, placed.top + placed.strip.baseline + run.drop)
        if placed.strip.walls:
            before = page[index - 1].strip if index else None
            after = page[index + 1].strip if index + 1 < len(page) else None
            _walls(pen, placed, over=before is None, under=after is None)


def _walls(pen: _Pen, placed: Placed, *, over: bool, under: bool) -> None:
    strip, bottom = placed.strip, placed.top + placed.strip.height
    with pen.artifact():
        for x in strip.walls:
            pen.rule(x, placed.top, x, bottom)
        if strip.opens or over:
            pen.rule(0, placed.top, WIDTH, placed.top)
        if strip.closes or under:
            pen.rule(0, bottom, WIDTH, bottom)


def _page_number(pen: _Pen, number: int) -> None:
    """— 2 —: 4号, 7 mm below the text, odd at the right and even at the left, one character in; none on page 1."""
    text, size = f"— {number} —", 14.0
    x = WIDTH - PITCH - measure(text, size, 0) if number % 2 else PITCH
    pen.text(TextRun(x, text, size, 0, Tag("Artifact")), TOP + HEIGHT + 7 * MM + ASCENT * size)


def _footnote(pen: _Pen, note: str) -> None:
    width = measure(note, 9, 0)
    run = TextRun((WIDTH - width) / 2, note, 9, 0, Tag("Artifact"))
    pen.text(run, _SHEET[1] - _FOOT_RULE + 7 * MM, _GREY)


def _mark(pen: _Pen) -> None:
    """预览, from corner to corner, behind the text; a screen reader hears it at the end of the paper."""
    canvas = pen.canvas
    width = measure(PREVIEW, _ACROSS, 0, heavy=True)
    with pen.artifact():
        canvas.saveState()
        canvas.translate(_SHEET[0] / 2, _SHEET[1] / 2)
        canvas.rotate(50)
        line = canvas.beginText(-width / 2, -_ACROSS / 3)
        line.setFillColorRGB(*_FAINT)
        for face, piece in runs(PREVIEW, heavy=True):
            line.setFont(face.name, _ACROSS)
            line.textOut(piece)
        canvas.drawText(line)
        canvas.restoreState()


def _sign_off(pen: _Pen, paper: DrawnPaper, end: SignOff, top: float, root: Tag) -> tuple[SealBox, ...]:
    """Each name, the date below the last; returns the boxes of the seals, each centred a little above its name."""
    name_top = top + NAME_DROP
    for signer in end.signers:
        _name(pen, signer, name_top, root)
    last = end.signers[-1]
    date_run = TextRun(last.centre - measure(end.day, BODY, 0) / 2, end.day, BODY, 0, root.add("P"))
    pen.text(date_run, name_top + LEADING + baseline(LEADING, BODY))
    _check_code(pen, paper, top + end.code_top, root)
    upper = _SHEET[1] - top - SEAL_DROP
    lefts = ((signer, _LEFT + signer.centre - SEAL_SIZE / 2) for signer in end.signers)
    return tuple(SealBox(one.name, (left, upper - SEAL_SIZE, left + SEAL_SIZE, upper)) for one, left in lefts)


def _name(pen: _Pen, signer: SignedBy, top: float, root: Tag) -> None:
    """The last of its lines on the line of the names."""
    tag = root.add("P")
    for above, text in enumerate(reversed(signer.lines)):
        run = TextRun(signer.centre - measure(text, signer.size, 0) / 2, text, signer.size, 0, tag)
        pen.text(run, top + baseline(LEADING, signer.size) - above * signer.size * 1.2)


def _check_code(pen: _Pen, paper: DrawnPaper, top: float, root: Tag) -> None:
    """The QR code as one path of vector rectangles, with what it is for below it; a preview has nothing to check."""
    if pen.preview:
        pen.text(TextRun(0, "预览件，尚未出具，不作凭证", 10, 0, root.add("P")), top + QR_SIZE, _GREY)
        return
    code = segno.make(paper.check_link, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix]
    module = QR_SIZE / len(rows)
    figure = root.add("Figure", alt=f"查验二维码，内容为：{paper.check_link}")
    figure.box = (_LEFT, _SHEET[1] - top - QR_SIZE, _LEFT + QR_SIZE, _SHEET[1] - top)
    path = pen.canvas.beginPath()
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                path.rect(_LEFT + x * module, _SHEET[1] - top - (y + 1) * module, module, module)
    with pen.tagged(figure):
        pen.canvas.setFillColorRGB(*_BLACK)
        pen.canvas.drawPath(path, stroke=0, fill=1)
    for line, text in enumerate(("扫码查验真伪", paper.document_id)):
        pen.text(TextRun(0, text, 8, 0, root.add("P")), top + QR_SIZE + 12 + 11 * line)
