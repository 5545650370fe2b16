"""Which matters somebody means, best first: by what they are called, by sound, with a wrong character, by what they say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, product
from operator import itemgetter
from string import ascii_lowercase

from matters.finding.asking import terms
from matters.finding.index import READINGS, Index, grams
from matters.finding.spelling import spellings

# How much it tells that something of what is asked stands in a matter; what only resembles a name tells less.
_NAMED, _HEARD, _INITIALS, _TITLED, _MISSPELT, _SWAPPED, _SUMMED_UP, _SAID, _ALONE = (
    1.0,
    0.8,
    0.7,
    0.6,
    0.6,
    0.6,
    0.5,
    0.35,
    0.2,
)
# What is added for the whole name, for a name at the end of what is asked (出差用车 is a kind of 用车), for names of like length.
_WHOLE, _KIND_OF, _ALIKE = 1.0, 0.5, 0.3
_BY_SOUND = 0.9  # of that, where only the sound agrees
_WHAT_FOR = 0.9  # of that, for each term before it: 用车 is asked for first, 去开会 tells what for
_ENOUGH = 0.6  # of what is asked has to stand in it, and not in the details of its guide alone
_PLAINLY = 4  # characters of a name in a long sentence are enough whatever else it says
_MANY = 200  # matters that say it: it tells them apart no more
_COMPARED = 40  # of the best the names are laid beside what is asked
_LONGEST = 40  # characters of a question that are looked at
_SPELLINGS = 4  # of letters as syllables


@dataclass(frozen=True, slots=True)
class Found:
    """Places of matters in the index, best first. `nearest`: what resembles it where nothing is meant for sure."""

    hits: tuple[int, ...]
    nearest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Unit:
    """A character or a syllable that is asked for; a syllable is no character."""

    character: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Initials:
    """Letters, each of which begins a syllable."""

    letters: str


_Term = tuple[_Unit, ...] | _Initials
_Clue = tuple[float, Sequence[int], int, int]  # how much it tells, of which matters, and from where to where it stands


@dataclass(slots=True)
class _Marks:
    """What speaks for one matter: for each character of what is asked the best of it, and what is added for whole names."""

    by_place: list[float]
    added: float = 0.0

    @property
    def score(self) -> float:
        return self.added + sum(self.by_place) / len(self.by_place)

    @property
    def meant(self) -> bool:
        known = sum(mark >= _SAID for mark in self.by_place) >= _ENOUGH * len(self.by_place)
        named = sum(mark >= _HEARD for mark in self.by_place) >= _PLAINLY
        return bool(self.added) or named or (known and max(self.by_place) > _SAID)


def found(index: Index, asked: str, nearest: int = 3) -> Found:
    """Whatever is meant by these words; if that is nothing, so many that come nearest."""
    asked = asked[:_LONGEST]
    marks: dict[int, _Marks] = {}
    for reading in _read(index, asked):
        for place, mark in _marked(index, reading).items():
            marks[place] = max(mark, marks.get(place, mark), key=lambda one: one.score)
    ranked = _ranked(index, marks, "".join(terms(asked)))
    hits = tuple(place for place in ranked if marks[place].meant)
    return Found(hits, () if hits else tuple(ranked[:nearest]))


def _read(index: Index, asked: str) -> Iterator[tuple[_Term, ...]]:
    """The ways in which it may be read: letters are a word, initials or syllables."""
    ways = (tuple(_ways(index, term)) for term in terms(asked))
    return islice(product(*ways), 2 + _SPELLINGS)


def _ways(index: Index, term: str) -> Iterator[_Term]:
    yield tuple(_Unit(one, index.sounds(one)[:1]) for one in term)
    if term.isalpha() and term.isascii():
        yield _Initials(term)
        for syllables in islice(spellings(term), _SPELLINGS if len(term) > 1 else 0):
            yield tuple(_Unit("", sounds) for sounds in _finished(index, syllables))


def _finished(index: Index, syllables: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The last one, still being typed, is whatever begins like it."""
    *whole, last = syllables
    yield from ((one,) for one in whole)
    yield (last,) if last in index.syllables else tuple(one for one in index.syllables if one.startswith(last))


def _marked(index: Index, reading: tuple[_Term, ...]) -> dict[int, _Marks]:
    """What speaks for each matter, read that way; what tells most comes first."""
    length = sum(len(term.letters if isinstance(term, _Initials) else term) for term in reading)
    marks: defaultdict[int, _Marks] = defaultdict(lambda: _Marks([0.0] * length))
    for tells, places, start, stop in sorted(_clues(index, reading), key=itemgetter(0), reverse=True):
        for place in places if tells > _SUMMED_UP else _few(places, marks):
            by_place = marks[place].by_place
            for at in range(start, stop):
                by_place[at] = by_place[at] or tells
    for adds, places in _names_in(index, reading):
        for place in places:
            marks[place].added = max(adds, marks[place].added)
    return marks


def _few(places: Sequence[int], marked: Collection[int]) -> Collection[int]:
    """What many matters say tells only among those for which more speaks."""
    return places if len(places) <= _MANY else set(marked).intersection(places)


def _clues(index: Index, reading: tuple[_Term, ...]) -> Iterator[_Clue]:
    start = 0
    for term in reading:
        if isinstance(term, _Initials):
            wanted = term.letters if len(term.letters) > 1 else f"\n{term.letters}"
            yield _INITIALS, _begun(index, wanted), start, start + len(term.letters)
            start += len(term.letters)
        else:
            yield from ((tells, places, start + at, start + stop) for tells, places, at, stop in _stand(index, term))
            start += len(term)


def _begun(index: Index, wanted: str) -> tuple[int, ...]:
    """Matters one of whose names has these initials; line ends say where a name begins and ends."""
    return tuple(place for place, lines in enumerate(index.initials) if wanted in lines)


def _coded(index: Index, text: str) -> tuple[int, ...]:
    """Matters whose code begins like it, or has that number."""
    if not (text.isascii() and text[-1:].isdigit()):
        return ()
    numbered = (place for place, code in enumerate(index.codes) if text in (code, code.lstrip(ascii_lowercase)))
    begun = (place for place, code in enumerate(index.codes) if text[0].isalpha() and code.startswith(text))
    return tuple({*numbered, *begun})


def _stand(index: Index, term: Sequence[_Unit]) -> Iterator[_Clue]:
    """What of the term stands in which matters."""
    for at, unit in enumerate(term):
        yield from ((tells, places, at, at + 1) for tells, places in _by_itself(index, unit, alone=len(term) == 1))
    for at, (first, then) in enumerate(pairwise(term)):
        yield from ((tells, places, at, at + 2) for tells, places in _side_by_side(index, first, then))
    for at, (before, after) in enumerate(zip(term, term[2:], strict=False)):
        yield _MISSPELT, index.named.get(f"{before.character}*{after.character}", ()), at, at + 3


def _by_itself(index: Index, unit: _Unit, *, alone: bool) -> Iterator[tuple[float, Sequence[int]]]:
    """One character of several tells little, and its sound nothing."""
    yield _NAMED if alone else _ALONE, index.named.get(unit.character, ())
    for sound in unit.sounds if alone or not unit.character else ():
        yield _HEARD if alone and not unit.character else _ALONE, index.heard.get(sound, ())


def _side_by_side(index: Index, first: _Unit, then: _Unit) -> Iterator[tuple[float, Sequence[int]]]:
    pair = first.character + then.character
    yield _NAMED, index.named.get(pair, ())
    yield _SWAPPED, index.named.get(pair[::-1], ())
    yield _TITLED, index.titled.get(pair, ())
    yield _SUMMED_UP, index.summed_up.get(pair, ())
    yield _SAID, index.said.get(pair, ())
    for sounds in product(first.sounds, then.sounds):
        yield _HEARD, index.heard.get(" ".join(sounds), ())


def _names_in(index: Index, reading: tuple[_Term, ...]) -> Iterator[tuple[float, Sequence[int]]]:
    """Matters whose whole name is asked for, or stands at the end of a term."""
    yield from (
        (_WHOLE * _BY_SOUND, _begun(index, f"\n{term.letters}\n")) for term in reading if isinstance(term, _Initials)
    )
    terms = [term for term in reading if not isinstance(term, _Initials)]
    whole = tuple(chain.from_iterable(terms))
    yield from _called(index, whole, _WHOLE)
    for number, term in enumerate(terms):
        said = "".join(unit.character for unit in term)
        if len(terms) == 1 or not said.isdecimal():  # beside other words a number is that of a document
            yield _WHOLE, _coded(index, said)
        for start in range(max(1, len(term) - 1)):
            yield from _called(index, term[start:], _KIND_OF * _WHAT_FOR**number * (len(term) - start) / len(whole))


def _called(index: Index, name: Sequence[_Unit], adds: float) -> Iterator[tuple[float, Sequence[int]]]:
    yield adds, index.called.get("".join(unit.character for unit in name), ())
    for sounds in islice(product(*(unit.sounds for unit in name)), READINGS):
        yield adds * _BY_SOUND, index.sounding.get(" ".join(sounds), ())


def _ranked(index: Index, marks: Mapping[int, _Marks], asked: str) -> tuple[int, ...]:
    """By what speaks for them; of the best ones also by how much a name is like what is asked. The rest is as it was."""
    scores = {place: mark.score for place, mark in marks.items()}
    order = sorted(scores, key=lambda place: (-scores[place], place))
    best, rest = order[:_COMPARED], order[_COMPARED:]
    likely = {place: scores[place] + _ALIKE * _likeness(index.names[place], asked) for place in best}
    return (*sorted(best, key=lambda place: (-likely[place], place)), *rest)


def _likeness(names: Iterable[str], asked: str) -> float:
    """From 0 to 1, of the name that is most like it: how much of both stands in either."""
    wanted = set(grams(asked))
    return max(2 * len(wanted & set(grams(name))) / (len(wanted) + len(set(grams(name)))) for name in names)
