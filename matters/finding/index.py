"""What published matters are found by: their names in writing, by sound and by initials, and what else they say."""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain, islice, pairwise, product

from matters.finding.asking import code_of, runs, terms
from matters.language.document import Definition
from matters.language.form import ChoiceField, ChoicesField, FormField, RowsField

Sounds = Callable[
    [str], tuple[str, ...]
]  # how a character may be read, without tones; what has no reading stands for itself
Postings = Mapping[str, Sequence[int]]  # which matters have something, by their place in the index

READINGS = 8  # of a name with several characters that sound more than one way
# A clause that says what is not needed is not what somebody looks for.
_CLAUSE = re.compile(r"[^，。；：？！、（）\n]+")
_DENIED = re.compile("不[用必再需得]|不涉及|不属于|无需|没有")


@dataclass(frozen=True, slots=True)
class Index:
    """`names`: what each matter is called. The postings are by whole name, or by what stands side by side in a text.

    `called`, `sounding`: whole names in writing and by sound. `named`, `heard`: what names contain. `titled`: category and
    basis. `summed_up`: what the summary says; `said`: the rest of guide and form. `initials`: those of all names of each
    matter, a line each.
    """

    codes: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    called: Postings
    sounding: Postings
    named: Postings
    heard: Postings
    titled: Postings
    summed_up: Postings
    said: Postings
    initials: tuple[str, ...]
    syllables: tuple[str, ...]
    sounds: Sounds


def index_of(matters: Iterable[Definition], sounds: Sounds) -> Index:
    """The index of these matters, in their order."""
    known, sounds = tuple(matters), cache(sounds)
    names, whole = tuple(map(_names, known)), tuple(map(_whole, known))
    return Index(
        codes=tuple(code_of(one.code) for one in known),
        names=names,
        called=_postings(whole),
        sounding=_each(whole, partial(_readings, sounds=sounds)),
        named=_each(names, grams),
        heard=_each(names, partial(_heard, sounds=sounds)),
        titled=_postings(_pairs(_titles(one)) for one in known),
        summed_up=_postings(_pairs(_affirmed((one.guide.summary,))) for one in known),
        said=_postings(_pairs(_affirmed(_details(one))) for one in known),
        syllables=tuple(sorted({one for called in names for name in called for char in name for one in sounds(char)})),
        initials=tuple(_lines(called, partial(_initials, sounds=sounds)) for called in names),
        sounds=sounds,
    )


def _each(names: Iterable[Iterable[str]], of: Callable[[str], Iterable[str]]) -> Postings:
    return _postings(chain.from_iterable(map(of, called)) for called in names)


def _lines(names: Iterable[str], of: Callable[[str], Iterable[str]]) -> str:
    return "\n".join(("", *chain.from_iterable(map(of, names)), ""))


def _postings(found: Iterable[Iterable[str]]) -> Postings:
    """By what was found, the places at which it was."""
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for place, keys in enumerate(found):
        for key in set(keys):
            postings[key].append(place)
    return dict(postings)


def _names(matter: Definition) -> tuple[str, ...]:
    return tuple("".join(runs(name)) for name in (matter.name, *matter.aliases))


def _whole(matter: Definition) -> tuple[str, ...]:
    """Every name, and what is left of it without words of asking: 车辆申请 is asked for as 申请车辆."""
    asked = ("".join(terms(name)) for name in (matter.name, *matter.aliases))
    return tuple({*_names(matter), *asked})


def _titles(matter: Definition) -> tuple[str, ...]:
    return (matter.guide.category, *(basis.title for basis in matter.guide.legal_basis))


def grams(name: str) -> Iterator[str]:
    """Characters, what stands side by side, and what stands around one character (`数*化`)."""
    yield from name
    yield from map("".join, pairwise(name))
    yield from (f"{before}*{after}" for before, after in zip(name, name[2:], strict=False))


def _heard(name: str, sounds: Sounds) -> Iterator[str]:
    spoken = [sounds(one) for one in name]
    yield from (sound for one in spoken for sound in one)
    yield from (f"{first} {then}" for pair in pairwise(spoken) for first, then in product(*pair))


def _readings(name: str, sounds: Sounds) -> Iterator[str]:
    """The whole name as it may be read: `yong che`."""
    return islice(map(" ".join, product(*(sounds(one) for one in name))), READINGS)


def _initials(name: str, sounds: Sounds) -> Iterator[str]:
    letters = (dict.fromkeys(sound[0] for sound in sounds(one)) for one in name)
    return islice(map("".join, product(*letters)), READINGS)


def _pairs(texts: Iterable[str]) -> Iterator[str]:
    """What stands side by side."""
    for run in runs("，".join(texts)):
        yield from map("".join, pairwise(run))


def _affirmed(texts: Iterable[str]) -> Iterator[str]:
    """Clause by clause."""
    return (clause for text in texts for clause in _CLAUSE.findall(text) if not _DENIED.search(clause))


def _details(matter: Definition) -> Iterator[str]:
    """What guide and form say besides the summary."""
    yield from matter.guide.conditions
    yield from (text for one in matter.guide.questions for text in (one.question, one.answer))
    yield from (one.name for one in matter.materials)
    yield from (label for field in matter.fields for label in _labels(field))


def _labels(field: FormField) -> Iterator[str]:
    """Of the field, its options and its columns."""
    yield field.label
    if isinstance(field, (ChoiceField, ChoicesField)):
        yield from (option.label for option in field.options)
    if isinstance(field, RowsField):
        yield from (column.label for column in field.columns)
