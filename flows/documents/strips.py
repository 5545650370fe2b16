"""From facts to strips: the horizontal slices of which the pages are stacked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flows.documents.faces import ASCENT, runs
from flows.documents.paper import DrawnOpinions, DrawnPaper, DrawnParagraph, DrawnTable
from flows.documents.tags import Tag
from flows.documents.wrapping import balanced, wrap
from matters.language.words.answers import day_text

MM = 72 / 25.4
WIDTH = 156 * MM  # 版心, GB/T 9704-2012, 5.2.1
LEADING = 225 * MM / 22  # 22 lines a page
PITCH = WIDTH / 28  # 28 characters a line
BODY = 16.0  # 3号
TITLE = 22.0  # 2号
TITLE_LEADING = 34.0
CELL = 12.0  # 小4号, leaves room for two words a column
CELL_LEADING = 20.0
_PAD = 6.0
_TOGETHER = 8  # lines of a table row that are kept on one page; a longer row may break anywhere
_STRETCH = 1.6  # points a gap may grow in a justified line: a tenth of the type size is not seen


@dataclass(frozen=True)
class TextRun:
    """Text set in one go; `x` is measured from the left edge of the text area 版心, `drop` down from the strip's
    baseline, in points."""

    x: float
    text: str
    size: float
    spacing: float
    tag: Tag
    heavy: bool = False
    drop: float = 0.0


@dataclass(frozen=True)
class Strip:
    """One slice of a page over the full text width. `baseline` is measured down from its top.

    `walls` are the upright rules of a table, `opens` and `closes` its level ones; a `bound` strip stays with the next.
    """

    height: float
    baseline: float = 0.0
    runs: tuple[TextRun, ...] = ()
    walls: tuple[float, ...] = ()
    opens: bool = False
    closes: bool = False
    bound: bool = False


_GAP = Strip(LEADING / 4)  # above and below a table


def strips(paper: DrawnPaper, root: Tag) -> list[Strip]:
    """The flowing part of a paper: title, addressee, blocks and closing, tagged under `root`."""
    made = [_blank(2)]
    made += _title(paper.title, root.add("H1"))
    made.append(_blank(1))
    if paper.addressee:
        made += _paragraph(f"{paper.addressee}：", root, indent=0)
        made[-1] = replace(made[-1], bound=True)
    for block in paper.blocks:
        match block:
            case DrawnParagraph(text=text):
                made += _paragraphs(text, root)
            case DrawnTable(rows=facts):
                made += _facts(facts, root.add("Table"))
            case DrawnOpinions(rows=opinions):
                made += _opinions(opinions, root.add("Table"))
    return made + _paragraphs(paper.closing, root)


def measure(text: str, size: float, spacing: float, *, heavy: bool = False) -> float:
    """Width of one line in points, the spacing after its last character included."""
    return sum(face.width(character) * size + spacing for face, piece in runs(text, heavy=heavy) for character in piece)


def baseline(leading: float, size: float) -> float:
    """Where the type stands in a line of that height, centred by its em square."""
    return (leading - size) / 2 + ASCENT * size


def _blank(lines: int) -> Strip:
    return Strip(lines * LEADING, bound=True)


def _title(text: str, tag: Tag) -> Iterator[Strip]:
    def width(piece: str) -> float:
        return measure(piece, TITLE, 0, heavy=True)

    for line in balanced(text, width, WIDTH - 2 * TITLE):
        run = TextRun((WIDTH - width(line)) / 2, line, TITLE, 0, tag, heavy=True)
        yield Strip(TITLE_LEADING, baseline(TITLE_LEADING, TITLE), (run,), bound=True)


def _paragraphs(text: str, root: Tag) -> list[Strip]:
    lines = [line.strip(" \t　") for line in text.splitlines()]
    return [strip for line in lines if line for strip in _paragraph(line, root, indent=2)]


def _paragraph(text: str, root: Tag, *, indent: int) -> list[Strip]:
    tag, spacing, left = root.add("P"), PITCH - BODY, indent * PITCH

    def width(piece: str) -> float:
        return measure(piece, BODY, spacing)

    lines = wrap(text.replace("\t", " "), width, WIDTH + 0.5, WIDTH - left)
    made = []
    for number, line in enumerate(lines):
        x = left if number == 0 else 0.0
        gap = 0.0 if number == len(lines) - 1 else (WIDTH - x - width(line)) / max(len(line) - 1, 1)
        run = TextRun(x, line, BODY, spacing + min(gap, _STRETCH), tag)
        made.append(Strip(LEADING, baseline(LEADING, BODY), (run,)))
    return made


def _facts(rows: Sequence[tuple[str, str]], table: Tag) -> Iterator[Strip]:
    walls = (0.0, 9 * CELL, WIDTH)
    yield _GAP
    for label, value in rows:
        row = table.add("TR")
        heads = (row.add("TH", scope="Row"), row.add("TD"))
        yield from _row((label, value), heads, walls)
    yield _GAP


def _opinions(rows: Sequence[tuple[str, str, str, date]], table: Tag) -> Iterator[Strip]:
    walls = (0.0, 6 * CELL, 14 * CELL, WIDTH - 8.5 * CELL, WIDTH)
    head = table.add("TR")
    titles = ("环节", "办理人", "意见", "日期")
    yield _GAP
    for strip in _row(titles, [head.add("TH", scope="Column") for _ in titles], walls):
        yield replace(strip, bound=True)
    for step, person, opinion, day in rows:
        row = table.add("TR")
        yield from _row((step, person, opinion, day_text(day)), [row.add("TD") for _ in titles], walls)
    yield _GAP


def _row(cells: Sequence[str], tags: Sequence[Tag], walls: tuple[float, ...]) -> Iterator[Strip]:
    columns = [_cell(text, right - left) for text, left, right in zip(cells, walls, walls[1:], strict=False)]
    count = max(len(lines) for lines in columns)
    for number in range(count):
        opens, closes = number == 0, number == count - 1
        cells_ = zip(columns, tags, walls, strict=False)
        runs_ = [run for lines, tag, left in cells_ for run in _line(lines, number, count, left + _PAD, tag)]
        yield Strip(
            CELL_LEADING + _PAD / 2 * (opens + closes),
            baseline(CELL_LEADING, CELL) + _PAD / 2 * opens,
            tuple(runs_),
            walls,
            opens=opens,
            closes=closes,
            bound=not closes and count <= _TOGETHER,
        )


def _cell(text: str, width: float) -> list[str]:
    def taken(piece: str) -> float:
        return measure(piece, CELL, 0)

    paragraphs = text.replace("\t", " ").splitlines() or [""]
    return [line for paragraph in paragraphs for line in wrap(paragraph.strip(), taken, width - 2 * _PAD)]


def _line(lines: Sequence[str], number: int, count: int, x: float, tag: Tag) -> Iterator[TextRun]:
    """Line `number` of a cell in a row of `count` lines; short cells stand in the middle of rows kept together."""
    spare = count - len(lines) if count <= _TOGETHER else 0
    if 0 <= number - spare // 2 < len(lines):
        yield TextRun(x, lines[number - spare // 2], CELL, 0, tag, drop=spare % 2 * CELL_LEADING / 2)
