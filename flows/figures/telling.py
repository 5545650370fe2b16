"""Figures as people read them: each with its value, its light and what it means, and by every aspect."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from flows.figures.summing import Key, Sight
from flows.views.supervision import BoardGroup, BoardRow, BoardView, FigureValue, FigureView, StepTimeView
from matters.figures.catalogue import BATCH_GOAL, BOARD, BY_ID, BY_WEEKDAY, FIGURES, Figure, Grain, Sums
from matters.organisation.kinds import LEVEL_NAMES, Level
from storage.definitions import matters
from storage.figures import asking
from storage.figures.asking import Spent

NONE = "—"
_SLOWEST = 10
# What stands in rows: the board, and what bodies are compared by besides.
_IN_ROWS = (*(BY_ID[one] for one in BOARD), BY_ID["sealed"], BY_ID["hours"], BY_ID["pleased"], BY_ID["connected"])
_OF_MATTERS: tuple[Grain, ...] = ("cases", "matters")
_OF_BODIES: tuple[Grain, ...] = (*_OF_MATTERS, "bodies")


def board_of(sight: Sight, batch: int | None = None) -> BoardView:
    """All of it."""
    sums = sight.whole()
    return BoardView(
        since=month_text(sight.since),
        until=month_text(sight.until),
        board=BOARD,
        figures=tuple(told(figure, sums, batch) for figure in FIGURES),
        weekdays=tuple(told(figure, sums) for figure in BY_WEEKDAY),
        groups=tuple(_groups(sight, batch)),
        slowest=tuple(_step(sight, one) for one in asking.slowest(sight.session, sight.span, _SLOWEST)),
    )


def told(figure: Figure, sums: Sums, batch: int | None = None) -> FigureView:
    """A figure with its value; of a batch alone (目录批次) the goal of at most one errand is that of batches."""
    goal = _goal(figure, batch)
    return FigureView(
        id=figure.id,
        name=figure.name,
        meaning=figure.meaning,
        numerator_meaning=figure.counted,
        denominator_meaning=figure.all_of,
        period=figure.period,
        unit=figure.unit,
        goal=goal,
        of=figure.grain,
        splits=figure.splits,
        **value_of(figure, sums, goal).model_dump(),
    )


def value_of(figure: Figure, sums: Sums, goal: int | None) -> FigureValue:
    """The value alone."""
    value = figure.value(sums)
    return FigureValue(
        value=None if value is None else round(float(value), 4),
        text=text_of(figure, value),
        numerator=sums.get(figure.counts, 0),
        denominator=sums.get(figure.among, 0) if figure.among else None,
        light=figure.light(sums, goal),
    )


def text_of(figure: Figure, value: Fraction | None) -> str:
    """With its unit; shares and averages to one digit, halves upwards. Lights are told of the exact value."""
    if value is None:
        return NONE
    if not figure.among:
        return f"{int(value)} {figure.unit}"
    tenths = int((value * 10 + Fraction(1, 2)) // 1)
    return f"{tenths / 10:.1f} {figure.unit}"


def month_text(month: int) -> str:
    """202603 as 2026-03."""
    return f"{month // 100}-{month % 100:02d}"


def _goal(figure: Figure, batch: int | None) -> int | None:
    return BATCH_GOAL if batch is not None and figure.id == "once_by_matters" else figure.goal


def _groups(sight: Sight, batch: int | None) -> Iterator[BoardGroup]:
    organisation, today = sight.organisation, sight.resources.today
    names = matter_names(sight)
    yield _group("region", "地区", sight.by_region(), lambda key: organisation.region(str(key)).name, _OF_BODIES, batch)
    yield _group("level", "层级", sight.by_level(), _level_name, _OF_BODIES, batch)
    bodies = sight.by_body()
    yield _group("body", "受理机构", bodies, lambda key: organisation.body_name(str(key), today), _OF_BODIES, batch)
    yield _group("matter", "事项", sight.by_matter(), lambda key: names.get(str(key), str(key)), _OF_MATTERS, batch)
    yield _group("batch", "目录批次", sight.by_batch(), lambda key: f"第 {key} 批", _OF_MATTERS, 0)
    months = dict(sorted(sight.by_month().items()))
    yield _group("month", "月份", months, lambda key: month_text(int(key)), ("cases",), batch)


def _group(
    group: str,
    name: str,
    found: Mapping[Key, Sums],
    called: Callable[[Key], str],
    grains: Iterable[Grain],
    batch: int | None,
) -> BoardGroup:
    figures = [(figure, _goal(figure, batch)) for figure in _IN_ROWS if figure.grain in grains]
    rows = tuple(
        BoardRow(
            key=month_text(int(key)) if group == "month" else str(key),
            name=called(key),
            values={figure.id: value_of(figure, sums, goal) for figure, goal in figures},
        )
        for key, sums in found.items()
    )
    return BoardGroup(id=group, name=name, rows=rows)


def _level_name(key: Key) -> str:
    names: Mapping[Level, str] = LEVEL_NAMES
    return next(name for level, name in names.items() if level == key)


def matter_names(sight: Sight) -> Mapping[str, str]:
    """What matters are called, those too that no list has any more."""
    return {head.code: head.name for head in matters.published(sight.session)}


def _step(sight: Sight, spent: Spent) -> StepTimeView:
    head = matters.newest(sight.session, spent.matter)
    matter = sight.resources.definition(sight.session, head.digest) if head else None
    step = matter.find_step(spent.step) if matter else None
    return StepTimeView(
        matter=spent.matter,
        matter_name=matter.name if matter else spent.matter,
        step_name=step.name if step else spent.step,
        done=spent.done,
        hours=round(spent.minutes / 60 / spent.done, 1),
    )
