"""By what a list of matters is narrowed (筛选), each condition said once: for the list, its counts and its exports."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.views.matters import Facet, FacetCount, MatterQuery
from matters.language.document import Definition
from matters.language.errands import ERRAND_CLASSES, errand_class
from matters.language.words.answers import Names
from matters.language.words.keys import word_name
from matters.organisation.kinds import LEVEL_NAMES

Bodies = tuple[str, ...]  # that accept a matter
_Values = Callable[[Definition, Bodies, Names], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition: the parameter that asks for it, which values a matter has, and what people call a value."""

    id: str
    name: str
    values: _Values
    called: Callable[[str, Names], str] = lambda value, _: value


def _batch(matter: Definition, bodies: Bodies, names: Names) -> tuple[str, ...]:
    return (str(matter.guide.batch.number),) if matter.guide.batch else ()


def _regions(matter: Definition, bodies: Bodies, names: Names) -> set[str]:
    return {names.organisation.body(body).region for body in bodies}


def _named(names: Mapping[Any, str]) -> Callable[[str, Names], str]:
    return lambda value, _: names[value]


_CONDITIONS = (
    _Condition("region", "地区", _regions, lambda value, names: names.organisation.region(value).name),
    _Condition("body", "受理机构", lambda matter, bodies, _: bodies, lambda value, names: names.body(value)),
    _Condition("category", "类别", lambda matter, *_: (matter.guide.category,)),
    _Condition("errands", "跑动次数", lambda matter, *_: (errand_class(matter),), _named(ERRAND_CLASSES)),
    _Condition("scope", "联办范围", lambda matter, *_: matter.guide.scope, lambda v, _: word_name("scope", v)),
    _Condition("level", "受理层级", lambda matter, *_: matter.guide.owner.levels, _named(LEVEL_NAMES)),
    _Condition("batch", "目录批次", _batch, lambda value, _: f"第 {value} 批"),
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is asked for of a list of matters. `accepted`: by code the bodies that accept a matter."""

    query: MatterQuery
    accepted: Mapping[str, Bodies]
    names: Names

    def left(self, found: Iterable[Definition]) -> list[Definition]:
        """Those that meet every condition, in their order."""
        return [matter for matter in found if self._meets(matter, _CONDITIONS)]

    def facets(self, found: Sequence[Definition]) -> tuple[Facet, ...]:
        """Of every condition how many would be left with each value, the others holding; without those of which none has any."""
        counted = (self._facet(condition, found) for condition in _CONDITIONS)
        return tuple(facet for facet in counted if facet.values)

    def bodies(self, matter: Definition) -> Bodies:
        """Of the bodies that accept it those that are asked for: one, those of a region, or all."""
        query, organisation = self.query, self.names.organisation
        there = (body for body in self._accept(matter) if query.body in (None, body))
        return tuple(body for body in there if query.region in (None, organisation.body(body).region))

    def told(self) -> Iterator[tuple[str, str]]:
        """The conditions that are asked for, as people call them; of what is not here (any more) as it was asked."""
        for condition in _CONDITIONS:
            if (wanted := self._wanted(condition)) is not None:
                yield condition.name, self._called(condition, wanted)

    def _facet(self, condition: _Condition, found: Sequence[Definition]) -> Facet:
        others = tuple(one for one in _CONDITIONS if one is not condition)
        left = (matter for matter in found if self._meets(matter, others))
        counts = Counter(value for matter in left for value in self._values(condition, matter))
        values = (
            FacetCount(value=value, name=self._called(condition, value), count=count)
            for value, count in counts.most_common()
        )
        return Facet(id=condition.id, name=condition.name, values=tuple(values))

    def _meets(self, matter: Definition, conditions: Sequence[_Condition]) -> bool:
        asked = ((one, self._wanted(one)) for one in conditions)
        return all(wanted is None or wanted in self._values(one, matter) for one, wanted in asked)

    def _wanted(self, condition: _Condition) -> str | None:
        wanted = getattr(self.query, condition.id)
        return None if wanted is None else str(wanted)

    def _values(self, condition: _Condition, matter: Definition) -> Iterable[str]:
        return condition.values(matter, self._accept(matter), self.names)

    def _called(self, condition: _Condition, value: str) -> str:
        try:
            return condition.called(value, self.names)
        except KeyError:
            return value

    def _accept(self, matter: Definition) -> Bodies:
        return self.accepted.get(matter.code, ())
