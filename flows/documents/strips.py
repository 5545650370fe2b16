"""From facts to strips: the horizontal slices of which the pages are stacked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from flows.documents.faces import ASCENT, runs
from flows.documents.paper import DrawnOpinions, DrawnPaper, DrawnParagraph, DrawnRows, DrawnTable
from flows.documents.tags import Tag
from flows.documents.wrapping import balanced, wrap
from matters.calendar import day_text

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
_NARROW = 7 * CELL + 2 * _PAD  # a column of words keeps room for seven characters where others are long
_HEADS_AT_MOST = 225 * MM / 4
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
    Where it is the first of a further page, `heads` stand above it, and `again` in it and in those after it, one each.
    """

    height: float
    baseline: float = 0.0
    runs: tuple[TextRun, ...] = ()
    walls: tuple[float, ...] = ()
    opens: bool = False
    closes: bool = False
    bound: bool = False
    heads: tuple["Strip", ...] = ()
    again: tuple[TextRun, ...] = ()


_GAP = Strip(LEADING / 4)  # above and below a table


def strips(paper: DrawnPaper, root: Tag) -> list[Strip]:
    """The flowing part of a paper: title, addressee, blocks and closing, tagged under `root`."""
    made = [_blank(2)]
    made += _title(paper, root.add("H1"))
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
            case DrawnRows():
                made += _listed(block, root.add("Table"))
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


def _title(paper: DrawnPaper, tag: Tag) -> Iterator[Strip]:
    def width(piece: str) -> float:
        return measure(piece, TITLE, 0, heavy=True)

    named = [name for name in (paper.issuer, paper.addressee) if name]
    for line in balanced(paper.title, width, WIDTH - 2 * TITLE, named):
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
    heads = _heads(("环节", "办理人", "意见", "日期"), table, walls)
    cells = ((step, person, opinion, day_text(day)) for step, person, opinion, day in rows)
    yield from (_GAP, *_under(heads, cells, table, walls), _GAP)


def _listed(block: DrawnRows, table: Tag) -> Iterator[Strip]:
    """Rows under their heads, counted, with what they are called above."""
    figures = (False, *block.figures)
    numbered = [(str(n), *row) for n, row in enumerate(block.rows, 1)]
    walls = _fitting([("序号", *block.heads), *numbered], figures)
    caption = (replace(s, bound=True) for s in _row((block.caption,), (table.add("Caption"),), (0.0, WIDTH)))
    heads = (*caption, *_heads(("序号", *block.heads), table, walls, figures))
    yield from (_GAP, *_under(heads, numbered, table, walls, figures), _GAP)


def _heads(titles: Sequence[str], table: Tag, walls: Sequence[float], figures: Sequence[bool] = ()) -> list[Strip]:
    """The heads of columns, which stay with the first row."""
    row = table.add("TR")
    tags = [row.add("TH", scope="Column") for _ in titles]
    return [replace(strip, bound=True) for strip in _row(titles, tags, walls, figures)]


def _under(
    heads: Sequence[Strip],
    rows: Iterable[Sequence[str]],
    table: Tag,
    walls: Sequence[float],
    figures: Sequence[bool] = (),
) -> Iterator[Strip]:
    """Heads and rows; the heads are said again on every page the rows go on to, as decoration to a screen reader."""
    again = tuple(replace(head, runs=tuple(_silent(run) for run in head.runs)) for head in heads)
    yield from heads
    for cells in rows:
        row = table.add("TR")
        for strip in _row(cells, [row.add("TD") for _ in cells], walls, figures):
            yield replace(strip, heads=again if _low(again) else ())


def _low(heads: Sequence[Strip]) -> bool:
    """Whether the heads leave a page to the rows."""
    return sum(head.height for head in heads) <= _HEADS_AT_MOST


def _silent(run: TextRun) -> TextRun:
    return replace(run, tag=Tag("Artifact"))


def _fitting(rows: Sequence[Sequence[str]], figures: Sequence[bool]) -> tuple[float, ...]:
    """Where the walls stand: each column gets what its longest cell needs, and long ones share what is left."""
    needs = [min(max(map(_broad, column)) + 2 * _PAD, WIDTH / 2) for column in zip(*rows, strict=True)]
    least = [need if figure else min(need, _NARROW) for need, figure in zip(needs, figures, strict=True)]
    spare = WIDTH - sum(least)
    wanted = [need - low for need, low in zip(needs, least, strict=True)]
    if sum(wanted) < spare:  # what nobody needs widens the columns of words
        wanted = [want + (not figure) * need for want, need, figure in zip(wanted, needs, figures, strict=True)]
    return (0.0, *accumulate(_shared(least, wanted)[:-1]), WIDTH)


def _shared(least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """The widths that fill the page: what each column has at least, and its share of the rest by what it wants."""
    spare = WIDTH - sum(least)
    if spare < 0:
        return [WIDTH * low / sum(least) for low in least]
    total = sum(wanted) or 1.0
    return [low + spare * want / total for low, want in zip(least, wanted, strict=True)]


def _broad(text: str) -> float:
    return max((measure(line, CELL, 0) for line in text.splitlines()), default=0.0)


def _row(
    cells: Sequence[str], tags: Sequence[Tag], walls: Sequence[float], figures: Sequence[bool] = ()
) -> Iterator[Strip]:
    columns = [_cell(text, right - left) for text, left, right in zip(cells, walls, walls[1:], strict=False)]
    count = max(len(lines) for lines in columns)
    label = (
        [_silent(TextRun(_PAD, text, CELL, 0, tags[0])) for text in columns[0][:_TOGETHER]] if len(cells) > 1 else []
    )
    for number in range(count):
        opens, closes = number == 0, number == count - 1
        runs_ = [
            run
            for n, (lines, tag) in enumerate(zip(columns, tags, strict=True))
            for run in _line(lines, number, count, _Room(walls[n], walls[n + 1], *figures[n : n + 1]), tag)
        ]
        yield Strip(
            CELL_LEADING + _PAD / 2 * (opens + closes),
            baseline(CELL_LEADING, CELL) + _PAD / 2 * opens,
            tuple(runs_),
            tuple(walls),
            opens=opens,
            closes=closes,
            bound=not closes and (count <= _TOGETHER or number >= count - len(label)),
            again=() if opens else tuple(label),
        )


def _cell(text: str, width: float) -> list[str]:
    def taken(piece: str) -> float:
        return measure(piece, CELL, 0)

    paragraphs = text.replace("\t", " ").splitlines() or [""]
    return [line for paragraph in paragraphs for line in wrap(paragraph.strip(), taken, width - 2 * _PAD)]


class _Room(NamedTuple):
    """Between which walls a cell stands; numbers stand against the right one."""

    left: float
    right: float
    figure: bool = False

    def x(self, text: str) -> float:
        """Where the text begins."""
        return self.right - _PAD - measure(text, CELL, 0) if self.figure else self.left + _PAD


def _line(lines: Sequence[str], number: int, count: int, room: _Room, tag: Tag) -> Iterator[TextRun]:
    """Line `number` of a cell in a row of `count` lines; short cells stand in the middle of rows kept together."""
    spare = count - len(lines) if count <= _TOGETHER else 0
    if 0 <= number - spare // 2 < len(lines):
        text = lines[number - spare // 2]
        yield TextRun(room.x(text), text, CELL, 0, tag, drop=spare % 2 * CELL_LEADING / 2)
