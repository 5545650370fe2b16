"""Figures as a sheet to be taken along: the whole, then every figure by every aspect, with what each means."""

from collections.abc import Iterator

from flows.adapters.spreadsheets import Column
from flows.figures.summing import Sight
from flows.figures.telling import matter_names, month_text
from flows.views.supervision import LIGHT_NAMES, BoardQuery, BoardView, FigureValue, FigureView
from matters.organisation.kinds import LEVEL_NAMES

COLUMNS = (
    Column("分组", 12),
    Column("范围", 26),
    Column("指标标识", 18),
    Column("指标", 26),
    Column("值", 12),
    Column("单位", 8),
    Column("分子", 12),
    Column("分母", 12),
    Column("达标", 8),
    Column("目标值", 8),
    Column("含义", 50),
    Column("分子说明", 30),
    Column("分母说明", 30),
    Column("期间", 18),
)


def rows_of(board: BoardView) -> Iterator[tuple[str, ...]]:
    """Of each figure the whole, then what it is by every aspect."""
    means = {one.id: one for one in board.figures}
    yield from (_row("", "合计", one, one) for one in board.figures)
    for group in board.groups:
        for row in group.rows:
            yield from (_row(group.name, row.name, means[name], value) for name, value in row.values.items())


def _row(group: str, name: str, figure: FigureView, value: FigureValue) -> tuple[str, ...]:
    return (
        group,
        name,
        figure.id,
        figure.name,
        "" if value.value is None else f"{value.value:g}",
        figure.unit,
        str(value.numerator),
        "" if value.denominator is None else str(value.denominator),
        LIGHT_NAMES[value.light] if value.light else "",
        "" if figure.goal is None else f"{figure.goal}%",
        figure.meaning,
        figure.numerator_meaning,
        figure.denominator_meaning,
        figure.period,
    )


def asked_for(sight: Sight, query: BoardQuery) -> Iterator[tuple[str, str]]:
    """As people call it; of what is not here (any more) as it was asked."""
    organisation, today = sight.organisation, sight.resources.today
    regions = {one.code: one.name for one in organisation.regions}
    bodies = {one.id: organisation.body_name(one.id, today) for one in organisation.bodies}
    levels = {str(level): name for level, name in LEVEL_NAMES.items()}
    yield "月份", f"{month_text(sight.since)}至{month_text(sight.until)}"
    asked = (
        ("地区", query.region, regions),
        ("层级", query.level, levels),
        ("受理机构", query.body, bodies),
        ("事项", query.matter, matter_names(sight)),
    )
    yield from ((name, names.get(wanted, wanted)) for name, wanted, names in asked if wanted)
    yield "目录批次", "" if query.batch is None else f"第 {query.batch} 批"
