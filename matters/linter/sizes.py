"""How large a definition may be: so that it is checked while its author waits, and read by whoever is to follow it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matters.language.document import Definition
from matters.language.places import Path, parts
from matters.language.quantities import Term
from matters.language.route.steps import walk
from matters.linter.finding import Finding, error


@dataclass(frozen=True)
class Bound:
    """The most of one thing, several times what any definition known has; larger matters are cut into several."""

    what: str
    most: int
    place: Path
    count: Callable[[Definition], int]


BOUNDS: tuple[Bound, ...] = (
    Bound("填报项（含各列）", 200, ("form",), lambda m: sum(1 + len(m.columns(field.id)) for field in m.fields)),
    Bound("材料", 60, ("materials",), lambda m: len(m.materials)),
    Bound("环节（含分支中的）", 60, ("steps",), lambda m: len(walk(m.steps))),
    Bound("条件", 400, ("steps",), lambda m: sum(isinstance(part, Term) for _, part in parts(m))),
    Bound("文书", 12, ("outcome",), lambda m: len(m.outcome.papers) if m.outcome else 0),
    Bound(
        "文书的段落和表格",
        120,
        ("outcome",),
        lambda m: sum(len(p.blocks) for p in m.outcome.papers) if m.outcome else 0,
    ),
    Bound("金样", 30, ("golden",), lambda m: len(m.golden)),
    Bound("金样的办理动作", 200, ("golden",), lambda m: sum(len(golden.story) for golden in m.golden)),
)


def sizes(matter: Definition) -> Iterator[Finding]:
    """What there is too much of."""
    for bound in BOUNDS:
        if (number := bound.count(matter)) > bound.most:
            message = f"{bound.what}有 {number} 个，最多 {bound.most} 个。请精简，或拆成几个事项。"
            yield error("too_large", bound.place, message)
