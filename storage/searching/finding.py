"""Finding cases (查找): the newest that meet every condition, over indexes and with bounded effort, however many there are.

A condition that an index knows opens a way: the cases it leads to, newest first. The shortest way is walked, and what it leads
to is asked the other conditions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true, union_all

from matters.case.aggregate import Status
from storage.database import Session, asked
from storage.searching.words import PaperNumber
from storage.tables.base import table_of
from storage.tables.cases import UNDER_WAY, AccessRow, CaseRow, CaseWord
from storage.tables.records import DocumentRow

MOST_TOLD = 1_000  # a list is counted so far: with more, nobody turns its pages
EFFORT = 20_000  # cases that are looked at on the shortest way, in some 50 ms
ALL = 1 << 30  # the effort of who needs every case, whatever it takes
MOST_LISTS = 40  # of one way; a condition that opens more of them is only asked
FEW = 4  # long lists that are merged; of more of them all cases are walked instead, most of which are in one

_CASE, _WORD, _ACCESS, _PAPER = table_of(CaseRow), table_of(CaseWord), table_of(AccessRow), table_of(DocumentRow)

Ids: TypeAlias = Select[tuple[int]]
Way: TypeAlias = tuple[Ids, ...]
_ALL: Way = (select(_CASE.c.id).order_by(_CASE.c.id.desc()),)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One word that was typed, and all that it may mean; a case is found by any of it.

    `text`: words of a text, all of them; `part`: of a case number, with the word of its last digits where they can only stand
    in its tail; `seen`: a part of the title too short to have a word.
    """

    text: frozenset[int] = frozenset()
    part: str = ""
    part_word: int | None = None
    seen: str = ""
    paper: PaperNumber | None = None
    paper_words: frozenset[int] = frozenset()
    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Last days from the one to the other, both included, of the cases that these bodies own; of all where none is named."""

    since: date | None = None
    until: date | None = None
    owners: tuple[str, ...] = ()

    def holds(self, due: ColumnElement[date]) -> ColumnElement[bool]:
        """Whether that day is within it; nothing of whose case it is."""
        bounds = (due >= self.since if self.since else None, due <= self.until if self.until else None)
        return and_(due.is_not(None), *(bound for bound in bounds if bound is not None))


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What to look for: any of these statuses, matters and applicants' bodies (none = all), and every one of these words.

    `due`: the case is under way, and its last day lies within any of these spans.
    """

    statuses: tuple[Status, ...] = ()
    matters: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    words: tuple[Meaning, ...] = ()
    due: tuple[Span, ...] = ()


EVERY = CaseFilter()


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of cases, newest first. `more`: there are others; `newest_only`: older cases than the newest were not looked at."""

    ids: tuple[int, ...]
    more: bool
    newest_only: bool


@dataclass(frozen=True, slots=True)
class Whose:
    """Within which cases one looks: those of an applicant, those somebody filed for others, or those of one of the bodies."""

    person: str = ""
    bodies: tuple[str, ...] = ()
    for_others: str = ""

    def lists(self) -> Way:
        """The cases, by person or by body."""
        by = self._by()
        return (_with(*by),) if by else tuple(map(_of_party, self.bodies))

    def holds(self, case_id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether that case is one of them."""
        if by := self._by():
            column, person = by
            return _row(case_id, column == person)
        body = _ACCESS.c.body if len(self.bodies) <= FEW else func.coalesce(_ACCESS.c.body, "")  # by its case alone
        return exists().where(_ACCESS.c.case_id == case_id, body.in_(self.bodies))

    def _by(self) -> tuple[ColumnElement[str], str] | None:
        """The column that names whose they are, and who that is; nothing of those of bodies."""
        if self.for_others:
            return _CASE.c.filed_by, self.for_others
        return (_CASE.c.applicant_person, self.person) if self.person else None


def find(session: Session, whose: Whose, wanted: CaseFilter, most: int, effort: int = EFFORT) -> Found:
    """So many of the newest cases that are to be found; `effort` bounds how many are looked at for it."""
    if not whose.lists():
        return Found((), more=False, newest_only=False)
    if wanted == EVERY and len(whose.lists()) <= MOST_LISTS:
        ids = tuple(asked(session, _newest(whose.lists(), most + 1)).scalars())
        return Found(ids[:most], len(ids) > most, newest_only=False)
    theirs = whose.lists()
    way, whole = _shortest(session, [theirs, *_ways(wanted)], min(effort, EFFORT))
    reached = _newest(way, effort).subquery()
    within = () if way is theirs else (whose.holds(reached.c.id),)
    told = select(reached.c.id).where(*within, *conditions(wanted, reached.c.id))
    ids = tuple(asked(session, told.order_by(reached.c.id.desc()).limit(most + 1)).scalars())
    more = len(ids) > most
    cut = not more and not whole and _count(session, way, effort) >= effort
    return Found(ids[:most], more, newest_only=cut)


def _shortest(session: Session, ways: Iterable[Way], effort: int) -> tuple[Way, bool]:
    """The way that leads to the fewest cases as far as that is told within the effort, and whether all of it is counted."""
    best: tuple[int, Way, bool] = (effort + 1, _ALL, False)
    for way in ways:
        if len(way) <= MOST_LISTS:
            each = max(effort // max(len(way), 1), 1)
            counts = _counts(session, way, each)
            whole = all(count < each for count in counts)
            if sum(counts) < best[0] and (whole or len(way) <= FEW):
                best = (sum(counts), way, whole)
    return best[1], best[2]


def _counts(session: Session, way: Way, most: int) -> tuple[int, ...]:
    if not way:
        return ()
    lists = (ids.order_by(None).limit(most).subquery() for ids in way)
    counts = (select(func.count()).select_from(one).scalar_subquery() for one in lists)
    return tuple(asked(session, select(*(count.label(f"n{n}") for n, count in enumerate(counts)))).one())


def _count(session: Session, way: Way, most: int) -> int:
    return int(asked(session, select(func.count()).select_from(_newest(way, most).subquery())).scalar_one())


def _newest(way: Way, most: int) -> Ids:
    """So many of the newest cases of several lists, each once."""
    lists = [select(ids.limit(most).subquery().c[0].label("id")) for ids in way]
    together = union_all(*lists).subquery() if lists else select(_CASE.c.id).where(false()).subquery()
    return select(together.c.id).distinct().order_by(together.c.id.desc()).limit(most)


def _ways(wanted: CaseFilter) -> Iterator[Way]:
    if wanted.statuses:
        yield tuple(_with(_CASE.c.status, status) for status in wanted.statuses)
    if wanted.matters:
        yield tuple(_with(_CASE.c.matter, matter) for matter in wanted.matters)
    if wanted.bodies:
        yield tuple(map(_of_party, wanted.bodies))
    for word in wanted.words:
        yield from _ways_of(word)


def _ways_of(word: Meaning) -> Iterator[Way]:
    """One for each of the words of a text, besides what else may be meant: the rarest of them is the shortest."""
    if word.seen or (word.part and word.part_word is None):
        return
    besides = (
        *((_known_by(word.part_word), _numbered(word.part)) if word.part_word is not None else ()),
        *map(_known_by, word.paper_words),
        *map(_filed_by, word.people),
        *map(_of_party, word.bodies),
        *(_with(_CASE.c.matter, matter) for matter in word.matters),
    )
    yield from ((_known_by(one), *besides) for one in word.text)
    if not word.text:
        yield besides


def conditions(wanted: CaseFilter, case_id: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    """What is asked of a case; each is looked up for that case alone."""
    for column, values in (
        (_CASE.c.status, wanted.statuses),
        (_CASE.c.matter, wanted.matters),
        (_CASE.c.applicant_body, wanted.bodies),
    ):
        if values:
            yield _row(case_id, column.in_(values))
    if wanted.due:
        yield _row(case_id, and_(UNDER_WAY, or_(*(and_(one.holds(_CASE.c.due), owned(one)) for one in wanted.due))))
    for word in wanted.words:
        yield or_(false(), *_meanings(word, case_id))


def owned(span: Span) -> ColumnElement[bool]:
    """Whether the case belongs to one of those of whom the span is."""
    return _CASE.c.owner_body.in_(span.owners) if span.owners else true()


def _meanings(word: Meaning, case_id: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    if word.text:
        yield and_(*(_is_known_by(one, case_id) for one in sorted(word.text)))
    if word.paper:
        number = f"{word.paper.prefix}〔{word.paper.year}〕{word.paper.serial}号"
        yield exists().where(_PAPER.c.case_id == case_id, _PAPER.c.number.endswith(number, autoescape=True))
    said = tuple(_of_row(word))
    if said:
        yield _row(case_id, or_(*said))


def _of_row(word: Meaning) -> Iterator[ColumnElement[bool]]:
    if word.part:
        yield _CASE.c.case_no.contains(word.part, autoescape=True)
    if word.seen:
        yield _CASE.c.title.contains(word.seen, autoescape=True)
    if word.people:
        yield _CASE.c.applicant_person.in_(word.people)
    if word.bodies:
        yield or_(_CASE.c.applicant_body.in_(word.bodies), _CASE.c.owner_body.in_(word.bodies))
    if word.matters:
        yield _CASE.c.matter.in_(word.matters)


def _filed_by(person: str) -> Ids:
    return _with(_CASE.c.applicant_person, person)


def _of_party(body: str) -> Ids:
    return select(_ACCESS.c.case_id).where(_ACCESS.c.body == body).order_by(_ACCESS.c.case_id.desc())


def _known_by(word: int) -> Ids:
    return select(_WORD.c.case_id).where(_WORD.c.word == word).order_by(_WORD.c.case_id.desc())


def _numbered(part: str) -> Ids:
    """The cases whose number begins so: of one body and day after day, so that their order is that of the index."""
    begins = (_CASE.c.case_no >= part, _CASE.c.case_no < f"{part}\uffff")
    return select(_CASE.c.id).where(*begins).order_by(_CASE.c.case_no.desc())


def _with(column: ColumnElement[str], value: str) -> Ids:
    return select(_CASE.c.id).where(column == value).order_by(_CASE.c.id.desc())


def _is_known_by(word: int, case_id: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(_WORD.c.word == word, _WORD.c.case_id == case_id)


def _row(case_id: ColumnElement[int], said: ColumnElement[bool]) -> ColumnElement[bool]:
    """What the row of that case says, looked up there: no plan may walk through all rows instead."""
    return select(said).where(_CASE.c.id == case_id).scalar_subquery()
