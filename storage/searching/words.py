"""Words of cases (检索词): what cases are found by, as keyed numbers in a table of their own: no text lies there to be read.

A text is known by its pairs of neighbouring characters, a number by four neighbouring digits: any part of them is found over
an index. Whoever has the table and not the master key can neither read a word nor try one out.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import delete, select, text

from storage.database import Session, asked
from storage.tables.base import table_of
from storage.tables.cases import CaseWord

MOST_TEXT = 200  # characters of a text that are searched: each costs a row of some twenty bytes
PART = 4  # neighbouring digits of a number
TAIL = 10  # of a case number: month, day, serial and check digit; all before them is shared by thousands

_WORD = table_of(CaseWord)
_LEARN = text("INSERT INTO case_word (word, case_id) VALUES (:word, :case_id) ON CONFLICT DO NOTHING")
_RUN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")
# Year and serial of 机关代字〔2026〕3号, by code points: brackets of four kinds (U+3014, U+3010), 第 (U+7B2C), 号 (U+53F7).
_PAPER = re.compile(r"([^\s\[(\u3014\u3010]*)[\[(\u3014\u3010]\s*(\d{4})\s*[\])\u3015\u3011]\s*\u7b2c?0*(\d+)\u53f7?")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A document number (文号) in its parts, however its brackets are typed: 样机管〔2026〕3号."""

    prefix: str
    year: str
    serial: str


@dataclass(frozen=True, slots=True)
class Words:
    """Makes words under the key of an installation."""

    key: bytes

    def of_text(self, text: str) -> frozenset[int]:
        """Of a text, or what a part of one must be known by: nothing where it has a single character only."""
        return self._numbers(f"t:{part}" for part in _parts(level(text)))

    def of_case(self, case_no: str, text: str) -> frozenset[int]:
        """Of a case that begins."""
        tail = level(case_no)[-TAIL:]
        parts = (f"n:{tail[at : at + PART]}" for at in range(max(len(tail) - PART, 0) + 1))
        return self._numbers(parts) | self.of_text(level(text)[:MOST_TEXT])

    def of_part(self, digits: str) -> int:
        """What a case number is known by of which these digits are a part that ends within its tail."""
        return self._number(f"n:{digits[-PART:]}")

    def of_paper(self, number: str) -> frozenset[int]:
        """Of a document number, wherever it stands in a text."""
        return self._numbers(f"p:{found.year}:{found.serial}" for found in papers_in(number)[0])

    def _numbers(self, parts: Iterable[str]) -> frozenset[int]:
        return frozenset(map(self._number, parts))

    def _number(self, part: str) -> int:
        """32 bits: two of a million words may be one, which shows a case too many and never one too few."""
        digest = blake2b(part.encode(), key=self.key, digest_size=4).digest()
        return int.from_bytes(digest, signed=True)


def level(text: str) -> str:
    """The text as it is compared: full-width as half-width, capitals as small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def papers_in(text: str) -> tuple[tuple[PaperNumber, ...], str]:
    """The document numbers in a levelled text, and the rest of it."""
    found = tuple(PaperNumber(*match.groups()) for match in _PAPER.finditer(level(text)))
    return found, _PAPER.sub(" ", level(text))


def learn(session: Session, case_id: int, words: Iterable[int]) -> None:
    """Let the case be found by these words, in the transaction of what brings them."""
    learn_all(session, ((word, case_id) for word in words))


def learn_all(session: Session, words: Iterable[tuple[int, int]]) -> None:
    """The same for several cases: words, each with its case."""
    rows = [{"word": word, "case_id": case_id} for word, case_id in sorted(words)]
    if rows:
        session.connection().execute(_LEARN, rows)


def is_known(session: Session, case_id: int, words: Iterable[int]) -> bool:
    """Whether any of these words leads to the case."""
    known = select(_WORD.c.case_id).where(_WORD.c.word.in_(tuple(words)), _WORD.c.case_id == case_id).limit(1)
    return asked(session, known).first() is not None


def forget(session: Session, case_id: int) -> None:
    """Nothing leads to the case any more. It walks through all words: for the end of retention, not for an act."""
    asked(session, delete(_WORD).where(_WORD.c.case_id == case_id))


def _parts(levelled: str) -> Iterator[str]:
    for run in _RUN.findall(levelled):
        if run.isascii():
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
