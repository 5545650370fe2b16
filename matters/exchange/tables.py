"""Tables of matters as the national standards have them: 事项, 材料, and what corresponds to what (要素对照)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matters.exchange.of_materials import MATERIALS
from matters.exchange.of_matters import CODE, MATTERS, NOT_KEPT
from matters.exchange.parts import Described, Element, Standard

T = TypeVar("T")
MATTERS_SHEET, MATERIALS_SHEET, CORRESPONDENCE = "事项", "材料", "要素对照"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its title, its heads, its rows of text."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(standard: Standard, matters: Iterable[Described]) -> tuple[Table, ...]:
    """The three sheets."""
    described = tuple(matters)
    of_matters, of_materials = elements(MATTERS, standard), elements(MATERIALS, standard)
    materials = tuple(
        (one.matter.code, *(element.said(material) for element in of_materials))
        for one in described
        for material in one.matter.materials
    )
    code = CODE.head(standard)
    return (
        Table(MATTERS_SHEET, _heads(of_matters, standard), tuple(_row(of_matters, one) for one in described)),
        Table(MATERIALS_SHEET, (code, *_heads(of_materials, standard)), materials),
        correspondence(),
    )


def elements(known: Sequence[Element[T]], standard: Standard) -> tuple[Element[T], ...]:
    """Those that the tables of that standard have."""
    return tuple(element for element in known if element.head(standard))


def correspondence() -> Table:
    """Which element of the standards is which here; what nothing corresponds to stands at the end, with the reason."""
    kept = (
        (sheet, one.name, one.column, one.ours, "可以导入" if one.take or one is CODE else "只导出，由定义推得")
        for sheet, known in ((MATTERS_SHEET, MATTERS), (MATERIALS_SHEET, MATERIALS))
        for one in known
    )
    lacking = ((MATTERS_SHEET, one.name, one.column, "没有对应", one.why) for one in NOT_KEPT)
    heads = ("表", "GB/T 39046-2020 要素", "国家平台交换表列名", "本系统", "说明")
    return Table(CORRESPONDENCE, heads, (*kept, *lacking))


def _heads(known: Iterable[Element[T]], standard: Standard) -> tuple[str, ...]:
    return tuple(element.head(standard) for element in known)


def _row(known: Iterable[Element[T]], one: T) -> tuple[str, ...]:
    return tuple(element.said(one) for element in known)
