"""A database with 100,000 cases in minutes: real cases are copied row by row, with other people, numbers and keys.

Nine in ten are concluded. 30 % are of one body, 3,000 wait for one person and 20 for another; who files and who decides
goes round the organisation, the same on every run (keys and item ids apart, which are random in the product too).
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from flows.resources import Resources
from flows.service import Service
from flows.views.cases import CaseView
from flows.views.tasks import ActReceipt, ActRequest
from matters.case.number import case_number
from matters.organisation.snapshot import Organisation
from storage import audit, cases
from storage.audit import AuditEntry
from storage.cases import CaseHead, Written
from storage.tables.base import Digest, Row, canonical
from storage.tables.packing import PackedJson, packed, unpacked
from tests.benchmarks.bulk import Bulk
from tests.flows.effects.story import BEGIN, CHIEF, CLERK, FILLS, OFFICE, caller, drain, submit

HEAVY, LIGHT = 3_000, 20
BATCH = 1_000
STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    (CLERK, {"action": "accept", "opinion": "拟同意", "fills": FILLS}),
    (CHIEF, {"action": "approve", "opinion": "同意派车。"}),
    (CLERK, {"action": "conclude"}),
)
_OF = {
    "work_item_holder": "item_id IN (SELECT id FROM work_item WHERE case_id = :id)",
    "case_row": "id = :id",
    "notice": "case_no = :case_no",
    "seal_use": "document IN (SELECT id FROM document WHERE case_id = :id)",
    "number_allotted": "effect_key IN (SELECT key FROM effect WHERE case_id = :id)",
    **dict.fromkeys(
        ("case_event", "revision", "work_item", "access", "advance", "effect", "document"), "case_id = :id"
    ),
}
_COUNTED = {"case_row": "case", "notice": "id", "seal_use": "id"}
TABLES = [table for table in Row.metadata.sorted_tables if table.name in _OF]


@dataclass(frozen=True)
class Hat:
    """A person, a post they hold, and its body."""

    person: str
    post: str
    body: str


@dataclass(frozen=True)
class Pattern:
    """A real case as its rows, by table; each cell that a copy changes with the words that change in it.

    `entries` are its audit lines, each with its instant as the driver has it.
    """

    head: CaseHead
    written: tuple[Written, ...]
    entries: tuple[tuple[AuditEntry, object], ...]
    rows: dict[str, list[dict[str, Any]]]
    varying: dict[str, list[dict[str, tuple[str, ...]]]]


def patterns_of(resources: Resources) -> tuple[Pattern, ...]:
    """Three cases in a database with little else to carry out: waiting for acceptance, waiting for approval, concluded."""
    return tuple(_pattern(resources, steps) for steps in (STEPS[:0], STEPS[:1], STEPS))


def seed(resources: Resources, size: int, patterns: tuple[Pattern, ...]) -> None:
    """Fill a prepared database with that many cases more."""
    submitted, accepted, concluded = patterns
    with resources.database.reading() as session:
        organisation = resources.organisation(session)
        first = session.connection().execute(text("SELECT max(id) FROM case_row")).scalar_one() + 1
        end = audit.head(session)
    hats = [hat for hat in hats_of(organisation) if hat.body != OFFICE]
    copier = Copier(resources, organisation, first, end)
    with Bulk(resources.database) as bulk:
        for begin in range(0, size, BATCH):
            for n in range(begin, min(begin + BATCH, size)):
                waits, turn = n % 10 == 0, n // 10
                pattern = (accepted if HEAVY <= turn < HEAVY + LIGHT else submitted) if waits else concluded
                office = turn < HEAVY + LIGHT if waits else n % 10 < 4 and turn < 0.09 * size
                copier.copy(pattern, n, hats[n * 7 % len(hats)], () if office else _two(hats, n * 11))
            bulk.write(copier.take())
        bulk.finish(copier.end)


class Copier:
    """Makes the rows of copies; `take` hands over what was made since the last time."""

    def __init__(self, resources: Resources, organisation: Organisation, first: int, end: audit.Anchor) -> None:
        self._vault = resources.vault
        self._organisation = organisation
        self._first = first
        self.end = end
        self._made: dict[str, list[dict[str, Any]]] = {}
        self._count = 1_000_000

    def copy(self, pattern: Pattern, n: int, applicant: Hat, deciders: tuple[Hat, ...]) -> None:
        """One more case: filed by `applicant`, decided by `deciders` instead of the real office."""
        head, words = pattern.head, self._words(pattern, n, applicant, deciders)
        key = self._vault.new_key(words[head.case_no])
        for written in pattern.written:
            words[written.digest] = key.digest(written.content)
        for table, rows in pattern.rows.items():
            made = self._made.setdefault(table, [])
            for row, varying in zip(rows, pattern.varying[table], strict=True):
                made.append({**row, **{name: _reworded(row[name], old, words) for name, old in varying.items()}})
                self._number(table, made[-1], self._first + n)
        for row, written in zip(self._made["revision"][-len(pattern.written) :], pattern.written, strict=True):
            row["ciphertext"] = key.encrypt(written.content, str(written.seq))
        self._made["case_row"][-1]["wrapped_key"] = key.wrapped
        for item in self._made["work_item"][-len(pattern.rows["work_item"]) :]:
            item["due"] = item["due"] and str(BEGIN.date() + timedelta(days=n % 60))
        self._record(pattern, words)

    def take(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the copies, by table, as they are stored."""
        made, self._made = self._made, {}
        return {table: [_stored(table, row) for row in rows] for table, rows in made.items()}

    def _words(self, pattern: Pattern, n: int, applicant: Hat, deciders: tuple[Hat, ...]) -> dict[str, str]:
        head = pattern.head
        day = date(2025, 1, 1) + timedelta(days=n // 150)
        number = case_number(self._organisation.body(deciders[0].body if deciders else OFFICE), day, n % 99_999 + 1)
        words = {head.case_no: number, head.applicant_person: applicant.person, head.applicant_post: applicant.post}
        words |= {head.applicant_body: applicant.body}
        if deciders:
            words |= {CLERK: deciders[0].post, CHIEF: deciders[0].post, OFFICE: deciders[0].body}
            words |= {person: deciders[i % 2].person for i, person in enumerate(_holders(pattern))}
        words |= {item["id"]: secrets.token_hex(10) for item in pattern.rows["work_item"]}
        for document in pattern.rows["document"]:
            words[document["id"]] = secrets.token_hex(10)
            words |= {document[name]: f"{document[name]}之{n}" for name in ("number", "seal_number")}
        return words

    def _number(self, table: str, row: dict[str, Any], case_id: int) -> None:
        self._count += 1
        if "case_id" in row:
            row["case_id"] = case_id
        if table in _COUNTED:
            row["id"] = case_id if table == "case_row" else self._count
        if table == "number_allotted":
            row["value"] = self._count

    def _record(self, pattern: Pattern, words: dict[str, str]) -> None:
        for entry, instant in pattern.entries:
            said = {name: words.get(value, value) for name, value in audit._facts(entry).items()}
            seq, previous = self.end.seq + 1, self.end.hash
            line = audit._hash(seq, AuditEntry(**said), previous)
            row = {"seq": seq, "prev_hash": previous, "hash": line, **said, "at": instant}
            self._made.setdefault("audit", []).append(row)
            self.end = audit.Anchor(seq, line)


def _pattern(resources: Resources, steps: tuple[tuple[str, dict[str, object]], ...]) -> Pattern:
    """A case after these steps, with all that a machine owed done."""
    case_no = submit(resources, f"pattern {len(steps)}")
    assert drain(resources, "seed") == "settled"
    for post, form in steps:
        who, service = caller(resources, post), Service(resources)
        shown = service.cases.show(who, case_no)
        assert isinstance(shown, CaseView)
        item = shown.tasks[0].line
        request = ActRequest.model_validate({**form, "expected_version": item.version})
        assert isinstance(service.tasks.act(who, item.id, request), ActReceipt)
        assert drain(resources, "seed") == "settled"
    with resources.database.reading() as session:
        head = cases.find(session, case_no)
        assert head is not None
        key = resources.vault.case_key(head.case_no, head.wrapped_key)
        _, written = cases.story(session, head.id, key)
        found = {
            table.name: session.connection().execute(
                text(f"SELECT * FROM {table.name} WHERE {_OF[table.name]}"), {"id": head.id, "case_no": case_no}
            )
            for table in TABLES
        }
        rows = {name: [_legible(name, dict(row)) for row in result.mappings()] for name, result in found.items()}
        instants = text("SELECT at FROM audit WHERE object_id = :case_no ORDER BY seq DESC")
        told = session.connection().execute(instants, {"case_no": case_no}).scalars()
        entries = tuple(zip(audit.entries(session, object_id=case_no), told, strict=True))
    return _with_varying(Pattern(head, written, entries, rows, {}))


def _legible(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A stored row with digests and objects as text, in which words can be exchanged."""
    types = Row.metadata.tables[table].c
    digests = {name: cell.hex() for name, cell in row.items() if cell and isinstance(types[name].type, Digest)}
    objects = {name: cell for name, cell in row.items() if cell and isinstance(types[name].type, PackedJson)}
    return {**row, **digests, **{name: canonical(unpacked(cell)) for name, cell in objects.items()}}


def _stored(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is stored."""
    types = Row.metadata.tables[table].c
    digests = {name: bytes.fromhex(cell) for name, cell in row.items() if isinstance(types[name].type, Digest)}
    objects = {name: cell for name, cell in row.items() if cell and isinstance(types[name].type, PackedJson)}
    return {**row, **digests, **{name: packed(json.loads(cell)) for name, cell in objects.items()}}


def _with_varying(pattern: Pattern) -> Pattern:
    """Look once which words occur in which cell: 4 million rows are not searched again."""
    head = pattern.head
    words = [head.case_no, head.applicant_person, head.applicant_post, head.applicant_body, CLERK, CHIEF, OFFICE]
    words += [*_holders(pattern), *(written.digest for written in pattern.written)]
    words += [item["id"] for item in pattern.rows["work_item"]]
    words += [document[name] for document in pattern.rows["document"] for name in ("id", "number", "seal_number")]
    varying = {
        table: [{name: old for name, cell in row.items() if (old := _found(cell, words))} for row in rows]
        for table, rows in pattern.rows.items()
    }
    return replace(pattern, varying=varying)


def _found(cell: object, words: list[str]) -> tuple[str, ...]:
    """The words in a cell: the whole of it, quoted in JSON, or the case number that keys and ids begin with."""
    if not isinstance(cell, str):
        return ()
    return tuple(w for w in words if cell == w or f'"{w}"' in cell or (len(w) > 15 and w in cell))


def _reworded(cell: str, old: tuple[str, ...], words: dict[str, str]) -> str:
    if cell in words:
        return words[cell]
    for word in old:
        if word in words:
            quoted = f'"{word}"' in cell and len(word) <= 15
            cell = cell.replace(f'"{word}"', f'"{words[word]}"') if quoted else cell.replace(word, words[word])
    return cell


def _holders(pattern: Pattern) -> list[str]:
    people = (row["person"] for row in pattern.rows["work_item_holder"])
    return sorted({person for person in people if person != pattern.head.applicant_person})


def hats_of(organisation: Organisation) -> Iterator[Hat]:
    """One hat of everybody who wears one."""
    for person in organisation.people:
        for post in organisation.posts_of(person.id, BEGIN.date())[:1]:
            yield Hat(person.id, post.id, post.body)


def _two(hats: list[Hat], n: int) -> tuple[Hat, Hat]:
    return hats[n % len(hats)], hats[(n + 1) % len(hats)]
